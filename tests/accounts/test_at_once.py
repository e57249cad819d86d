"""Two who press at the same moment: a person is in a company once, a published location keeps somebody who is told."""

from functools import partial

import pytest

from segue.accounts.actions import NewPerson, add_person, change_roles
from segue.accounts.actions.people import AlreadyMember
from segue.accounts.models import Membership, Person
from segue.accounts.roles import PartnerRole
from segue.directory.actions import add_alert_contact, remove_alert_contact
from segue.directory.actions.alerts import EnoughContacts, LastContact
from segue.directory.models import AlertContact
from tests.leads.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

EVA = NewPerson(email="eva@harbour.example", name="Eva Lie")


def test_a_person_added_several_times_at_once_is_in_the_company_once(world):
    press = partial(
        add_person, world.harbour.id, actor=world.ada, at=world.at, person=EVA, roles=[PartnerRole.REFERRALS_USER]
    )
    with crowd(8) as threads:
        results = threads.together([press] * 8)

    assert [type(result) for result in results if isinstance(result, Exception)] == [AlreadyMember] * 7
    assert Person.objects.filter(email=EVA.email).count() == 1
    assert Membership.objects.filter(person__email=EVA.email).count() == 1


def test_two_companies_that_add_the_same_person_at_once_both_have_them(world):
    ask = {"at": world.at, "person": EVA, "roles": [PartnerRole.REFERRALS_USER]}
    errands = [
        partial(add_person, world.harbour.id, actor=world.ada, **ask),
        partial(add_person, world.fjord.id, actor=world.dora, **ask),
    ]
    with crowd(2) as threads:
        results = threads.together(errands)

    assert [result.person.email for result in results] == [EVA.email] * 2


def test_two_admins_who_change_the_same_roles_at_once_do_not_overwrite_each_other(world):
    seen = Membership.objects.get(id=world.cleo.membership_id).version
    wanted = ([PartnerRole.REFERRALS_ADMIN], [PartnerRole.PROFILE_ADMIN])
    errands = [
        partial(change_roles, world.cleo.membership_id, actor=actor, at=world.at, roles=roles, seen=seen)
        for actor, roles in zip((world.ada, world.vera), wanted, strict=True)
    ]
    with crowd(2) as threads:
        results = threads.together(errands)

    assert sorted(type(result).__name__ for result in results) == ["Membership", "MembershipChanged"]
    [done] = [result for result in results if isinstance(result, Membership)]
    assert Membership.objects.get(id=world.cleo.membership_id).roles == done.roles


def test_the_last_two_contacts_removed_at_once_leave_one(world):
    asking = {"partner_id": world.harbour.id, "actor": world.ada, "at": world.at}
    add_alert_contact(world.bergen.id, **asking, name="Ben Haugen", email="ben@harbour.example")
    contacts = AlertContact.objects.filter(location=world.bergen).values_list("id", flat=True)
    errands = [partial(remove_alert_contact, contact_id, **asking) for contact_id in contacts]
    with crowd(2) as threads:
        results = threads.together(errands)

    assert sorted(map(str, map(type, results))) == sorted(map(str, [type(None), LastContact]))
    assert AlertContact.objects.filter(location=world.bergen).count() == 1


def test_contacts_added_at_once_are_five_at_most(world):
    asking = {"partner_id": world.harbour.id, "actor": world.ada, "at": world.at}
    errands = [
        partial(add_alert_contact, world.bergen.id, **asking, name=f"Desk {n}", email=f"desk{n}@harbour.example")
        for n in range(6)
    ]
    with crowd(6) as threads:
        results = threads.together(errands)

    assert [type(result) for result in results if isinstance(result, Exception)] == [EnoughContacts] * 2
    assert AlertContact.objects.filter(location=world.bergen).count() == 5
