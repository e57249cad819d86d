"""Each term by hand, and what holds for every score."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segue.directory.ranking.facts import Distinction, Means, Need, Place, Signals, Tally
from segue.directory.ranking.fit import competency, fit
from segue.directory.ranking.proximity import kilometres, nearest, proximity
from segue.directory.ranking.record import load, outcome, report, responsiveness
from segue.directory.ranking.score import FULL, attainable, score, scores
from segue.directory.ranking.similarity import NEUTRAL, similarity, usual
from segue.directory.ranking.terms import Term, Terms
from segue.directory.ranking.text import Fields, Statistics, bm25, relevance
from segue.directory.ranking.weights import DEFAULT, Weights
from tests.directory.ranking.parties import BERGEN, MEANS, NEED, OSLO, TRIESTE, partner


def near(expected):
    return pytest.approx(expected, abs=1e-9)


def test_the_terms_are_the_fields_of_weights_and_of_scores():
    assert tuple(Term) == Terms._fields == tuple(Weights.__dataclass_fields__)
    assert sum(getattr(DEFAULT, term) for term in Term) == 100


def test_the_page_about_it_says_the_points_that_are_given():
    page = (Path(__file__).parents[3] / "docs" / "ranking.md").read_text()
    told = dict(re.findall(r"^\| (\w+) \| (\d+) \|", page, flags=re.MULTILINE))
    assert {term: float(points) for term, points in told.items()} == {term: getattr(DEFAULT, term) for term in Term}


def test_text_is_bm25_by_fields():
    index = Statistics(4, Fields(8, 8, 16, 80), {"erp": 2, "warehous": 1})
    here = {"erp": Fields(1, 0, 1, 2), "warehous": Fields(0, 1, 0, 0)}
    lengths = Fields(2, 2, 4, 20)  # as long as the average: nothing is held back
    found = bm25(["erp", "warehous", "erp", "unknown"], here, lengths, index)
    # erp: 3 + 2 + 2 = 7 times, idf ln(1 + 2.5/2.5); warehous: 4 times, idf ln(1 + 3.5/1.5)
    assert found == near(0.6931471805599453 * 2.2 * 7 / 8.2 + 1.2039728043259361 * 2.2 * 4 / 5.2)
    assert bm25(["warehous", "erp"], here, lengths, index) == found
    assert bm25(["unknown"], here, lengths, index) == 0
    assert bm25(["erp"], here, Fields(2, 2, 4, 200), index) < bm25(["erp"], here, lengths, index)
    assert (relevance(3.0, 1.0), relevance(0.0, 1.0)) == (0.75, 0.0)


def test_fit_is_the_share_of_what_was_asked_and_silence_is_half():
    assert fit(NEED, partner("silent")) == near(0.5)
    says = partner(
        "says", products=frozenset({"erp", "crm"}), services=frozenset({"training"}), sizes=frozenset({"1-9"})
    )
    assert fit(NEED, says) == near(0.35 + 0 + 0.10 + 0 + 0.05)
    two = replace(NEED, products=frozenset({"erp", "crm"}), services=frozenset(), industries=frozenset(), size="")
    assert fit(two, replace(says, products=frozenset({"erp"}))) == near((0.35 * 0.5 + 0.10 * 0.5) / 0.45)


def test_competency_counts_only_what_is_asked_at_its_best_level():
    held = (Distinction(3, frozenset({"erp"})), Distinction(2, frozenset({"erp"})), Distinction(1, frozenset({"crm"})))
    assert competency(NEED, partner("held", distinctions=held)) == near(0.7 / 2)
    assert competency(Need(words=("erp",)), partner("held", distinctions=held)) == 0


def test_proximity_halves_with_100_km_and_keeps_a_fifth_in_the_country():
    assert kilometres(BERGEN, OSLO) == pytest.approx(305, abs=2)
    assert proximity(NEED, partner("here")) == 1
    assert proximity(NEED, partner("oslo", places=(Place("NO", OSLO),))) == 0.2
    assert proximity(NEED, partner("trieste", places=(Place("IT", TRIESTE),))) < 0.001
    assert proximity(NEED, partner("unknown", places=(Place("NO"),))) == 0.2
    away = partner("away", places=(Place("IT", TRIESTE),), remote=True)
    assert proximity(replace(NEED, remote=True), away) == 1
    assert nearest(NEED, partner("two", places=(Place("NO", OSLO), Place("NO", BERGEN)))) == 0


def test_who_names_only_a_country_has_it_met_in_full():
    only = Need(country="NO")
    assert (proximity(only, partner("here")), proximity(only, partner("there", places=(Place("IT", TRIESTE),)))) == (
        1,
        0,
    )


def test_the_record_is_drawn_to_what_is_usual():
    own = Signals(
        prompt={"inquiry": Tally(4, 4)}, speed={"inquiry": Tally(4, 2)}, won=Tally(6, 6), reported=Tally(3, 0)
    )
    assert responsiveness(own, MEANS, "inquiry") == near(0.6 * (4 + 2.8) / 8 + 0.4 * (2 + 2.4) / 8)
    assert responsiveness(own, MEANS, "sales") == near(0.5)
    assert outcome(own, MEANS) == near((6 + 2.4) / 12)
    assert report(own, MEANS) == near((0 + 1.5) / 6)


def test_load_is_what_is_left_of_the_room():
    assert load(partner("idle")) == 1
    assert load(partner("busy", waiting=2)) == near(1 / 3)
    assert load(partner("used to it", waiting=2, signals=Signals(weekly=5))) == near(0.8)
    assert load(partner("says so", waiting=2, capacity=2, signals=Signals(weekly=5))) == 0


def test_similarity_knows_what_a_partner_takes_and_what_it_passes_up():
    erp = Need(products=frozenset({"erp"}))
    asked = usual(erp, MEANS)
    assert asked == (("product:erp", 0.3, 0.2),)
    assert similarity(Signals(), asked) == NEUTRAL
    takes = Signals(taken=6, facets={"product:erp": (6, 0)})
    # (6 + 1.5) / (6 * .3 + 1.5) times as often as everybody; 6 of 12 of the way from neutral
    odds = 7.5 / 3.3
    assert similarity(takes, asked) == near(0.5 + (odds / (1 + odds) - 0.5) * 0.5)
    passes = Signals(passed_up=6, facets={"product:erp": (0, 6)})
    assert similarity(passes, asked) < NEUTRAL < similarity(takes, asked)
    like_everybody = Signals(taken=10, facets={"product:erp": (3, 0)})
    assert similarity(like_everybody, asked) == near(NEUTRAL)


def test_a_kind_for_which_it_started_afresh_says_nothing_however_much_was_declined():
    asked = usual(Need(products=frozenset({"erp"})), MEANS)
    declines = Signals(passed_up=40, facets={"product:erp": (0, 40)})
    assert similarity(declines, asked) < 0.25
    assert similarity(replace(declines, facets={}, since={"product:erp": (0, 0)}), asked) == NEUTRAL
    further = (*asked, ("size:51-250", 0.3, 0.2))
    assert similarity(replace(declines, facets={"size:51-250": (0, 40)}, since={"product:erp": (0, 0)}), further) < 0.4


def test_points_of_what_was_not_said_go_to_the_others():
    assert attainable(NEED, DEFAULT) == Terms(21_000, 18_000, 5_000, 8_000, 18_000, 14_000, 6_000, 5_000, 5_000)
    silent = attainable(replace(NEED, words=()), DEFAULT)
    assert (silent.text, silent.fit, sum(silent)) == (0, 22_785, FULL)
    nothing = attainable(Need(), DEFAULT)
    assert nothing[:4] == (0, 0, 0, 0)
    assert (nothing.similarity, sum(nothing)) == (0, FULL)


def test_a_partner_without_leads_starts_at_the_average():
    usual_one = Signals(
        prompt={"inquiry": Tally(40, 28)}, speed={"inquiry": Tally(40, 24)}, won=Tally(20, 8), reported=Tally(10, 5),
        taken=10, passed_up=10, facets={f: (10 * a, 10 * b) for f, (a, b) in MEANS.facets.items()},
    )  # fmt: skip
    new, old = scores(NEED, [partner("new"), partner("old", signals=usual_one)], DEFAULT, MEANS)
    assert new.points == old.points


share = st.floats(0, 1)
weight = st.floats(0, 500)
FACETS = ("product:erp", "size:51-250")


@st.composite
def tallies(draw):
    observed = draw(weight)
    return Tally(observed, observed * draw(share))


@st.composite
def histories(draw):
    taken, passed_up = draw(weight), draw(weight)
    return Signals(
        prompt={"inquiry": draw(tallies())},
        speed={"inquiry": draw(tallies())},
        taken=taken,
        passed_up=passed_up,
        facets={facet: (taken * draw(share), passed_up * draw(share)) for facet in FACETS},
        won=draw(tallies()),
        reported=draw(tallies()),
    )


@st.composite
def some_means(draw):
    answers, speed, won, reported, *shares = draw(st.tuples(*[share] * 8))
    facets = dict(zip(FACETS, (shares[:2], shares[2:]), strict=True))
    return Means(prompt={"inquiry": answers}, speed={"inquiry": speed}, won=won, reported=reported, facets=facets)


def more(tally, good, weight=1.0):
    return Tally(tally.weight + weight, tally.good + good)


def scored(signals, means):
    return score(NEED, partner("harbour", signals=signals), DEFAULT, means)


ROUNDING = 1


@settings(max_examples=60)
@given(histories(), some_means(), share, share)
def test_answering_sooner_never_lowers_and_an_expiry_never_raises(own, means, slower, faster):
    slower, faster = sorted((slower, faster))
    prompt, speed = own.prompt["inquiry"], own.speed["inquiry"]

    def with_lead(a, v):
        return scored(replace(own, prompt={"inquiry": more(prompt, a)}, speed={"inquiry": more(speed, v)}), means)

    assert with_lead(1, faster).total >= with_lead(1, slower).total >= with_lead(0, slower).total
    assert with_lead(0, 0).total <= scored(own, means).total
    assert with_lead(1, 1).total >= scored(own, means).total


@settings(max_examples=60)
@given(histories(), some_means())
def test_reporting_back_never_lowers(own, means):
    told = replace(own, reported=Tally(own.reported.weight, own.reported.weight))
    assert scored(told, means).total >= scored(own, means).total


@settings(max_examples=60)
@given(histories(), some_means(), st.booleans(), st.booleans())
def test_one_lead_moves_little(own, means, good, known_facets):
    before = scored(own, means).points
    one = float(good)
    answered = replace(
        own,
        prompt={"inquiry": more(own.prompt["inquiry"], one)},
        speed={"inquiry": more(own.speed["inquiry"], one)},
        won=more(own.won, one),
        reported=more(own.reported, one),
    )
    after = scored(answered, means).points
    assert abs(after.responsiveness - before.responsiveness) <= 3_600 + ROUNDING
    assert abs(after.outcome - before.outcome) <= 900 + ROUNDING
    assert abs(after.report - before.report) <= 1_300 + ROUNDING
    added = (1.5, 0.0) if good else (0.0, 1.0)
    facets = {f: (t + added[0], p + added[1]) if known_facets else (t, p) for f, (t, p) in own.facets.items()}
    decided = replace(own, taken=own.taken + added[0], passed_up=own.passed_up + added[1], facets=facets)
    assert abs(scored(decided, means).points.similarity - before.similarity) <= 2_500 + ROUNDING


@st.composite
def started_afresh(draw):
    """A history whose deals since it started afresh, for one facet or both, are a part of all it had."""
    own, since, facets = draw(histories()), {}, {}
    for facet in draw(st.sets(st.sampled_from(FACETS), min_size=1)):
        taken, passed_up = own.taken * draw(share), own.passed_up * draw(share)
        since[facet], facets[facet] = (taken, passed_up), (taken * draw(share), passed_up * draw(share))
    facets |= {facet: own.facets[facet] for facet in FACETS if facet not in since}
    return replace(own, since=since, facets=facets)


@settings(max_examples=60)
@given(histories(), some_means())
def test_starting_afresh_never_raises_above_a_newcomer(own, means):
    kinds = {"product:erp": Need(products=frozenset({"erp"})), "size:51-250": Need(size="51-250")}
    for facet, need in kinds.items():
        others = {other: pair for other, pair in own.facets.items() if other != facet}
        now = similarity(replace(own, facets=others, since={facet: (0.0, 0.0)}), usual(need, means))
        assert now <= similarity(Signals(), usual(need, means))


@settings(max_examples=60)
@given(started_afresh(), some_means())
def test_after_starting_afresh_a_kind_is_told_by_the_deals_since_alone(own, means):
    for facet, (taken, passed_up) in own.since.items():
        kind, _, code = facet.partition(":")
        need = Need(size=code) if kind == "size" else Need(products=frozenset({code}))
        only = Signals(taken=taken, passed_up=passed_up, facets={facet: own.facets[facet]})
        assert similarity(own, usual(need, means)) == near(similarity(only, usual(need, means)))


@settings(max_examples=60)
@given(started_afresh(), some_means(), st.booleans(), st.booleans())
def test_one_lead_moves_little_after_starting_afresh_too(own, means, good, known_facets):
    added = (1.5, 0.0) if good else (0.0, 1.0)
    facets = {f: (t + added[0], p + added[1]) if known_facets else (t, p) for f, (t, p) in own.facets.items()}
    since = {f: (t + added[0], p + added[1]) for f, (t, p) in own.since.items()}
    decided = replace(own, taken=own.taken + added[0], passed_up=own.passed_up + added[1], facets=facets, since=since)
    moved = scored(decided, means).points.similarity - scored(own, means).points.similarity
    assert abs(moved) <= 2_500 + ROUNDING


@settings(max_examples=60)
@given(histories(), some_means(), st.floats(0, 1000), st.integers(0, 20))
def test_points_add_up_and_stay_within_what_they_can_bring(own, means, text, waiting):
    for need in (NEED, replace(NEED, words=()), Need()):
        one = score(need, partner("harbour", signals=own, text=text, waiting=waiting), DEFAULT, means)
        assert one.total == sum(one.points)
        assert 0 <= one.total <= sum(one.most) == FULL
        assert all(0 <= points <= most for points, most in zip(one.points, one.most, strict=True))
