import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.accounts.actions import NewPartner, Place, add_partner
from segue.accounts.models import Location, Partner
from segue.directory import actions
from segue.directory.gazetteer.fill import fill
from segue.directory.models import BusinessProfile
from segue.directory.search import Place as Where
from segue.directory.search import Search, cost_of_filters, meant, search
from segue.directory.search import answer as answers
from segue.directory.search.rows import rewrite
from segue.kit.working_time import office_hours
from tests import people
from tests.towns import TOWNS


@pytest.fixture
def world(db):
    fill(TOWNS)
    return people.world()


def found(world, **question):
    return [result.profile.partner.name for result in search(Search(at=world.at, **question)).results]


def another(world, name, *, city="Bergen", country="NO", description="We help.", tags=None, remote=False):
    """One more published partner."""
    partner = add_partner(NewPartner(name=name, status=Partner.Status.ACTIVE), actor=world.vera, at=world.at)
    hours = office_hours("Europe/Oslo").hours
    place = Place(name=city, city=city, country=country, time_zone="Europe/Oslo", hours=hours)
    location = actions.add_place(partner.id, actor=world.vera, at=world.at, place=place)
    does = {"actor": world.vera, "at": world.at}
    actions.edit_profile(
        partner.id, seen=None, description=description, tags=tags or {"service": ["support"]}, remote=remote, **does
    )
    actions.add_alert_contact(location.id, partner_id=partner.id, name="Desk", email="desk@third.example", **does)
    actions.publish(partner.id, **does)
    return partner


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ({}, {"Fjord Cloud", "Harbour IT"}),
        ({"what": "warehouse"}, ["Harbour IT"]),
        ({"what": "WAREHÖUSE"}, ["Harbour IT"]),
        ({"what": "wareh"}, ["Harbour IT"]),
        ({"what": "wareh backup"}, ["Fjord Cloud"]),
        ({"what": "migrazione"}, ["Harbour IT"]),
        ({"what": "warehouses"}, ["Harbour IT"]),
        ({"what": "warehuose"}, ["Harbour IT"]),
        ({"what": "migrazioni"}, ["Harbour IT"]),
        ({"what": "cloud"}, {"Fjord Cloud", "Harbour IT"}),
        ({"what": "payroll cloud"}, ["Harbour IT", "Fjord Cloud"]),
        ({"what": "erp cloud"}, ["Harbour IT", "Fjord Cloud"]),
        ({"what": "zebra"}, []),
        ({"what": "?!"}, {"Fjord Cloud", "Harbour IT"}),
        ({"what": "@oslo"}, ["Fjord Cloud"]),
        ({"what": "sweden"}, []),
        ({"where": "Trieste"}, ["Harbour IT", "Fjord Cloud"]),
        ({"where": "Oslo"}, ["Fjord Cloud"]),
        ({"where": "Triesste"}, ["Harbour IT", "Fjord Cloud"]),
        ({"where": "Udine"}, ["Harbour IT", "Fjord Cloud"]),
        ({"where": "Udine", "within": 25}, ["Fjord Cloud"]),
        ({"where": "Milan", "within": 500}, ["Harbour IT", "Fjord Cloud"]),
        ({"where": "Milan", "within": 250}, ["Fjord Cloud"]),
        ({"where": "Italia"}, ["Harbour IT", "Fjord Cloud"]),
        ({"where": "Trieste, Norway"}, {"Harbour IT", "Fjord Cloud"}),
        ({"where": "Sweden"}, []),
        ({"where": "Atlantis"}, ["Fjord Cloud"]),
        ({"country": "IT"}, ["Harbour IT"]),
        ({"country": "SE"}, []),
        ({"remote": True}, ["Fjord Cloud"]),
        ({"tags": {"product": "cloud"}}, {"Fjord Cloud", "Harbour IT"}),
        ({"tags": {"product": "cloud", "language": "it"}}, ["Harbour IT"]),
        ({"tags": {"size": "10-50"}}, ["Harbour IT"]),
        ({"tags": {"industry": "finance", "size": "10-50"}}, []),
    ],
)
def test_who_is_found_and_in_which_order(world, question, names):
    """A set stands for those who are as good as tied: they take turns by the day."""
    answer = found(world, **question)
    assert (set(answer) if isinstance(names, set) else answer) == names
    assert len(answer) == len(names)


