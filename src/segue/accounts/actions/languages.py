"""The language Segue speaks with a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.accounts.models import Person

if TYPE_CHECKING:
    from uuid import UUID

LANGUAGE_KEY = "language"
"""Where a session keeps the language of the person who signed in."""


def speak(person_id: UUID, *, language: str) -> None:
    """Speak and write to a person in this language from now on."""
    Person.objects.filter(id=person_id).update(language=language)
