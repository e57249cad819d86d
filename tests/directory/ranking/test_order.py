"""Turns among the tied, the newcomer's place, the exposure cap, corporate groups; and that input order says nothing."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.directory.ranking.exposure import capped, worth
from segue.directory.ranking.facts import Need, Signals, Tally
from segue.directory.ranking.newcomers import chance_of_being_best, is_newcomer
from segue.directory.ranking.order import Slot, order
from segue.directory.ranking.score import FULL, scores
from segue.directory.ranking.weights import DEFAULT
from tests.directory.ranking.parties import AT, MEANS, NEED, SEED, partner

DAY = timedelta(days=1)
NAMES = [f"partner{n}" for n in range(40)]


def placed(candidates, *, need=NEED, at=AT, **more):
    return order(need, candidates, weights=DEFAULT, means=MEANS, at=at, seed=SEED, query_key="erp in bergen", **more)


def ids(found):
    return [one.partner_id for one in found]


def ladder(count, step=2.0, **facts):
    """Partners of which each is clearly better than the next."""
    return [partner(name, text=50 / (1 + step * n), **facts) for n, name in enumerate(NAMES[:count])]


@settings(max_examples=60)
@given(st.randoms(use_true_random=False), st.lists(st.floats(0, 40), min_size=1, max_size=40))
def test_the_order_given_says_nothing(draw, texts):
    fresh = AT - 5 * DAY
    candidates = [
        partner(name, text=text, published_at=fresh, group="acme" if n % 3 else "", products=NEED.products)
        for n, (name, text) in enumerate(zip(NAMES, texts, strict=False))
    ]
    shuffled = list(candidates)
    draw.shuffle(shuffled)
    found = placed(candidates)
    assert placed(shuffled) == found
    assert sorted(ids(found)) == sorted(one.partner_id for one in candidates)
    assert [one.position for one in found] == list(range(1, len(found) + 1))


def test_the_better_stands_first_and_the_tied_take_turns():
    clear = ladder(4)
    tied = [partner(f"tied{n}", text=0.1) for n in range(3)]
    found = placed([*tied, *clear])
    assert ids(found)[:4] == [one.partner_id for one in clear]
    assert [one.propensity for one in found] == [1, 1, 1, 1, 1 / 3, 1 / 3, 1 / 3]
    assert placed([*tied, *clear], at=AT + timedelta(hours=3)) == found
    first = Counter(placed(tied, at=AT + n * DAY)[0].partner_id for n in range(300))
    assert len(first) == 3
    assert min(first.values()) > 70


def test_a_band_begins_with_its_best():
    """Within a point of the first of a band; not a chain in which each is within a point of the one before."""
    candidates = [partner(name, waiting=n, capacity=16) for n, name in enumerate(NAMES[:7])]
    totals = [one.total for one in scores(NEED, candidates, DEFAULT, MEANS)]
    steps = [totals[0] - total for total in totals]
    assert steps == [0, 312, 625, 938, 1250, 1562, 1875]
    found = placed(candidates)
    assert set(ids(found)[:4]) == {one.partner_id for one in candidates[:4]}
    assert [round(1 / one.propensity) for one in found] == [4, 4, 4, 4, 3, 3, 3]


def newcomer(name, **facts):
    return partner(name, **{"published_at": AT - 5 * DAY, "products": NEED.products, **facts})


def test_a_newcomer_gets_the_fifth_place_of_the_first_page():
    old = ladder(20, products=NEED.products)
    new = [newcomer("new")]
    found = placed([*old, *new])
    assert (found[4].partner_id, found[4].slot, found[4].propensity) == (new[0].partner_id, Slot.NEWCOMER, 1.0)
    without = placed([*old, *new], newcomers_slot=False)
    assert {one.slot for one in without} == {Slot.ORDINARY}
    rest = [one for one in ids(without) if one != new[0].partner_id]
    assert ids(found) == [*rest[:4], new[0].partner_id, *rest[4:]]


@pytest.mark.parametrize(
    "no_more",
    [
        {"signals": Signals(leads=5)},
        {"published_at": AT - 120 * DAY},
        {"products": frozenset({"crm"}), "services": frozenset({"training"})},
    ],
    ids=["five leads", "120 days", "does not fit"],
)
def test_who_is_a_newcomer_no_more(no_more):
    assert is_newcomer(newcomer("new", signals=Signals(leads=4.9), published_at=AT - 119 * DAY), at=AT)
    found = placed([*ladder(20), newcomer("new", **no_more)])
    assert {one.slot for one in found} == {Slot.ORDINARY}


def test_who_stands_high_already_leaves_the_place_to_another():
    best = newcomer("best", text=1000.0)
    found = placed([best, *ladder(20), newcomer("other")])
    assert found[0].partner_id == best.partner_id
    assert (found[4].partner_id, found[4].propensity) == (newcomer("other").partner_id, 1.0)


def test_newcomers_are_picked_as_often_as_the_log_says():
    old = ladder(20, products=NEED.products)
    prompt = Signals(leads=3, prompt={"inquiry": Tally(3, 3)})
    silent = Signals(leads=3, prompt={"inquiry": Tally(3, 0)})
    new = [newcomer("prompt", signals=prompt), newcomer("silent", signals=silent), newcomer("fresh")]
    picks = [
        order(NEED, [*old, *new], weights=DEFAULT, means=MEANS, at=AT, seed=SEED, query_key=str(n))[4]
        for n in range(600)
    ]
    often = Counter(one.partner_id for one in picks)
    logged = {one.partner_id: one.propensity for one in picks}
    assert sum(logged.values()) == pytest.approx(1)
    for partner_id, propensity in logged.items():
        assert often[partner_id] / 600 == pytest.approx(propensity, abs=0.06)
    assert logged[new[0].partner_id] > logged[new[2].partner_id] > logged[new[1].partner_id]


def test_chances_are_those_of_drawing_from_what_is_known():
    """Beside plain Thompson sampling of 20,000 rounds."""
    prospects = (((680, 120, 90), 1), ((280, 120, 100), 2), ((280, 420, 60), 1))
    chances = chance_of_being_best(prospects)
    assert sum(chances[prospect] * many for prospect, many in prospects) == pytest.approx(1)
    draw, won = random.Random(7), Counter()  # noqa: S311 -- a simulation
    each = [prospect for prospect, many in prospects for _ in range(many)]
    for _ in range(20_000):
        drawn = [draw.betavariate(good / 100, bad / 100) * fit / 100 for good, bad, fit in each]
        won[each[drawn.index(max(drawn))]] += 1
    for prospect, many in prospects:
        assert won[prospect] / 20_000 == pytest.approx(chances[prospect] * many, abs=0.02)


def test_a_page_shows_two_of_one_group_while_there_are_others():
    group = [replace(one, group="acme") for one in ladder(6)]
    others = [partner(f"other{n}", text=0.1) for n in range(14)]
    found = placed([*group, *others], newcomers_slot=False)
    by_id = {one.partner_id: one.group for one in group}
    pages = [[by_id.get(one.partner_id, "") for one in found[start : start + 10]] for start in (0, 10)]
    assert [page.count("acme") for page in pages] == [2, 4]
    assert ids(found)[:2] == [one.partner_id for one in group[:2]]
    assert ids(found)[10:12] == [one.partner_id for one in group[2:4]]
    only = placed(group, newcomers_slot=False)
    assert len(only) == 6


def test_who_was_shown_far_too_often_gives_points_back_but_not_its_band():
    candidates = [partner(name, text=text) for name, text in zip(NAMES, (30.0, 20.0, 10.0, *[5.0] * 17), strict=False)]
    scored = scores(NEED, candidates, DEFAULT, MEANS)
    totals = {one.partner_id: one.total for one in scored}
    first, second = candidates[0].partner_id, candidates[1].partner_id
    assert capped(scored, None) == totals
    assert capped(scored, {first: 0.25}) == totals
    assert totals[first] - capped(scored, {first: 0.28})[first] == 600
    floor = capped(scored, {first: 0.9})[first]
    assert totals[second] - floor == 999
    shown = {placed(candidates, shares={first: 0.9}, at=AT + n * DAY)[0].partner_id for n in range(20)}
    assert shown == {first, second}
    few = scores(NEED, candidates[:8], DEFAULT, MEANS)
    assert capped(few, {first: 0.5}) == {one.partner_id: one.total for one in few}
    assert (worth(1), worth(3)) == (1, 0.5)


def test_points_of_a_hundred_thousand_results_add_up():
    draw = random.Random(11)  # noqa: S311 -- synthetic
    needs = [NEED, replace(NEED, words=(), point=None), Need(words=("erp",)), replace(NEED, products=frozenset())]
    codes = ("erp", "crm", "cloud")
    partners = [
        partner(
            f"synthetic{n}",
            text=draw.random() * 30,
            products=frozenset(draw.sample(codes, draw.randint(0, 2))),
            waiting=draw.randint(0, 4),
            signals=Signals(taken=draw.random() * 9, facets={"product:erp": (draw.random(), 0.0)}, leads=draw.random()),
        )
        for n in range(250)
    ]
    found = [
        one
        for n in range(400)
        for one in scores(needs[n % 4], partners, DEFAULT, replace(MEANS, won=n / 400, reported=1 - n / 400))
    ]
    assert len(found) == 100_000
    assert [one for one in found if one.total != sum(one.points) or not 0 <= one.total <= FULL] == []
    assert {one.scored for one in placed(partners)} == set(scores(NEED, partners, DEFAULT, MEANS))
