"""A verb's page: GET opens its form on the lead's page; POST is one action and the way back, or says why not.

What was typed is never lost: a refusal shows the form again as it was sent, on the lead as it is now.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.contrib import messages
from django.http import HttpResponse

from segue.kit.errors import NotFound, Refused
from segue.leads.policy import allowed_steps
from segue.web.entrance import at_of
from segue.web.forms.refusals import UNPROCESSABLE, put_on
from segue.web.forms.taken import taken
from segue.web.partner.door import at_work
from segue.web.partner.leads.page import back_to, open_lead, show
from segue.web.partner.leads.panel import for_a_row

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from django import forms
    from django.http import HttpRequest, QueryDict

    from segue.leads.lifecycle import Step
    from segue.leads.models import Lead

_Done = TypeVar("_Done")


def form_for(
    request: HttpRequest,
    lead: Lead,
    step: Step,
    *,
    form: forms.Form,
    panel: str,
    act: Callable[[], object],
    said: str = "",
    then: Callable[[], HttpResponse] | None = None,
    **more: Any,
) -> HttpResponse:
    """Show the form, or act on what was sent and go back to the lead with `said`, or `then`."""
    if request.method == "POST":
        return sent(request, lead.id, form=form, panel=panel, act=act, said=lambda _done: said, then=then, **more)
    return offered(request, lead, step, form=form, panel=panel, **more)


def offered(request: HttpRequest, lead: Lead, step: Step, *, form: forms.Form, panel: str, **more: Any) -> HttpResponse:
    """Show the form; a step that is not possible (any more) leads to the lead's page, which says how it stands."""
    if step not in allowed_steps(lead, actor=at_work(request), at=at_of(request)):
        return back_to(request, lead.id)
    return show(request, lead, panel=panel, form=form, **more)


def sent(
    request: HttpRequest,
    lead_id: UUID,
    /,
    *,
    form: forms.Form,
    panel: str,
    act: Callable[[], _Done],
    said: Callable[[_Done], str],
    then: Callable[[], HttpResponse] | None = None,
    **more: Any,
) -> HttpResponse:
    """Act on what was sent and go back to the lead, or `then`, with what is `said` about it.

    The action reads the lead itself; here it is read only where the form has to be shown again.
    """
    status, since = UNPROCESSABLE, None
    if form.is_valid():
        try:
            done = act()
        except NotFound:
            raise
        except Refused as refused:
            put_on(form, refused)
            status, since = refused.status, form.cleaned_data.get("seen")
        else:
            if words := said(done):
                messages.success(request, words)
            return taken(then() if then else back_to(request, lead_id))
    lead = open_lead(request, lead_id)
    return show(request, lead, panel=panel, form=on_current(form, lead), status=status, since=since, **more)


def press(
    request: HttpRequest,
    lead_id: UUID,
    act: Callable[[], object],
    *,
    said: str = "",
    then: Callable[[], HttpResponse] | None = None,
) -> HttpResponse:
    """Do what a single button asks for and go back to the lead, or `then`; a refusal is said on top of the lead."""
    try:
        act()
    except NotFound:
        raise
    except Refused as refused:
        return _refused(request, lead_id, refused)
    if said:
        messages.success(request, said)
    return then() if then else back_to(request, lead_id)


def on_current(form: forms.Form, lead: Lead) -> forms.Form:
    """Let the next sending be about the lead as it is shown now."""
    data = cast("QueryDict", form.data).copy()
    data["seen"] = str(lead.version)
    form.data = data
    return form


def _refused(request: HttpRequest, lead_id: UUID, refused: Refused) -> HttpResponse:
    if for_a_row(request):
        messages.error(request, str(refused))  # read on the list, which is loaded again
        return HttpResponse(status=refused.status)
    notice = {"kind": "stop", "icon": "warning", "title": str(refused), "text": ""}
    return show(request, open_lead(request, lead_id), status=refused.status, refusal=notice)
