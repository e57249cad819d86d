"""What the scorer looks at: what is needed, what a partner offers, and how its leads went. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Point:
    """A position on the map, in degrees (WGS 84)."""

    latitude: float
    longitude: float

    @classmethod
    def at(cls, latitude: float | None, longitude: float | None) -> Point | None:
        """Return where something is; None where it is not on the map."""
        return None if latitude is None or longitude is None else cls(latitude, longitude)


@dataclass(frozen=True, slots=True)
class Place:
    """A published location of a partner: its country (ISO 3166-1 alpha-2), and where on the map if that is known."""

    country: str
    point: Point | None = None


@dataclass(frozen=True, slots=True)
class Need:
    """What somebody looks for. Whatever is empty was not said and plays no part."""

    words: tuple[str, ...] = ()
    """Stemmed words, as the index has them."""
    products: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    size: str = ""
    language: str = ""
    country: str = ""
    point: Point | None = None
    remote: bool = False
    """Work from afar is welcome."""
    type: str = "inquiry"
    """The lead's type; what it does not say itself is taken as an inquiry."""
    further: frozenset[str] = frozenset()
    """Facets of other kinds by which its likes are told apart, such as "channel:fair"."""


@dataclass(frozen=True, slots=True)
class Distinction:
    """A competency or an endorsement in force: its level (1 the highest, to 3) and what it is for."""

    level: int
    products: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Tally:
    """A decayed count: how much weight was observed, and how much of it was good (0 <= good <= weight)."""

    weight: float = 0.0
    good: float = 0.0


NOTHING = Tally()


@dataclass(frozen=True, slots=True)
class Signals:
    """How a partner's leads went, decayed to one moment. All zero for a newcomer."""

    prompt: Mapping[str, Tally] = field(default_factory=dict)
    """By lead type: answered (yes, or a reasoned no) within 2 working days of the partner."""
    speed: Mapping[str, Tally] = field(default_factory=dict)
    """By lead type: good is 2^(-working hours to the first answer / 8) per lead; 0 for one that expired."""
    taken: float = 0.0
    """Weight of the deals accepted (1), won (1.5) and lost (0.5): n+ of term D."""
    passed_up: float = 0.0
    """Weight of the deals declined as not a fit or in the wrong region, or accepted by mistake: n- of term D."""
    facets: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """By facet ("product:erp", "country:NO"): the weights taken and passed up of deals that had it."""
    since: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """By facet for which the partner started afresh: the weights taken and passed up of all its deals since then."""
    won: Tally = NOTHING
    """Of the deals closed, those won."""
    reported: Tally = NOTHING
    """Of the accepted deals 30 days past their estimated close, those that have an outcome."""
    weekly: float = 0.0
    """Median number of answers a week."""
    leads: float = 0.0
    """Leads so far that count, undecayed: what ends being a newcomer."""


@dataclass(frozen=True, slots=True)
class Means:
    """What is usual in the programme: towards these a partner with few leads is drawn."""

    prompt: Mapping[str, float] = field(default_factory=dict)
    speed: Mapping[str, float] = field(default_factory=dict)
    won: float = 0.5
    reported: float = 0.5
    facets: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """By facet: its share among all deals taken and among all passed up (q+ and q-)."""
    half: float = 10.0
    """b50: the BM25 at which a text counts half, as the index has it (`text.Statistics.half`)."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A partner that may be shown: eligible, whatever its score."""

    partner_id: UUID
    published_at: datetime
    text: float = 0.0
    """Field-weighted BM25 of the need's words; 0 where none was looked for."""
    products: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    sizes: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    places: tuple[Place, ...] = ()
    remote: bool = False
    distinctions: tuple[Distinction, ...] = ()
    group: str = ""
    """Corporate group; empty: none."""
    waiting: int = 0
    """Leads without its answer: those that wait, and those that expired in the last 30 days: silence makes no room."""
    capacity: int | None = None
    """Its own "at most so many unanswered"; None: not said."""
    signals: Signals = field(default_factory=Signals)
