"""What made-up visitors searched the directory of the demo for lately, so that there is something to see of it."""

from __future__ import annotations

from datetime import timedelta
from itertools import cycle, islice
from typing import TYPE_CHECKING

from segue.directory.actions import impression_writer
from segue.directory.actions.impressions import Asked, record
from segue.directory.search import Search, search
from segue.programme.queries import rules

if TYPE_CHECKING:
    from datetime import datetime

QUESTIONS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("ERP migration", "Trieste", {}),
    ("cloud", "Oslo", {"size": "51-250"}),
    ("warehouse", "", {"product": "erp"}),
    ("", "", {"service": "training", "language": "it"}),
    ("online shop", "Udine", {}),
    ("security", "", {"industry": "finance"}),
    ("migrazione", "Milano", {"language": "it"}),
    ("", "Norway", {"product": "cloud"}),
    ("analytics", "Hamburg", {}),
    ("payroll", "Bergen", {"service": "migration"}),
    ("blockchain", "Trieste", {}),
    ("SAP interface", "Wien", {"language": "de"}),
)
ASKED = 120
APART = timedelta(hours=3)


def search_around(at: datetime) -> int:
    """Note what the last two weeks' visitors were shown, and return how many searches that is."""
    in_force = rules().ordering.version
    for number, (what, where, tags) in enumerate(islice(cycle(QUESTIONS), ASKED)):
        when = at - APART * (number + 1)
        query = Search(at=when, what=what, where=where, tags=tags)
        found = search(query)
        asked = Asked(found.total, in_force, what, where, tags, seed=f"{when:%Y-%m-%d}")
        record(asked, [result.placed for result in found.results if result.placed], at=when)
    impression_writer.write()
    return ASKED
