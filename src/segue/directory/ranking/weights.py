"""How many points each term of the score brings at most: the programme's to set, this is where it begins."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """Points by term; together 100."""

    text: float = 21.0
    fit: float = 18.0
    competency: float = 5.0
    proximity: float = 8.0
    responsiveness: float = 18.0
    similarity: float = 14.0
    outcome: float = 6.0
    report: float = 5.0
    load: float = 5.0


DEFAULT = Weights()
