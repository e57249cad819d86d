"""Terms R, W, B and L: how a partner deals with its leads, drawn to what is usual while there are few."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.directory.ranking.facts import NOTHING

if TYPE_CHECKING:
    from segue.directory.ranking.facts import Candidate, Means, Signals, Tally

PROMPT_WEIGHT, SPEED_WEIGHT = 0.6, 0.4
M_ANSWERS, M_OUTCOMES, M_REPORTS = 4.0, 6.0, 3.0
"""As many leads of the usual kind everybody is taken to have had."""
USUAL = 0.5
"""Where not even the programme knows what is usual."""
LEAST_CAP = 3.0


def drawn(tally: Tally, *, to: float, by: float) -> float:
    """Return the good share of a tally after adding `by` leads of the usual kind `to` (Beta smoothing)."""
    return (tally.good + by * to) / (tally.weight + by)


def promptness(signals: Signals, means: Means, type_: str) -> float:
    """Return A: the share of leads of a type answered within two working days."""
    return drawn(signals.prompt.get(type_, NOTHING), to=means.prompt.get(type_, USUAL), by=M_ANSWERS)


def responsiveness(signals: Signals, means: Means, type_: str) -> float:
    """Return x of term R: .6 for answering in time, .4 for how soon; a reasoned no counts as a yes."""
    speed = drawn(signals.speed.get(type_, NOTHING), to=means.speed.get(type_, USUAL), by=M_ANSWERS)
    return PROMPT_WEIGHT * promptness(signals, means, type_) + SPEED_WEIGHT * speed


def outcome(signals: Signals, means: Means) -> float:
    """Return x of term W: the share of closed deals that were won."""
    return drawn(signals.won, to=means.won, by=M_OUTCOMES)


def report(signals: Signals, means: Means) -> float:
    """Return x of term B: the share of deals long past their date of which the outcome is known."""
    return drawn(signals.reported, to=means.reported, by=M_REPORTS)


def load(candidate: Candidate) -> float:
    """Return x of term L: what is left of the partner's room for unanswered leads."""
    cap = candidate.capacity if candidate.capacity is not None else max(LEAST_CAP, 2 * candidate.signals.weekly)
    return max(0.0, 1 - candidate.waiting / max(cap, 1))
