"""What searches showed is written down without anybody waiting for it, names nobody who searched, and goes in time."""

import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError

from segue.directory.actions import impression_writer as writer
from segue.directory.actions import impressions
from segue.directory.actions.impressions import Asked, Did, forget_old, opened, record
from segue.directory.impressions import FoundNobody, in_vain, last_searches, showings_of
from segue.directory.models import Impression, Showing
from segue.directory.ranking.order import Placed, Slot
from segue.directory.ranking.score import Scored
from segue.directory.ranking.terms import Term, Terms
from segue.kit.ids import new_id
from tests.processes import environment

pytestmark = pytest.mark.django_db
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
ERP_IN_BERGEN = Asked(2, 7, "ERP  Migration", "Bergen, NO", {"product": "erp", "country": "NO"}, seed="2026-09-07")


@pytest.fixture(autouse=True)
def _nothing_waits():
    writer.clear()
    yield
    writer.clear()


@pytest.fixture
def both(world):
    """Harbour IT first and Fjord Cloud second, as a page of results shows them."""
    return [
        Placed(scored(world.harbour, 61_501), 1, Slot.ORDINARY, 1.0),
        Placed(scored(world.fjord, 40_000), 2, Slot.NEWCOMER, 0.25),
    ]


def scored(partner, total):
    """All of it for what it says it does, three quarters of what that can bring."""
    x, points = Terms(*[0.0] * 9), Terms(*[0] * 9)
    return Scored(partner.id, x._replace(fit=0.75), points._replace(fit=total), points, total)


TERMS = {term.value: [0.0, 0] for term in Term}


def shown(impression, partner):
    return Showing.objects.get(impression=impression, partner=partner)


def test_a_page_is_noted_without_a_statement_and_written_later(world, both, django_assert_num_queries):
    with django_assert_num_queries(0):
        noted = record(ERP_IN_BERGEN, both, at=world.at)
        opened(noted, world.harbour.id, Did.VIEWED, at=world.at + SECOND)
    assert Impression.objects.count() == 0

    assert writer.write() == 2

    found = Impression.objects.get()
    assert (found.id, found.at, found.by, found.language) == (noted, world.at, "directory", "en")
    assert (found.what, found.place) == ("erp migration", "bergen, no")
    assert list(found.filters.items()) == [("country", "NO"), ("product", "erp")]
    assert (found.total, found.weights, found.seed, found.median) == (2, 7, "2026-09-07", 50_750)
    columns = ("partner_id", "place", "points", "terms", "slot", "propensity", "viewed_at")
    assert list(found.shown.order_by("place").values_list(*columns)) == [
        (world.harbour.id, 1, 61_501, {**TERMS, "fit": [0.75, 61_501]}, "ordinary", 1.0, world.at + SECOND),
        (world.fjord.id, 2, 40_000, {**TERMS, "fit": [0.75, 40_000]}, "newcomer", 0.25, None),
    ]


def test_the_first_time_counts_for_each_thing_somebody_does(world, both):
    noted = record(ERP_IN_BERGEN, both, at=world.at)
    for after, did in enumerate([Did.VIEWED, Did.VIEWED, Did.CLICKED, Did.ASKED, Did.ASKED]):
        opened(noted, world.fjord.id, did, at=world.at + after * SECOND)
    writer.write()

    row = shown(noted, world.fjord)
    assert [row.viewed_at, row.clicked_at, row.asked_at] == [world.at + n * SECOND for n in (0, 2, 3)]
    untouched = shown(noted, world.harbour)
    assert (untouched.viewed_at, untouched.clicked_at, untouched.asked_at) == (None, None, None)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("erp anna@conti.example Bergen", "erp bergen"),
        ("call +39 040 555-0101 please", "call please"),
        ("https://conti.example/anna cloud", "cloud"),
        ("Office 365, ISO 9001", "office 365, iso 9001"),
        ("x" * 100, "x" * 80),
    ],
)
def test_addresses_and_numbers_are_not_kept(world, typed, kept):
    record(Asked(0, 1, typed), [], at=world.at)
    writer.write()
    assert Impression.objects.get().what == kept


