"""What a partner can do for its place, and what that would bring: scored anew as if it had been done."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from segue.directory.ranking.facts import NOTHING, Tally
from segue.directory.ranking.score import score

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from segue.directory.ranking.facts import Candidate, Means, Need, Signals
    from segue.directory.ranking.weights import Weights

MOST = 3
LEAST_GAIN = 100
"""Advice that brings less, in thousandths of a point, is not worth reading."""
NEXT_LEADS = 5


class Do(StrEnum):
    """What can be advised."""

    ANSWER_NEXT = "answer_next"
    """Answer the next leads, yes or no, within the day."""
    ANSWER_WAITING = "answer_waiting"
    REPORT_OUTCOMES = "report_outcomes"
    """Say what became of deals that are past their date."""
    SAY_PRODUCTS = "say_products"
    SAY_SERVICES = "say_services"
    SAY_INDUSTRIES = "say_industries"
    SAY_SIZES = "say_sizes"
    SAY_LANGUAGES = "say_languages"


@dataclass(frozen=True, slots=True)
class Advice:
    """One thing to do and the thousandths of a point that it brings. `facts`: `leads`, `codes`."""

    do: Do
    points: int
    facts: Mapping[str, object] = field(default_factory=dict)


def advice(need: Need, candidate: Candidate, *, weights: Weights, means: Means) -> list[Advice]:
    """Return at most three things that would raise a partner for such a need, what brings most first.

    A profile is only ever advised to break its silence, never to claim what it has not said it does.
    """
    now = score(need, candidate, weights, means).total
    found = [
        Advice(do, score(need, changed, weights, means).total - now, facts)
        for do, facts, changed in _changes(need, candidate)
    ]
    return sorted((one for one in found if one.points >= LEAST_GAIN), key=lambda one: (-one.points, one.do))[:MOST]


def _changes(need: Need, candidate: Candidate) -> Iterator[tuple[Do, dict[str, object], Candidate]]:
    answered = _answered(candidate.signals, need.type, leads=NEXT_LEADS)
    yield Do.ANSWER_NEXT, {"leads": NEXT_LEADS}, replace(candidate, signals=answered)
    if candidate.waiting:
        yield Do.ANSWER_WAITING, {"leads": candidate.waiting}, replace(candidate, waiting=0)
    open_reports = candidate.signals.reported
    if open_reports.good < open_reports.weight:
        told = replace(candidate.signals, reported=Tally(open_reports.weight, open_reports.weight))
        yield Do.REPORT_OUTCOMES, {}, replace(candidate, signals=told)
    for do, codes, field_name in (
        (Do.SAY_PRODUCTS, need.products, "products"),
        (Do.SAY_SERVICES, need.services, "services"),
        (Do.SAY_INDUSTRIES, need.industries, "industries"),
        (Do.SAY_SIZES, frozenset({need.size} - {""}), "sizes"),
        (Do.SAY_LANGUAGES, frozenset({need.language} - {""}), "languages"),
    ):
        if codes and not getattr(candidate, field_name):
            yield do, {"codes": tuple(sorted(codes))}, _saying(candidate, field_name, codes)


def _answered(signals: Signals, type_: str, *, leads: int) -> Signals:
    """Return the signals after so many more leads of a type, each answered at once."""

    def more(tallies: Mapping[str, Tally]) -> dict[str, Tally]:
        had = tallies.get(type_, NOTHING)
        return {**tallies, type_: Tally(had.weight + leads, had.good + leads)}

    return replace(signals, prompt=more(signals.prompt), speed=more(signals.speed))


def _saying(candidate: Candidate, field_name: str, codes: frozenset[str]) -> Candidate:
    changes: dict[str, frozenset[str]] = {field_name: codes}
    return replace(candidate, **changes)  # type: ignore[arg-type]  # each of the five fields is a set of codes
