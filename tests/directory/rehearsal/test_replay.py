"""Replaying SYNTHETIC leads: what is known when, how it is measured, and that the score beats what it should beat."""

from dataclasses import astuple
from datetime import timedelta
from math import log2
from uuid import UUID

import pytest

from segue.directory.ranking import exposure
from segue.directory.ranking.decay import signals
from segue.directory.ranking.fold import fold
from segue.directory.ranking.score import attainable, weighed
from segue.directory.ranking.terms import Terms
from segue.directory.ranking.weights import DEFAULT
from segue.directory.rehearsal import replay as replaying
from segue.directory.rehearsal.columns import understood
from segue.directory.rehearsal.leads import leads_of
from segue.directory.rehearsal.learned import Learned
from segue.directory.rehearsal.measures import figures, gini, never_seen_before, of_lead
from segue.directory.rehearsal.memory import Memory
from segue.directory.rehearsal.replay import replay
from segue.directory.rehearsal.report import report
from segue.directory.rehearsal.table import table_of
from segue.kit.text import words
from tests.directory.ranking.parties import AT, NEED
from tests.directory.rehearsal import synthetic

SEED = b"of the tests"


def read(data):
    table = table_of(data if isinstance(data, bytes) else data.encode())
    columns = understood(table, told={})
    return leads_of(table, columns), columns


def replayed(past, **more):
    return replay(past, weights=DEFAULT, stems=words, seed=SEED, **more)


@pytest.fixture(scope="module")
def small():
    past, columns = read(synthetic.csv_of(synthetic.World(leads=150, partners=20, topics=8)))
    return past, columns, replayed(past)


def test_the_score_beats_popularity_and_chance_on_synthetic_leads(small):
    past, columns, found = small
    by_order = figures(found.judged)
    ndcg = {order: row["ndcg@10"] for order, row in by_order.items()}
    assert ndcg["segue - popularity"].low > 0
    assert ndcg["segue - random"].low > 0.05
    assert ndcg["segue"].low < ndcg["segue"].value < ndcg["segue"].high
    told = report(past, columns, found)
    assert (told["leads"], told["judged"], told["order_of_time"]) == (150, 120, "dates")
    assert told["columns"]["Winner"] == "winner"
    assert told["exploration_cost"]["value"] < 0.05
    assert 0 < told["exposure_gini"] < 1
    assert told["figures"]["segue"]["hit@10"]["value"] > told["figures"]["popularity"]["hit@10"]["value"]


def test_the_same_file_gives_the_same_figures(small):
    past, _columns, found = small
    assert replayed(past).judged == found.judged


def test_the_cap_on_views_is_tried_beside_the_order_without_it(small, monkeypatch):
    past, columns, found = small
    kept = replayed(past, exposure_cap=True)
    # A page of ten gives its first less than a quarter of its views, so the cap itself changes nothing here.
    assert [one.places["segue"] for one in kept.judged] == [one.places["segue"] for one in found.judged]
    for name, value in {"CAP": 0.12, "FAIR_SHARES": 0.1, "LOOKED_BACK": timedelta(days=90)}.items():
        monkeypatch.setattr(exposure, name, value)
    tight = replayed(past, exposure_cap=True)
    assert [one.places["without the cap"] for one in tight.judged] == [one.places["segue"] for one in found.judged]
    assert [one.places["segue"] for one in tight.judged] != [one.places["segue"] for one in found.judged]
    assert "segue - without the cap" in report(past, columns, tight)["figures"]


def test_nothing_is_known_before_the_day_after():
    past, _columns = read(
        "published,text,winner\n"
        "2024-01-01,erp in the north,A\n"
        "2024-01-01,erp in the north,A\n"
        "2024-01-02,erp in the north,A\n"
        "2024-01-03,erp in the north,B\n"
    )
    found = replayed(past, warm_up=0)
    assert [one.row for one in found.judged] == [4, 5]
    assert [one.places["segue"] for one in found.judged] == [(1,), (0,)]
    assert [one.new for one in found.judged] == [0, 1]
    assert never_seen_before(found.judged) == 0.5
    late = replayed(past, warm_up=0, known_after=timedelta(days=1))
    assert [one.row for one in late.judged] == [5]


