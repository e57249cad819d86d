from dataclasses import replace

import pytest

from segue.accounts.actions import (
    NewPartner,
    Place,
    add_location,
    add_partner,
    assign_manager,
    change_partner_status,
    edit_location,
    remove_location,
    set_main,
)
from segue.accounts.actions.locations import MainLocationStays, TooManyLocations
from segue.accounts.actions.partners import PartnerChanged, StatusRefused
from segue.accounts.models import Partner
from segue.accounts.queries import locations_of
from segue.kit.errors import Forbidden, Invalid, NotFound
from segue.outbox.models import Message

PLACE = Place(name="Stavanger", city="Stavanger", country="NO", time_zone="Europe/Oslo")
Status = Partner.Status


def test_a_company_gets_an_address_of_its_own(world):
    slugs = [
        add_partner(NewPartner(name=name), actor=world.vera, at=world.at).slug for name in ("Åse & Sønn", "Åse Sønn")
    ]
    assert slugs == ["ase-sonn", "ase-sonn-2"]


def test_only_the_programme_admin_takes_companies_in(world):
    with pytest.raises(Forbidden):
        add_partner(NewPartner(name="New"), actor=world.paula, at=world.at)
    with pytest.raises(NotFound):
        add_partner(NewPartner(name="New"), actor=world.ada, at=world.at)
    with pytest.raises(Invalid):
        add_partner(NewPartner(name="  "), actor=world.vera, at=world.at)


ALLOWED = {
    ("applied", "approved"), ("applied", "left"),
    ("approved", "active"), ("approved", "suspended"), ("approved", "left"),
    ("active", "suspended"), ("active", "left"),
    ("suspended", "active"), ("suspended", "left"),
    ("left", "approved"),
}  # fmt: skip


@pytest.mark.parametrize("before", Status.values)
@pytest.mark.parametrize("after", Status.values)
def test_a_status_follows_the_table(world, before, after):
    Partner.objects.filter(id=world.harbour.id).update(status=before)

    def change():
        return change_partner_status(world.harbour.id, actor=world.vera, at=world.at, status=Status(after))

    if (before, after) in ALLOWED:
        assert change().status == after
        assert Message.objects.filter(fact="partner.left").count() == (after == "left")
    else:
        with pytest.raises(StatusRefused):
            change()
        assert Partner.objects.get(id=world.harbour.id).status == before


def test_status_and_manager_are_the_programme_admins(world):
    for name in ("ada", "paula", "otto", "marta"):
        with pytest.raises(Forbidden):
            change_partner_status(world.harbour.id, actor=getattr(world, name), at=world.at, status=Status.SUSPENDED)
    with pytest.raises(NotFound):
        assign_manager(world.harbour.id, actor=world.dora, at=world.at, manager_id=None)
    with pytest.raises(Invalid):
        assign_manager(world.harbour.id, actor=world.vera, at=world.at, manager_id=world.marta.person_id)
    assert assign_manager(world.harbour.id, actor=world.vera, at=world.at, manager_id=None).manager is None


def test_who_was_faster_is_said(world):
    seen = world.harbour.version
    change_partner_status(world.harbour.id, actor=world.vera, at=world.at, status=Status.SUSPENDED, seen=seen)
    with pytest.raises(PartnerChanged):
        change_partner_status(world.harbour.id, actor=world.vera, at=world.at, status=Status.ACTIVE, seen=seen)


def test_the_first_location_is_the_main_one_and_another_can_be_made_it(world):
    assert (world.bergen.is_main, world.trieste.is_main) == (True, False)
    set_main(world.trieste.id, actor=world.pia, at=world.at)
    assert [(place.name, place.is_main) for place in locations_of(world.harbour.id)] == [
        ("Trieste", True),
        ("Bergen", False),
    ]
    with pytest.raises(MainLocationStays):
        remove_location(world.trieste.id, actor=world.ada, at=world.at)
    remove_location(world.bergen.id, actor=world.ada, at=world.at)
    assert [place.name for place in locations_of(world.harbour.id)] == ["Trieste"]


def test_other_hours_make_another_calendar_and_a_new_name_does_not(world):
    place = replace(PLACE, name="Bergen sentrum", city="Bergen")
    assert edit_location(world.bergen.id, actor=world.ada, at=world.at, place=place).calendar_version == 1
    shorter = replace(place, hours={0: ((600, 720), (780, 900))})
    changed = edit_location(world.bergen.id, actor=world.ada, at=world.at, place=shorter)
    assert (changed.calendar_version, changed.hours) == (2, {"0": [[600, 720], [780, 900]]})


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"hours": {}}, "hours"),
        ({"hours": {0: ()}}, "hours"),
        ({"hours": {7: ((0, 60),)}}, "hours"),
        ({"hours": {0: ((600, 600),)}}, "hours"),
        ({"hours": {0: ((600, 1441),)}}, "hours"),
        ({"hours": {0: ((600, 720), (700, 800))}}, "hours"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"country": "XX"}, "country"),
        ({"city": " "}, "city"),
        ({"name": ""}, "name"),
    ],
)
def test_a_location_that_cannot_be_is_refused_by_field(world, change, field):
    with pytest.raises(Invalid) as refused:
        add_location(world.harbour.id, actor=world.ada, at=world.at, place=replace(PLACE, **change))
    assert list(refused.value.fields) == [field]
    assert locations_of(world.harbour.id).count() == 2


def test_five_locations_in_a_country_and_no_sixth(world):
    for _ in range(4):
        add_location(world.harbour.id, actor=world.ada, at=world.at, place=PLACE)
    with pytest.raises(TooManyLocations):
        add_location(world.harbour.id, actor=world.ada, at=world.at, place=PLACE)
    with pytest.raises(TooManyLocations):
        edit_location(world.trieste.id, actor=world.ada, at=world.at, place=PLACE)
    add_location(world.harbour.id, actor=world.ada, at=world.at, place=replace(PLACE, country="SE"))


def test_places_belong_to_those_who_edit_the_profile(world):
    for name in ("cleo", "giulia", "paula", "otto", "sven"):
        with pytest.raises(Forbidden):
            edit_location(world.bergen.id, actor=getattr(world, name), at=world.at, place=PLACE)
        with pytest.raises(Forbidden):
            add_location(world.harbour.id, actor=getattr(world, name), at=world.at, place=PLACE)
    for actor in (world.dora, world.nora):
        with pytest.raises(NotFound):
            edit_location(world.bergen.id, actor=actor, at=world.at, place=PLACE)
