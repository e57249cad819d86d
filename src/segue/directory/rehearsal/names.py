"""Whether two spellings name the same company, or the same word of a vocabulary."""

from __future__ import annotations

import re

from segue.kit.text import folded, words

LEGAL_FORMS = frozenset(
    {
        *("ab", "ag", "aps", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "group", "holding"),
        *("inc", "incorporated", "kg", "limited", "llc", "llp", "lp", "ltd", "nv", "oy", "oyj", "plc", "pte", "pty"),
        *("sa", "sarl", "sas", "se", "sl", "spa", "srl", "srls", "ug", "uk"),
    }
)
"""Left out at the end of a name, where something else is left."""
ASIDE = re.compile(r"\([^)]*\)")
ALIAS = re.compile(r"\b(?:t/a|trading as|dba|d/b/a|formerly)\b", re.IGNORECASE)
SPACED_FORM = re.compile(r"\b(?:[a-z]\.\s?){2,}(?=\W|$)")


def company_key(name: str) -> str:
    """Return what is the same for every usual spelling of a company's name; empty for an empty one.

    "ACME Ltd.", "Acme Limited" and "Acme (UK)" are one; so are "S.p.A." and none.
    """
    bare = ALIAS.split(ASIDE.sub(" ", name))[0] or name
    joined = SPACED_FORM.sub(lambda found: re.sub(r"[.\s]", "", found[0]), folded(bare))
    found = words(joined) or words(name)
    if len(found) > 1 and found[0] == "the":
        found = found[1:]
    while len(found) > 1 and found[-1] in LEGAL_FORMS:
        found.pop()
    return " ".join(found)


def code_of(text: str) -> str:
    """Return what is the same for every usual spelling of a word of a vocabulary."""
    return " ".join(words(text))[:80]