def test_what_was_decided_late_is_known_late():
    past, _columns = read(
        "published,award date,winner\n2024-01-01,2024-03-01,A\n2024-02-01,2024-02-03,A\n2024-04-01,,A\n"
    )
    assert [one.row for one in replayed(past, warm_up=0).judged] == [4]


def test_running_sums_say_what_the_days_say():
    past, _columns = read(synthetic.csv_of(synthetic.World(leads=40, partners=5)))
    memory, counts = Memory(words, past.names, times_known=False), {}
    learn = memory._history

    def noting(lead, decision, facets):
        history = learn(lead, decision, facets)
        counts.setdefault(decision.partner, []).extend(fold(history, at=lead.at + timedelta(days=3650)))
        return history

    memory._history = noting
    for lead in past.leads:
        memory.learn(lead)
    at = past.leads[-1].at
    for candidate in memory.candidates(memory.need(past.leads[0]), at):
        expected = signals(counts[memory.key_of[candidate.partner_id]], at=at)
        assert candidate.signals.taken == pytest.approx(expected.taken)
        assert candidate.signals.facets.keys() == expected.facets.keys()
        assert candidate.signals.won.good == pytest.approx(expected.won.good)


def test_declines_and_silence_teach_too():
    rows = "".join(
        f"2024-01-{day:02},erp,{'Slow' if day % 2 else 'Quick'},{'expired' if day % 2 else 'accepted'},{day}\n"
        for day in range(1, 25)
    )
    past, _columns = read(
        f"created,need,partner,status,id\n{rows}2024-02-01,erp,Quick,won,99\n2024-02-01,erp,Slow,declined,99\n"
    )
    [judged] = [one for one in replayed(past, warm_up=0).judged if one.row == 26]
    assert judged.places["segue"] == (1,)


def test_weights_are_learnt_from_what_is_known_and_never_negative():
    best = Terms(*[1.0] * 4, *[0.5] * 5)
    other = Terms(0.0, 1.0, 1.0, 1.0, *[0.5] * 5)
    most = attainable(NEED, DEFAULT)
    learned = Learned(DEFAULT)
    for n in range(60):
        taker, rest = weighed(UUID(int=2 * n), best, most), weighed(UUID(int=2 * n + 1), other, most)
        learned.add([rest, taker], {taker.partner_id}, known_at=AT + timedelta(days=n))
    learned.learn(AT + timedelta(days=10))
    assert learned.weights == DEFAULT
    learned.learn(AT + timedelta(days=59))
    found = astuple(learned.weights)
    assert sum(found) == pytest.approx(100)
    assert min(found) >= 0
    assert learned.weights.text > DEFAULT.text
    assert learned.weights.fit / learned.weights.load == pytest.approx(DEFAULT.fit / DEFAULT.load)


def test_measures_by_hand():
    ndcg, mrr, *hits = of_lead((3,))
    assert (ndcg, mrr, hits) == (1 / log2(4), 1 / 3, [0, 1, 1, 1])
    assert of_lead((0, 12)) == (0, 1 / 12, 0, 0, 0, 1)
    assert of_lead((1, 2))[0] == 1
    assert of_lead((0,)) == (0,) * 6
    assert (gini([1, 1, 1, 1]), gini([0, 0, 0, 4]), gini([0, 0])) == (0, 0.75, 0)


def test_interrupted_it_tells_what_it_has(monkeypatch):
    past, _columns = read(synthetic.csv_of(synthetic.World(leads=60, partners=8)))
    judged, done = replaying._Judge.judged, []

    def tired(judge, lead, **facts):
        if len(done) == 20:
            raise KeyboardInterrupt
        done.append(lead)
        return judged(judge, lead, **facts)

    monkeypatch.setattr(replaying._Judge, "judged", tired)
    found = replayed(past)
    assert (found.stopped, len(found.judged)) == (True, 20)


@pytest.mark.soak
@pytest.mark.parametrize("world", [synthetic.EASY, synthetic.HARDER], ids=["easy", "harder"])
def test_on_larger_and_harder_synthetic_leads_it_beats_popularity(world):
    past, _columns = read(synthetic.csv_of(world))
    ndcg = {order: row["ndcg@10"] for order, row in figures(replayed(past).judged).items()}
    assert ndcg["segue - popularity"].low > 0
