"""Whole numbers in proportion, that add up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def in_proportion(whole: int, parts: Sequence[float]) -> list[int]:
    """Return whole numbers in the proportion of the parts, together `whole`; all 0 where no part is anything.

    What is left after rounding down goes to the largest remainders, the first of equal ones.
    """
    together = sum(parts)
    if not together:
        return [0 for _part in parts]
    exact = [whole * part / together for part in parts]
    found = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda n: (found[n] - exact[n], n))
    for n in by_rest[: whole - sum(found)]:
        found[n] += 1
    return found
