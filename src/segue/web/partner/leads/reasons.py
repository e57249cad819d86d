"""The programme's reasons as choices, each with a sentence and with what follows from it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from segue.programme.models import Reason
from segue.programme.queries import Rules, in_language
from segue.web.forms.worded import worded
from segue.web.partner.words import first_name

if TYPE_CHECKING:
    from segue.leads.models import Lead
    from segue.web.forms.worded import Worded


def to_choose(rules: Rules, use: Reason.For, lead: Lead) -> list[tuple[str, Worded]]:
    """Return code and label of each reason offered; declining also says where it is unusual who is told."""
    chosen = []
    for reason in rules.reasons_for(use):
        hint = in_language(reason.sentences)
        if use == Reason.For.DECLINE:
            hint = f"{hint} {_what_differs(reason, lead)}"
        chosen.append((reason.code, worded(in_language(reason.labels), hint=hint.strip())))
    return chosen


def _what_differs(reason: Reason, lead: Lead) -> str:
    """Return who is told of a no for this reason where it differs from `usually_follows`."""
    if reason.customer_hears and not reason.onward:
        return gettext("%(name)s is offered no other partner.") % {"name": first_name(lead.customer_name)}
    return ""


def usually_follows(lead: Lead) -> str:
    """Return who is told of a no, unless the reason says otherwise."""
    facts = {"name": first_name(lead.customer_name), "sender": lead.sender_name}
    if lead.sender_name:
        return gettext("Then %(sender)s is told, and %(name)s a little later.") % facts
    return gettext("Then %(name)s is told, without your note, and can choose another partner.") % facts
