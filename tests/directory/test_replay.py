"""Putting the last searches in order again with other weights: nothing moves by itself, and the sums are right."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from segue.directory.models import Impression, Showing
from segue.directory.ranking.order import Slot
from segue.directory.ranking.terms import Term, Terms
from segue.directory.ranking.weights import DEFAULT
from segue.directory.replay import Searched, Shown, Way, in_order, replay, searched
from segue.kit.ids import new_id

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


def test_a_noted_search_says_which_terms_counted():
    terms = {term.value: [0.5, 0] for term in Term} | {"similarity": [0.5, 7_000]}
    noted = Impression(what="", place="bergen", filters={"size": "10-50"})
    row = Showing(partner_id=QUICK, terms=terms, slot=Slot.NEWCOMER)
    noted._prefetched_objects_cache = {"shown": [row]}
    found = searched(noted)
    counted = {term.value for term, counts in zip(Term, found.counts, strict=True) if counts}
    assert counted == {"fit", "proximity", "responsiveness", "similarity", "outcome", "report", "load"}
    assert found.shown == (Shown(QUICK, Terms(*[0.5] * 9), newcomer=True),)
