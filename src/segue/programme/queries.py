"""The rules in force, read once per process and again when the programme's revision has moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db import connection
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from segue.kit.errors import Refused
from segue.kit.statement import rows_of
from segue.programme.defaults import TENTHS
from segue.programme.models import Ordering, Programme, Rate, Reason, Term


class NotSetUp(Refused):
    """Nobody has set up a programme in this database."""

    code = "not-set-up"
    status = 503
    sentence = _("This programme is not set up yet. Run: segue setup")


@dataclass(frozen=True)
class Rules:
    """A snapshot of settings, reasons and vocabulary. Treat what is in it as read-only."""

    revision: int
    programme: Programme
    reasons: dict[str, Reason]
    terms: dict[tuple[str, str], Term]
    rates: dict[str, Rate]
    """The rates into the programme's currency, by currency; one whose `rate` is empty is not known any more."""
    ordering: Ordering
    """How results are ordered; version 0 is what every programme begins with."""

    @cached_property
    def answer_time(self) -> timedelta:
        """Return how long a partner has for its answer."""
        return timedelta(days=self.programme.answer_days)

    @cached_property
    def hot_time(self) -> timedelta:
        """Return how long a lead is hot."""
        return timedelta(hours=self.programme.hot_hours)

    @cached_property
    def hold_time(self) -> timedelta:
        """Return how long an answer given on a page can be undone."""
        return timedelta(minutes=self.programme.hold_minutes)

    @cached_property
    def zone(self) -> ZoneInfo:
        """Return the programme's time zone."""
        return ZoneInfo(self.programme.time_zone)

    def reasons_for(self, use: Reason.For) -> list[Reason]:
        """Return the active reasons offered for declining or for losing, in the programme's order."""
        return [r for r in self.reasons.values() if r.active and r.used_for in {use, Reason.For.BOTH}]

    def reasons_retired(self) -> list[Reason]:
        """Return the reasons that are offered no more, in the programme's order."""
        return [r for r in self.reasons.values() if not r.active]

    def terms_of(self, kind: Term.Kind) -> list[Term]:
        """Return the active words of one kind in the programme's order."""
        return [term for (of_kind, _code), term in self.terms.items() if of_kind == kind and term.active]

    def terms_retired(self, kind: Term.Kind) -> list[Term]:
        """Return the words of one kind that are offered no more, in the programme's order."""
        return [term for (of_kind, _code), term in self.terms.items() if of_kind == kind and not term.active]

    def rate(self, currency: str) -> str | None:
        """Return what one unit is worth in the programme's currency, a decimal as text; None when that is not known."""
        if currency == self.programme.currency:
            return "1"
        known = self.rates.get(currency)
        return known.rate or None if known else None

    def label(self, kind: str, code: str, language: str | None = None) -> str:
        """Return what a word of the vocabulary is called; a code that is gone stands for itself."""
        term = self.terms.get((kind, code))
        return in_language(term.labels, language) if term else code


def logo_of(version: int) -> bytes:
    """Return the logo of one version of the settings, a PNG; empty when it has none or there is no such version."""
    found = Programme.objects.filter(version=version).values_list("logo", flat=True).first()
    return bytes(found or b"")


VERSIONS = 25
SETTINGS = (
    *("name", "vendor_name", "inbox", "answer_days", "hot_hours", "hold_minutes", "open_leads_per_request"),
    *("leads_per_request", "currency", "time_zone", "country", "languages"),
)
"""What a version of the settings says, beside its logo."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the settings and what it changed: setting -> what it was, and became; nothing in the first."""

    programme: Programme
    changes: dict[str, tuple[object, object]]
    logo_changed: bool


def versions(*, before: int | None = None) -> list[Version]:
    """Return the latest versions of the settings, the newest first; older ones than `before` where that is given."""
    found = Programme.objects.order_by("-version")
    rows = list(found.filter(version__lt=before)[: VERSIONS + 1] if before else found[: VERSIONS + 1])
    told = [_changed(new, old) for new, old in pairwise(rows)]
    return told if len(rows) > VERSIONS else [*told, *(Version(first, {}, logo_changed=False) for first in rows[-1:])]


def _changed(new: Programme, old: Programme) -> Version:
    pairs = {name: (getattr(old, name), getattr(new, name)) for name in SETTINGS}
    changes = {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
    return Version(new, changes, logo_changed=bytes(old.logo) != bytes(new.logo))


def ordering_in_force() -> Ordering:
    """Return how results are ordered now; unsaved and version 0 while nobody has decided anything."""
    latest = Ordering.objects.filter(in_force_at__isnull=False).order_by("-in_force_at", "-version").first()
    return latest or Ordering(version=0, tenths=TENTHS, open=False)


def ordering_of(version: int) -> Ordering:
    """Return a version of how results are ordered; 0 is what every programme begins with."""
    return Ordering.objects.filter(version=version).first() or Ordering(version=0, tenths=TENTHS, open=False)


def ordering_proposed() -> Ordering | None:
    """Return the version that waits to be approved or for its time, if there is one."""
    return Ordering.objects.filter(open=True).first()


def orderings(*, limit: int = VERSIONS) -> list[Ordering]:
    """Return the latest versions of how results are ordered, the newest first, whatever became of them."""
    return list(Ordering.objects.order_by("-version")[:limit])


def versions_with_cap() -> frozenset[int]:
    """Return the versions of how results are ordered that keep the cap on views."""
    return frozenset(Ordering.objects.filter(exposure_cap=True).values_list("version", flat=True))


def in_language(texts: dict[str, str], language: str | None = None) -> str:
    """Return the text in a language (the active one by default), else in English, else any."""
    wanted = (language or get_language() or "en").split("-")[0]
    return texts.get(wanted) or texts.get("en") or next(iter(texts.values()), "")


_read: dict[str, Rules] = {}
"""The last snapshot by database alias."""


def rules() -> Rules:
    """Return the rules in force; raise NotSetUp when there are none. Costs one small query while nothing changes."""
    # Written by hand: it is read at every request, and Django would take longer to word it than to run it.
    found = rows_of("SELECT number FROM programme_revision WHERE id = 1", ())
    if not found:
        raise NotSetUp
    return rules_at(found[0][0])


def rules_at(revision: int) -> Rules:
    """Return the rules of a revision that the caller has just read along with something else."""
    known = _read.get(connection.alias)
    if known is None or known.revision != revision:
        known = _read[connection.alias] = _snapshot(revision)
    return known


def forget() -> None:
    """Read everything again at the next call; for tests, where each begins with another database."""
    _read.clear()


def _snapshot(revision: int) -> Rules:
    programme = Programme.objects.order_by("-version").first()
    if programme is None:
        raise NotSetUp
    reasons = Reason.objects.filter(current=True).order_by("position", "code")
    rates = Rate.objects.filter(current=True, into=programme.currency).order_by("currency")
    terms = Term.objects.filter(current=True).order_by("kind", "position", "code")
    return Rules(
        revision=revision,
        programme=programme,
        reasons={reason.code: reason for reason in reasons},
        terms={(term.kind, term.code): term for term in terms},
        rates={rate.currency: rate for rate in rates},
        ordering=ordering_in_force(),
    )