def test_an_opening_waits_for_its_page_for_a_while_only(world, both):
    """Another process showed the page and has not written it yet."""
    page = record(ERP_IN_BERGEN, both, at=world.at)
    elsewhere = writer.clear()
    opened(page, world.harbour.id, Did.CLICKED, at=world.at)
    opened(new_id(world.at), world.harbour.id, Did.CLICKED, at=world.at)
    assert (writer.write(), writer.pending()) == (0, (0, 2))

    for entry in elsewhere:
        writer.put(entry)
    assert (writer.write(), writer.pending()) == (2, (0, 1))
    assert shown(page, world.harbour).clicked_at == world.at
    for _ in range(writer.TRIES):
        writer.write()
    assert writer.pending() == (0, 0)


def test_openings_of_pages_made_up_do_not_hold_up_what_can_be_written(world, both, monkeypatch):
    monkeypatch.setattr(writer, "AT_ONCE", 2)
    monkeypatch.setattr(writer, "MOST_AGAIN", 3)
    for _ in range(5):
        opened(new_id(world.at), world.harbour.id, Did.VIEWED, at=world.at)
    noted = record(ERP_IN_BERGEN, both, at=world.at)
    opened(noted, world.harbour.id, Did.VIEWED, at=world.at)
    assert writer.write() == 2
    assert shown(noted, world.harbour).viewed_at == world.at
    assert writer.pending() == (0, 3)


@pytest.mark.parametrize(
    ("page", "looked_for"),
    [
        (lambda at: new_id(at - DAY), True),
        (lambda at: new_id(at - DAY - SECOND), False),
        (lambda at: new_id(at + 60 * SECOND), True),
        (lambda at: new_id(at + 61 * SECOND), False),
        (lambda _at: UUID("5f0c7d52-8d5c-4a8e-9a53-3a1f5ff2a3b1"), False),
        (lambda _at: UUID("ffffffff-ffff-7fff-bfff-ffffffffffff"), False),
    ],
)
def test_an_opening_is_looked_for_when_its_page_can_have_been_shown_within_a_day(world, page, looked_for):
    opened(page(world.at), world.harbour.id, Did.VIEWED, at=world.at)
    assert writer.pending() == (int(looked_for), 0)


def test_what_finds_the_buffer_full_is_lost_and_counted(world, both, monkeypatch):
    monkeypatch.setattr(writer, "MOST_WAITING", 3)
    before = writer.lost()
    for _ in range(5):
        record(ERP_IN_BERGEN, both, at=world.at)
    assert (writer.lost() - before, writer.write(), Impression.objects.count()) == (2, 3, 3)


def test_a_day_keeps_so_many_pages_and_the_next_one_begins_anew(world, both, monkeypatch):
    monkeypatch.setattr(writer, "MOST_A_DAY", 3)
    for at in (world.at, world.at + SECOND, world.at - DAY):
        record(ERP_IN_BERGEN, both, at=at)
    writer.write()
    for after in range(2, 5):
        record(ERP_IN_BERGEN, both, at=world.at + after * SECOND)
    record(ERP_IN_BERGEN, both, at=world.at + DAY)
    writer.write()
    kept = Impression.objects.order_by("at").values_list("at", flat=True)
    assert list(kept) == [world.at - DAY, *(world.at + n * SECOND for n in range(3)), world.at + DAY]
    assert Showing.objects.count() == 10


def test_programs_fill_half_of_a_day_at_most_and_people_all_of_it(world, both, monkeypatch):
    monkeypatch.setattr(writer, "MOST_A_DAY", 6)
    by_program = replace(ERP_IN_BERGEN, by=Impression.By.DATA)
    for asked in (by_program, ERP_IN_BERGEN, *[by_program] * 4):
        record(asked, both, at=world.at)
    writer.write()
    assert Counter(Impression.objects.values_list("by", flat=True)) == {"data": 2, "directory": 1}
    for asked in [by_program, ERP_IN_BERGEN] * 4:
        record(asked, both, at=world.at)
        writer.write()
    assert Counter(Impression.objects.values_list("by", flat=True)) == {"data": 2, "directory": 4}


