"""Where a lead stands: flame, due time, held answer, withdrawal, outcome, track, deal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext

from segue.leads.lifecycle import Step
from segue.leads.models import Lead, LeadEvent, Outcome, Stage, TimeFrame
from segue.leads.policy import shows_person
from segue.leads.urgency import Flame, due_soon, flame, overdue
from segue.programme.queries import in_language
from segue.requests.queries import chosen_lead
from segue.web.partner.words import first_name, holding
from segue.web.reading import ago, iso, left

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from segue.programme.queries import Rules
    from segue.web.reading import Reader

Part = dict[str, Any]


def standing(lead: Lead, events: Sequence[LeadEvent], *, reader: Reader, rules: Rules, at: datetime) -> Part:
    """Return the alerts, the track and the due time as the page's parts want them."""
    return {
        "flame": _flame(lead, at=at),
        "held": held(lead, reader=reader),
        "notices": _notices(lead, events, reader=reader, at=at),
        "outcome": _outcome(lead, reader=reader, rules=rules, at=at),
        "track": _track(lead, reader=reader, at=at),
        "due": due(lead, reader=reader, at=at),
    }


def _flame(lead: Lead, *, at: datetime) -> Part | None:
    mark = flame(lead, at=at)
    if mark is Flame.NONE or lead.withdrawn_at is not None:
        return None
    return {"hot": mark is Flame.LIT, "person": lead.customer_name, "asked": ago(at - lead.received_at)}


def held(lead: Lead, *, reader: Reader) -> Part | None:
    """Return the answer that is being held, with where to undo it; None where none is."""
    if not lead.holding:
        return None
    return {
        "words": holding(lead.holding, until=lead.held.commit_at, reader=reader),
        "by": lead.held.person.name,
        "until": iso(lead.held.commit_at),
        "undo_url": reverse("lead-undo", args=[lead.id]),
    }


def of_the_choice(lead: Lead, standing: Part) -> Part:
    """Return where a lead stands with what the customer chose among several partners; asked only where several were."""
    if lead.asked < 2 or lead.stage == Stage.RECEIVED:  # type: ignore[attr-defined] # noqa: PLR2004 -- one cannot be chosen from
        return standing
    chosen = chosen_lead(lead.request_id)
    if chosen is None:
        return standing
    if lead.stage == Stage.ARCHIVED:
        if lead.outcome != Outcome.WITHDRAWN or chosen == lead.id:
            return standing
        return standing | {"outcome": standing["outcome"] | {"detail": gettext("The customer chose another partner.")}}
    return standing | {"notices": [_choice(lead, mine=chosen == lead.id), *standing["notices"]]}


def _choice(lead: Lead, *, mine: bool) -> Part:
    name = {"name": first_name(lead.customer_name)}
    if mine:
        return {"kind": "green", "icon": "check", "title": gettext("%(name)s has chosen you.") % name, "text": ""}
    title = gettext("%(name)s has chosen another partner.") % name
    return {
        "kind": "amber",
        "icon": "info",
        "title": title,
        "text": gettext("Close the deal as lost when you are done."),
    }


def _notices(lead: Lead, events: Sequence[LeadEvent], *, reader: Reader, at: datetime) -> list[Part]:
    found: list[Part] = []
    if lead.test_of_id is not None:
        text = gettext("No customer waits, nobody else is told, and no number counts it. Close it and it is archived.")
        found.append({"kind": "", "icon": "info", "title": gettext("This is a test lead."), "text": text})
    if lead.withdrawn_at is not None and lead.stage == Stage.ACCEPTED:
        found.append(
            {
                "kind": "amber",
                "icon": "warning",
                "title": _withdrawn(lead, events, day=reader.day(lead.withdrawn_at, near=at)),
                "text": gettext("Close the deal as lost when you are done; it does not count against you."),
            }
        )
    if lead.uncontacted_at is not None and lead.stage == Stage.ACCEPTED and lead.withdrawn_at is None:
        names = {"name": first_name(lead.customer_name), "when": reader.moment(lead.uncontacted_at, near=at)}
        found.append(
            {
                "kind": "amber",
                "icon": "phone",
                "title": gettext("%(name)s says that nobody has been in touch yet.") % names,
                "text": gettext("Said on %(when)s. Call or write, then log it here: this goes away.") % names,
            }
        )
    if overdue(lead, at=at):
        text = gettext("It expires within seconds and goes to the archive.")
        found.append({"kind": "amber", "icon": "clock", "title": gettext("The time to answer is over."), "text": text})
    if lead.possible_spam and lead.stage == Stage.RECEIVED:
        text = gettext("Something about this request looked unusual. If it is spam, decline it with that reason.")
        found.append({"kind": "grey", "icon": "warning", "title": gettext("Possible spam."), "text": text})
    if not lead.email_confirmed and lead.stage != Stage.ARCHIVED:
        text = gettext("The customer has not confirmed the e-mail address yet. This counts against nobody.")
        found.append({"kind": "grey", "icon": "mail", "title": gettext("E-mail not confirmed."), "text": text})
    return found


def _withdrawn(lead: Lead, events: Sequence[LeadEvent], *, day: str) -> str:
    """Return who withdrew an accepted lead: the customer, or whoever had sent it."""
    by = next((event.by for event in events if event.step == Step.WITHDRAW), LeadEvent.By.CUSTOMER)
    if by == LeadEvent.By.CUSTOMER:
        return gettext("The customer withdrew on %(day)s.") % {"day": day}
    return gettext("%(sender)s took it back on %(day)s.") % {"sender": lead.sender_name, "day": day}


