"""The own profile as customers will see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from segue.accounts.actor import Member
from segue.directory.queries import profile_to_edit
from segue.web.entrance import enter, rules_of, who
from segue.web.public.profile import said

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_safe
@enter(Member)
def preview(request: HttpRequest) -> HttpResponse:
    """Show the draft on the public page, without a way to send a request."""
    actor = who(request)
    assert isinstance(actor, Member)
    draft = profile_to_edit(actor.partner_id, actor=actor)
    notice = {
        "title": _("Preview"),
        "text": _("Only you see this page. Customers see it once you publish."),
        "url": reverse("profile"),
        "step": _("Back to the editor"),
    }
    context = said(draft.profile, draft.locations, rules_of(request)) | {"preview": notice}
    return render(request, "public/profile.html", context)
