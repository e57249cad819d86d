from dataclasses import replace

import pytest

from segue.accounts.actions import NewPerson, Settings, change_programme, set_up_vendor
from segue.accounts.actor import Staff
from segue.accounts.models import Person
from segue.accounts.queries import actor_for
from segue.accounts.roles import VendorRole
from segue.kit.errors import Forbidden, Invalid, NotFound
from segue.outbox.models import Message
from segue.programme.actions import AlreadySetUp, ProgrammeChanged
from segue.programme.models import Programme
from segue.programme.queries import rules
from tests.people import MONDAY_MORNING

SETTINGS = Settings(name="Aurora Partners", vendor_name="Aurora Software", inbox="partners@aurora.example")
VERA = NewPerson(email="vera@aurora.example", name="Vera Lind")


def test_setting_up_makes_the_programme_and_its_first_admin(db):
    set_up_vendor(SETTINGS, admin=VERA, at=MONDAY_MORNING)
    vera = actor_for(Person.objects.get(email="vera@aurora.example"))
    assert isinstance(vera, Staff)
    assert vera.roles == {VendorRole.PROGRAMME_ADMIN}
    assert Message.objects.filter(fact="person.added").count() == 1
    assert Programme.objects.get().languages == ["en", "it"]


def test_a_database_holds_one_programme(world):
    with pytest.raises(AlreadySetUp):
        set_up_vendor(SETTINGS, admin=NewPerson(email="eva@aurora.example", name="Eva"), at=world.at)
    assert not Person.objects.filter(email="eva@aurora.example").exists()


def test_changed_settings_are_a_new_version_and_in_force(world):
    change_programme(replace(SETTINGS, answer_days=10), actor=world.vera, at=world.at, seen=1)
    assert rules().answer_time.days == 10
    assert list(Programme.objects.order_by("version").values_list("version", "answer_days", "changed_by")) == [
        (1, 14, None),
        (2, 10, world.vera.person_id),
    ]
    with pytest.raises(ProgrammeChanged):
        change_programme(SETTINGS, actor=world.vera, at=world.at, seen=1)


def test_settings_are_changed_by_the_programme_admin_and_read_by_the_auditor_too(world):
    with pytest.raises(Forbidden):
        change_programme(SETTINGS, actor=world.otto, at=world.at, seen=1)
    for actor in (world.paula, world.marta, world.ada):
        with pytest.raises(NotFound):
            change_programme(SETTINGS, actor=actor, at=world.at, seen=1)


@pytest.mark.parametrize(
    "change",
    [
        {"name": ""},
        {"vendor_name": "x" * 81},
        {"inbox": "nobody"},
        {"answer_days": 0},
        {"answer_days": 91},
        {"hot_hours": 0},
        {"hold_minutes": 16},
        {"open_leads_per_request": 1},
        {"open_leads_per_request": 11},
        {"leads_per_request": 2},
        {"leads_per_request": 21},
        {"currency": "XXX"},
        {"time_zone": "Rome"},
        {"country": "Italy"},
        {"languages": ("fr",)},
    ],
)
def test_a_setting_that_cannot_be_is_named(world, change):
    with pytest.raises(Invalid) as refused:
        change_programme(replace(SETTINGS, **change), actor=world.vera, at=world.at, seen=1)
    assert list(refused.value.fields) == list(change)
    assert Programme.objects.count() == 1
