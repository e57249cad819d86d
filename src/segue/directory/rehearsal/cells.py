"""What stands in a cell: several values, numbers of any country, pairs of name and value."""

from __future__ import annotations

import json
import re
from math import floor, log10
from typing import TYPE_CHECKING, Any

from segue.directory.rehearsal.names import code_of
from segue.directory.rehearsal.table import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator

SEVERAL = re.compile(r"\s*(?:[;|\n\r]|\s//\s)\s*")
SEVERAL_CODES = re.compile(r"\s*[;|\n\r,]\s*")
LONGEST_CODE = 40
"""A comma parts codes only where all parts are shorter than this."""
PAIR = re.compile(r"([^:=]+?)\s*[:=]\s*(.+)", re.DOTALL)
STEPS = (1, 2, 5, 10)
SHOWN = 40
"""So much of a cell stands in a message."""
NOTHING = frozenset(
    {
        *("", "n a", "na", "none", "null", "nan", "tbc", "tbd", "unknown", "not known", "nobody", "no award", "0"),
        *("no", "false"),
    }
)
"""What is written where there is nothing to write."""


def several(cell: str) -> list[str]:
    """Return the parts of a cell as they are written, without those that say nothing; a JSON list is one too.

    Raises Unreadable, as all that read a cell do, for lists within lists without end.
    """
    told = _json(cell)
    parts = [str(part) for part in told] if isinstance(told, list) else SEVERAL.split(cell)
    return [part for part in parts if code_of(part) not in NOTHING]


def codes(cell: str) -> list[str]:
    """Return the values of a cell that holds codes, folded; commas part them too where all are short."""
    parts = SEVERAL_CODES.split(cell) if not isinstance(_json(cell), list) else several(cell)
    if any(len(part) > LONGEST_CODE for part in parts):
        parts = several(cell)
    return [code for part in parts if (code := code_of(part)) not in NOTHING]


def values(cell: str) -> list[str]:
    """Return a facet's values: codes, but numbers to the nearest of 1, 2, 5, 10, 20, ...

    Raises Unreadable for a number beyond what a computer reckons with.
    """
    bare = re.sub(r"[\s'’$€£]|EUR|GBP|USD", "", cell)
    if not re.fullmatch(r"-?\d[\d.,]*", bare):
        return codes(cell)
    try:
        return [_magnitude(_number(bare))]
    except OverflowError as error:
        raise Unreadable(f"{_beginning(cell)} is too long for a number.") from error


def pairs(cell: str) -> Iterator[tuple[str, str]]:
    """Yield name and value of each part such as "product=erp" or "Harbour IT: declined", or of a JSON object."""
    told = _json(cell)
    if isinstance(told, dict):
        for name, value in told.items():
            for one in value if isinstance(value, list) else [value]:
                yield str(name), str(one)
        return
    for part in SEVERAL.split(cell):
        if found := PAIR.fullmatch(part.strip()):
            yield found[1], found[2]


def _json(cell: str) -> Any:  # noqa: ANN401 -- whatever JSON holds
    if not cell.startswith(("[", "{")):
        return None
    try:
        return json.loads(cell)
    except ValueError:
        return None
    except RecursionError as error:
        raise Unreadable(f"{_beginning(cell)} holds too many lists within lists.") from error


def _beginning(cell: str) -> str:
    return repr(cell if len(cell) <= SHOWN else f"{cell[:SHOWN]}…")


def _number(text: str) -> float:
    """A number with its groups parted as anywhere in the world: 1.234,50 as 1,234.50."""
    point = max(text.rfind("."), text.rfind(","))
    decimals = len(text) - point - 1 if point >= 0 else 0
    whole = float(re.sub(r"[.,]", "", text))
    return whole / 10**decimals if decimals != 3 else whole  # noqa: PLR2004 -- three figures are a group


def _magnitude(number: float) -> str:
    if number <= 0:
        return "0"
    power = 10.0 ** floor(log10(number))
    nearest = min(STEPS, key=lambda step: abs(log10(number / power / step)))
    return f"{nearest * power:.12g}"
