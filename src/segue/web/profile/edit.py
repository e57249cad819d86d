"""Edit what the profile says, see it as customers would before it is saved, and leave out words that mislead them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from segue.accounts.actor import Member
from segue.directory.actions import edit_profile
from segue.directory.policy import require_editor_of_all
from segue.directory.queries import profile_to_edit
from segue.directory.sheet import sheet_of_draft
from segue.kit.errors import Refused
from segue.kit.text import cleaned
from segue.leads.turned_down import turned_down
from segue.web.entrance import acting, at_of, enter, rules_of
from segue.web.forms.refusals import put_back, status_of
from segue.web.forms.taken import taken
from segue.web.profile.forms import ProfileForm
from segue.web.profile.guidance import declined, guidance
from segue.web.profile.preview import preview_page
from segue.web.public.logo import logo_url

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from segue.directory.queries import Draft


@require_http_methods(["GET", "HEAD", "POST"])
@enter(Member)
def edit(request: HttpRequest) -> HttpResponse:
    """Show the form with what the profile says now, and save it when it is sent.

    Two of its buttons save nothing: one shows what customers would see, one comes back without a word.
    """
    actor = acting(request, Member)
    require_editor_of_all(actor.partner_id, actor=actor)
    draft = profile_to_edit(actor.partner_id, actor=actor)
    form = ProfileForm(request.POST or None, request.FILES or None, rules=rules_of(request), draft=draft)
    if "without" in request.POST:
        form.leave_out(*request.POST["without"].partition(":")[::2])
    if request.method == "POST" and form.is_valid():
        if "preview" in request.POST:
            return _as_typed(request, form, draft)
        if "without" in request.POST:
            return _page(request, form, draft)
        try:
            _save(request, form, actor)
        except Refused as refused:
            put_back(form, refused)
        else:
            messages.success(request, _("Saved."))
            return taken(redirect("profile"))
    return _page(request, form, draft)


def _page(request: HttpRequest, form: ProfileForm, draft: Draft) -> HttpResponse:
    chosen = form.hold_logo() if form.is_bound else ""
    tags = form.tags() if form.is_bound and form.is_valid() else draft.tags
    misleading = turned_down(draft.profile.partner_id, tags, at=at_of(request))
    context = {
        "form": form,
        "logo_url": chosen or logo_url(draft.profile),
        "company": draft.profile.partner.name,
        "turned_down": [declined(one, rules_of(request)) for one in misleading],
        **guidance(draft, edits=True),
    }
    return render(request, "profile/edit.html", context, status=status_of(form))


def _save(request: HttpRequest, form: ProfileForm, actor: Member) -> None:
    answers = form.cleaned_data
    edit_profile(
        actor.partner_id,
        actor=actor,
        at=at_of(request),
        seen=answers["seen"],
        logo=form.logo_sent(),
        website=answers["website"],
        description=answers["description"],
        tags=form.tags(),
        remote=answers["remote"],
        capacity=answers["capacity"],
        budget_from_minor=answers["budget_from"],
    )


def _as_typed(request: HttpRequest, form: ProfileForm, draft: Draft) -> HttpResponse:
    """Show what customers would see of the words in the form; nothing is saved."""
    answers, rules = form.cleaned_data, rules_of(request)
    profile = draft.profile
    profile.description, profile.remote = cleaned(answers["description"]), answers["remote"]
    profile.budget_from_minor = answers["budget_from"]
    # What saving would refuse is no link yet.
    profile.partner.website = answers["website"] if answers["website"].startswith(("https://", "http://")) else ""
    if answers["logo_gone"]:
        profile.logo_version = None
    sheet = sheet_of_draft(replace(draft, tags=form.tags()), at=at_of(request), rules=rules)
    notice = _("This is what you have typed; it is not saved yet. Close this page to go on.")
    return preview_page(request, sheet, notice=notice, logo_url=form.hold_logo() or logo_url(profile))
