"""What is known of how partners deal with leads: their signals, what is usual, and how soon they usually answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from segue.directory.models import PartnerSignals, ProgrammeMeans
from segue.directory.ranking.facts import Means, Signals, Tally
from segue.directory.ranking.record import outcome, report, responsiveness
from segue.directory.ranking.weights import DEFAULT
from segue.kit.compiled import rows, several

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from django.db.models import QuerySet

TIERS = tuple(border / 50 for border in range(1, 50))
"""Share of the points for R, W and B from which a partner is of the next tier."""
HYSTERESIS = 0.01
"""A partner changes its tier only once it is so far beyond the border, or one lead would move it to and fro."""


def signals_of(partner_ids: Collection[UUID]) -> dict[UUID, Signals]:
    """Return the signals of partners, in one statement; those without any lead are left out."""
    if not partner_ids:
        return {}
    ids = several("partner", partner_ids)
    return {one: signals_from(numbers) for one, numbers in rows(("directory.signals", len(ids)), _numbers, ids)}


def _numbers(ids: Mapping[str, Any]) -> list[QuerySet[PartnerSignals, Any]]:
    return [PartnerSignals.objects.filter(partner__in=ids.values()).values_list("partner_id", "numbers")]


def usually_within(partner_ids: Collection[UUID]) -> dict[UUID, PartnerSignals.Within]:
    """Return how soon partners usually answer, in one statement; those of whom it is not known are left out."""
    known = PartnerSignals.objects.filter(partner__in=partner_ids).exclude(within="")
    return {one: PartnerSignals.Within(within) for one, within in known.values_list("partner_id", "within")}


def means(*, half: float) -> Means:
    """Return what is usual in the programme; `half` is the index's own (`ranking.text.Statistics.half`)."""
    known = rows("directory.means", lambda _values: [ProgrammeMeans.objects.values_list("numbers")[:1]], {})
    return replace(means_from(known[0][0]), half=half) if known else Means(half=half)


def means_told_at() -> datetime | None:
    """Return when what is usual was told last; None before the first time."""
    return ProgrammeMeans.objects.values_list("at", flat=True).first()


def tier(signals: Signals, usual: Means, *, before: int | None = None) -> int:
    """Return the tier of a partner by R, W and B alone: 0 to 49, the best; `before` is the one it has now."""
    most = DEFAULT.responsiveness + DEFAULT.outcome + DEFAULT.report
    share = (
        DEFAULT.responsiveness * responsiveness(signals, usual, "inquiry")
        + DEFAULT.outcome * outcome(signals, usual)
        + DEFAULT.report * report(signals, usual)
    ) / most
    if before is None:
        return sum(share >= border for border in TIERS)
    up = sum(share >= border + HYSTERESIS for border in TIERS)
    down = sum(share >= border - HYSTERESIS for border in TIERS)
    return min(max(before, up), down)


# --- as rows keep them -----------------------------------------------------------------------------------------


def numbers_of(signals: Signals) -> dict[str, Any]:
    """Return signals as a row keeps them; `signals_from` reads them back."""
    return {
        "prompt": {type_: [tally.weight, tally.good] for type_, tally in signals.prompt.items()},
        "speed": {type_: [tally.weight, tally.good] for type_, tally in signals.speed.items()},
        "taken": signals.taken,
        "passed_up": signals.passed_up,
        "facets": {facet: list(pair) for facet, pair in signals.facets.items()},
        "since": {facet: list(pair) for facet, pair in signals.since.items()},
        "won": [signals.won.weight, signals.won.good],
        "reported": [signals.reported.weight, signals.reported.good],
        "weekly": signals.weekly,
        "leads": signals.leads,
    }


def signals_from(numbers: Mapping[str, Any]) -> Signals:
    """Return the signals that a row keeps."""
    return Signals(
        prompt={type_: Tally(*pair) for type_, pair in numbers["prompt"].items()},
        speed={type_: Tally(*pair) for type_, pair in numbers["speed"].items()},
        taken=numbers["taken"],
        passed_up=numbers["passed_up"],
        facets={facet: (taken, passed_up) for facet, (taken, passed_up) in numbers["facets"].items()},
        # A row told before this was known has none.
        since={facet: (taken, passed_up) for facet, (taken, passed_up) in numbers.get("since", {}).items()},
        won=Tally(*numbers["won"]),
        reported=Tally(*numbers["reported"]),
        weekly=numbers["weekly"],
        leads=numbers["leads"],
    )


def numbers_of_means(usual: Means) -> dict[str, Any]:
    """Return what is usual as its row keeps it, without what the index knows; `means_from` reads it back."""
    return {
        "prompt": dict(usual.prompt),
        "speed": dict(usual.speed),
        "won": usual.won,
        "reported": usual.reported,
        "facets": {facet: list(pair) for facet, pair in usual.facets.items()},
    }


def means_from(numbers: Mapping[str, Any]) -> Means:
    """Return what is usual as a row keeps it."""
    facets = {facet: (taken, passed_up) for facet, (taken, passed_up) in numbers["facets"].items()}
    return Means(**{**numbers, "facets": facets})
