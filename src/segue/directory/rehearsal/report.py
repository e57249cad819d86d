"""A rehearsal as plain values, for programs to read and for a table to show."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from segue.directory.rehearsal.measures import MEASURES, exposure_gini, figures, never_seen_before
from segue.directory.rehearsal.replay import NO_NEWCOMERS, SEGUE

if TYPE_CHECKING:
    from segue.directory.rehearsal.columns import Columns
    from segue.directory.rehearsal.leads import Past
    from segue.directory.rehearsal.measures import Figure
    from segue.directory.rehearsal.replay import Replayed

MAIN = MEASURES[0]


def report(past: Past, columns: Columns, replayed: Replayed) -> dict[str, Any]:
    """Return everything a rehearsal found; `figures` by order and measure, each with value, low and high (95 %)."""
    found = figures(replayed.judged) if replayed.judged else {}
    return {
        "leads": len(past.leads),
        "judged": len(replayed.judged),
        "stopped_early": replayed.stopped,
        "partners": replayed.partners,
        "rows_without_date": list(past.undated),
        "order_of_time": "dates" if past.dated else "order of rows",
        "columns": {
            name: columns.why_not.get(name) or str(role)
            for name, role in zip(columns.names, columns.roles, strict=True)
        },
        "never_seen_before": never_seen_before(replayed.judged) if replayed.judged else None,
        "exposure_gini": exposure_gini(replayed),
        "never_shown": replayed.partners - len(replayed.exposure),
        "exploration_cost": _cost(found) if found else None,
        "figures": {order: {measure: _told(figure) for measure, figure in row.items()} for order, row in found.items()},
    }


def _cost(found: dict[str, dict[str, Figure]]) -> dict[str, float]:
    """Return which share of NDCG@10 the newcomers' place costs."""
    without = found[NO_NEWCOMERS][MAIN].value
    lost = found[f"{SEGUE} - {NO_NEWCOMERS}"][MAIN]
    if not without:
        return {"value": 0.0, "low": 0.0, "high": 0.0}
    return {"value": -lost.value / without, "low": -lost.high / without, "high": -lost.low / without}


def _told(figure: Figure) -> dict[str, float]:
    return {"value": figure.value, "low": figure.low, "high": figure.high}
