"""The programme's reasons as choices, each with a sentence and with what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from segue.programme.models import Reason
from segue.programme.queries import Rules, in_language
from segue.web.forms.worded import worded
from segue.web.partner.words import first_name

if TYPE_CHECKING:
    from datetime import datetime

    from segue.leads.models import Lead
    from segue.web.forms.worded import Worded
    from segue.web.reading import Reader


def to_choose(rules: Rules, use: Reason.For, lead: Lead, *, called: str = "") -> list[tuple[str, Worded]]:
    """Return code and label of each reason offered; declining also says where it is unusual who is told.

    `called` is what the customer is called in the sentences, the first name if nothing is said.
    """
    chosen = []
    for reason in rules.reasons_for(use):
        hint = in_language(reason.sentences)
        if use == Reason.For.DECLINE:
            hint = f"{hint} {_what_differs(reason, called or first_name(lead.customer_name))}"
        chosen.append((reason.code, worded(in_language(reason.labels), hint=hint.strip())))
    return chosen


def to_choose_for_several(rules: Rules) -> list[tuple[str, Worded]]:
    """Return code and label of each reason for declining several leads with one answer."""
    chosen = []
    for reason in rules.reasons_for(Reason.For.DECLINE):
        hint = f"{in_language(reason.sentences)} {_what_differs(reason, gettext('The customer'))}"
        chosen.append((reason.code, worded(in_language(reason.labels), hint=hint.strip())))
    return chosen


def _what_differs(reason: Reason, called: str) -> str:
    """Return who is told of a no for this reason where it differs from `usually_follows`."""
    if reason.customer_hears and not reason.onward:
        return gettext("%(name)s is offered no other partner.") % {"name": called}
    return ""


def what_follows(lead: Lead, *, called: str, commits_at: datetime | None, reader: Reader) -> str:
    """Return what happens after declining: until when it can be undone, who is told, what is hidden."""
    hides = gettext("Name, phone, e-mail and street of %(name)s will be hidden from you; your notes stay.") % {
        "name": called
    }
    if commits_at is None:
        return f"{_usually_follows(lead, called)} {hides}"
    undo = gettext("You can undo it until %(time)s; nobody is told before.") % {"time": reader.clock(commits_at)}
    return f"{undo} {_usually_follows(lead, called)} {hides}"


def _usually_follows(lead: Lead, called: str) -> str:
    """Return who is told of a no, unless the reason says otherwise."""
    facts = {"name": called, "sender": lead.sender_name}
    if lead.sender_name:
        return gettext("Then %(sender)s is told, and %(name)s a little later.") % facts
    return gettext("Then %(name)s is told, without your note, and can choose another partner.") % facts
