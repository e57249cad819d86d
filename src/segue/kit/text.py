"""Text as people type it: folded for finding and sorting, cleaned before it is kept."""

from __future__ import annotations

import re
import unicodedata

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_LETTERS_THAT_DO_NOT_DECOMPOSE = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d", "ı": "i"}
)


TURNS_DIRECTION = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that one cannot see, and that make what follows read from the other side."""


def folded(text: str) -> str:
    """Return the text case-folded and without accents, so that "Überführung" is found by "uberfuhrung"."""
    if text.isascii():
        return text.casefold()  # nothing to take apart: most texts of leads, and 10 times as fast
    # Taken apart before folding too: a bold capital of mathematics is a capital only once it is taken apart.
    lowered = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    bare = "".join(char for char in lowered if not unicodedata.combining(char))
    return bare.translate(_LETTERS_THAT_DO_NOT_DECOMPOSE)


def words(text: str) -> list[str]:
    """Return the folded words of a text in order, each at most 40 characters."""
    return [word[:40] for word in _WORD.findall(folded(text))]


def name_key(name: str) -> str:
    """Return the folded words of a name, by which it is sorted and found; at most 200 characters."""
    return " ".join(words(name))[:200]


def cleaned(text: str) -> str:
    """Return the text as it is kept: composed, one kind of line break, without control characters that no one typed.

    NUL cannot be stored by PostgreSQL; bidirectional overrides make a text read as another (names: `kit.names`).
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    if lines.isascii() and lines.isprintable():
        return lines.strip()
    kept = "".join(char for char in lines if char in "\n\t" or not _unwanted(char))
    # Composed last: without the control character between them, a letter and its accent become one.
    return unicodedata.normalize("NFC", kept).strip()


def _unwanted(char: str) -> bool:
    return unicodedata.category(char) in {"Cc", "Cs"} or char in TURNS_DIRECTION
