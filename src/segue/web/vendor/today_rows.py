"""A row of Today in words: what it is about, why it stands here, who looks after it, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from segue.leads.models import Nudge, Outcome, Stage
from segue.leads.needing import CAME_BACK, NAMES, Harm
from segue.programme.queries import in_language
from segue.web.reading import ago, iso, left

if TYPE_CHECKING:
    from datetime import datetime

    from segue.leads.models import Lead
    from segue.leads.needing import Care
    from segue.programme.queries import Rules
    from segue.requests.models import Request
    from segue.requests.today import Need
    from segue.web.reading import Reader

Part = dict[str, Any]
MOST_NEED = 140
NUDGED_BY_HAND = frozenset({Harm.HOT})
"""Where a mail is too slow: somebody calls."""
ICONS = {
    Harm.NO_PARTNER: ("inbox", "stop"),
    Harm.CAME_BACK: ("undo", "stop"),
    Harm.HOT: ("flame", "flame"),
    Harm.UNCONTACTED: ("phone", "amber"),
    Harm.DUE: ("clock", "amber"),
    Harm.SUSPECTED: ("warning", "amber"),
    Harm.SAID_SPAM: ("trash", ""),
    Harm.SILENT: ("phone", ""),
    Harm.STILL: ("pause", ""),
    Harm.LEFT_LYING: ("undo", ""),
}


FROM_TODAY = "today"
"""What `from` says in the address of a decision that was opened on Today."""


def row(need: Need, *, here: str, reader: Reader, at: datetime, rules: Rules) -> Part:
    """Return what templates/vendor/today.html shows of one row; `here` is where its buttons come back to."""
    icon, kind = ICONS[need.harm]
    since = _since(need)
    common = {
        "icon": icon,
        "kind": kind,
        "fact": str(NAMES[need.harm]),
        "why": why_of(need, reader=reader, at=at, rules=rules),
        "age": ago(at - since),
        "age_iso": iso(since),
        "age_title": reader.moment(since, near=at),
        "care": care_of(need.care, at=at),
        "here": here,
    }
    if need.request is not None:
        return common | _of_request(need.request, may_act=need.may_act, suspected=need.harm is Harm.SUSPECTED)
    assert need.lead is not None
    return common | _of_lead(need.lead, need)


def why_of(need: Need, *, reader: Reader, at: datetime, rules: Rules) -> str:
    """Return the sentence of a row."""
    if need.request is not None:
        return _why_it_waits(need.request, need.harm, reader=reader, at=at)
    lead = need.lead
    assert lead is not None
    if need.harm in CAME_BACK:
        return _why_it_came_back(lead, rules)
    sentence = {
        Harm.HOT: _("Asks to be contacted directly; no contact is logged."),
        Harm.UNCONTACTED: _("The customer says that nobody has been in touch."),
        Harm.DUE: _("Nobody has answered: %(left)s."),
        Harm.SAID_SPAM: _("Declined as spam or no customer on %(day)s. Nobody was told."),
        Harm.SILENT: _("Accepted on %(day)s; no contact is logged."),
        Harm.STILL: _("Nothing has happened since %(day)s."),
    }[need.harm]
    return sentence % {"left": left(lead.due_at - at), "day": reader.day(need.moment, near=at)}


def _why_it_came_back(lead: Lead, rules: Rules) -> str:
    if lead.outcome != Outcome.DECLINED:
        return _("%(partner)s did not answer in time. Nobody has the request now.") % {"partner": lead.partner.name}
    reason = rules.reasons.get(lead.reason)
    names = {"partner": lead.partner.name, "reason": in_language(reason.labels) if reason else lead.reason}
    return _("%(partner)s declined: %(reason)s. Nobody has the request now.") % names


def _why_it_waits(request: Request, harm: Harm, *, reader: Reader, at: datetime) -> str:
    if harm is Harm.SUSPECTED and request.release_at is not None:
        return _("Delivered by itself on %(when)s, unless somebody decides.") % {
            "when": reader.moment(request.release_at, near=at)
        }
    need = " ".join(request.need.split())
    return need if len(need) <= MOST_NEED else f"{need[:MOST_NEED].rstrip()} …"


def care_of(care: Care | None, *, at: datetime) -> str:
    """Return what somebody of the vendor did last; empty when nobody did anything."""
    if care is None:
        return ""
    said = _("Called by %(name)s, %(ago)s") if care.how == Nudge.How.CALLED else _("Nudged by %(name)s, %(ago)s")
    return said % {"name": care.by or _("the vendor"), "ago": ago(at - care.at)}


def _since(need: Need) -> datetime:
    lead = need.lead
    if lead is None:
        return need.moment
    return lead.received_at if need.harm in {Harm.HOT, Harm.DUE} else need.moment


def _of_request(request: Request, *, may_act: bool, suspected: bool) -> Part:
    about = {"customer": request.customer_company, "url": reverse("vendor-inbox"), "partner": "", "manager": ""}
    if not may_act:
        return about | {"button": None, "more": []}
    release = {"label": _("Release"), "url": _decision("vendor-inbox-release", request)}
    choose = {"label": _("Choose a partner"), "url": reverse("vendor-inbox-partner", args=[request.id])}
    more = [
        {"label": _("It is spam"), "url": _decision("vendor-inbox-refusal", request), "icon": "trash"},
        {"label": _("Snooze"), "url": reverse("vendor-inbox-snooze", args=[request.id]), "icon": "clock"},
    ]  # fmt: skip
    return about | {"button": release if suspected else choose, "more": more}


def _decision(name: str, request: Request) -> str:
    return f"{reverse(name, args=[request.id])}?from={FROM_TODAY}"


def _of_lead(lead: Lead, need: Need) -> Part:
    about = {
        "customer": lead.customer_company,
        "url": reverse("vendor-lead", args=[lead.id]),
        "partner": f"{lead.partner.name}, {lead.location.name}",
        "manager": lead.partner.manager.name if lead.partner.manager else "",
    }
    if not need.may_act:
        return about | {"button": None, "more": []}
    nudge = {"label": _("Nudge"), "url": reverse("vendor-lead-nudge", args=[lead.id]), "icon": "bell", "method": "post"}
    call = {"label": _("Call"), "url": reverse("vendor-lead-call", args=[lead.id]), "icon": "phone"}
    pass_on = {"label": _("Send to next"), "url": reverse("vendor-lead-next", args=[lead.id]), "icon": "send"}
    recall = {"label": _("Recall"), "url": reverse("vendor-lead-recall", args=[lead.id]), "icon": "undo"}
    snooze = {"label": _("Snooze"), "url": reverse("vendor-lead-snooze", args=[lead.id]), "icon": "clock"}
    if need.harm is Harm.SAID_SPAM:
        look = {"label": _("Have a look"), "url": f"{about['url']}#spam"}
        return about | {"button": look, "more": [snooze]}
    if need.harm in CAME_BACK:
        return about | {"button": pass_on, "more": [snooze]}
    # A mail was tried already, or is too slow.
    first, second = (call, nudge) if need.care or need.harm in NUDGED_BY_HAND else (nudge, call)
    more = [second, *([pass_on, recall] if lead.stage == Stage.RECEIVED else []), snooze]
    return about | {"button": first, "more": more}
