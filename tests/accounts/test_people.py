import pytest

from segue.accounts.actions import NewPerson, Scope, add_person, change_roles, remove_membership
from segue.accounts.actions.people import AlreadyMember, LastAdmin, MembershipChanged
from segue.accounts.actor import Newcomer
from segue.accounts.models import Membership, Person
from segue.accounts.queries import actor_for, colleagues
from segue.accounts.roles import PartnerRole, VendorRole
from segue.kit.errors import Forbidden, Invalid, NotFound
from segue.outbox.models import Message
from tests import people

EVA = NewPerson(email="Eva@Harbour.example", name="Eva Lie")


def told(name):
    return list(Message.objects.filter(fact=name).order_by("id").values_list("payload", flat=True))


def test_a_colleague_stays_one_without_a_role_elsewhere(world):
    cleo = NewPerson(email="cleo@harbour.example", name="Cleo Dahl")
    add_person(world.fjord.id, actor=world.dora, at=world.at, person=cleo, roles=[])

    assert "Cleo Dahl" in [person.name for person in colleagues(world.harbour.id)]
    assert [person.name for person in colleagues(world.fjord.id)] == ["Dora Vik"]


def test_a_partner_admin_adds_a_colleague_who_is_told(world):
    before = len(told("person.added"))
    membership = add_person(
        world.harbour.id, actor=world.ada, at=world.at, person=EVA, roles=[PartnerRole.REFERRALS_ADMIN]
    )
    eva = actor_for(Person.objects.get(email="eva@harbour.example"))
    assert (eva.name, eva.partner_id, eva.roles) == ("Eva Lie", world.harbour.id, {PartnerRole.REFERRALS_ADMIN})
    assert eva.location_ids is None
    assert told("person.added")[before:] == [{"person": str(eva.person_id), "membership": str(membership.id)}]


def test_a_scope_is_kept_and_must_be_of_the_company(world):
    scope = people.only(world.trieste)
    add_person(world.harbour.id, actor=world.ada, at=world.at, person=EVA, roles=[], scope=scope)
    with pytest.raises(Invalid) as refused:
        change_roles(world.cleo.membership_id, actor=world.ada, at=world.at, roles=[], scope=people.only(world.oslo))
    assert list(refused.value.fields) == ["locations"]
    assert world.cleo.location_ids == {world.bergen.id}


def test_the_programme_admin_adds_people_anywhere_and_a_stranger_nowhere(world):
    add_person(world.harbour.id, actor=world.vera, at=world.at, person=EVA, roles=[])
    add_person(None, actor=world.vera, at=world.at, person=EVA, roles=[VendorRole.SELLER])
    with pytest.raises(NotFound):
        add_person(world.harbour.id, actor=world.dora, at=world.at, person=EVA, roles=[])
    with pytest.raises(NotFound):
        add_person(None, actor=world.ada, at=world.at, person=EVA, roles=[])


@pytest.mark.parametrize("name", ["ben", "cleo", "pia", "paula", "otto", "marta", "sven"])
def test_who_sees_the_company_but_does_not_run_it_is_forbidden(world, name):
    actor = getattr(world, name)
    with pytest.raises(Forbidden):
        add_person(world.harbour.id, actor=actor, at=world.at, person=EVA, roles=[])
    with pytest.raises(Forbidden):
        change_roles(world.ada.membership_id, actor=actor, at=world.at, roles=[])
    with pytest.raises(Forbidden):
        remove_membership(world.cleo.membership_id, actor=actor, at=world.at)
    assert Membership.objects.filter(partner=world.harbour).count() == 6


def test_what_one_does_not_see_is_not_there(world):
    with pytest.raises(NotFound):
        remove_membership(world.cleo.membership_id, actor=world.dora, at=world.at)
    with pytest.raises(NotFound):
        change_roles(world.vera.membership_id, actor=world.ada, at=world.at, roles=[])
    with pytest.raises(NotFound):
        remove_membership(world.cleo.membership_id, actor=world.nora, at=world.at)


def test_a_person_is_in_a_company_once_but_may_be_in_two(world):
    cleo = NewPerson(email="cleo@harbour.example", name="Somebody Else")
    with pytest.raises(AlreadyMember):
        add_person(world.harbour.id, actor=world.ada, at=world.at, person=cleo, roles=[])
    second = add_person(world.fjord.id, actor=world.dora, at=world.at, person=cleo, roles=[PartnerRole.REFERRALS_USER])
    assert second.person_id == world.cleo.person_id
    assert second.person.name == "Cleo Dahl"
    chosen = actor_for(second.person, membership_id=str(second.id))
    assert chosen.partner_id == world.fjord.id
    assert actor_for(second.person).partner_id == world.harbour.id


