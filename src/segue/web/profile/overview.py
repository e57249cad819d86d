"""The first page of the profile's editor: is it published, what does it lack, where is it, who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from segue.accounts.actor import Member
from segue.directory.distinctions import distinctions_in_force
from segue.directory.models import BusinessProfile, Tag
from segue.directory.policy import is_paused, keeps_all, on_a_break
from segue.directory.queries import Draft, is_told, profile_to_edit
from segue.kit.places import country_name
from segue.web.entrance import acting, at_of, enter, rules_of
from segue.web.profile.forms import PauseForm
from segue.web.profile.guidance import guidance, question
from segue.web.public.hours import hours_words
from segue.web.public.logo import logo_url
from segue.web.public.map import map_url
from segue.web.public.proof import mark
from segue.web.public.words import choice_label, filter_title

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse

    from segue.accounts.models import Location
    from segue.directory.models import AlertContact
    from segue.programme.queries import Rules

State = BusinessProfile.State


@require_safe
@enter(Member)
def overview(request: HttpRequest) -> HttpResponse:
    """Show the own company's profile with everything that can be done to it."""
    return overview_page(request, PauseForm())


def overview_page(request: HttpRequest, pause: PauseForm, *, status: int = 200) -> HttpResponse:
    """Return the page, with the form for a break as it was left."""
    actor = acting(request, Member)
    at, rules = at_of(request), rules_of(request)
    draft = profile_to_edit(actor.partner_id, actor=actor)
    profile, edits_words = draft.profile, keeps_all(actor)
    in_force = distinctions_in_force([actor.partner_id], at=at, rules=rules).get(actor.partner_id, [])
    context = {
        "company": actor.partner_name,
        "draft": draft,
        "state": _state(profile, draft, at=at),
        "is_draft": profile.state == State.DRAFT,
        "paused": is_paused(profile, at=at),
        "pause_form": pause,
        "lacks": [
            {"sentence": lack.sentence, "url": _mend(lack.code, draft, edits_words=edits_words)}
            for lack in draft.missing
        ],
        "public_url": reverse("partner", args=[profile.partner.slug]),
        "logo": {"name": actor.partner_name, "initial": actor.partner_name[:1].upper(), "logo_url": logo_url(profile)},
        "website": profile.partner.website,
        "tag_groups": _groups(draft, rules),
        "marks": [mark(one, rules) for one in in_force],
        **guidance(draft, edits=edits_words),
        "capacity": profile.capacity,
        "places": [
            _place(location, draft.contacts.get(location.id, []), in_scope=actor.covers(location.id))
            for location in draft.locations
        ],
        "keeps_all": edits_words,
    }
    return render(request, "profile/overview.html", context, status=status)


def _state(profile: BusinessProfile, draft: Draft, *, at: datetime) -> dict[str, str]:
    if profile.state == State.DRAFT:
        text = _("Customers cannot find you yet, and no leads can be sent to you.")
        return {"kind": "", "icon": "edit", "title": _("Draft"), "text": text}
    if is_paused(profile, at=at):
        closed = on_a_break(profile, profile.partner, draft.locations[0] if draft.locations else None, at=at)
        text = _("You get no new leads. Those you have, and their deadlines, stay.")
        return {"kind": "amber", "icon": "pause", "title": closed.short(), "text": text}
    text = _("Customers find you in the directory and can send you requests.")
    return {"kind": "green", "icon": "check", "title": _("Published"), "text": text}


def _mend(code: str, draft: Draft, *, edits_words: bool) -> str:
    """Return the page on which a missing thing is filled in; empty: by others."""
    if code != "location":
        return question("product" if code == "offer" else code) if edits_words else ""
    if not draft.locations:
        return reverse("profile-location-new")
    return "#places"


def _groups(draft: Draft, rules: Rules) -> list[dict[str, Any]]:
    kinds = (Tag.Kind.PRODUCT, Tag.Kind.SERVICE, Tag.Kind.INDUSTRY, Tag.Kind.KEYWORD, Tag.Kind.LANGUAGE)
    return [
        {
            "name": filter_title(kind.value),
            "value": ", ".join(choice_label(kind.value, code, rules) for code in draft.tags[kind]),
        }
        for kind in kinds
        if draft.tags.get(kind)
    ]


def _place(location: Location, contacts: list[AlertContact], *, in_scope: bool) -> dict[str, Any]:
    return {
        "id": location.id,
        "name": location.name,
        "lines": [
            line
            for line in (
                location.street,
                " ".join(filter(None, (location.postal_code, location.city))),
                country_name(location.country),
            )
            if line
        ],
        "hours": hours_words(location),
        "zone": location.time_zone,
        "map_url": map_url(location),
        "published": location.published,
        "main": location.is_main,
        "contacts": contacts,
        "admins_instead": bool(contacts) and not any(map(is_told, contacts)),
        "in_scope": in_scope,
    }
