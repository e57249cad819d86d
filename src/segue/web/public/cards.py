"""Results of the directory as cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from segue.directory.models import Tag
from segue.web.public.logo import logo_url
from segue.web.public.words import choice_label, place_of

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from segue.directory.search import Result
    from segue.programme.queries import Rules

TAGS_SHOWN = 6
SHOWN_KINDS = (Tag.Kind.PRODUCT, Tag.Kind.SERVICE, Tag.Kind.INDUSTRY)


def card(result: Result, *, rules: Rules, picked: Collection[UUID], question: str = "") -> dict[str, Any]:
    """Return what parts/result_card.html shows of one result; its link takes the question along."""
    partner = result.profile.partner
    return {
        "name": partner.name,
        "url": reverse("partner", args=[partner.slug]) + question,
        "logo_url": logo_url(result.profile),
        "initial": partner.name[:1].upper(),
        "place": place_of(result.location),
        "distance": _("Works remotely") if result.profile.remote else "",
        "says": Truncator(result.profile.description).chars(260),
        "tags": _tags(result, rules),
        "reasons": _reasons(result, rules),
        "pause": result.closed.short() if result.closed else "",
        "pick": None if result.closed else str(result.location.id),
        "picked": result.location.id in picked,
    }


def _tags(result: Result, rules: Rules) -> list[dict[str, Any]]:
    others = [tag for tag in result.profile.tags.all() if tag.kind in SHOWN_KINDS and tag not in result.matched_tags]
    shown = [(tag, True) for tag in result.matched_tags] + [(tag, False) for tag in others]
    return [{"text": choice_label(tag.kind, tag.code, rules), "match": match} for tag, match in shown[:TAGS_SHOWN]]


def _reasons(result: Result, rules: Rules) -> list[str]:
    reasons = [
        _("Offers what you look for: %(tag)s.") % {"tag": choice_label(tag.kind, tag.code, rules)}
        for tag in result.matched_tags
    ]
    if result.matches_name:
        reasons.append(_("Its name has a word you look for."))
    if result.near:
        reasons.append(_("Works where you look: %(place)s.") % {"place": place_of(result.location)})
    return reasons
