"""Which leads need somebody of the vendor, and why: branches of the queue of Today, each walked by an index of its own.

Every lead stands in one branch at most. What somebody of the vendor has just done about a lead, or put off for
themselves, needs nobody until that time is over.
"""

from __future__ import annotations

from datetime import timedelta
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from segue.accounts.models import Partner, Person
from segue.accounts.roles import May
from segue.kit.sql import passed_over
from segue.leads.models import Lead, Nudge, Outcome, Snooze, Stage
from segue.leads.queries import HAS_IT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Staff


class Harm(IntEnum):
    """Why something needs somebody, the worst first."""

    NO_PARTNER = 1
    """A request that nobody has."""
    CAME_BACK = 2
    """A lead that was sent and declined or left unanswered, and nobody else has its request."""
    HOT = 3
    """A customer asked to be contacted directly and nobody has done so."""
    UNCONTACTED = 4
    """A customer says that nobody has been in touch."""
    DUE = 5
    """Unanswered, and it expires within a day."""
    SUSPECTED = 6
    """A request that looks like spam, until somebody has looked at it."""
    SAID_SPAM = 7
    """Declined as spam or no customer: nobody was told, and the vendor has not said what it thinks of it."""
    SILENT = 8
    """Accepted three days ago and no contact logged."""
    STILL = 9
    """Accepted, and nothing has happened for a month."""
    LEFT_LYING = 10
    """Came back two weeks ago or more: behind all else until it is sent on, its customer ends it or it is let rest."""


class Whose(StrEnum):
    """Whose leads Today is about."""

    ALL = "all"
    MINE = "mine"
    """Those of the partners one looks after."""
    SENT = "sent"


NAMES = {
    Harm.NO_PARTNER: _("No partner"),
    Harm.CAME_BACK: _("Came back"),
    Harm.HOT: pgettext_lazy("of one lead", "Hot"),
    Harm.UNCONTACTED: _("Customer waits"),
    Harm.DUE: _("Expires soon"),
    Harm.SUSPECTED: _("Possible spam"),
    Harm.SAID_SPAM: _("Is it genuine?"),
    Harm.SILENT: _("No contact"),
    Harm.STILL: _("Quiet"),
    Harm.LEFT_LYING: _("Came back"),
}
"""Why something stands there, in a word or three."""
CAME_BACK = frozenset({Harm.CAME_BACK, Harm.LEFT_LYING})
OF_REQUESTS = frozenset({Harm.NO_PARTNER, Harm.SUSPECTED})
HOT_PATIENCE = timedelta(hours=4)
"""So long a partner has for a hot lead before it stands here."""
DUE_WITHIN = timedelta(hours=24)
SILENT_AFTER = timedelta(hours=72)
STILL_AFTER = timedelta(days=30)
CAME_BACK_WITHIN = timedelta(days=14)
"""Afterwards whoever sent it has let it lie: what came back lately goes before."""
LIES_FOR = timedelta(days=60)
"""Longer than it can be put off; afterwards it is let rest in the archive, or the number would only ever grow."""
PROMPT_DAYS = timedelta(days=30)
"""Of so many days it is said how much was answered promptly."""
PROMPT = Q(accepted_at__lte=F("prompt_until")) | Q(outcome=Outcome.DECLINED, closed_at__lte=F("prompt_until"))
"""Answered within the two working days that a lead was given."""


def views_of(actor: Staff) -> list[Whose]:
    """Return what Today can be about for somebody of the vendor."""
    opened = {
        Whose.MINE: actor.may(May.MANAGE_PARTNERS),
        Whose.ALL: actor.may(May.SEE_ALL_LEADS),
        Whose.SENT: actor.may(May.SEND_MARKETING) or actor.may(May.SEND_SALES),
    }
    return [whose for whose, is_open in opened.items() if is_open]


def moments(at: datetime) -> dict[str, datetime]:
    """Return the moments that `branch` compares with."""
    return {
        "at": at,
        "hot_before": at - HOT_PATIENCE,
        "due_before": at + DUE_WITHIN,
        "silent_before": at - SILENT_AFTER,
        "still_before": at - STILL_AFTER,
        "came_back_after": at - CAME_BACK_WITHIN,
        "lies_after": at - LIES_FOR,
        "month": at - PROMPT_DAYS,
        "two_months": at - 2 * PROMPT_DAYS,
    }


def branch(harm: Harm, *, of: Mapping[str, Any], whose: Whose) -> tuple[QuerySet[Lead], str]:
    """Return the leads that need somebody for one reason, and the column of the moment they stand in order of.

    `of` holds the moments above and `person`, who asks.
    """
    found, moment = _harmed(harm, of)
    answered = Nudge.objects.filter(lead_id=OuterRef("pk"), quiet_until__gt=of["at"])
    put_off = Snooze.objects.filter(lead_id=OuterRef("pk"), person_id=of["person"], until__gt=of["at"])
    return _whose(found, whose, of).filter(~Exists(answered), ~Exists(put_off)), moment


