"""Towns by name. The towns below are real, with where GeoNames has them; the whole list is filled in by a command."""

import pytest
from django.db import connection
from django.db.models import Q

from segue.accounts.actions import Place as Address
from segue.directory.actions import add_place, edit_place
from segue.directory.gazetteer import place_called, point_of, towns_beginning
from segue.directory.gazetteer.fill import fill
from segue.directory.gazetteer.look_up import is_empty, starts_with, towns_like
from segue.directory.models import TownName
from segue.directory.place import Place
from segue.directory.ranking.facts import Point
from segue.kit.working_time import office_hours
from tests.towns import TOWNS

BERGEN, TRIESTE, MUNICH = Point(60.39299, 5.32415), Point(45.64953, 13.77678), Point(48.13743, 11.57549)


@pytest.fixture
def towns(db):
    assert is_empty()
    assert fill(TOWNS) == len(TOWNS)
    assert not is_empty()


@pytest.mark.parametrize(
    ("typed", "name", "country", "point"),
    [
        ("Bergen", "Bergen", "", BERGEN),
        ("bergen, NO", "Bergen", "NO", BERGEN),
        ("Bergen Norway", "Bergen", "NO", BERGEN),
        ("Bergen, Paesi Bassi", "Bergen", "NL", Point(52.66917, 4.70417)),
        ("Munich", "Munich", "", MUNICH),
        ("MÜNCHEN", "Munich", "", MUNICH),
        ("Monaco di Baviera", "Munich", "", MUNICH),
        ("Мюнхен", "Munich", "", MUNICH),
        ("Monaco", "", "MC", None),
    ],
)
def test_a_town_is_found_by_any_of_its_names_the_biggest_first(towns, typed, name, country, point):
    found = place_called(typed)
    assert (found.name, found.country, found.point, found.corrected) == (name, country, point, False)


@pytest.mark.parametrize("typed", ["Triesste", "Treiste", "Triest e", "Tieste", "Trieate"])
def test_a_slip_of_the_hand_is_forgiven(towns, typed):
    found = place_called(typed)
    assert (found.name, found.point, found.corrected) == ("Trieste", TRIESTE, True)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Place()),
        ("Norway", Place(country="NO")),
        ("Atlantis", Place(town=("atlantis",))),
        ("Trieste, Norway", Place(town=("trieste",), country="NO")),
        ("Ror", Place(town=("ror",))),
    ],
)
def test_what_the_gazetteer_does_not_know_stays_as_typed(towns, typed, meant):
    assert place_called(typed) == meant


@pytest.mark.parametrize(
    ("typed", "like"),
    [
        ("Triestetta", ["Trieste"]),
        ("Munnchemn", ["Munich"]),
        ("Bergenhagn", ["Bergen NO", "Bergen NL"]),
        ("Bergen, Italy", ["Bergen NO", "Bergen NL"]),
        ("Triesst, Norway", ["Trieste"]),
        ("Atlantis", []),
        ("Ror", []),
        ("Berg" * 8, []),
    ],
)
def test_towns_that_may_be_meant_by_one_that_is_not_known(towns, typed, like):
    place = place_called(typed)
    assert place.point is None
    found = towns_like(place)
    assert [f"{town.name} {town.country}" if town.name == "Bergen" else town.name for town in found] == like


def test_slips_are_looked_for_in_names_as_long_as_towns_have_them_only(towns, django_assert_num_queries):
    for letters, statements in ((30, 2), (31, 1)):
        with django_assert_num_queries(statements):
            assert place_called("x" * letters) == Place(town=("x" * letters,))


def test_towns_are_offered_while_typing_the_biggest_first(towns):
    assert [town.name for town in towns_beginning("mon")] == ["Munich", "Monaco"]
    assert [town.country for town in towns_beginning("Berg")] == ["NO", "NL"]
    assert [town.country for town in towns_beginning("Berg", country="NL")] == ["NL"]
    assert towns_beginning("b") == []


def test_a_location_is_put_on_the_map_by_its_town(towns, world):
    place = Address(name="Office", city="Trieste", country="IT", time_zone="Europe/Rome", hours=office_hours("").hours)
    added = add_place(world.fjord.id, actor=world.vera, at=world.at, place=place)
    assert (added.latitude, added.longitude) == (TRIESTE.latitude, TRIESTE.longitude)
    moved = edit_place(added.id, actor=world.vera, at=world.at, place=Address(**_moved(place, city="Bergen", to="NO")))
    assert (moved.latitude, moved.longitude) == (BERGEN.latitude, BERGEN.longitude)
    lost = edit_place(added.id, actor=world.vera, at=world.at, place=Address(**_moved(place, city="Nowhere", to="NO")))
    assert (lost.latitude, lost.longitude) == (None, None)
    set_by_hand = Address(**_moved(place, city="Bergen", to="NO"), point=(60.5, 5.5))
    moved = edit_place(added.id, actor=world.vera, at=world.at, place=set_by_hand)
    assert (moved.latitude, moved.longitude) == (60.5, 5.5)


def _moved(place, *, city, to):
    return {"name": place.name, "city": city, "country": to, "time_zone": place.time_zone, "hours": place.hours}


def test_a_point_is_looked_for_in_the_country_only(towns):
    assert point_of("Bergen", country="NL") == Point(52.66917, 4.70417)
    assert point_of("Bergen", country="IT") is None


def test_filling_again_puts_the_new_list_in_the_place_of_the_old(towns):
    fill(TOWNS[:1])
    assert set(TownName.objects.values_list("town__name", flat=True)) == {TOWNS[0]["name"]}


@pytest.mark.parametrize("condition", [Q(key="bergen"), starts_with("key", "ber")], ids=["called", "beginning"])
def test_names_are_read_by_their_index(towns, condition):
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")  # a few rows are read faster than looked up
    assert "directory_town_name_once" in TownName.objects.filter(condition).values("town").explain()
