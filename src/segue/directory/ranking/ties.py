"""Who is as good as tied takes turns: their order is drawn anew every day, and can be drawn again by whoever checks.

Pure draws: an HMAC under the installation's key, so that nobody can work out beforehand what would come first.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from segue.directory.ranking.score import Scored

BAND = 1_000
"""Less than so many thousandths of a point below the first of a band is tied with it."""


@dataclass(frozen=True, slots=True)
class Draw:
    """What a day's draws for one question hang on."""

    seed: bytes
    query_key: str
    at: datetime

    def of(self, what: str) -> bytes:
        """Return 32 bytes that are the same all day (UTC) for the same question."""
        told = f"{self.at:%Y-%m-%d}|{self.query_key}|{what}"
        return hmac.digest(self.seed, told.encode(), "sha256")

    def share(self, what: str) -> float:
        """Return a number in [0, 1), even over all draws."""
        return int.from_bytes(self.of(what)[:7]) / 2**56


def rotated(scored: Iterable[Scored], totals: Mapping[UUID, int], draw: Draw) -> list[tuple[Scored, int]]:
    """Return the best first, those of one band in the day's order, each with how many its band has.

    `totals` are what counts for the order, by partner; whatever the order given, the answer is the same.
    """
    found: list[tuple[Scored, int]] = []
    for band in _bands(scored, totals):
        if len(band) > 1:
            band.sort(key=lambda one: draw.of(str(one.partner_id)))
        found.extend((one, len(band)) for one in band)
    return found


def _bands(scored: Iterable[Scored], totals: Mapping[UUID, int]) -> Iterator[list[Scored]]:
    band: list[Scored] = []
    for one in sorted(scored, key=lambda one: (-totals[one.partner_id], one.partner_id)):
        if band and totals[band[0].partner_id] - totals[one.partner_id] >= BAND:
            yield band
            band = []
        band.append(one)
    if band:
        yield band
