"""Results of the directory as cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from segue.directory.distinctions import distinctions_in_force
from segue.directory.models import Distinction, Tag
from segue.directory.ranking.order import Slot
from segue.directory.signals import usually_within
from segue.web.public.logo import logo_url
from segue.web.public.why import why
from segue.web.public.words import answers_words, choice_label, kilometres, place_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from segue.directory.models import BusinessProfile
    from segue.directory.search import Found, Result, Search
    from segue.programme.queries import Rules

TAGS_SHOWN = 6
MARKS_SHOWN = 2
SHOWN_KINDS = (Tag.Kind.PRODUCT, Tag.Kind.SERVICE, Tag.Kind.INDUSTRY)

Part = dict[str, Any]


def cards(found: Found, query: Search, *, rules: Rules, picked: Collection[UUID], question: str) -> list[Part]:
    """Return the results as parts/result_card.html shows them; their links take the question along."""
    partner_ids = [result.profile.partner_id for result in found.results]
    marks = distinctions_in_force(partner_ids, at=query.at, rules=rules) if partner_ids else {}
    within = usually_within(partner_ids) if partner_ids else {}
    return [
        _card(result, rules, question, near=found.place.name)
        | {
            "answers": answers_words(within.get(result.profile.partner_id)),
            "marks": _marks(marks.get(result.profile.partner_id, ()), rules),
            "picked": result.location.id in picked,
        }
        for result in found.results
    ]


def _card(result: Result, rules: Rules, question: str, *, near: str) -> Part:
    profile, partner, closed = result.profile, result.profile.partner, result.closed
    return {
        "name": partner.name,
        "url": reverse("partner", args=[partner.slug]) + question,
        "logo_url": logo_url(profile),
        "initial": partner.name[:1].upper(),
        "place": place_of(result.location),
        "distance": kilometres(result.km) if result.km is not None and round(result.km) else "",
        "remote": _("Works remotely") if profile.remote else "",
        "new": result.placed is not None and result.placed.slot == Slot.NEWCOMER,
        "says": Truncator(profile.description).chars(260),
        "tags": _tags(result, rules),
        "why": why(result, rules, near=near),
        "pause": closed.short() if closed else "",
        "similar_url": similar_url(profile) if closed else "",
        "pick": None if closed else str(result.location.id),
    }


def similar_url(profile: BusinessProfile) -> str:
    """Return the search for others with the same first service or product."""
    for kind in (Tag.Kind.SERVICE, Tag.Kind.PRODUCT):
        for tag in profile.tags.all():
            if tag.kind == kind:
                return f"{reverse('directory')}?{urlencode({tag.kind: tag.code})}"
    return reverse("directory")


def _tags(result: Result, rules: Rules) -> list[Part]:
    others = [tag for tag in result.profile.tags.all() if tag.kind in SHOWN_KINDS and tag not in result.matched_tags]
    shown = [(tag, True) for tag in result.matched_tags] + [(tag, False) for tag in others]
    return [{"text": choice_label(tag.kind, tag.code, rules), "match": match} for tag, match in shown[:TAGS_SHOWN]]


def _marks(held: Iterable[Distinction], rules: Rules) -> list[str]:
    """Return the weightiest competencies, each with its level."""
    competencies = [one for one in held if one.kind == Distinction.Kind.COMPETENCY][:MARKS_SHOWN]
    return [f"{rules.label(one.kind, one.code)} · {Distinction.Level(one.level or 1).label}" for one in competencies]
