"""Edit what a business profile says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.directory.actions._change import changed, taken
from segue.directory.models import BusinessProfile, Tag
from segue.kit.errors import Invalid, Sentence
from segue.kit.money import MOST_MINOR
from segue.kit.places import LANGUAGES, country_codes
from segue.kit.text import cleaned, folded
from segue.programme.models import Term
from segue.programme.queries import rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor

LONGEST_DESCRIPTION = 2500
MOST_KEYWORDS = 30
LONGEST_KEYWORD = 60
MOST_CAPACITY = 10_000

TERM_KINDS = {Tag.Kind.NOT_SIZE.value: Term.Kind.SIZE.value} | {
    kind.value: kind.value for kind in Term.Kind if kind.value in Tag.Kind.values
}
"""Kinds of tags whose codes are words of the programme's vocabulary, and of which kind there."""


@transaction.atomic
def edit_profile(
    partner_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    seen: int | None,
    description: str,
    tags: Mapping[str, Iterable[str]],
    remote: bool = False,
    capacity: int | None = None,
    budget_from_minor: int | None = None,
) -> BusinessProfile:
    """Put a new text, tags by kind (`Tag.Kind` -> codes; all of them), and preferences in the place of the old ones.

    `budget_from_minor` is in minor units of the programme's currency. Raises Invalid, ProfileChanged, Forbidden,
    NotFound.
    """
    profile = taken(partner_id, actor=actor, at=at)
    text = cleaned(description)
    wanted = {str(kind): _unique(codes) for kind, codes in tags.items()}
    wrong = _wrong(text, wanted, capacity=capacity, budget=budget_from_minor, had=_had(profile))
    if wrong:
        raise Invalid(wrong)
    Tag.objects.filter(profile=profile).delete()
    Tag.objects.bulk_create(
        Tag(profile=profile, kind=kind, code=code) for kind, codes in wanted.items() for code in codes
    )
    return changed(
        profile,
        seen=seen,
        at=at,
        description=text,
        remote=remote,
        capacity=capacity,
        budget_from_minor=budget_from_minor,
    )


def _unique(codes: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    for code in map(cleaned, codes):
        if code:
            kept.setdefault(folded(code), code)
    return list(kept.values())


def _had(profile: BusinessProfile) -> set[tuple[str, str]]:
    return set(Tag.objects.filter(profile=profile).values_list("kind", "code"))


def _wrong(
    text: str, tags: dict[str, list[str]], *, capacity: int | None, budget: int | None, had: set[tuple[str, str]]
) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    if len(text) > LONGEST_DESCRIPTION:
        wrong["description"] = _("Shorten it to 2,500 characters.")
    if capacity is not None and not 1 <= capacity <= MOST_CAPACITY:
        wrong["capacity"] = _("Write a number from 1 to 10,000, or leave it empty for no limit.")
    if budget is not None and not 0 <= budget <= MOST_MINOR:
        wrong["budget_from"] = _("Write an amount, or leave it empty.")
    for kind, codes in tags.items():
        if kind not in Tag.Kind.values or any(not _known(kind, code) and (kind, code) not in had for code in codes):
            wrong[kind] = _("Choose from the list.")
    keywords = tags.get(Tag.Kind.KEYWORD, [])
    if len(keywords) > MOST_KEYWORDS or any(len(word) > LONGEST_KEYWORD for word in keywords):
        wrong[Tag.Kind.KEYWORD.value] = _("At most 30 keywords, each of at most 60 characters.")
    if set(tags.get(Tag.Kind.COUNTRY, ())) & set(tags.get(Tag.Kind.NOT_COUNTRY, ())):
        wrong[Tag.Kind.NOT_COUNTRY.value] = _("A country cannot be both wanted and ruled out.")
    if set(tags.get(Tag.Kind.SIZE, ())) & set(tags.get(Tag.Kind.NOT_SIZE, ())):
        wrong[Tag.Kind.NOT_SIZE.value] = _("A size cannot be both wanted and ruled out.")
    return wrong


def _known(kind: str, code: str) -> bool:
    if kind in TERM_KINDS:
        term = rules().terms.get((TERM_KINDS[kind], code))
        return term is not None and term.active
    if kind in {Tag.Kind.COUNTRY, Tag.Kind.NOT_COUNTRY}:
        return code in country_codes()
    return kind == Tag.Kind.KEYWORD or code in LANGUAGES
