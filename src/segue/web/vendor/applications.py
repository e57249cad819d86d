"""Companies that would like to be partners: what they wrote, and yes or no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from segue.accounts.actions.applications import approve, refuse
from segue.accounts.actor import Staff
from segue.accounts.applications import waiting_applications
from segue.accounts.policy import may_run_programme
from segue.kit.errors import Invalid, Refused
from segue.kit.places import country_name
from segue.web.entrance import at_of, enter, who
from segue.web.forms.refusals import say
from segue.web.reading import ago, iso

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

MOST = 100
"""So many stand on the page; deciding brings the next."""


@require_safe
@enter(Staff)
def applications(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, the oldest first."""
    actor, at = who(request), at_of(request)
    rows = [
        {
            "application": one,
            "country": country_name(one.country),
            "ago": ago(at - one.at),
            "iso": iso(one.at),
        }
        for one in waiting_applications(actor)[:MOST]
    ]
    return render(request, "vendor/applications.html", {"rows": rows, "may_decide": may_run_programme(actor)})


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
    try:
        refused_one = refuse(
            application_id, actor=who(request), at=at_of(request), reason=request.POST.get("reason", "")
        )
    except Invalid as refused:
        messages.error(request, " ".join(map(str, refused.fields.values())))
    except Refused as refused:
        say(request, refused)
    else:
        said = _("Refused as spam; nobody is told.") if refused_one.suspected else _("Refused. The applicant is told.")
        messages.success(request, said)
    return redirect("applications")