def _outcome(lead: Lead, *, reader: Reader, rules: Rules, at: datetime) -> Part | None:
    """Return how an archived lead ended, in one line."""
    if lead.stage != Stage.ARCHIVED or lead.outcome is None or lead.closed_at is None:
        return None
    titles = {
        Outcome.WON: gettext("Won on %(when)s."),
        Outcome.LOST: gettext("Lost on %(when)s."),
        Outcome.DECLINED: gettext("Declined on %(when)s."),
        Outcome.EXPIRED: gettext("Expired by the system on %(when)s."),
        Outcome.WITHDRAWN: gettext("Withdrawn on %(when)s."),
    }
    reason = rules.reasons.get(lead.reason)
    details = {
        Outcome.WON: reader.money(lead.value_minor, lead.currency),
        Outcome.EXPIRED: gettext("Nobody answered."),
    }
    outcome = Outcome(lead.outcome)
    return {
        "kind": lead.outcome,
        "title": titles[outcome] % {"when": reader.moment(lead.closed_at, near=at)},
        "detail": details.get(outcome) or (in_language(reason.labels) if reason else ""),
    }


def _track(lead: Lead, *, reader: Reader, at: datetime) -> list[Part]:
    def step(name: str, state: str, when: datetime | None, kind: str = "") -> Part:
        told = {"when": reader.day(when, near=at), "iso": iso(when)} if when else {}
        return {"name": name, "state": state, "kind": kind, **told}

    accepted, closed = lead.accepted_at, lead.closed_at
    end = _capital(Outcome(lead.outcome).label) if lead.outcome else gettext("Won or lost")
    first = step(_capital(Stage.RECEIVED.label), "done" if accepted or closed else "now", lead.received_at)
    last = step(end, "now" if closed else "", closed, "won" if lead.outcome == Outcome.WON else "closed" * bool(closed))
    if closed and not accepted:
        return [first, last]
    middle = step(_capital(Stage.ACCEPTED.label), "done" if closed else "now" if accepted else "", accepted)
    return [first, middle, last]


def _capital(label: object) -> str:
    """Return a stage's name as it stands by itself."""
    return str(capfirst(str(label)))


def due(lead: Lead, *, reader: Reader, at: datetime) -> Part | None:
    """Return how much of the time to answer is left; None where nothing is to answer."""
    if lead.stage != Stage.RECEIVED or lead.holding or overdue(lead, at=at):
        return None
    when = reader.moment(lead.due_at, near=at)
    return {
        "state": "soon" if due_soon(lead, at=at) else "ok",
        "share": min(100, max(0, round(100 * (lead.due_at - at) / (lead.due_at - lead.received_at)))),
        "words": left(lead.due_at - at),
        "detail": gettext("Answer by %(when)s") % {"when": when},
        "iso": iso(lead.due_at),
        "title": when,
    }


def deal(lead: Lead, *, reader: Reader) -> list[Part]:
    """Return what the partner keeps about the deal; nothing before it accepted."""
    if lead.accepted_at is None:
        return []
    frame = TimeFrame(lead.time_frame)
    day = reader.day(lead.purchase_on) if lead.purchase_on else ""
    buys = day if frame in {TimeFrame.DATE, TimeFrame.UNKNOWN} else f"{frame.label} ({day})"
    return [
        {"name": gettext("Deal name"), "value": lead.deal_name},
        {"name": gettext("Value"), "value": reader.money(lead.value_minor, lead.currency) or gettext("not known yet")},
        *_worth(lead, reader=reader),
        {"name": gettext("Purchase"), "value": buys or gettext("not known yet")},
        {"name": gettext("CRM id"), "value": lead.crm_id},
        {"name": gettext("Campaign id"), "value": lead.campaign_id},
        {"name": gettext("Notes"), "value": lead.notes},
    ]


def said(lead: Lead, *, vendor: str) -> list[Part]:
    """Return what the company wrote with its no and for whom, to read again: to the vendor, to the customer."""
    if lead.stage != Stage.ARCHIVED:
        return []
    texts = (
        (gettext("Your note for %(vendor)s") % {"vendor": vendor}, lead.reason_note),
        (gettext("Your message to the customer"), lead.customer_message),
    )
    return [{"title": title, "text": text} for title, text in texts if text]


def _worth(lead: Lead, *, reader: Reader) -> list[Part]:
    """Return a foreign value in the programme's currency: what the list sorts it by."""
    if lead.value_minor is None or not lead.value_in or lead.currency == lead.value_in:
        return []
    worth = reader.worth(lead.value_sort, into=lead.value_in, rate=lead.value_rate) if lead.value_rate else ""
    name = gettext("Value in %(currency)s") % {"currency": lead.value_in}
    return [{"name": name, "value": worth or gettext("no rate is known; it sorts last")}]


def seen_by(lead: Lead, *, vendor: str) -> list[Part]:
    """Return who sees what of this lead."""
    rows = [{"who": gettext("Your company"), "what": gettext("everything, also notes, team and CRM id")}]
    if lead.sender_partner:
        rows.append({"who": lead.sender_partner.name, "what": gettext("stage and outcome")})
    elif lead.sender_name:
        rows.append({"who": lead.sender_name, "what": gettext("stage, dates, value, reason and your note")})
    told = gettext("stage, dates, value, reason and your note: partner manager, programme admin, auditor")
    rows.append({"who": vendor, "what": told})
    name = first_name(lead.customer_name) if shows_person(lead) else gettext("The customer")
    rows.append({"who": name, "what": gettext("whether you accepted; never value, notes or team")})
    return rows
