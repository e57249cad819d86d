"""The leads that the vendor's people follow: lists, one lead, recalling it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from segue.accounts.actor import Staff
from segue.kit.text import cleaned
from segue.leads.actions.withdraw import withdraw
from segue.leads.following import View, follow, followed_leads, views_of
from segue.leads.models import Stage
from segue.requests.actions.send_again import may_send_again
from segue.web.entrance import acting, at_of, enter, rules_of, who
from segue.web.preferences import back
from segue.web.reading import quoted, reader_of
from segue.web.sending.another import next_partners
from segue.web.sending.order import turns_shown
from segue.web.vendor import lead_words
from segue.web.vendor.care import care_on_the_page, from_the_page
from segue.web.vendor.spam import said_spam
from segue.web.vendor.today import UNDO_KEY

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

VIEWS = {
    View.ALL: gettext_lazy("All leads"),
    View.PARTNERS: gettext_lazy("My partners' leads"),
    View.SENT: gettext_lazy("What I sent"),
}
STAGES = {
    "": gettext_lazy("All"),
    Stage.RECEIVED.value: gettext_lazy("Received"),
    Stage.ACCEPTED.value: gettext_lazy("Accepted"),
    Stage.ARCHIVED.value: gettext_lazy("Archived"),
}
LONGEST_WORDS = 120


@require_safe
@enter(Staff)
def leads(request: HttpRequest) -> HttpResponse:
    """List the leads somebody follows, the newest first, narrowed to a stage and to what is looked for."""
    actor = acting(request, Staff)
    opened = views_of(actor)
    view = View(request.GET["view"]) if request.GET.get("view") in set(View) else next(iter(opened), View.SENT)
    chosen = request.GET.get("stage", "")
    stage = Stage(chosen) if chosen in Stage.values else None
    words = cleaned(request.GET.get("q", ""))[:LONGEST_WORDS]
    page = followed_leads(actor, view=view, stage=stage, looked_for=words, page=request.GET.get("page", ""))
    reader, at = reader_of(request), at_of(request)
    context = {
        "title": VIEWS[view],
        "view": view,
        "stage": stage or "",
        "words": words,
        "tabs": [{"label": VIEWS[one], "url": _address(one, stage, words), "current": one == view} for one in opened],
        "stages": [
            {"label": label, "url": _address(view, code, words), "current": code == (stage or "")}
            for code, label in STAGES.items()
        ],
        "rows": [lead_words.row(lead, url=_opened_from(request, lead.id), reader=reader, at=at) for lead in page.rows],
        "older_url": _address(view, stage, words, page=page.older) if page.older else "",
        "search_url": reverse("vendor-leads"),
        "found_by": [{"label": quoted(words), "url": _address(view, stage, ""), "current": True}],
        "clear_url": _address(view, stage, ""),
        "wider_url": _address(opened[0], None, words) if words and (stage or view != opened[0]) else "",
        "send_url": reverse("send") if View.SENT in opened else "",
    }
    return render(request, "vendor/leads.html", context)


def _address(view: View, stage: str | None, words: str, **more: str) -> str:
    given = {"view": view, "stage": stage, "q": words, **more}
    return f"{reverse('vendor-leads')}?{urlencode({name: said for name, said in given.items() if said})}"


def _opened_from(request: HttpRequest, lead_id: UUID) -> str:
    url = reverse("vendor-lead", args=[lead_id])
    return f"{url}?{urlencode({'of': request.GET.urlencode()})}" if request.GET else url


def _back_to(request: HttpRequest) -> str:
    """Return the list that a lead was opened from: what it is narrowed to, and its page."""
    of = QueryDict(request.GET.get("of", "")).urlencode()
    return f"{reverse('vendor-leads')}?{of}" if of else reverse("vendor-leads")


@require_safe
@enter(Staff)
def lead(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Show one lead: what was sent, where it stands, what happened."""
    actor = acting(request, Staff)
    followed = follow(lead_id, actor=actor, at=at_of(request))
    context: dict[str, Any] = lead_words.page(
        followed, reader=reader_of(request), at=at_of(request), rules=rules_of(request)
    )
    again = may_send_again(followed.lead, actor=actor, at=at_of(request))
    context |= {
        "back": {"url": _back_to(request), "words": _("Leads")},
        "care": care_on_the_page(followed.lead, actor),
        "withdraw_url": from_the_page("vendor-lead-recall", lead_id) if followed.may_withdraw else "",
        "again_url": reverse("vendor-lead-again", args=[lead_id]) if again else "",
        "undo": request.session.pop(UNDO_KEY, None),
        "spam": said_spam(followed.lead, actor=actor, at=at_of(request), rules=rules_of(request)),
        **next_partners(request, followed.lead),
        **turns_shown(followed.lead, actor=actor, reader=reader_of(request), at=at_of(request)),
    }
    return render(request, "vendor/lead.html", context)


@require_POST
@enter(Staff)
def withdrawal(request: HttpRequest, lead_id: UUID) -> HttpResponse:
    """Recall a lead from its partner."""
    withdraw([lead_id], actor=who(request), at=at_of(request))
    messages.success(request, _("The lead is recalled. The partner is told."))
    return back(request) if request.POST.get("next") else redirect("vendor-lead", lead_id)
