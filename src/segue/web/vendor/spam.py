"""What a partner declined as spam, or as from no customer: nobody was told, and somebody of the vendor has a look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from segue.accounts.actor import Staff
from segue.kit.errors import Refused
from segue.leads.actions.judge_spam import confirm_spam, refute_spam
from segue.leads.lifecycle import Step
from segue.leads.policy import allowed_steps
from segue.programme.queries import in_language
from segue.web.entrance import at_of, enter, who
from segue.web.forms.refusals import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from segue.leads.models import Lead
    from segue.programme.queries import Rules


def said_spam(lead: Lead, *, actor: Staff, at: datetime, rules: Rules) -> dict[str, Any] | None:
    """Return `spam` for vendor/lead.html: what was said, and the buttons of who may judge it; None: nothing was."""
    if lead.spam_said_at is None:
        return None
    allowed = allowed_steps(lead, actor=actor, at=at)
    buttons = [
        (Step.CONFIRM_SPAM, "vendor-lead-spam", _("That is right: do not count it"), "trash"),
        (Step.REFUTE_SPAM, "vendor-lead-genuine", _("It is genuine: count it"), "check"),
    ]
    return {
        "words": _words(lead, rules),
        "actions": [
            {"label": label, "url": reverse(name, args=[lead.id]), "icon": icon, "method": "post"}
            for step, name, label, icon in buttons
            if step in allowed
        ],
    }


def _words(lead: Lead, rules: Rules) -> str:
    if lead.spam is None:
        reason = rules.reasons.get(lead.reason)
        said = {"partner": lead.partner.name, "reason": in_language(reason.labels) if reason else lead.reason}
        return _("%(partner)s declined it as “%(reason)s”. The customer was not told. Is that right?") % said
    if lead.spam:
        return _("The vendor agrees: it counts nowhere in the order of results.")
    return _("The vendor holds it for genuine: it counts as any other no.")


@require_POST
@enter(Staff)
def spam(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Agree that a lead is spam."""
    return _judged(request, lead_id, confirm_spam, said=_("Noted: it does not count."))


@require_POST
@enter(Staff)
def genuine(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Hold a lead for genuine."""
    return _judged(request, lead_id, refute_spam, said=_("Noted: it counts as any other no."))


def _judged(request: HttpRequest, lead_id: UUID, act: Callable[..., Lead], *, said: str) -> HttpResponse:
    try:
        act(lead_id, actor=who(request), at=at_of(request))
    except Refused as refused:
        say(request, refused)
    else:
        messages.success(request, said)
    return redirect("vendor-lead", lead_id)
