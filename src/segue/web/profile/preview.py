"""The own profile as customers will see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from segue.accounts.actor import Member
from segue.directory.queries import profile_to_edit
from segue.directory.sheet import sheet_of_draft
from segue.web.entrance import acting, at_of, enter, rules_of
from segue.web.public.sheet import said

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.directory.sheet import Sheet


@require_safe
@enter(Member)
def preview(request: HttpRequest) -> HttpResponse:
    """Show the draft on the public page, without a way to send a request."""
    actor = acting(request, Member)
    draft = profile_to_edit(actor.partner_id, actor=actor)
    sheet = sheet_of_draft(draft, at=at_of(request), rules=rules_of(request))
    return preview_page(request, sheet, notice=_("Only you see this page. Customers see it once you publish."))


def preview_page(request: HttpRequest, sheet: Sheet, *, notice: str, logo_url: str | None = None) -> HttpResponse:
    """Return the public page of a sheet: all that customers would see, with a button that sends nothing.

    `logo_url` shows another logo than the one that is saved.
    """
    told = {"title": _("Preview"), "text": notice, "url": reverse("profile"), "step": _("Back to the editor")}
    context = said(sheet, rules_of(request)) | {"preview": told}
    if logo_url is not None:
        context["company"]["logo_url"] = logo_url
    return render(request, "public/profile.html", context)
