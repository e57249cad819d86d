"""Logos of the demo's companies, drawn here: a few shapes each, on a grid of 100 by 100."""

from __future__ import annotations

from io import BytesIO
from math import cos, radians, sin
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Draw = Callable[["Paper"], None]

SIDE, FINE = 300, 4
"""Pixels of the finished picture, and how much larger it is drawn so that its edges are smooth."""


class Paper:
    """A white square on which shapes are drawn in units of a hundredth of its side."""

    def __init__(self) -> None:
        self.image = Image.new("RGB", (SIDE * FINE, SIDE * FINE), "white")
        self._pen = ImageDraw.Draw(self.image)

    def shape(self, colour: str, *points: tuple[float, float]) -> None:
        """Fill what lies between the points."""
        self._pen.polygon([(self._at(x), self._at(y)) for x, y in points], fill=colour)

    def disc(self, colour: str, x: float, y: float, radius: float) -> None:
        """Fill a circle around a point."""
        self._pen.ellipse(self._box(x, y, radius), fill=colour)

    def bow(
        self, colour: str, centre: tuple[float, float], radius: float, *, turn: tuple[float, float], wide: float
    ) -> None:
        """Draw a part of a circle, from one angle to the other, in degrees clockwise from three o'clock."""
        box, width = self._box(*centre, radius), round(self._at(wide))
        self._pen.arc(box, *turn, fill=colour, width=width)

    def line(self, colour: str, *points: tuple[float, float], wide: float) -> None:
        """Draw lines from point to point."""
        path = [(self._at(x), self._at(y)) for x, y in points]
        self._pen.line(path, fill=colour, width=round(self._at(wide)), joint="curve")

    def block(self, colour: str, left: float, top: float, right: float, bottom: float) -> None:
        """Fill a rectangle."""
        self.shape(colour, (left, top), (right, top), (right, bottom), (left, bottom))

    def _box(self, x: float, y: float, radius: float) -> tuple[float, float, float, float]:
        return self._at(x - radius), self._at(y - radius), self._at(x + radius), self._at(y + radius)

    @staticmethod
    def _at(units: float) -> float:
        return units * SIDE * FINE / 100


def logo(company: str) -> bytes | None:
    """Return a company's logo as a PNG; None for those who have not made one."""
    draw = _LOGOS.get(company)
    if draw is None:
        return None
    paper, written = Paper(), BytesIO()
    draw(paper)
    paper.image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(written, "PNG")
    return written.getvalue()


def _harbour(paper: Paper) -> None:
    """An anchor."""
    paper.bow("#0b4f6c", (50, 22), 10, turn=(0, 360), wide=5)
    paper.line("#0b4f6c", (50, 31), (50, 88), wide=7)
    paper.line("#0b4f6c", (32, 42), (68, 42), wide=6)
    paper.bow("#0b4f6c", (50, 52), 37, turn=(12, 168), wide=7)
    paper.shape("#e07a3f", (7, 62), (20, 50), (24, 68))
    paper.shape("#e07a3f", (93, 62), (80, 50), (76, 68))


def _fjord(paper: Paper) -> None:
    """Two mountains over water."""
    paper.shape("#274c77", (6, 62), (38, 16), (62, 62))
    paper.shape("#6096ba", (44, 62), (68, 30), (94, 62))
    for number, colour in enumerate(("#274c77", "#6096ba", "#a3cef1")):
        paper.block(colour, 6 + 9 * number, 68 + 8 * number, 94 - 9 * number, 72 + 8 * number)


def _adria(paper: Paper) -> None:
    """Three waves and the sun."""
    paper.disc("#f2b134", 50, 34, 18)
    for number, colour in enumerate(("#006d77", "#2a9d8f", "#83c5be")):
        for start in (2, 34, 66):
            paper.bow(colour, (start + 16, 56 + 13 * number), 16, turn=(20, 160), wide=6)


