"""Why somebody stands where they stand, and what they could do about it."""

from dataclasses import replace

from segue.directory.ranking.advice import Do, advice
from segue.directory.ranking.facts import Distinction, Need, Place, Signals, Tally
from segue.directory.ranking.reasons import Because, for_customers, reasons
from segue.directory.ranking.score import score
from segue.directory.ranking.weights import DEFAULT
from tests.directory.ranking.parties import MEANS, NEED, OSLO, partner

GOOD = partner(
    "good",
    text=30.0,
    products=frozenset({"erp", "crm"}),
    services=frozenset({"migration"}),
    industries=frozenset({"finance"}),
    sizes=frozenset({"51-250"}),
    languages=frozenset({"no"}),
    distinctions=(Distinction(1, frozenset({"erp"})),),
    signals=Signals(
        prompt={"inquiry": Tally(9, 9)},
        speed={"inquiry": Tally(9, 8)},
        taken=20,
        facets={"product:erp": (18, 0)},
        won=Tally(9, 8),
        reported=Tally(9, 9),
    ),
)


def because(candidate, need=NEED):
    return [one.because for one in reasons(score(need, candidate, DEFAULT, MEANS), need, candidate)]


def test_everything_that_speaks_for_a_partner_is_said_with_its_points():
    scored = score(NEED, GOOD, DEFAULT, MEANS)
    found = {one.because: one for one in reasons(scored, NEED, GOOD)}
    assert set(found) == set(Because) - {Because.INDUSTRIES, Because.IN_COUNTRY, Because.REMOTE, Because.SIMILAR_DEALS}
    assert found[Because.PRODUCTS].facts == {"codes": ("erp",)}
    of_fit = (Because.PRODUCTS, Because.SERVICES, Because.SIZE, Because.LANGUAGE)
    assert sum(found[one].points for one in of_fit) == scored.points.fit == 14_400
    assert (found[Because.NEAR].facts, found[Because.NEAR].points) == ({"km": 0}, 8_000)
    assert found[Because.COMPETENCY].facts == {"codes": ("erp",)}
    assert found[Because.ANSWERS].points == scored.points.responsiveness


def test_customers_read_the_three_that_bring_most():
    scored = score(NEED, GOOD, DEFAULT, MEANS)
    assert [one.because for one in for_customers(scored, NEED, GOOD)] == [Because.WORDS, Because.ANSWERS, Because.NEAR]


def test_a_record_that_is_not_its_own_speaks_for_nobody():
    few = replace(GOOD, signals=Signals(prompt={"inquiry": Tally(2, 2)}, won=Tally(2, 2), reported=Tally(2, 2)))
    assert not {Because.ANSWERS, Because.WINS, Because.REPORTS} & set(because(few))


def test_of_a_place_the_nearest_truth_is_said():
    assert Because.IN_COUNTRY in because(partner("oslo", places=(Place("NO", OSLO),)))
    away = partner("away", places=(Place("SE"),), remote=True)
    assert Because.REMOTE in because(away, replace(NEED, remote=True))
    erp_only = Need(products=frozenset({"erp"}))
    deals = Signals(taken=20, facets={"product:erp": (18, 0)})
    assert Because.SIMILAR_DEALS in because(partner("deals", signals=deals), erp_only)


def test_advice_brings_what_it_says():
    behind = Signals(prompt={"inquiry": Tally(3, 0)}, speed={"inquiry": Tally(3, 0)}, reported=Tally(4, 1))
    poor = partner("poor", waiting=2, products=frozenset({"crm"}), signals=behind)
    found = advice(NEED, poor, weights=DEFAULT, means=MEANS)
    assert [one.do for one in found] == [Do.ANSWER_NEXT, Do.ANSWER_WAITING, Do.REPORT_OUTCOMES]
    answered = replace(behind, prompt={"inquiry": Tally(8, 5)}, speed={"inquiry": Tally(8, 5)})
    before, after = (
        score(NEED, candidate, DEFAULT, MEANS).total for candidate in (poor, replace(poor, signals=answered))
    )
    assert (found[0].points, found[0].facts) == (after - before, {"leads": 5})


def test_advice_breaks_silence_and_claims_nothing():
    silent = partner("silent", signals=GOOD.signals)
    told = {one.do: one.facts for one in advice(NEED, silent, weights=DEFAULT, means=MEANS)}
    assert told[Do.SAY_PRODUCTS] == {"codes": ("erp",)}
    assert {one.do for one in advice(NEED, GOOD, weights=DEFAULT, means=MEANS)} == {Do.ANSWER_NEXT}
    other = replace(silent, products=frozenset({"crm"}))
    assert Do.SAY_PRODUCTS not in {one.do for one in advice(NEED, other, weights=DEFAULT, means=MEANS)}