def test_the_place_asked_for_is_the_location_offered(world):
    (result,) = search(Search(at=world.at, what="warehouse", where="Trieste")).results
    assert (result.location, result.near) == (world.trieste, True)
    (result,) = search(Search(at=world.at, what="warehouse", country="NO")).results
    assert (result.location, result.near) == (world.bergen, False)


def test_who_takes_no_requests_is_shown_only_by_name(world):
    actions.pause(world.harbour.id, actor=world.ada, at=world.at, until=date(2026, 9, 14))
    assert found(world) == ["Fjord Cloud"]
    assert found(world, what="warehouse") == []
    (result,) = search(Search(at=world.at, what="harbour")).results
    assert result.closed.short() == "Accepting requests from 14 September"
    later = world.at + timedelta(days=7)
    assert len(search(Search(at=later, what="warehouse")).results) == 1


def test_a_full_partner_is_shown_only_by_name(world):
    full = frozenset({world.harbour.id})
    assert found(world, full=full) == ["Fjord Cloud"]
    (result,) = search(Search(at=world.at, what="Harbour IT", full=full)).results
    assert result.closed.code == "full"


@pytest.mark.parametrize("status", ["applied", "suspended", "left"])
def test_who_is_not_in_the_programme_is_never_found(world, status):
    Partner.objects.filter(id=world.harbour.id).update(status=status)
    assert found(world, what="harbour it") == []


def test_an_unfinished_word_stands_for_the_words_that_most_profiles_have_not_for_the_first_in_the_alphabet(
    world, monkeypatch
):
    another(world, "First", description="A waredesk.")
    another(world, "Second", description="A warehouse.")
    monkeypatch.setattr(meant, "MOST_LOOKED_AT", 1)
    assert set(found(world, what="ware")) == {"Harbour IT", "Second"}


def test_words_left_over_make_nobody_eligible(world):
    """The words are derived: a profile taken back behind their back is not found."""
    BusinessProfile.objects.filter(partner=world.harbour).update(state="draft")
    assert found(world, what="warehouse") == []


def test_who_rules_out_a_country_is_not_found_by_its_towns_either(world):
    another(world, "Faraway", tags={"service": ["support"], "not_country": ["IT"]}, remote=True)
    assert "Faraway" in found(world, where="Bergen")
    assert "Faraway" not in found(world, where="Trieste, Italy")
    assert "Faraway" not in found(world, where="Trieste")


def test_pages_by_key_show_everybody_once_in_one_order(world):
    for name in ("Åse Data", "alpha works", "Zürich Systems", "Beta, Works"):
        another(world, name)
    everybody = {"alpha works", "Åse Data", "Beta, Works", "Fjord Cloud", "Harbour IT", "Zürich Systems"}
    for question in ({}, {"what": "cloud we", "where": "Bergen"}):
        paged, after = [], None
        while True:
            page = search(Search(at=world.at, limit=2, after=after, **question))
            paged += [result.profile.partner.name for result in page.results]
            after = page.next
            if after is None:
                break
        assert len(paged) == len(set(paged))
        assert set(paged) == set(found(world, **question)) <= everybody
        assert page.total == len(paged)


def test_counts_say_what_each_choice_leaves(world):
    facets = {facet.name: dict(facet.counts) for facet in search(Search(at=world.at, what="cloud")).facets}
    assert facets == {
        "country": {"IT": 1, "NO": 2},
        "remote": {"1": 1},
        "industry": {"finance": 1, "manufacturing": 1, "transport": 1},
        "product": {"cloud": 2, "erp": 1, "security": 1},
        "service": {"managed": 1, "migration": 1, "training": 1},
        "size": {"10-50": 1, "51-250": 2},
        "language": {"en": 2, "it": 1, "no": 2},
    }


