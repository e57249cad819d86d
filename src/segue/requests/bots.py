"""What makes a posted form look like a machine's. Pure, and nobody is refused by it.

Each sign is enough for suspicion, and suspicion only means that a person of the vendor looks first, for one working day
at most.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from segue.kit.ids import keyed_digest

FASTEST = timedelta(seconds=3)
"""Nobody reads and fills in the form in less."""

OLDEST = timedelta(days=1)
"""A form rendered longer ago is shown again, with what was written."""

MOST_LINKS = 3
"""A need with more web addresses than this is more often an advert than a need."""

_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


class Sign(StrEnum):
    """Something that speaks for a machine."""

    HONEY = "honey"
    """The field that nobody sees was filled in."""
    FAST = "fast"
    """Sent sooner than a person could."""
    OFTEN = "often"
    """Many requests from one address, or in the name of one e-mail address."""
    LINKS = "links"
    """The need is full of web addresses."""


@dataclass(frozen=True, slots=True)
class Posted:
    """How a form arrived: what stood in the hidden field, and when it had been rendered."""

    honey: str
    rendered_at: datetime
    nonce: str = ""
    """The form's own number."""


def signs(posted: Posted, *, need: str, at: datetime) -> frozenset[Sign]:
    """Return what speaks for a machine in one form; how many came (`OFTEN`) is for who counts them."""
    found = {
        Sign.HONEY: bool(posted.honey.strip()),
        Sign.FAST: at - posted.rendered_at < FASTEST,
        Sign.LINKS: len(_LINK.findall(need)) > MOST_LINKS,
    }
    return frozenset(sign for sign, there in found.items() if there)


def stamp(nonce: str, *, at: datetime) -> str:
    """Return the signed moment of rendering, to stand in a hidden field; `nonce` makes it one form's own."""
    seconds = int(at.timestamp())
    return f"{nonce}.{seconds}.{_signature(nonce, seconds)}"


@dataclass(frozen=True, slots=True)
class Stamp:
    """A form's own number and when it was rendered."""

    nonce: str
    rendered_at: datetime


def read_stamp(text: str, *, at: datetime) -> Stamp | None:
    """Return what a stamp says; None when it is not ours or older than `OLDEST`: the form is to be shown again."""
    nonce, _, rest = text.partition(".")
    seconds, _, signature = rest.partition(".")
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 12):  # noqa: PLR2004 -- 11 digits reach year 5138
        return None
    if not hmac.compare_digest(signature.encode(), _signature(nonce, int(seconds)).encode()):
        return None
    rendered_at = datetime.fromtimestamp(int(seconds), tz=UTC)
    return Stamp(nonce, rendered_at) if rendered_at <= at < rendered_at + OLDEST else None


def _signature(nonce: str, seconds: int) -> str:
    return keyed_digest("form-stamp", nonce, seconds).hex()[:32]
