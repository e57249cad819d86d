"""Ways in that were tried by hand once, each kept closed."""

import stat
from datetime import timedelta

import pytest

from segue.accounts.actions import NewPerson, add_person, change_roles, remove_membership
from segue.accounts.queries import actor_for
from segue.accounts.roles import PartnerRole
from segue.kit.errors import Forbidden, Invalid, TooMany
from segue.leads.actions import employees, respond, work
from segue.leads.actions.answers import Colleague, Refusal
from segue.leads.models import Lead, Type
from segue.notifications import recipients
from segue.notifications.letter import greeted
from segue.requests.bots import Posted
from segue.requests.models import Request
from tests import make, people
from tests.requests.asking import asked, sent

HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_who_manages_people_in_some_locations_cannot_give_themselves_the_others(world):
    new = NewPerson(email="eli@harbour.example", name="Eli Lund")
    given = {"roles": [PartnerRole.PARTNER_ADMIN], "scope": people.only(world.bergen)}
    eli = add_person(world.harbour.id, actor=world.ada, at=world.at, person=new, **given)
    actor = actor_for(eli.person)

    with pytest.raises(Forbidden):
        change_roles(eli.id, actor=actor, at=world.at, roles=[PartnerRole.PARTNER_ADMIN])


@pytest.mark.django_db
@pytest.mark.parametrize("field", ["note", "message"])
def test_a_partner_cannot_have_a_book_mailed_to_a_customer(world, field):
    lead = make.lead(world)

    with pytest.raises(Invalid) as refused:
        respond.decline(
            lead.id, actor=world.ada, at=world.at, seen=1, answer=Refusal("no_capacity", **{field: "x" * 4001})
        )

    assert list(refused.value.fields) == [field]


@pytest.mark.django_db
@pytest.mark.parametrize("value", ["a%00b", "%00", "%E2%80%AE"])
def test_a_filter_with_characters_nobody_types_does_not_break_the_list_for_good(world, as_, value):
    ada = as_(world.ada)
    ada.get(f"/leads/marketplace/received?campaign={value}&q={value}")

    assert ada.get("/leads/marketplace/received").status_code == 200


@pytest.mark.django_db
def test_a_mail_address_of_a_customer_adds_no_other_recipient(world, as_):
    lead = make.lead(world, customer_email="anna?bcc=evil@conti.example")

    text = as_(world.ada).get(f"/leads/{lead.id}").content.decode()

    assert 'href="mailto:anna%3Fbcc%3Devil@conti.example"' in text


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Anna Conti", "Anna Conti"),
        ("J. Smith-O'Hara", "J. Smith-O'Hara"),
        ("Dr. Müller", "Dr. Müller"),
        ("Anna\r\n\r\nYou have won", "Anna You have won"),
        ("You have won: https://evil.example", ""),
        ("Look at evil.example now", ""),
        ("www.evil", ""),
        ("evil@evil.example", ""),
        ("x" * 81, ""),
    ],
)
def test_no_mail_greets_somebody_with_an_advert(name, said):
    assert greeted(name) == said


@pytest.mark.django_db
def test_who_was_removed_from_a_company_is_told_nothing_more_of_its_leads(world):
    lead = make.lead(world, "accepted", by=world.sven, type=Type.SALES, sender_person_id=world.sven.person_id)
    work.take(lead.id, actor=world.ben, at=world.at + HOUR, seen=2)
    cleo = Colleague("Cleo Dahl", "cleo@harbour.example")
    employees.add_employee(lead.id, actor=world.ada, at=world.at + HOUR, seen=3, colleague=cleo)

    def told():
        found = Lead.objects.get(id=lead.id)
        return {one.to for one in [*recipients.team(found), *recipients.sender(found)]}

    assert told() == {"ben@harbour.example", "cleo@harbour.example", "sven@aurora.example"}

    for gone, admin in ((world.ben, world.ada), (world.cleo, world.ada), (world.sven, world.vera)):
        remove_membership(gone.membership_id, actor=admin, at=world.at)

    assert told() == {"paula@aurora.example"}, "who looks after the partner stands in"


@pytest.mark.django_db
def test_the_key_of_somebody_elses_form_does_not_open_their_lead(world):
    theirs = sent(world, world.trieste, by=world.sven, form_key="learned")

    mine = sent(world, world.trieste, by=world.dora, form_key="learned")

    assert mine.id != theirs.id
    assert mine.sender_name == "Fjord Cloud"


@pytest.mark.django_db
def test_one_rendered_form_does_not_serve_a_machine_again_and_again(world):
    found = [
        asked(
            world,
            world.bergen,
            form_key=f"form-{n}",
            email=f"anna{n}@conti.example",
            posted=Posted("", rendered_at=world.at - HOUR, nonce="one"),
            address=f"192.0.2.{n}",
        )
        for n in range(5)
    ]

    assert [Request.objects.get(id=one.id).held for one in found] == ["", "", "", "suspicion", "suspicion"]


def test_the_key_and_the_database_are_for_nobody_else_on_the_machine(migrated):
    open_to_others = [
        path.name for path in (migrated, *migrated.iterdir()) if stat.S_IMODE(path.stat().st_mode) & 0o077
    ]
    assert (migrated / "segue.sqlite3").exists()
    assert not open_to_others
    assert not list(migrated.glob("secret-key.*"))


@pytest.mark.django_db
def test_nobody_fills_a_mailbox_by_adding_and_removing_its_owner(world):
    new = NewPerson(email="anna@conti.example", name="Anna Conti")
    for _ in range(3):
        added = add_person(world.harbour.id, actor=world.ada, at=world.at, person=new, roles=[])
        remove_membership(added.id, actor=world.ada, at=world.at)

    with pytest.raises(TooMany):
        add_person(world.harbour.id, actor=world.ada, at=world.at, person=new, roles=[])


@pytest.mark.django_db
@pytest.mark.parametrize("since", ["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"])
def test_no_moment_that_a_database_does_not_know_reaches_it(world, as_, since):
    page = as_(world.ada).get("/leads/marketplace/received/arrivals", {"since": since})

    assert page.status_code == 404


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/vendor/programme/history/1", "/vendor/programme/logo"])
def test_a_number_of_thousands_of_digits_is_none(world, as_, path):
    page = as_(world.vera).post(path, {"seen": "9" * 5000, "remove": "1"})

    assert page.status_code == 302
