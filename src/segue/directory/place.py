"""A place that somebody looks in. Pure: what a typed text says by itself; the gazetteer knows more (`gazetteer`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from segue.kit.places import country_called
from segue.kit.text import words

if TYPE_CHECKING:
    from segue.directory.ranking.facts import Point

MOST_WORDS = 8
"""Further words of a place are not looked up; a pasted page must not become a hundred look-ups."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody looks: folded words of a town, a country code, or both; and what the gazetteer made of it."""

    town: tuple[str, ...] = ()
    country: str = ""
    point: Point | None = None
    """Where the town is, if the gazetteer knows it."""
    within: str = ""
    """The country the town is in, typed or not."""
    name: str = ""
    """The town as the gazetteer writes it; empty where it does not know it."""
    corrected: bool = False
    """Whether the town was only found by forgiving a slip of the hand."""

    @classmethod
    def typed(cls, text: str) -> Place:
        """Return what a text such as "Trieste", "Norway" or "Bergen, NO" means."""
        town: list[str] = []
        country = ""
        for part in text.split(","):
            named = country_called(part)
            if named and not country:
                country = named
            else:
                town.extend(words(part))
        return cls(tuple(town[:MOST_WORDS]), country)

    def holds(self, *, city: str, country: str) -> bool:
        """Return whether a town of a country is what is looked for; a place that names nothing holds all."""
        return set(self.town) <= set(words(city)) and self.country in {"", country}

    def __bool__(self) -> bool:
        """Return whether it names anything."""
        return bool(self.town or self.country)
