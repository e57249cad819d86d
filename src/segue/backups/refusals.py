"""Why a backup is not taken or not restored."""

from __future__ import annotations


class CannotBeDone(Exception):  # noqa: N818 -- it reads as what happened
    """Nothing was changed; the sentence says why and what to do. For operators, in English as all of the command."""
