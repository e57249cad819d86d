"""Every fact that is told has its row in the wiring, and every row is told by somebody."""

import re
from pathlib import Path

from segue import wiring
from segue.leads.lifecycle import STEPS
from segue.outbox.dispatch import name_of

SOURCE = Path(wiring.__file__).parent
TOLD = re.compile(r'(?:Fact\(|tell\([\w.]+, )\s*"([a-z]+\.[a-z_]+)"')


def test_every_fact_that_is_told_has_a_row_and_no_row_waits_for_nothing():
    written = {fact for path in SOURCE.rglob("*.py") for fact in TOLD.findall(path.read_text(encoding="utf-8"))}
    assert {"request.chosen", "person.added", "lead.received"} <= written
    assert written | {row.fact for row in STEPS.values()} == set(wiring.FACTS)


def test_handlers_have_names_of_their_own_per_fact():
    for fact, handlers in wiring.FACTS.items():
        assert len({name_of(handler) for handler in handlers}) == len(handlers), fact


def test_leads_expire_within_fifteen_seconds():
    assert wiring.RECURRING["leads.sweep"].every.total_seconds() <= 15
    assert wiring.RECURRING["leads.sweep"].hold.total_seconds() <= 15
