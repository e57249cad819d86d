"""A person's two letters, for the circle that stands for them."""

from __future__ import annotations


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name, in capitals; empty for nobody."""
    words = name.split()
    return "".join(word[0] for word in ([words[0], words[-1]] if len(words) > 1 else words)).upper()
