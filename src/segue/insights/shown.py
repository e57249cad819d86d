"""Why a partner is shown where it is: its typical searches, its points beside page one's, and what would raise it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from statistics import median
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from segue.accounts.roles import May
from segue.directory.candidates import candidate_of
from segue.directory.distinctions import distinctions_in_force
from segue.directory.impressions import asked_again, page_one_of, showings_of
from segue.directory.models import BusinessProfile
from segue.directory.ordering import weights_of
from segue.directory.queries import with_what_is_shown
from segue.directory.ranking.advice import advice
from segue.directory.ranking.facts import Candidate, Need, Signals
from segue.directory.ranking.score import attainable, score
from segue.directory.ranking.terms import Term
from segue.directory.search.asked import understood
from segue.directory.signals import means, signals_of
from segue.kit.errors import Forbidden
from segue.leads.room import unanswered
from segue.programme.queries import ordering_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Member
    from segue.directory.models import Impression, Showing
    from segue.directory.ranking.advice import Advice
    from segue.programme.queries import Rules

LOOKED_AT = 200
"""Of so many pages on which the partner was shown last its typical searches are made up."""
LOOKED_BACK = timedelta(days=90)
TYPICAL = 3
FEWEST_OTHERS = 5
"""Of fewer others on page one no middle is told: with two on it, one's own points give away the rival's."""


@dataclass(frozen=True, slots=True)
class Line:
    """One term: the partner's points, the middle of page one's (None: too few others), and the most it can bring.

    In thousandths of a point.
    """

    term: Term
    own: int
    middle: int | None
    most: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a partner stands for one search, and by what."""

    lines: list[Line]
    own: int
    middle: int | None
    advice: list[Advice]
    """What would raise it from today on, by the weights in force."""
    reordered: bool = False
    """Whether results are ordered by other weights since it was shown; the points are those of then."""


@dataclass(frozen=True, slots=True)
class Typical:
    """A search in which the partner was shown: how often in 90 days, at which place last, and what came of it."""

    last: Showing
    times: int
    viewed: int
    asked: int

    @property
    def impression(self) -> Impression:
        """Return the search, as it was asked last."""
        return self.last.impression


def typical_searches(*, actor: Member, at: datetime) -> list[Typical]:
    """Return the searches in which the actor's company was shown most often of late, at most three, in one statement.

    Raises Forbidden for who has to do with neither its leads nor its profile.
    """
    if not (actor.may(May.ANSWER_LEADS) or actor.may(May.EDIT_PROFILE)):
        raise Forbidden(_("Your role includes neither leads nor the profile. An admin can change that."))
    by_question: dict[object, list[Showing]] = {}
    for row in showings_of(actor.partner_id, limit=LOOKED_AT):
        asked = row.impression
        if row.at > at - LOOKED_BACK:
            question = (asked.what, asked.place, tuple(sorted(asked.filters.items())))
            by_question.setdefault(question, []).append(row)
    found = [
        Typical(
            last=rows[0],
            times=len(rows),
            viewed=sum(row.viewed_at is not None for row in rows),
            asked=sum(row.asked_at is not None for row in rows),
        )
        for rows in by_question.values()
    ]
    return sorted(found, key=lambda one: -one.times)[:TYPICAL]


def standing_in(typical: Typical, *, at: datetime, rules: Rules) -> Standing:
    """Return how a partner stands in one of its searches, as it was shown, beside that search's first page."""
    own = typical.last
    page = page_one_of(typical.impression)
    if len({row.partner_id for row in page} - {own.partner_id}) < FEWEST_OTHERS:
        page = []
    need = understood(asked_again(typical.impression), rules).need()
    candidate = _candidate(own.partner_id, own.terms, at=at, rules=rules)
    noted = weights_of(ordering_of(typical.impression.weights).tenths)
    most = attainable(need, noted)
    lines = [
        Line(
            term,
            _points(own, term),
            round(median(_points(row, term) for row in page)) if page else None,
            getattr(most, term),
        )
        for term in Term
    ]
    middle = round(median(row.points for row in page)) if page else None
    reordered = noted != weights_of(rules.ordering.tenths)
    return Standing(lines, own.points, middle, _advice(need, candidate, rules), reordered)


def standing_without(partner_id: UUID, *, at: datetime, rules: Rules) -> Standing:
    """Return how a partner not shown yet would stand for somebody who needs what its own profile names first."""
    candidate = _candidate(partner_id, {}, at=at, rules=rules)
    need = Need(
        products=frozenset(sorted(candidate.products)[:1]),
        services=frozenset(sorted(candidate.services)[:1]),
        industries=frozenset(sorted(candidate.industries)[:1]),
        country=candidate.places[0].country if candidate.places else "",
    )
    scored = score(need, candidate, weights_of(rules.ordering.tenths), means(half=1.0))
    lines = [Line(term, getattr(scored.points, term), None, getattr(scored.most, term)) for term in Term]
    return Standing(lines, scored.total, None, _advice(need, candidate, rules))


def _candidate(partner_id: UUID, terms: Mapping[str, Sequence[float]], *, at: datetime, rules: Rules) -> Candidate:
    """Return a partner as the scorer compares it now; its text answers as well as it did when `terms` were noted."""
    profile = with_what_is_shown(BusinessProfile.objects.filter(pk=partner_id)).first()
    in_force = distinctions_in_force([partner_id], at=at, rules=rules).get(partner_id, [])
    found = candidate_of(profile, in_force, rules=rules, at=at) if profile else Candidate(partner_id, at)
    of_text = min(terms[Term.TEXT][0], 0.999) if Term.TEXT in terms else 0.0
    return replace(
        found,
        # With b50 at 1, as `means(half=1)` has it, this is the BM25 that gives the x that was noted.
        text=of_text / (1 - of_text),
        waiting=unanswered(partner_id, at=at),
        signals=signals_of([partner_id]).get(partner_id, Signals()),
    )


def _advice(need: Need, candidate: Candidate, rules: Rules) -> list[Advice]:
    return advice(need, candidate, weights=weights_of(rules.ordering.tenths), means=means(half=1.0))


def _points(row: Showing, term: Term) -> int:
    return int(row.terms.get(term, [0.0, 0])[1])