@pytest.mark.parametrize(("fault", "left"), [(OperationalError, 2), (IntegrityError, 0)])
def test_what_cannot_be_written_now_waits_and_what_never_can_is_gone(world, both, monkeypatch, fault, left):
    def fail(*_):
        raise fault("away")

    monkeypatch.setattr(writer, "insert", fail)
    record(ERP_IN_BERGEN, both, at=world.at)
    record(ERP_IN_BERGEN, both, at=world.at)
    if left:
        with pytest.raises(OperationalError):
            writer.write()
    else:
        writer.write()
    assert writer.pending() == (left, 0)


def test_searches_are_forgotten_after_90_days_with_what_they_showed(world, both, monkeypatch):
    monkeypatch.setattr(impressions, "AT_ONCE", 2)
    for days in (0, 1, 2, 3, 90):
        record(ERP_IN_BERGEN, both, at=world.at + days * DAY)
    writer.write()
    assert forget_old(at=world.at + 90 * DAY + 3 * DAY) == 3
    assert sorted(Impression.objects.values_list("at", flat=True)) == [world.at + 3 * DAY, world.at + 90 * DAY]
    assert Showing.objects.count() == 4


def test_what_found_nobody_is_counted_by_question(world, both):
    nobody = [("SAP", "Oslo"), ("sap ", "oslo"), ("sap", ""), ("SAP", "Oslo")]
    for after, (what, where) in enumerate(nobody):
        record(Asked(0, 1, what, where, {"country": "NO"}), [], at=world.at + after * SECOND)
    record(ERP_IN_BERGEN, both, at=world.at)
    record(Asked(0, 1, by=Impression.By.SUGGESTED), [], at=world.at + SECOND)
    writer.write()
    assert in_vain(actor=world.paula, since=world.at) == [
        FoundNobody("sap", "oslo", {"country": "NO"}, 2, world.at + 3 * SECOND),
        FoundNobody("sap", "", {"country": "NO"}, 1, world.at + 2 * SECOND),
    ]


def test_the_last_searches_come_with_what_they_showed(world, both, django_assert_num_queries):
    first = record(ERP_IN_BERGEN, both[::-1], at=world.at)
    second = record(ERP_IN_BERGEN, both[:1], at=world.at + SECOND)
    record(ERP_IN_BERGEN, [Placed(scored(world.fjord, 12_000), 11, Slot.ORDINARY, 1.0)], at=world.at)
    record(Asked(0, 1, "sap"), [], at=world.at)
    writer.write()
    with django_assert_num_queries(2):
        last = last_searches()
        assert [(one.id, [row.place for row in one.shown.all()]) for one in last] == [(second, [1]), (first, [1, 2])]
    assert [one.id for one in last_searches(limit=1)] == [second]


def test_where_a_partner_was_shown(world, both, django_assert_num_queries):
    ids = [record(ERP_IN_BERGEN, both, at=world.at + n * SECOND) for n in range(3)]
    record(ERP_IN_BERGEN, both[:1], at=world.at + DAY)
    writer.write()
    with django_assert_num_queries(1):
        found = showings_of(world.fjord.id, limit=2)
        assert [(row.impression.id, row.impression.median, row.place) for row in found] == [
            (ids[2], 50_750, 2), (ids[1], 50_750, 2),
        ]  # fmt: skip


ENDS = """
import django
django.setup()
from datetime import datetime, timezone
from segue.directory.actions import impression_writer, impressions
impression_writer.begin()
impressions.record(impressions.Asked(0, 1, "sap"), [], at=datetime(2026, 9, 7, tzinfo=timezone.utc))
"""


@pytest.mark.django_db(transaction=True)
def test_a_process_that_ends_writes_what_waits(tmp_path):
    env = environment(tmp_path) | {"DJANGO_SETTINGS_MODULE": "segue.settings"}
    subprocess.run([sys.executable, "-c", ENDS], env=env, check=True, timeout=60)
    assert [found.what for found in Impression.objects.all()] == ["sap"]
