"""The nine terms of the score, always in this order."""

from __future__ import annotations

from enum import StrEnum
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")


class Term(StrEnum):
    """What a score is made of. Its value names the field in `Terms` and `Weights`."""

    TEXT = "text"
    FIT = "fit"
    COMPETENCY = "competency"
    PROXIMITY = "proximity"
    RESPONSIVENESS = "responsiveness"
    SIMILARITY = "similarity"
    OUTCOME = "outcome"
    REPORT = "report"
    LOAD = "load"


class Terms(NamedTuple, Generic[T]):
    """One value for each term."""

    text: T
    fit: T
    competency: T
    proximity: T
    responsiveness: T
    similarity: T
    outcome: T
    report: T
    load: T
