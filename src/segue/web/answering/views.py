"""Answer a lead from the mail: opening the link shows it, a form is opened by a link, only its button acts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from segue.kit.errors import Refused
from segue.kit.money import currencies
from segue.leads.actions.answers import Acceptance, Refusal, default_name
from segue.leads.actions.respond import accept, decline, undo
from segue.leads.links import LinkOver, answering
from segue.programme.models import Reason
from segue.web.answering.door import by_link, over_page, reader_of_link
from segue.web.answering.page import show
from segue.web.entrance import at_of, rules_of
from segue.web.forms.currencies import USUAL
from segue.web.forms.refusals import UNPROCESSABLE, put_on
from segue.web.forms.taken import taken
from segue.web.partner.leads.forms import AcceptForm, DeclineForm, initial_deal
from segue.web.partner.leads.reasons import to_choose, what_follows
from segue.web.partner.leads.typed import deal_of
from segue.web.partner.leads.verb import on_current

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import Form
    from django.http import HttpRequest, HttpResponse

    from segue.leads.links import Answering


@require_safe
@by_link(signed_in="lead")
def answer(request: HttpRequest, token: str, link: Answering) -> HttpResponse:
    """Show the lead as the mail did, with what can be answered; or the answer that can still be undone."""
    return show(request, token, link)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(signed_in="lead-acceptance")
def acceptance(request: HttpRequest, token: str, link: Answering) -> HttpResponse:
    """Accept, with the deal as typed. Colleagues are taken along on the lead's own page: no names are offered here."""
    lead, reader = link.lead, reader_of_link(request, link)
    panel, typed = "partner/accept_form.html", request.POST.get("currency", lead.currency)
    form = AcceptForm(
        request.POST or None,
        reader=reader,
        currency=typed if typed in currencies() else USUAL[0],
        people=list,
        initial=initial_deal(lead, reader=reader, deal_name=default_name(lead)),
    )
    if request.method != "POST":
        return _offered(request, token, link, panel=panel, form=form)

    def act() -> str:
        seen, at = form.cleaned_data["seen"], at_of(request)
        accept(lead.id, actor=link.member, at=at, seen=seen, answer=Acceptance(deal_of(form)))
        return gettext("Accepted. Now contact the customer: sign in to see whom.")

    return _sent(request, token, link, panel=panel, form=form, act=act)


@require_http_methods(["GET", "HEAD", "POST"])
@by_link(signed_in="lead-declination")
def declination(request: HttpRequest, token: str, link: Answering) -> HttpResponse:
    """Decline with a reason; it can be undone for the programme's minutes, by the same link."""
    lead, rules, at = link.lead, rules_of(request), at_of(request)
    called = lead.customer_company
    reasons = to_choose(rules, Reason.For.DECLINE, lead, called=called)
    form = DeclineForm(request.POST or None, reasons=reasons, initial={"seen": lead.version})
    commits_at = at + rules.hold_time if rules.hold_time else None
    preview = what_follows(lead, called=called, commits_at=commits_at, reader=reader_of_link(request, link))

    def act() -> str:
        typed = form.cleaned_data
        said = Refusal(reason=typed["reason"], note=typed["note"], message=typed["message"])
        decline(lead.id, actor=link.member, at=at, seen=typed["seen"], answer=said)
        return ""

    panel = "partner/decline_form.html"
    if request.method != "POST":
        return _offered(request, token, link, panel=panel, form=form, preview=preview)
    return _sent(request, token, link, panel=panel, form=form, act=act, preview=preview)


@require_POST
@by_link(signed_in="lead")
def undoing(request: HttpRequest, token: str, link: Answering) -> HttpResponse:
    """Take back the answer that is being held."""
    try:
        undo(link.lead.id, actor=link.member, at=at_of(request))
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, gettext("Undone. Nobody was told."))
    return redirect("answer", token)


def _offered(
    request: HttpRequest, token: str, link: Answering, *, panel: str, form: Form, preview: str = ""
) -> HttpResponse:
    """Show the form; while an answer is held there is nothing to answer, and the page says so."""
    if link.lead.holding:
        return redirect("answer", token)
    return show(request, token, link, panel=panel, form=form, preview=preview)


def _sent(
    request: HttpRequest,
    token: str,
    link: Answering,
    *,
    panel: str,
    form: Form,
    act: Callable[[], str],
    preview: str = "",
) -> HttpResponse:
    """Act on what was sent and go back to the link, which says what came of it; a refusal shows the form again."""
    status = UNPROCESSABLE
    if form.is_valid():
        try:
            said = act()
        except Refused as refused:
            put_on(form, refused)
            status = refused.status
            try:
                link = answering(token, at=at_of(request))  # as it stands now, if there is still something to answer
            except LinkOver as over:
                return over_page(request, over)
        else:
            if said:
                messages.success(request, said)
            return taken(redirect("answer", token))
    return show(request, token, link, panel=panel, form=on_current(form, link.lead), status=status, preview=preview)
