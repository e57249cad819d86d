"""What the tags of a profile are called, in every language: by these words it is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.directory.models import Tag
from segue.kit.places import language_name

if TYPE_CHECKING:
    from segue.programme.queries import Rules

KEYWORDS = frozenset({Tag.Kind.KEYWORD.value})
OFFERS = frozenset({Tag.Kind.PRODUCT.value, Tag.Kind.SERVICE.value})
SAID_BESIDE = frozenset({Tag.Kind.INDUSTRY.value, Tag.Kind.MODEL.value, Tag.Kind.LANGUAGE.value})
FOUND_BY_WORDS = KEYWORDS | OFFERS | SAID_BESIDE
"""Kinds that are found by their words. The others, such as a country ruled out, must never be."""


def labels(kind: str, code: str, rules: Rules) -> list[str]:
    """Return how a tag is called, in every language."""
    if kind == Tag.Kind.KEYWORD:
        return [code]
    if kind == Tag.Kind.LANGUAGE:
        return [language_name(code, language) for language in rules.programme.languages]
    term = rules.terms.get((kind, code))
    return list(term.labels.values()) if term else []
