"""One lead as one row of a list, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext

from segue.kit.places import country_name
from segue.leads.models import Outcome, Stage
from segue.leads.urgency import Flame, due_soon, flame, overdue
from segue.web.initials import initials
from segue.web.lead_rows import LeadRow
from segue.web.partner.columns import further, text_of
from segue.web.partner.words import TYPES, first_name, holding
from segue.web.reading import iso

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime

    from segue.leads.columns import Column
    from segue.leads.listed import ListedLead
    from segue.web.reading import Reader

NEED_LENGTH = 90
"""Characters of the need that a row shows at most; the line is cut by the width of the page anyway."""


NOBODY = str(UUID(int=0))


@dataclass(frozen=True, slots=True)
class _Page:
    """What the rows of one page share: who reads it, when, and words that are looked up once and not for each row."""

    reader: Reader
    at: datetime
    stage: Stage | None
    """Whose list it is: a lead that has left the stage meanwhile is quiet."""
    today: date
    lead_url: str
    heart_url: str
    undo_url: str
    types: dict[str, str]
    stages: dict[str, str]
    """What a stage or an outcome is called, by its code."""
    gettext: Callable[[str], str]
    country_name: Callable[[str], str]
    initials: Callable[[str], str]
    further: Sequence[Column]


def rows_of(
    leads: Sequence[ListedLead], *, reader: Reader, at: datetime, stage: Stage | None, columns: Sequence[Column] = ()
) -> list[LeadRow]:
    """Return what a stage's list (None: one of all stages) says about its leads in these columns."""
    page = _page(reader, at=at, stage=stage, columns=columns)
    return [_row(lead, page) for lead in leads]


def wanted_of(*, reader: Reader, at: datetime) -> Callable[[ListedLead], str]:
    """Return what says of a lead what is wanted of the reader, as its row does; empty when nothing is."""
    page = _page(reader, at=at)

    def wanted(lead: ListedLead) -> str:
        return _wanted(lead, page, lit=lead.withdrawn_at is None and flame(lead, at=at) is Flame.LIT)

    return wanted


def _page(reader: Reader, *, at: datetime, stage: Stage | None = None, columns: Sequence[Column] = ()) -> _Page:
    return _Page(
        reader=reader,
        at=at,
        stage=stage,
        today=reader.today(at),
        # An address is written the same but for the id.
        lead_url=reverse("lead", args=[NOBODY]),
        heart_url=reverse("lead-heart", args=[NOBODY]),
        undo_url=reverse("lead-undo", args=[NOBODY]),
        types={code: str(name) for code, name in TYPES.items()},
        stages={code: str(name).capitalize() for code, name in Stage.choices + Outcome.choices},
        gettext=cache(gettext),
        country_name=cache(country_name),
        initials=cache(initials),
        further=further(columns),
    )


def _row(lead: ListedLead, page: _Page) -> LeadRow:
    reader, at = page.reader, page.at
    burns = Flame.NONE if lead.withdrawn_at is not None else flame(lead, at=at)
    lit = burns is Flame.LIT
    owner, id_ = lead.owner_name or "", str(lead.id)
    received = lead.received_at.astimezone(reader.zone)  # once: what is local already is not converted again
    state, share = _due(lead, at=at)
    return LeadRow(
        id=id_,
        url=page.lead_url.replace(NOBODY, id_),
        heart_url=page.heart_url.replace(NOBODY, id_),
        customer=lead.customer_company,
        need=one_line(lead.deal_name.removeprefix(f"{lead.customer_company}: ") or lead.need),
        type=page.types[lead.type],
        origin=_origin(lead, page),
        hearted=lead.hearted,
        mark=_mark(lead, burns, at=at),
        stage=page.stages[lead.outcome or lead.stage],
        stage_kind=lead.outcome or lead.stage,
        value=reader.money(lead.value_minor, lead.currency),
        worth=_worth(lead, reader=reader),
        country=lead.customer_country,
        country_name=page.country_name(lead.customer_country),
        received=reader.day(received, near=page.today),
        received_iso=iso(lead.received_at),
        received_title=reader.moment(received, near=page.today),
        owner=owner,
        owner_initials=page.initials(owner),
        due_state=state,
        due_share=share,
        wanted=_wanted(lead, page, lit=lit),
        undo_url=page.undo_url.replace(NOBODY, id_) if _can_be_undone(lead, at=at) else "",
        phone=lead.customer_phone if lit else "",
        quiet=page.stage is not None and lead.stage != page.stage,
        more=tuple((column, text_of(lead, column, reader=reader, today=page.today)) for column in page.further)
        if page.further
        else (),
    )