def _lagune(paper: Paper) -> None:
    """The prow of a gondola."""
    paper.bow("#7b2d26", (52, 20), 52, turn=(62, 170), wide=9)
    paper.line("#7b2d26", (12, 30), (12, 12), (24, 12), wide=6)
    for number in range(5):
        paper.line("#7b2d26", (12, 18 + 6 * number), (20, 18 + 6 * number), wide=3)
    paper.line("#c9ada7", (8, 86), (92, 86), wide=4)


def _kontor(paper: Paper) -> None:
    """A needle that points north."""
    paper.bow("#1b263b", (50, 50), 42, turn=(0, 360), wide=6)
    paper.shape("#c1121f", (50, 14), (61, 50), (39, 50))
    paper.shape("#1b263b", (50, 86), (61, 50), (39, 50))


def _werkbank(paper: Paper) -> None:
    """A cog."""
    for turn in range(0, 360, 45):
        x, y = 50 + 36 * cos(radians(turn)), 50 + 36 * sin(radians(turn))
        paper.disc("#3d405b", x, y, 10)
    paper.disc("#3d405b", 50, 50, 34)
    paper.disc("white", 50, 50, 17)
    paper.disc("#e07a5f", 50, 50, 9)


def _atelier(paper: Paper) -> None:
    """Bars, one of them of another colour."""
    for number, top in enumerate((56, 34, 46, 18)):
        paper.block("#5f0f40" if number < 3 else "#fb8b24", 12 + 20 * number, top, 26 + 20 * number, 84)  # noqa: PLR2004 -- the last bar
    paper.line("#5f0f40", (8, 90), (92, 90), wide=3)


def _meseta(paper: Paper) -> None:
    """A shield with a keyhole."""
    paper.shape("#344e41", (50, 8), (86, 20), (82, 58), (50, 93), (18, 58), (14, 20))
    paper.disc("#dad7cd", 50, 42, 11)
    paper.shape("#dad7cd", (45, 46), (55, 46), (60, 68), (40, 68))


def _oresund(paper: Paper) -> None:
    """A bridge."""
    for x in (32, 68):
        paper.line("#22577a", (x, 14), (x, 78), wide=5)
        for reach in (9, 17, 25):
            paper.line("#38a3a5", (x, 18), (x - reach, 62), wide=1.5)
            paper.line("#38a3a5", (x, 18), (x + reach, 62), wide=1.5)
    paper.line("#22577a", (2, 64), (98, 64), wide=6)


def _wiener(paper: Paper) -> None:
    """A pattern of squares."""
    for row in range(5):
        for column in range(5):
            if (row + column) % 2 == 0:
                colour = "#111111" if (row, column) != (2, 2) else "#b5838d"
                paper.block(colour, 10 + 16 * column, 10 + 16 * row, 26 + 16 * column, 26 + 16 * row)


def _tagus(paper: Paper) -> None:
    """A tile."""
    corners: Sequence[tuple[float, float]] = ((8, 8), (92, 8), (92, 92), (8, 92))
    for number, (x, y) in enumerate(corners):
        start = 90 * number
        for radius, colour in ((40, "#1d4ed8"), (26, "#93c5fd"), (12, "#1d4ed8")):
            paper.bow(colour, (x, y), radius, turn=(start, start + 90), wide=8)
    paper.disc("#f59e0b", 50, 50, 7)


_LOGOS: dict[str, Draw] = {
    "Harbour IT": _harbour,
    "Fjord Cloud": _fjord,
    "Adria Sistemi": _adria,
    "Lagune Digital": _lagune,
    "Kontor Nord": _kontor,
    "Werkbank Software": _werkbank,
    "Atelier Données": _atelier,
    "Meseta Seguridad": _meseta,
    "Öresund Partner": _oresund,
    "Wiener Werkstatt IT": _wiener,
    "Tagus Labs": _tagus,
}
