"""Send a lead to a partner; what a partner company has sent to others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from segue.accounts.actor import Member, Staff
from segue.kit.errors import Forbidden, Refused
from segue.leads.actions.withdraw import withdraw
from segue.leads.following import View, follow, followed_leads
from segue.requests.actions.send import send_lead
from segue.web.entrance import acting, at_of, enter, rules_of, who
from segue.web.forms.refusals import put_back
from segue.web.forms.taken import taken
from segue.web.reading import reader_of
from segue.web.sending.another import next_partners
from segue.web.sending.forms import SendingForm, types_of
from segue.web.sending.invitation import shown
from segue.web.sending.order import turns_shown
from segue.web.vendor import lead_words as words

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member, Staff)
def send(request: HttpRequest) -> HttpResponse:
    """Hand a customer over to the partner whose location stands in the address; without one, choose it first."""
    actor = acting(request, Member, Staff)
    if not types_of(actor):
        raise Forbidden
    initial = {"location": request.GET.get("location", "")}
    form = SendingForm(request.POST or None, actor=actor, rules=rules_of(request), initial=initial)
    if request.method != "POST" and form.place is None:
        return redirect("send-partner")
    if request.method == "POST" and form.is_valid_at(at_of(request)):
        assert form.place is not None
        try:
            lead = send_lead(
                form.wanted(),
                form.sending(),
                actor=actor,
                at=at_of(request),
                form_key=form.cleaned_data["form_key"],
                location_id=form.place.id,
                then=form.cleaned_data["then"],
            )
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("%(partner)s has the lead.") % {"partner": lead.partner.name})
            return taken(redirect("vendor-lead" if isinstance(actor, Staff) else "sent-lead", lead.id))
    return shown(request, form)


@require_safe
@enter(Member)
def sent(request: HttpRequest) -> HttpResponse:
    """List what one's company has sent to other partners."""
    actor = acting(request, Member)
    page = followed_leads(actor, view=View.SENT, stage=None, page=request.GET.get("page", ""))
    reader, at = reader_of(request), at_of(request)
    rows = [words.row(lead, url=reverse("sent-lead", args=[lead.id]), reader=reader, at=at) for lead in page.rows]
    context = {
        "title": _("What we sent"),
        "rows": [row | {"value": ""} for row in rows],
        "older_url": f"{reverse('sent')}?page={page.older}" if page.older else "",
        "send_url": reverse("send"),
    }
    return render(request, "vendor/leads.html", context)


@require_safe
@enter(Member)
def sent_lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Show one lead that one's company has sent: its stage and outcome."""
    actor = acting(request, Member)
    followed = follow(lead_id, actor=actor, at=at_of(request))
    context = words.page(followed, reader=reader_of(request), at=at_of(request), rules=rules_of(request))
    context |= {
        "back": {"url": reverse("sent"), "words": _("What we sent")},
        "withdraw_url": reverse("sent-lead-withdrawal", args=[lead_id]) if followed.may_withdraw else "",
        **next_partners(request, followed.lead),
        **turns_shown(followed.lead, actor=actor, reader=reader_of(request), at=at_of(request)),
    }
    return render(request, "vendor/lead.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def sent_lead_withdrawal(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Say what recalling a lead does that one's company has sent, and recall it."""
    if request.method != "POST":
        return _before_recalling(request, lead_id)
    withdraw([lead_id], actor=who(request), at=at_of(request))
    messages.success(request, _("The lead is recalled. The partner is told."))
    return redirect("sent-lead", lead_id)


def _before_recalling(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    actor = acting(request, Member)
    followed = follow(lead_id, actor=actor, at=at_of(request))
    if not followed.may_withdraw:
        raise Forbidden
    context = {
        "lead": followed.lead,
        "back": {"url": reverse("sent-lead", args=[lead_id]), "words": _("What we sent")},
        "recall_url": request.path,
    }
    return render(request, "vendor/lead_recall.html", context)
