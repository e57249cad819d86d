"""Names of people and companies: what may not stand in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from segue.kit.text import TURNS_DIRECTION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.kit.errors import Sentence

TURNS_A_NAME = TURNS_DIRECTION | frozenset("\u200e\u200f\u061c")
"""Also the marks that turn only what has no direction of its own: texts in Arabic and Hebrew put them at a bracket."""

NOTHING_TO_READ = _("Write this name with letters or digits.")
TURNED = _("Type this name anew: a character in it that one cannot see turns the direction of writing.")


def unreadable(names: Mapping[str, str]) -> dict[str, Sentence]:
    """Return a sentence for each name that cannot be read as what it is; nothing wrong, or no name: empty.

    That is one without a letter or digit, as of unseen characters only, and one that turns the direction of writing.

    With such a sign a name reads as another one, or as one that is there already; without it, it may still not be what
    was meant. From texts `cleaned` drops what turns letters.
    """
    return {field: found for field, name in names.items() if (found := _wrong(name))}


def _wrong(name: str) -> Sentence | None:
    if TURNS_A_NAME.intersection(name):
        return TURNED
    return NOTHING_TO_READ if name.strip() and not any(map(str.isalnum, name)) else None
