"""What would make a profile stronger, in words: how far it is, what it lacks, which words bring the wrong leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext_lazy, ngettext

from segue.directory.completeness import PARTS, lacking
from segue.web.public.words import choice_label

if TYPE_CHECKING:
    from segue.directory.queries import Draft
    from segue.leads.turned_down import TurnedDown
    from segue.programme.queries import Rules

ADVICE = {
    "description": gettext_lazy("Describe in a few sentences what you do and for whom."),
    "logo": gettext_lazy("Add your logo: a page with a face is remembered."),
    "product": gettext_lazy("Tick the products you work with."),
    "service": gettext_lazy("Tick the services you offer."),
    "keyword": gettext_lazy("Name your most telling skills as keywords: they weigh most in the search."),
    "industry": gettext_lazy("Tick the industries you know from the inside."),
    "model": gettext_lazy("Say how you work: advice, projects, managed services."),
    "language": gettext_lazy("Tick the languages in which customers can talk to you."),
    "size": gettext_lazy("Tick the sizes of customers you want."),
    "country": gettext_lazy("Name the countries you work in besides those of your locations."),
}
"""What to do about a part that is lacking, by the name of its question."""

STEPS = (
    (0, gettext_lazy("Barely there"), gettext_lazy("Customers find little to go by.")),
    (4, gettext_lazy("Taking shape"), gettext_lazy("Customers find you; some will wonder what you do.")),
    (7, gettext_lazy("Strong"), gettext_lazy("Customers see what you do and whom you work for.")),
    (len(PARTS), gettext_lazy("Complete"), gettext_lazy("Nothing is missing. Keep it true.")),
)
"""From how many filled parts on a profile is called what."""


def guidance(draft: Draft, *, edits: bool) -> dict[str, Any]:
    """Return the profile's strength in a word and a bar, and what it lacks; for who edits it with the way to each."""
    lacks = lacking(draft.profile, draft.tags)
    filled = len(PARTS) - len(lacks)
    word, sentence = next((word, sentence) for least, word, sentence in reversed(STEPS) if filled >= least)
    return {
        "strength": {"word": word, "sentence": sentence, "parts": [place < filled for place in range(len(PARTS))]},
        "advice": [{"text": ADVICE[part], "url": question(part) if edits else ""} for part in lacks],
    }


def question(part: str) -> str:
    """Return where a part of the profile is asked for."""
    return f"{reverse('profile-text')}#id_{part}"


def declined(one: TurnedDown, rules: Rules) -> dict[str, Any]:
    """Return a word that brought leads which were declined, and how many."""
    sentence = ngettext(
        "%(declined)s of the %(came)s lead that asked for it was declined: not your field, or not your region.",
        "%(declined)s of the %(came)s leads that asked for it were declined: not your field, or not your region.",
        one.came,
    )
    return {
        "kind": one.kind,
        "code": one.code,
        "text": choice_label(one.kind, one.code, rules),
        "sentence": sentence % {"declined": one.declined, "came": one.came},
    }