def test_what_each_filter_costs(world):
    question = Search(at=world.at, what="cloud", where="Sweden", tags={"language": "it"})
    assert cost_of_filters(question) == {"what": 0, "where": 1, "language": 0}


def test_what_a_filter_costs_counts_only_who_can_be_shown(world):
    question = Search(at=world.at, what="zebra", where="Bergen")
    assert cost_of_filters(question)["what"] == 2
    actions.pause(world.fjord.id, actor=world.dora, at=world.at)
    assert cost_of_filters(question)["what"] == 1
    assert cost_of_filters(replace(question, full=frozenset({world.harbour.id})))["what"] == 0


def test_what_a_filter_costs_counts_nobody_who_is_only_near_the_circle(world):
    near = Location.objects.get(partner=another(world, "Near Bergen"))
    hours = office_hours("Europe/Oslo").hours
    place = Place(name="Near", city="Near", country="NO", time_zone="Europe/Oslo", hours=hours, point=(60.39, 5.82))
    actions.edit_place(near.id, actor=world.vera, at=world.at, place=place)
    question = Search(at=world.at, where="Bergen", within=25, tags={"service": "zebra"})
    assert cost_of_filters(question)["service"] == len(found(world, where="Bergen", within=25)) == 2


def test_who_is_full_is_neither_counted_nor_takes_a_place_where_not_everybody_is_looked_at(world, monkeypatch):
    monkeypatch.setattr(answers, "MOST_CANDIDATES", 1)
    for full, free in ((world.harbour, "Fjord Cloud"), (world.fjord, "Harbour IT")):
        page = search(Search(at=world.at, tags={"product": "cloud"}, full=frozenset({full.id})))
        assert ([one.profile.partner.name for one in page.results], page.total) == ([free], 1)


def test_what_was_mistyped_is_understood_once_for_all_filters(world):
    question = Search(at=world.at, what="warehuose", where="Triesst", tags={"language": "it"})
    counts = []
    for narrowed in (question, replace(question, remote=True, country="IT", within=50)):
        with CaptureQueriesContext(connection) as queries:
            cost_of_filters(narrowed)
        # Besides what is asked for each filter: who would be found, and who of these can be shown.
        each = re.compile("directory_(searchrow|businessprofile)")
        counts.append(sum(not each.search(query["sql"]) for query in queries))
    assert counts[0] == counts[1] > 0
    assert cost_of_filters(question) == {"what": 1, "where": 1, "language": 1}


@pytest.mark.parametrize("question", [{}, {"what": "cloud work", "where": "Bergen", "tags": {"language": "en"}}])
def test_as_many_queries_for_one_result_as_for_three(world, question):
    for name in ("Cloud One", "Cloud Two"):
        another(world, name, tags={"language": ["en"], "service": ["support"]})
    counts = []
    for limit in (1, 3):
        with CaptureQueriesContext(connection) as queries:
            answer = search(Search(at=world.at, limit=limit, **question))
        assert len(answer.results) == limit
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 13


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", Where()),
        ("Trieste", Where(town=("trieste",))),
        ("São Paulo, Brazil", Where(town=("sao", "paulo"), country="BR")),
        ("norvegia", Where(country="NO")),
        ("NO", Where(country="NO")),
        ("Oslo, Norway, Sweden", Where(town=("oslo", "sweden"), country="NO")),
    ],
)
def test_what_a_typed_place_means(typed, meant):
    assert Where.typed(typed) == meant


def test_who_is_only_near_the_circle_is_not_counted_among_enough(world, monkeypatch):
    """Sotra has both words and is 60 km away, in a cell of the grid that the circle touches; Fana has one of them."""
    monkeypatch.setattr(answers, "ENOUGH", 1)
    for name, text, latitude in (("Sotra", "Turbines and sensors.", 60.93), ("Fana", "Turbines only.", 60.39)):
        partner = another(world, name, description=text)
        Location.objects.filter(partner=partner).update(latitude=latitude, longitude=5.32)
        rewrite([partner.id])
    assert found(world, what="turbines sensors", where="Bergen", within=25) == ["Fana"]
    assert found(world, what="turbines sensors", where="Bergen", within=100) == ["Sotra"]
