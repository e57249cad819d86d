"""Putting the last searches in order again with other weights: nothing moves by itself, and the sums are right."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from segue.directory.models import Impression, Showing
from segue.directory.ranking import exposure
from segue.directory.ranking.order import Slot
from segue.directory.ranking.terms import Term, Terms
from segue.directory.ranking.weights import DEFAULT
from segue.directory.replay import Searched, Shown, Way, in_order, replay, searched
from segue.kit.ids import new_id
from tests.directory.ranking.parties import AT

NOTHING = Terms(*[0.0] * 9)
EVERYTHING = Terms(*[True] * 9)
NOW = Way(DEFAULT)
QUICK, FITTING, NEAR, FREE, NEW, LAST = (new_id() for _ in range(6))


def page(*shown, newcomer=None):
    rows = tuple(Shown(partner, NOTHING._replace(**x), newcomer=partner == newcomer) for partner, x in shown)
    return Searched(Impression(what="erp"), EVERYTHING, rows)


def test_who_answers_quickly_rises_when_that_brings_more():
    one = page((FITTING, {"fit": 1.0}), (QUICK, {"responsiveness": 0.9}))
    more = Way(replace(DEFAULT, responsiveness=30.0, fit=6.0))
    found = replay([one], before=NOW, after=more)
    assert (found.searches[0].before, found.searches[0].after) == ((FITTING, QUICK), (QUICK, FITTING))
    assert (found.first_changed, found.searches[0].moved()) == (1, 2)
    first, second = 1 / 1.6309297535714573, 0.6309297535714573 / 1.6309297535714573
    assert round(found.views[QUICK].after, 12) == round(first, 12)
    assert round(found.views[QUICK].before, 12) == round(second, 12)
    assert found.views[QUICK].searches == 1


def test_who_is_less_than_a_point_apart_keeps_the_order_that_was_shown():
    one = page((QUICK, {"fit": 0.50}), (FITTING, {"fit": 0.54}), (NEAR, {"fit": 0.60}))
    assert in_order(one, NOW) == (NEAR, QUICK, FITTING)


def test_the_newcomers_place_is_kept_or_given_up():
    rows = [(partner, {"fit": x}) for partner, x in ((FITTING, 1), (QUICK, 0.9), (NEAR, 0.8), (FREE, 0.7))]
    one = page(*rows, (NEW, {"fit": 0.1}), (LAST, {"fit": 0.6}), newcomer=NEW)
    kept, given_up = in_order(one, NOW), in_order(one, Way(DEFAULT, newcomers_slot=False))
    assert (kept.index(NEW), given_up.index(NEW)) == (4, 5)
    found = replay([one], before=NOW, after=Way(DEFAULT, newcomers_slot=False))
    assert found.newcomers == {NEW}
    assert found.views[NEW].after < found.views[NEW].before


@given(st.lists(st.integers(0, 5**9 - 1), min_size=1, max_size=12), st.tuples(*[st.integers(0, 100)] * 9))
def test_the_same_weights_move_nobody_and_all_shares_make_one(partners, weights):
    xs = [Terms(*(partner // 5**n % 5 / 4 for n in range(9))) for partner in partners]
    one = Searched(Impression(), EVERYTHING, tuple(Shown(new_id(), x) for x in xs))
    same = replay([one, one], before=NOW, after=NOW)
    assert (same.first_changed, [two.moved() for two in same.searches]) == (0, [0, 0])
    other = replay([one], before=NOW, after=Way(type(DEFAULT)(*map(float, weights))))
    assert sorted(other.searches[0].before) == sorted(other.searches[0].after)
    assert round(sum(views.after for views in other.views.values()), 9) == 1
    assert round(sum(views.before for views in other.views.values()), 9) == 1


CAPPED = Way(DEFAULT, exposure_cap=True)


@pytest.fixture
def few_are_enough(monkeypatch):
    """Of three as of twenty more than a quarter of the views is too much."""
    monkeypatch.setattr(exposure, "FAIR_SHARES", 0.1)


def a_month_of_erp(**more):
    """Three a day in one cell, latest first: Fitting is 1.8 points ahead of Near, and that one far ahead of Quick."""
    shown = page((FITTING, {"fit": 1.0}), (NEAR, {"fit": 0.9}), (QUICK, {"fit": 0.1}))
    return [
        replace(shown, impression=Impression(what=f"erp {n}", cell="erp|NO", at=AT + n * timedelta(hours=8)), **more)
        for n in reversed(range(90))
    ]


def test_under_the_cap_who_was_shown_too_often_takes_turns_with_the_next(few_are_enough):
    found = replay(a_month_of_erp(), before=NOW, after=CAPPED)
    by_time = sorted(found.searches, key=lambda one: one.searched.impression.at)
    assert {one.before for one in by_time} == {(FITTING, NEAR, QUICK)}
    # Nothing had been seen before the first: nobody had too much yet.
    assert by_time[0].after == (FITTING, NEAR, QUICK)
    first = Counter(one.after[0] for one in by_time)
    assert first.keys() == {FITTING, NEAR}
    assert first[NEAR] > 20
    assert found.views[FITTING].after < found.views[FITTING].before
    again = replay(a_month_of_erp(), before=CAPPED, after=CAPPED)
    assert {one.moved() for one in again.searches} == {0}


def test_the_cap_counts_each_kind_of_search_and_seven_days(few_are_enough):
    rare = [
        replace(one, impression=Impression(what="erp", cell="erp|NO", at=AT + n * timedelta(days=7)))
        for n, one in enumerate(a_month_of_erp()[:20])
    ]
    others = [
        replace(one, impression=Impression(what="erp", cell=f"erp|{n}", at=AT))
        for n, one in enumerate(a_month_of_erp()[:20])
    ]
    for searches in (rare[::-1], others):
        assert {one.moved() for one in replay(searches, before=NOW, after=CAPPED).searches} == {0}


def test_what_was_shown_under_the_cap_keeps_its_order_while_the_cap_is_kept(few_are_enough):
    for one in a_month_of_erp(under_cap=True):
        drawn = replace(one, shown=(one.shown[1], one.shown[0], one.shown[2]))
        assert in_order(drawn, CAPPED, {FITTING: 0.4}) == (NEAR, FITTING, QUICK)
        assert in_order(drawn, NOW) == (FITTING, NEAR, QUICK)


def test_of_many_who_answer_a_quarter_of_the_views_is_too_much_though_a_page_shows_few():
    few, many = ([replace(one, impression=_of(one.impression, total)) for one in a_month_of_erp()] for total in (3, 40))
    assert {one.moved() for one in replay(few, before=NOW, after=CAPPED).searches} == {0}
    assert replay(many, before=NOW, after=CAPPED).first_changed > 20


def _of(impression, total):
    return Impression(what=impression.what, cell=impression.cell, at=impression.at, total=total)


def test_a_noted_search_says_which_terms_counted():
    terms = {term.value: [0.5, 0] for term in Term} | {"similarity": [0.5, 7_000]}
    noted = Impression(what="", place="bergen", filters={"size": "10-50"})
    row = Showing(partner_id=QUICK, terms=terms, slot=Slot.NEWCOMER)
    noted._prefetched_objects_cache = {"shown": [row]}
    found = searched(noted)
    counted = {term.value for term, counts in zip(Term, found.counts, strict=True) if counts}
    assert counted == {"fit", "proximity", "responsiveness", "similarity", "outcome", "report", "load"}
    assert found.shown == (Shown(QUICK, Terms(*[0.5] * 9), newcomer=True),)