def _origin(lead: ListedLead, page: _Page) -> str:
    if lead.is_test:
        return page.gettext("Test")
    return page.gettext("from %(partner)s") % {"partner": lead.sender_name} if lead.sender_partner_id else ""


def _worth(lead: ListedLead, *, reader: Reader) -> str:
    if lead.value_minor is None or lead.currency == lead.value_in or not lead.value_in:
        return ""
    if not lead.value_rate:
        return gettext("no rate is known; it sorts last")
    return reader.worth(lead.value_sort, into=lead.value_in, rate=lead.value_rate)


def one_line(text: str) -> str:
    """Return the beginning of a text as one line."""
    line = " ".join(text.split())
    return line if len(line) <= NEED_LENGTH else f"{line[: NEED_LENGTH - 1].rstrip()}…"


def _mark(lead: ListedLead, burns: Flame, *, at: datetime) -> str:
    """Return what presses most: a lit flame, then the due time, then the flame gone out."""
    if burns is Flame.LIT:
        return "hot"
    if due_soon(lead, at=at) and not lead.holding:
        return "soon"
    return "cooled" if burns is Flame.OUT else ""


def _due(lead: ListedLead, *, at: datetime) -> tuple[str, int]:
    """Return how the due bar looks and what is left of the time, 0 to 100."""
    if lead.stage != Stage.RECEIVED or lead.holding:
        return "none", 0
    if overdue(lead, at=at):
        return "over", 0
    return "soon" if due_soon(lead, at=at) else "ok", due_share(lead, at=at)


def due_share(lead: ListedLead, *, at: datetime) -> int:
    """Return what is left of the time to answer, 0 to 100."""
    share = (lead.due_at - at) / (lead.due_at - lead.received_at)
    return min(100, max(0, round(100 * share)))


def _can_be_undone(lead: ListedLead, *, at: datetime) -> bool:
    """Return whether an answer is being held; who reads the list may answer, and so undo."""
    return bool(lead.holding and lead.held_until and at < lead.held_until)


def _wanted(lead: ListedLead, page: _Page, *, lit: bool) -> str:
    """Return what is wanted of the reader, in few words; empty when nothing is."""
    if lead.holding and lead.held_until:
        return holding(lead.holding, until=lead.held_until, reader=page.reader)
    if page.stage is not None and lead.stage != page.stage:
        return page.stages[lead.outcome or lead.stage]
    if lead.stage == Stage.ARCHIVED:
        return ""
    if lit and not overdue(lead, at=page.at):
        words = page.gettext("Call %(name)s") if lead.customer_phone else page.gettext("Write to %(name)s")
        return words % {"name": first_name(lead.customer_name)}
    return (_of_received if lead.stage == Stage.RECEIVED else _of_accepted)(lead, page)


def _of_received(lead: ListedLead, page: _Page) -> str:
    if overdue(lead, at=page.at):
        return page.gettext("The time is over")
    day = page.reader.today(lead.due_at)
    if day == page.today:
        return page.gettext("Answer today")
    if day == page.today + timedelta(days=1):
        return page.gettext("Answer by tomorrow")
    return page.gettext("Answer by %(day)s") % {"day": page.reader.day(day)}


def _of_accepted(lead: ListedLead, page: _Page) -> str:
    if lead.withdrawn_at is not None:
        return page.gettext("Withdrawn: close it")
    if lead.purchase_on is not None and lead.purchase_on < page.today:
        return page.gettext("Won, lost or later?")
    return page.gettext("Make contact") if lead.contacted_at is None or lead.uncontacted_at else ""
