"""What happened to a lead, in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from segue.leads.lifecycle import Note, Step
from segue.leads.models import LeadEvent, Stage, TimeFrame
from segue.leads.policy import shows_person
from segue.programme.queries import Rules, in_language
from segue.web.reading import Reader, iso

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from segue.leads.models import Lead

Part = dict[str, Any]

LINES: dict[str, tuple[Any, str, str]] = {
    Step.RECEIVE: ("", "inbox", ""),
    Step.ACCEPT: (_("%(who)s accepted"), "check", "accent"),
    Step.DECLINE: (_("%(who)s declined"), "cross", ""),
    Step.EXPIRE: (_("Expired: nobody answered in time"), "clock", "amber"),
    Step.WITHDRAW: (_("%(who)s withdrew"), "undo", "amber"),
    Step.WIN: (_("%(who)s closed the deal as won"), "check", "green"),
    Step.LOSE: (_("%(who)s closed the deal as lost"), "archive", ""),
    Step.EDIT: (_("%(who)s changed the deal"), "edit", ""),
    Step.ADD_EMPLOYEE: (_("%(who)s added a colleague"), "plus", ""),
    Step.CORRECT_EMPLOYEE: (_("%(who)s corrected a colleague"), "edit", ""),
    Step.REMOVE_EMPLOYEE: (_("%(who)s removed a colleague"), "minus", ""),
    Step.LOG_CONTACT: (_("%(who)s contacted the customer"), "phone", ""),
    Step.REPORT_CONTACT: (_("The customer says that you have been in touch"), "phone", ""),
    Step.TAKE: (_("%(who)s took the lead"), "person", ""),
    Step.HAND_OVER: (_("%(who)s handed the lead over"), "people", ""),
    Step.CONFIRM_SPAM: (_("The vendor agrees that it is no real request: it does not count"), "trash", ""),
    Step.REFUTE_SPAM: (_("The vendor holds it for genuine: it counts as any other no"), "check", ""),
    Step.CONFIRM_EMAIL: (_("The customer confirmed the e-mail address"), "mail", ""),
    Note.NUDGE: (_("%(who)s of the vendor asked you to act"), "bell", "amber"),
    Note.CALL: (_("%(who)s of the vendor called about this lead"), "phone", "amber"),
    Step.ERASE: (_("Personal data erased"), "trash", ""),
    Step.MERGE: (_("Merged with another lead"), "link", ""),
}
"""Step -> sentence, icon, colour."""

BY = {
    LeadEvent.By.PARTNER: _("A colleague"),
    LeadEvent.By.CUSTOMER: _("The customer"),
    LeadEvent.By.VENDOR: _("The vendor"),
    LeadEvent.By.SENDING_PARTNER: _("The sending partner"),
    LeadEvent.By.SYSTEM: _("The system"),
}
HOW = {"called": _("By phone"), "mailed": _("By e-mail"), "met": _("In person"), "no_answer": _("No answer")}
FIELDS = {
    "deal_name": _("Deal name"),
    "value_minor": _("Value"),
    "purchase_on": _("Purchase date"),
    "time_frame": _("Time frame"),
    "campaign_id": _("Campaign id"),
    "crm_id": _("CRM id"),
    "notes": _("Notes"),
    "reason": _("Reason"),
}
OWNER_LEFT = {
    True: _("%(who)s handed the lead over, since its owner left the company"),
    False: _("Its owner left the company: nobody owns this lead now"),
}
"""Whether there was an heir -> the sentence."""
UNSAID = {Step.RECEIVE, Step.ACCEPT, Step.DECLINE, Step.TAKE, Step.HAND_OVER}
"""Steps whose fields are not told one by one: they filled them for the first time, or the sentence says it."""


def history(lead: Lead, events: Sequence[LeadEvent], *, reader: Reader, rules: Rules, at: datetime) -> list[Part]:
    """Return the events, newest first, as parts/history.html wants them."""
    return [_line(lead, event, reader=reader, rules=rules, at=at) for event in events]


def meanwhile(told: list[Part], events: Sequence[LeadEvent], *, since: int | None) -> Part | None:
    """Return what others did with a lead after the version that somebody was writing about; None: nothing."""
    lines = [
        ". ".join([f"{line['words']}, {line['when']}", *line["details"]])
        for line, event in zip(told, events, strict=True)
        if since is not None and event.version > since
    ]
    if not lines:
        return None
    kept = gettext("What you wrote is kept below; it is not sent yet.")
    title = gettext("This lead changed while you were writing.")
    return {"kind": "amber", "icon": "people", "title": title, "text": f"{'; '.join(lines)}. {kept}"}


def _line(lead: Lead, event: LeadEvent, *, reader: Reader, rules: Rules, at: datetime) -> Part:
    sentence, icon, kind = LINES.get(event.step, (_("%(who)s changed the lead"), "segue", ""))
    if event.step == Step.WITHDRAW and event.by != LeadEvent.By.CUSTOMER:
        sentence = _("%(who)s took the lead back")
    if event.frozen.get("owner_removed"):
        sentence = OWNER_LEFT[bool(event.frozen["to"])]
    who = event.person.name if event.person else str(BY[LeadEvent.By(event.by)])
    if event.step == Step.RECEIVE and lead.direct_contact:
        kind = "flame"
    if event.step == Step.REPORT_CONTACT and not event.frozen.get("contacted"):
        sentence, kind = _("The customer says that nobody has been in touch yet"), "amber"
    return {
        "words": _received(lead) if event.step == Step.RECEIVE else str(sentence) % {"who": who},
        "when": reader.day(event.at, near=at) + ", " + reader.clock(event.at),
        "iso": iso(event.at),
        "title": reader.moment(event.at, near=at),
        "icon": icon,
        "kind": kind,
        "details": _details(lead, event, reader=reader, rules=rules),
    }


def _received(lead: Lead) -> str:
    """Return from whom it came: the sender, or the customer while the person may be named."""
    if lead.test_of_id is not None:
        return gettext("Sent as a test")
    name = lead.sender_partner.name if lead.sender_partner else lead.sender_name
    if not name and shows_person(lead):
        name = lead.customer_name
    return gettext("Received from %(name)s") % {"name": name} if name else str(Stage.RECEIVED.label).capitalize()


def _details(lead: Lead, event: LeadEvent, *, reader: Reader, rules: Rules) -> list[str]:
    if how := event.frozen.get("how"):
        return [str(HOW.get(how, how))]
    changes = event.changes
    if event.frozen.get("owner_by_rule"):
        return [gettext("A rule of your company said who owns it")]
    if event.step in {Step.DECLINE, Step.LOSE} and changes.get("reason"):
        reason = rules.reasons.get(changes["reason"][1])
        return [in_language(reason.labels)] if reason else []
    if event.step in UNSAID:
        return []
    currencies = changes.get("currency") or [lead.currency, lead.currency]
    return [
        _change(name, changes[name], currencies=currencies, reader=reader)
        for name in FIELDS
        if name in changes and name != "reason"
    ]


def _change(name: str, change: list[Any] | None, *, currencies: list[str], reader: Reader) -> str:
    """Return one field's change: from and to where the history keeps them, else that it changed."""
    if change is None:
        return gettext("%(field)s changed") % {"field": FIELDS[name]}
    before, after = (
        _value(name, value, currency=currency, reader=reader)
        for value, currency in zip(change, currencies, strict=True)
    )
    return f"{FIELDS[name]}: {before} → {after}"


def _value(name: str, value: Any, *, currency: str, reader: Reader) -> str:  # noqa: ANN401 -- JSON holds any
    if value in (None, ""):
        return gettext("not known yet") if name != "campaign_id" else "–"
    if name == "value_minor":
        return reader.money(value, currency)
    if name == "purchase_on":
        return reader.day(date.fromisoformat(value))
    if name == "time_frame":
        return str(TimeFrame(value).label)
    return str(value)
