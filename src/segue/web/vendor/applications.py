"""Companies that would like to be partners: what they wrote, and yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from segue.accounts.actions.applications import LONGEST_ABOUT, approve, refuse
from segue.accounts.actor import Staff
from segue.accounts.applications import waiting_applications
from segue.accounts.policy import may_run_programme
from segue.kit.errors import Invalid, Refused
from segue.kit.places import country_name
from segue.web.entrance import at_of, enter, who
from segue.web.forms.lines import Line
from segue.web.forms.refusals import UNPROCESSABLE, put_on, say
from segue.web.reading import ago, iso

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse, QueryDict

    from segue.accounts.models import Application

MOST = 100
"""So many stand on the page; deciding brings the next."""


class RefusalForm(forms.Form):
    """Why a company is not taken in."""

    use_required_attribute = False

    reason = Line(
        label=gettext_lazy("Why not"),
        max_length=LONGEST_ABOUT,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Say why not, in words for the applicant.")},
    )

    def __init__(self, application: Application, sent: QueryDict | None = None) -> None:
        super().__init__(sent, auto_id=f"%s-{application.id}")  # the page has several
        self.application = application
        spam, told = _("Kept here; nobody is told of what looks like spam."), _("The applicant reads this in a mail.")
        self.fields["reason"].help_text = spam if application.suspected else told


@require_safe
@enter(Staff)
def applications(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, the oldest first."""
    return _list(request)


def _list(request: HttpRequest, *, sent: RefusalForm | None = None) -> HttpResponse:
    """Show what waits; `sent` is a refusal that cannot be taken, and stands at its application."""
    actor, at = who(request), at_of(request)
    rows = [
        {
            "application": one,
            "country": country_name(one.country),
            "ago": ago(at - one.at),
            "iso": iso(one.at),
            "form": sent if sent and sent.application == one else RefusalForm(one),
        }
        for one in waiting_applications(actor)[:MOST]
    ]
    context = {"rows": rows, "may_decide": may_run_programme(actor), "form": sent}
    return render(request, "vendor/applications.html", context, status=UNPROCESSABLE if sent else 200)


@require_POST
@enter(Staff)
def approval(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Take a company into the programme."""
    try:
        partner = approve(application_id, actor=who(request), at=at_of(request))
    except Refused as refused:
        say(request, refused)
        return redirect("applications")
    words = _("%(name)s is a partner now. The applicant learns how to sign in. Choose who looks after it.")
    messages.success(request, words % {"name": partner.name})
    return redirect("partner-record", partner.id)


@require_POST
@enter(Staff)
def refusal(request: HttpRequest, application_id: UUID) -> HttpResponse:
    """Say no, with a reason that the applicant reads."""
    actor, at, reason = who(request), at_of(request), request.POST.get("reason", "")
    try:
        refused_one = refuse(application_id, actor=actor, at=at, reason=reason)
    except Invalid as refused:
        form = RefusalForm(waiting_applications(actor).get(id=application_id), request.POST)
        if form.is_valid():
            put_on(form, refused)
        return _list(request, sent=form)
    except Refused as refused:
        say(request, refused)
    else:
        said = _("Refused as spam; nobody is told.") if refused_one.suspected else _("Refused. The applicant is told.")
        messages.success(request, said)
    return redirect("applications")
