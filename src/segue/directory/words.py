"""The words by which a profile is found. Written with every change of the profile, in its transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.directory.models import BusinessProfile, Tag, Token
from segue.kit.places import language_name
from segue.kit.text import name_key, words
from segue.programme.queries import Rules, rules

if TYPE_CHECKING:
    from collections.abc import Iterable

NAME, KEYWORD, OFFER, TEXT = 3, 4, 2, 1
"""How much a matched word weighs by where it stands; a word in several places weighs as in its best one."""

PLACE = "@"
"""Begins the token of a town; no typed word contains it."""

KIND_WEIGHT = {
    Tag.Kind.KEYWORD.value: KEYWORD,
    Tag.Kind.PRODUCT.value: OFFER,
    Tag.Kind.SERVICE.value: OFFER,
    Tag.Kind.INDUSTRY.value: TEXT,
    Tag.Kind.MODEL.value: TEXT,
    Tag.Kind.LANGUAGE.value: TEXT,
}
"""Kinds that are found by their words. The others, such as a country ruled out, must never be."""


def rewrite(profile: BusinessProfile) -> None:
    """Replace the profile's tokens and its sort key by what it says now. Call it in the transaction that changes it."""
    profile.name_key = name_key(profile.partner.name)
    BusinessProfile.objects.filter(pk=profile.pk).update(name_key=profile.name_key)
    Token.objects.filter(profile=profile).delete()
    if profile.state == BusinessProfile.State.DRAFT:
        return
    weights = weights_of(profile, rules())
    Token.objects.bulk_create(Token(profile=profile, token=token, weight=weight) for token, weight in weights.items())


def weights_of(profile: BusinessProfile, rules: Rules) -> dict[str, int]:
    """Return every word of a profile with its weight, and a place token for each word of its published towns."""
    found: dict[str, int] = {}
    _weigh(found, words(profile.partner.name), NAME)
    _weigh(found, words(profile.description), TEXT)
    for tag in profile.tags.all():
        if tag.kind in KIND_WEIGHT:
            for text in labels(tag, rules):
                _weigh(found, words(text), KIND_WEIGHT[tag.kind])
    for city in profile.partner.locations.filter(published=True, removed_at__isnull=True).values_list(
        "city", flat=True
    ):
        _weigh(found, words(city), TEXT)
        _weigh(found, (PLACE + word for word in words(city)), TEXT)
    return found


def labels(tag: Tag, rules: Rules) -> list[str]:
    """Return how a tag is called, in every language."""
    if tag.kind == Tag.Kind.KEYWORD:
        return [tag.code]
    if tag.kind == Tag.Kind.LANGUAGE:
        return [language_name(tag.code, language) for language in rules.programme.languages]
    term = rules.terms.get((tag.kind, tag.code))
    return list(term.labels.values()) if term else []


def _weigh(found: dict[str, int], texts: Iterable[str], weight: int) -> None:
    for text in texts:
        found[text] = max(weight, found.get(text, 0))