@pytest.mark.parametrize(
    ("person", "field"),
    [
        (NewPerson(email="ada", name="Ada"), "email"),
        (NewPerson(email=f"ada@{'a' * 60}.{'b' * 60}.{'c' * 60}.{'d' * 60}.example", name="Ada"), "email"),
        (NewPerson(email="", name="Ada"), "email"),
        (NewPerson(email="x@harbour.example", name=" \u202e "), "name"),
        (NewPerson(email="x@harbour.example", name="X", language="xx"), "language"),
    ],
)
def test_what_is_wrong_is_named(world, person, field):
    with pytest.raises(Invalid) as refused:
        add_person(world.harbour.id, actor=world.ada, at=world.at, person=person, roles=[])
    assert list(refused.value.fields) == [field]


def test_vendor_roles_do_not_exist_in_a_partner_company(world):
    with pytest.raises(Invalid):
        add_person(world.harbour.id, actor=world.ada, at=world.at, person=EVA, roles=[VendorRole.PROGRAMME_ADMIN])
    with pytest.raises(Invalid):
        change_roles(world.otto.membership_id, actor=world.vera, at=world.at, roles=[PartnerRole.PARTNER_ADMIN])


def test_the_last_admin_stays(world):
    for membership_id in (world.ada.membership_id, world.vera.membership_id):
        with pytest.raises(LastAdmin):
            remove_membership(membership_id, actor=world.vera, at=world.at)
        with pytest.raises(LastAdmin):
            change_roles(membership_id, actor=world.vera, at=world.at, roles=[])
    admin, bergen_only = [PartnerRole.PARTNER_ADMIN], people.only(world.bergen)
    with pytest.raises(LastAdmin):
        change_roles(world.ada.membership_id, actor=world.ada, at=world.at, roles=admin, scope=bergen_only)
    change_roles(world.ben.membership_id, actor=world.ada, at=world.at, roles=[PartnerRole.PARTNER_ADMIN])
    remove_membership(world.ada.membership_id, actor=world.ada, at=world.at)
    assert isinstance(actor_for(world.person(world.ada)), Newcomer)


def test_removing_a_person_takes_the_roles_and_keeps_the_name(world):
    remove_membership(world.cleo.membership_id, actor=world.ada, at=world.at)
    assert isinstance(actor_for(world.person(world.cleo)), Newcomer)
    cleo = {"person": str(world.cleo.person_id), "partner": str(world.harbour.id), "by": str(world.ada.person_id)}
    assert told("person.removed") == [cleo | {"leads_to": "", "alerts_to": ""}]


def test_removing_somebody_twice_is_removing_them_once(world):
    first = remove_membership(world.cleo.membership_id, actor=world.ada, at=world.at)
    again = remove_membership(world.cleo.membership_id, actor=world.vera, at=world.at)
    assert (
        (first.person.name, first.partner_id)
        == ("Cleo Dahl", world.harbour.id)
        == (again.person.name, again.partner_id)
    )
    assert len(told("person.removed")) == 1
    for stranger in (world.dora, world.cleo, world.ben, world.otto, world.nora):
        with pytest.raises(NotFound):
            remove_membership(world.cleo.membership_id, actor=stranger, at=world.at)


def test_who_changes_roles_that_somebody_else_changed_meanwhile_is_told(world):
    seen = Membership.objects.get(id=world.cleo.membership_id).version
    admin, user = [PartnerRole.REFERRALS_ADMIN], [PartnerRole.REFERRALS_USER]

    def change(actor, roles, scope):
        asking = {"actor": actor, "at": world.at, "seen": seen}
        return change_roles(world.cleo.membership_id, roles=roles, scope=scope, **asking)

    changed = change(world.ada, admin, Scope())
    assert changed.version == seen + 1
    assert change(world.ada, admin, Scope()).version == seen + 1, "pressing twice is pressing once"
    with pytest.raises(MembershipChanged) as refused:
        change(world.vera, user, Scope())
    assert str(refused.value).startswith("Somebody changed the roles of Cleo Dahl meanwhile.")
    with pytest.raises(MembershipChanged):
        change(world.vera, admin, people.only(world.bergen))
    kept = Membership.objects.get(id=world.cleo.membership_id)
    assert (kept.roles, kept.whole_company, kept.version) == (["referrals_admin"], True, seen + 1)


def test_a_role_gives_a_newcomer_a_desk(world):
    nora = Membership.objects.get(person_id=world.nora.person_id)
    change_roles(nora.id, actor=world.ada, at=world.at, roles=[PartnerRole.REFERRALS_USER])
    assert actor_for(nora.person).roles == {PartnerRole.REFERRALS_USER}
