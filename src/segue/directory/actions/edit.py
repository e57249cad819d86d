"""Edit what a business profile says: its text, its words, its logo, and the company's website."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from segue.accounts.actions import change_website
from segue.directory.actions._change import ProfileChanged, changed, taken_whole
from segue.directory.models import BusinessProfile, Logo, Tag
from segue.kit.errors import Invalid, Sentence
from segue.kit.money import MOST_MINOR
from segue.kit.pictures import NotAPicture, as_png
from segue.kit.places import LANGUAGES, country_codes
from segue.kit.text import cleaned, folded
from segue.programme.models import Term
from segue.programme.queries import rules

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor

LONGEST_DESCRIPTION = 2500
MOST_KEYWORDS = 30
LONGEST_KEYWORD = 60
MOST_CAPACITY = 10_000
LOGO_SIDE = 300
"""Pixels a logo is wide and high at most."""

TERM_KINDS = {Tag.Kind.NOT_SIZE.value: Term.Kind.SIZE.value} | {
    kind.value: kind.value for kind in Term.Kind if kind.value in Tag.Kind.values
}
"""Kinds of tags whose codes are words of the programme's vocabulary, and of which kind there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a profile says: its text, all its tags by kind (`Tag.Kind` -> codes), and which leads it wants.

    `budget_from_minor` is in minor units of the programme's currency.
    """

    description: str
    tags: Mapping[str, Iterable[str]]
    remote: bool = False
    capacity: int | None = None
    budget_from_minor: int | None = None


@transaction.atomic
def edit_profile(
    partner_id: UUID,
    *,
    actor: Actor,
    at: datetime,
    seen: int | None,
    logo: bytes | None = None,
    website: str | None = None,
    **words: Any,
) -> BusinessProfile:
    """Put new `Words` in the place of the old ones, in one version with another logo and website where they are given.

    `logo` is PNG, JPEG or WebP, kept as a small PNG of our own making; empty: none from now on; None: as it was.
    Raises Invalid, ProfileChanged, NotFound, Forbidden.
    """
    profile = taken_whole(partner_id, actor=actor, at=at)
    if seen is not None and seen != profile.version:
        raise ProfileChanged
    said = Words(**words)
    text = cleaned(said.description)
    wanted = {str(kind): _unique(codes) for kind, codes in said.tags.items()}
    wrong = _wrong(text, wanted, said, had=_had(profile))
    picture = _picture(logo, wrong)
    _put_website(profile, website, wrong, actor=actor, at=at)
    if wrong:
        raise Invalid(wrong)
    _put_tags(profile, wanted)
    return changed(
        profile,
        seen=seen,
        at=at,
        description=text,
        remote=said.remote,
        capacity=said.capacity,
        budget_from_minor=said.budget_from_minor,
        **_logo(profile, picture),
    )


def _put_website(
    profile: BusinessProfile, website: str | None, wrong: dict[str, Sentence], *, actor: Actor, at: datetime
) -> None:
    """Put another website (None: as it was) in the company's record, or write down what is wrong with it."""
    if website is None or website == profile.partner.website:
        return
    try:
        profile.partner = change_website(profile.pk, actor=actor, at=at, website=website)
    except Invalid as refused:
        wrong |= refused.fields


def _put_tags(profile: BusinessProfile, wanted: Mapping[str, Collection[str]]) -> None:
    """Put tags, kind by kind, in the place of those before."""
    Tag.objects.filter(profile=profile).delete()
    Tag.objects.bulk_create(
        Tag(profile=profile, kind=kind, code=code) for kind, codes in wanted.items() for code in codes
    )


def _picture(logo: bytes | None, wrong: dict[str, Sentence]) -> bytes | None:
    """Return the logo as it is kept, and write down what is wrong with it."""
    try:
        return as_png(logo, widest=LOGO_SIDE, highest=LOGO_SIDE) if logo else logo
    except NotAPicture as refused:
        wrong["logo"] = str(refused)
        return None


def _logo(profile: BusinessProfile, picture: bytes | None) -> dict[str, int | None]:
    """Keep another logo (empty: none, None: as it was) and return the profile's column that says so."""
    if picture is None:
        return {}
    Logo.objects.filter(profile=profile).delete()
    if not picture:
        return {"logo_version": None}
    Logo.objects.create(profile=profile, picture=picture)
    return {"logo_version": profile.version + 1}


def _unique(codes: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    for code in map(cleaned, codes):
        if code:
            kept.setdefault(folded(code), code)
    return list(kept.values())


def _had(profile: BusinessProfile) -> set[tuple[str, str]]:
    return set(Tag.objects.filter(profile=profile).values_list("kind", "code"))


def _wrong(text: str, tags: dict[str, list[str]], said: Words, *, had: set[tuple[str, str]]) -> dict[str, Sentence]:
    wrong: dict[str, Sentence] = {}
    capacity, budget = said.capacity, said.budget_from_minor
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
