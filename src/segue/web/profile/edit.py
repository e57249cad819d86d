"""Edit what the profile says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Member
from segue.directory.actions import edit_profile
from segue.directory.queries import profile_to_edit
from segue.kit.errors import Refused
from segue.web.entrance import at_of, enter, rules_of, who
from segue.web.forms.refusals import put_back
from segue.web.profile.forms import TextForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def edit(request: HttpRequest) -> HttpResponse:
    """Show the form with what the profile says now; take it when it is sent."""
    actor = who(request)
    assert isinstance(actor, Member)
    draft = profile_to_edit(actor.partner_id, actor=actor)
    form = TextForm(request.POST or None, rules=rules_of(request), draft=draft)
    if request.method == "POST" and form.is_valid():
        answers = form.cleaned_data
        try:
            edit_profile(
                actor.partner_id,
                actor=actor,
                at=at_of(request),
                seen=answers["seen"],
                description=answers["description"],
                tags=form.tags(),
                remote=answers["remote"],
                capacity=answers["capacity"],
                budget_from_minor=answers["budget_from"],
            )
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("Saved."))
            return redirect("profile")
    return render(request, "profile/text.html", {"form": form}, status=422 if form.errors else 200)
