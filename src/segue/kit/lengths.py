"""Lines that are longer than what keeps them: PostgreSQL refuses them, SQLite would keep them all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from segue.kit.errors import Sentence


def too_long(lines: Mapping[str, str], most: Mapping[str, int]) -> dict[str, Sentence]:
    """Return a sentence for each line that has more characters than its `most`; nothing too long: empty."""
    return {
        name: _("Shorten this to %(most)s characters.") % {"most": longest}
        for name, longest in most.items()
        if len(lines[name]) > longest
    }
