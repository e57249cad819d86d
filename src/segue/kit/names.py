"""Names of people and companies: what may not stand in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from segue.kit.text import TURNS_DIRECTION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.kit.errors import Sentence

TURNED = _("Type this name anew: a character in it that one cannot see turns the direction of writing.")


def turned(names: Mapping[str, str]) -> dict[str, Sentence]:
    """Return a sentence for each name with a character that turns the direction of writing; nothing wrong: empty.

    With one, a name reads as another one. Elsewhere `cleaned` drops them; a name is kept as it was typed or not at all.
    """
    return {field: TURNED for field, name in names.items() if TURNS_DIRECTION.intersection(name)}