def _harmed(harm: Harm, of: Mapping[str, Any]) -> tuple[QuerySet[Lead], str]:  # noqa: PLR0911 -- one a branch
    leads = Lead.objects.filter(test_of__isnull=True)
    accepted = leads.filter(stage=Stage.ACCEPTED, withdrawn_at__isnull=True)
    match harm:
        case Harm.CAME_BACK:
            return _came_back().filter(closed_at__gt=of["came_back_after"]), "closed_at"
        case Harm.LEFT_LYING:
            lying = _came_back().filter(closed_at__gt=of["lies_after"], closed_at__lte=of["came_back_after"])
            return lying, "closed_at"
        case Harm.HOT:
            hot = leads.filter(contacted_at__isnull=True, direct_contact=True, hot_until__gt=of["at"])
            waits = hot.filter(received_at__lte=of["hot_before"], withdrawn_at__isnull=True, holding="")
            return waits.exclude(stage=Stage.ARCHIVED), "hot_until"
        case Harm.UNCONTACTED:
            return accepted.filter(uncontacted_at__lte=of["at"], hot_until__lte=of["at"]), "uncontacted_at"
        case Harm.DUE:
            due = leads.filter(stage=Stage.RECEIVED, holding="", due_at__gt=of["at"], due_at__lte=of["due_before"])
            return due.filter(hot_until__lte=of["at"]), "due_at"
        case Harm.SAID_SPAM:
            return leads.filter(spam_said_at__isnull=False, spam__isnull=True), "spam_said_at"
        case Harm.SILENT:
            silent = accepted.filter(contacted_at__isnull=True, uncontacted_at__isnull=True, hot_until__lte=of["at"])
            return silent.filter(accepted_at__lte=of["silent_before"]), "accepted_at"
        case Harm.STILL:
            still = accepted.filter(contacted_at__isnull=False, uncontacted_at__isnull=True)
            return still.filter(updated_at__lte=of["still_before"]), "updated_at"
        case _:
            message = f"{harm.name} is about requests"
            raise ValueError(message)


def _came_back() -> QuerySet[Lead]:
    """Return the vendor's own sent leads that came to nothing, where nobody else has or had the request after them."""
    ended = Lead.objects.alias(for_partner=passed_over("sender_partner_id")).filter(
        stage=Stage.ARCHIVED,
        sender_person__isnull=False,
        for_partner__isnull=True,
        outcome__in=[Outcome.DECLINED, Outcome.EXPIRED],
        spam_said_at__isnull=True,
    )
    others = Lead.objects.filter(request_id=OuterRef("request_id")).exclude(pk=OuterRef("pk"))
    going_on = Q(received_at__gt=OuterRef("received_at")) | HAS_IT | Q(outcome=Outcome.WON)
    return ended.filter(~Exists(others.filter(going_on)))


def _whose(leads: QuerySet[Lead], whose: Whose, of: Mapping[str, Any]) -> QuerySet[Lead]:
    match whose:
        case Whose.ALL:
            return leads
        case Whose.MINE:
            # Looked up lead by lead: a list of partners would lead from the index of the branch into all they have.
            mine = Partner.objects.filter(id=OuterRef("partner_id"), manager_id=of["person"])
            return leads.filter(Exists(mine))
        case Whose.SENT:
            # Nor from there into all that somebody has ever sent.
            sent = leads.alias(by=passed_over("sender_person_id"), for_partner=passed_over("sender_partner_id"))
            return sent.filter(by=of["person"], for_partner__isnull=True)


def answered_promptly(of: Mapping[str, Any], *, whose: Whose) -> list[QuerySet[Lead]]:
    """Return four sets: answered within two working days in the last 30 days, and all; the same of the 30 before."""
    promised = _whose(Lead.objects.filter(prompt_until__isnull=False), whose, of)
    last = promised.filter(prompt_until__gt=of["month"], prompt_until__lte=of["at"])
    before = promised.filter(prompt_until__gt=of["two_months"], prompt_until__lte=of["month"])
    return [last.filter(PROMPT), last, before.filter(PROMPT), before]


class Care(NamedTuple):
    """What somebody of the vendor did last about a lead."""

    how: str
    by: str
    at: datetime


def needing(ids: Sequence[UUID]) -> dict[UUID, tuple[Lead, Care | None]]:
    """Return what a row of Today shows of these leads: partner, manager, owner, and what was done last."""
    last = Nudge.objects.filter(lead_id=OuterRef("pk")).order_by("-pressed_at")
    by = Person.objects.filter(id=OuterRef("last_by_id"))
    found = (
        Lead.objects.filter(id__in=list(ids))
        .select_related("partner__manager", "location")
        .annotate(
            last_how=Subquery(last.values("how")[:1]),
            last_at=Subquery(last.values("pressed_at")[:1]),
            last_by_id=Subquery(last.values("person")[:1]),
        )
        .annotate(last_by=Subquery(by.values("name")[:1]))
    )
    return {
        lead.id: (lead, Care(lead.last_how, lead.last_by or "", lead.last_at) if lead.last_how else None)
        for lead in found
    }
