"""The cap on views: fed by what visitors were shown, only while the programme keeps it."""

from datetime import timedelta

import pytest

from segue.accounts.actions import propose_ordering
from segue.accounts.actions.ordering import bring_into_force
from segue.directory.actions import impression_writer as writer
from segue.directory.actions.count_views import count_views
from segue.directory.actions.impressions import Asked, record
from segue.directory.exposure import shares_in
from segue.directory.models import Impression, Showing, ViewShare
from segue.directory.ranking import exposure
from segue.directory.search import Search, search
from segue.programme.defaults import TENTHS
from segue.programme.ordering import Wanted

DAY = timedelta(days=1)
QUESTION = {"what": "erp cloud", "product": "cloud", "country": "NO"}


@pytest.fixture
def shown(world, client, time_machine, monkeypatch):
    """Both partners on one page; of two as of twenty more than a quarter of the views is too much."""
    monkeypatch.setattr(exposure, "FAIR_SHARES", 0.1)
    time_machine.move_to(world.at, tick=False)
    writer.clear()
    client.get("/", QUESTION)
    writer.write()
    return Impression.objects.get()


def capped(world):
    propose_ordering(Wanted(tenths=TENTHS, exposure_cap=True), actor=world.vera, at=world.at, seen=0)
    bring_into_force(at=world.at + DAY)


def results(at):
    return search(Search(at=at, what="erp cloud", country="NO", tags={"product": "cloud"})).results


def turns(at):
    """How likely it was that each stands where it stands: below 1 it was tied with others."""
    return [one.placed.propensity for one in results(at)]


def test_who_was_shown_too_often_is_tied_with_the_next(world, shown):
    at = world.at + DAY
    assert (count_views(at=at), turns(at)) == (0, [1.0, 1.0])
    capped(world)
    assert count_views(at=at) == 2
    first, second = (row.partner_id for row in shown.shown.order_by("place"))
    whole = exposure.worth(1) + exposure.worth(2)
    assert shares_in("cloud|NO") == {first: 1 / whole, second: pytest.approx(exposure.worth(2) / whole)}
    assert turns(at) == [0.5, 0.5]
    assert shares_in("cloud|IT") == shares_in("|NO") == {}


def test_views_of_other_kinds_and_of_more_than_a_week_ago_do_not_count(world, shown):
    capped(world)
    suggested = Asked(2, 0, cell="cloud|NO", by=Impression.By.SUGGESTED)
    record(suggested, [one.placed for one in results(world.at)], at=world.at + DAY)
    assert writer.write() == 1
    assert count_views(at=world.at + 7 * DAY) == 0
    assert ViewShare.objects.count() == 0


def test_the_database_counts_as_a_replay_of_the_past_does(world):
    capped(world)
    views, at, one, other = exposure.LastViews(), world.at + 8 * DAY, world.harbour.id, world.fjord.id
    for cell, ago, page in (
        ("cloud|NO", 8 * DAY, [other]),
        ("cloud|NO", 7 * DAY, [other]),
        ("cloud|NO", 6 * DAY, [one, other]),
        ("cloud|NO", 2 * DAY, [one, other]),
        ("cloud|NO", DAY, [other, one]),
        ("erp|IT", DAY, [one]),
        ("erp|IT", DAY, []),
    ):
        views.add(cell, page, at=at - ago)
        note(cell, page, at=at - ago)
    assert count_views(at=at) == 3
    assert shares_in("cloud|NO") == pytest.approx(views.shares("cloud|NO", at=at))
    assert shares_in("erp|IT") == views.shares("erp|IT", at=at) == {one: 1.0}


def note(cell, page, *, at):
    noted = Impression.objects.create(at=at, cell=cell, total=len(page), weights=1)
    for place, partner_id in enumerate(page, start=1):
        Showing.objects.create(
            impression=noted, partner_id=partner_id, at=at, place=place, points=1, terms={}, slot="points"
        )
