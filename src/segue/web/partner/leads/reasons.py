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
    """Return code and label of each reason offered; declining also says who is told."""
    chosen = []
    for reason in rules.reasons_for(use):
        hint = in_language(reason.sentences)
        if use == Reason.For.DECLINE:
            hint = f"{hint} {_what_follows(reason, lead, vendor=rules.programme.vendor_name)}"
        chosen.append((reason.code, worded(in_language(reason.labels), hint=hint.strip())))
    return chosen


def _what_follows(reason: Reason, lead: Lead, *, vendor: str) -> str:
    """Return who is told of a no for this reason, unless the reason's own sentence says that nobody is."""
    if not reason.customer_hears:
        return ""
    facts = {"name": first_name(lead.customer_name), "sender": lead.sender_name or vendor}
    if lead.sender_name:
        return gettext("%(sender)s is told first, %(name)s a little later.") % facts
    if reason.onward:
        return gettext("%(name)s is told and can choose another partner.") % facts
    return gettext("%(name)s is told.") % facts
