"""What is written down about access: who got which role from whom, and how people signed in."""

import pytest
from django.core.cache import cache
from django.test import Client

from segue.accounts import access_log
from segue.accounts.access_log import of_company, of_person
from segue.accounts.actions import NewPerson, add_person, change_roles, invite_again, remove_membership
from segue.accounts.actions.people import SignedInBefore
from segue.accounts.roles import PartnerRole
from segue.kit.errors import Forbidden, NotFound, TooMany
from segue.notifications.models import Mail
from segue.work.loop import drain
from tests import people

EVA = NewPerson(email="eva@harbour.example", name="Eva Lie")
USER, ADMIN = PartnerRole.REFERRALS_USER, PartnerRole.REFERRALS_ADMIN


@pytest.fixture
def eva(world):
    return add_person(world.harbour.id, actor=world.ada, at=world.at, person=EVA, roles=[USER])


def lines(world, reader):
    events = of_company(world.harbour.id, actor=reader)
    return [(e.what, e.person.name, e.by and e.by.name, e.changes) for e in events if e.person.name == "Eva Lie"]


@pytest.mark.django_db
def test_every_change_of_a_membership_says_who_made_it_from_what_to_what(world, eva):
    bergen = people.only(world.bergen)
    change_roles(eva.id, actor=world.vera, at=world.at, roles=[ADMIN], scope=bergen)
    change_roles(eva.id, actor=world.vera, at=world.at, roles=[ADMIN], scope=bergen)  # pressed twice
    remove_membership(eva.id, actor=world.ada, at=world.at)

    expected = [
        ("removed", "Eva Lie", "Ada Berg", {}),
        (
            "roles_changed",
            "Eva Lie",
            "Vera Lind",
            {"roles": [["referrals_user"], ["referrals_admin"]], "places": [None, ["Bergen"]]},
        ),
        ("added", "Eva Lie", "Ada Berg", {"roles": [None, ["referrals_user"]], "places": [None, None]}),
    ]
    for reader in (world.ada, world.vera, world.otto):
        assert lines(world, reader) == expected


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "refusal"), [("ben", Forbidden), ("marta", Forbidden), ("dora", NotFound), ("nora", NotFound)]
)
def test_nobody_else_reads_them(world, name, refusal):
    with pytest.raises(refusal):
        of_company(world.harbour.id, actor=getattr(world, name))


@pytest.mark.django_db
def test_who_has_not_signed_in_yet_is_told_again_three_times_a_day_at_most(world, eva, as_):
    drain(at=world.at)
    page = as_(world.ada).get(f"/people/{eva.id}").content.decode()
    assert "Eva Lie has not signed in yet." in page
    assert "Has not signed in yet" in as_(world.ada).get("/people").content.decode()
    for _ in range(3):
        invite_again(eva.id, actor=world.ada, at=world.at)
    with pytest.raises(TooMany):
        invite_again(eva.id, actor=world.ada, at=world.at)
    drain(at=world.at)
    assert Mail.objects.filter(to="eva@harbour.example", kind="person_added").count() == 4

    eva.person.last_login = world.at
    eva.person.save(update_fields=["last_login"])
    with pytest.raises(SignedInBefore):
        invite_again(eva.id, actor=world.ada, at=world.at)


@pytest.mark.django_db
def test_a_person_reads_how_they_signed_in_and_nobody_else_does(world):
    cache.clear()
    ada = world.person(world.ada)
    ada.set_password("a-good-long-word")
    ada.save(update_fields=["password"])
    client = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/128.0"})
    client.post("/accounts/login/", {"login": ada.email, "password": "a-good-long-word"})

    [event] = of_person(ada.id)
    assert (event.what, event.changes) == (
        "signed_in",
        {"how": "password", "device": "Firefox, Windows", "ip": "127.0.0.1"},
    )
    page = client.get("/me").content.decode()
    assert "Signed in with the password" in page
    assert "127.0.0.1" in page
    assert "127.0.0.1" not in client.get("/people/changes").content.decode()


@pytest.mark.django_db
def test_the_page_says_it_in_words(world, eva, as_):
    bergen = people.only(world.bergen)
    change_roles(eva.id, actor=world.ada, at=world.at, roles=[ADMIN], scope=bergen)
    page = as_(world.ada).get("/people/changes").content.decode()
    assert "The roles of Eva Lie were changed" in page
    assert "Referrals user → Referrals admin" in page
    assert "Whole company → Bergen" in page
    assert as_(world.ben).get("/people/changes").status_code == 403
    vendors = f"/vendor/partners/{world.harbour.id}/people/changes"
    assert "Eva Lie was added" in as_(world.otto).get(vendors).content.decode()


@pytest.mark.django_db
def test_after_24_months_it_is_forgotten(world, eva):
    access_log.forget_old(at=world.at + access_log.KEEP)
    assert [line[0] for line in lines(world, world.vera)] == ["added"]
    access_log.forget_old(at=world.at + access_log.KEEP * 2)
    assert not of_company(world.harbour.id, actor=world.vera).exists()
