"""Who may edit a business profile, what it lacks before it can be published, and who can be sent a lead."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.accounts.actor import Actor, Member, Staff, System
from segue.accounts.models import Location, Partner
from segue.accounts.policy import may_keep_memberships
from segue.accounts.queries import access_partner
from segue.accounts.roles import May
from segue.directory.models import BusinessProfile, Tag
from segue.kit.errors import Forbidden, NotFound, Refused, Sentence
from segue.kit.spelled import PLAIN, PLAIN_WITH_YEAR, spelled

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

RECEIVING = (Partner.Status.APPROVED, Partner.Status.ACTIVE)
"""The states of a company in which its profile is shown and leads can be sent to it."""

MOST_ALERT_CONTACTS = 5


class Obstacle(StrEnum):
    """Why a location cannot be sent a lead now."""

    UNPUBLISHED = "unpublished"
    PAUSED = "paused"
    FULL = "full"
    SUSPENDED = "suspended"


@dataclass(frozen=True, slots=True)
class Closed:
    """A partner location that takes no leads now: why, and from when it does again where that is known."""

    obstacle: Obstacle
    partner_name: str
    until: datetime | None = None
    time_zone: str = "UTC"
    at: datetime | None = None
    """When somebody asked."""

    @property
    def code(self) -> str:
        """Return the obstacle's code."""
        return self.obstacle.value

    def sentence(self) -> str:
        """Say why in one sentence, in the active language."""
        name = {"partner": self.partner_name}
        match self.obstacle:
            case Obstacle.UNPUBLISHED:
                return _("%(partner)s has not published this location.") % name
            case Obstacle.SUSPENDED:
                return _("%(partner)s takes no new requests at present.") % name
            case Obstacle.FULL:
                return _("%(partner)s has as many unanswered requests as it can take.") % name
            case Obstacle.PAUSED if self.until is None:
                return _("%(partner)s is taking a break.") % name
            case Obstacle.PAUSED:
                return _("%(partner)s accepts requests from %(date)s.") % {**name, "date": self.date()}

    def short(self) -> str:
        """Say it in a few words, where the name stands beside it."""
        if self.until is not None:
            return _("Accepting requests from %(date)s") % {"date": self.date()}
        return _("Full at the moment") if self.obstacle == Obstacle.FULL else _("Takes no requests at present")

    def date(self) -> str:
        """Return the day at the location on which requests are taken again, as the reader writes it; empty: not known.

        With its year when that is not this one.
        """
        if self.until is None:
            return ""
        day, today = (
            moment.astimezone(ZoneInfo(self.time_zone)).date() for moment in (self.until, self.at or self.until)
        )
        return spelled(day, PLAIN if day.year == today.year else PLAIN_WITH_YEAR)


ASKED_TO_PUBLISH = frozenset({Obstacle.UNPUBLISHED, Obstacle.PAUSED})
"""What stands in the way and can be mended by the partner: it is asked to publish, or to end its break."""


class NotReceiving(Refused):
    """The location cannot be sent a lead; `closed` says why."""

    code = "not-receiving"

    def __init__(self, closed: Closed) -> None:
        self.closed = closed
        super().__init__(closed.sentence())


def can_receive(
    profile: BusinessProfile | None, location: Location, partner: Partner, unanswered: int = 0, *, at: datetime
) -> Closed | None:
    """Return None when a lead can be sent to a location, else why not.

    `unanswered` is how many leads of the partner wait for an answer at `at`.
    """
    if partner.status not in RECEIVING:
        return Closed(Obstacle.SUSPENDED, partner.name)
    published = profile is not None and profile.state != BusinessProfile.State.DRAFT
    if profile is None or not published or not location.published or location.removed_at is not None:
        return Closed(Obstacle.UNPUBLISHED, partner.name)
    if is_paused(profile, at=at):
        return on_a_break(profile, partner, location, at=at)
    if profile.capacity is not None and unanswered >= profile.capacity:
        return Closed(Obstacle.FULL, partner.name)
    return None


def on_a_break(profile: BusinessProfile, partner: Partner, location: Location | None, *, at: datetime) -> Closed:
    """Return why and until when a location (None: the company has none) takes no leads during a break."""
    time_zone = location.time_zone if location else "UTC"
    return Closed(Obstacle.PAUSED, partner.name, profile.paused_until, time_zone, at)


def is_paused(profile: BusinessProfile, *, at: datetime) -> bool:
    """Return whether the profile takes a break at a moment; a break with an end is over by itself."""
    return takes_a_break(profile.state, profile.paused_until, at=at)


def takes_a_break(state: str, until: datetime | None, *, at: datetime) -> bool:
    """Return what `is_paused` does, of a profile's columns: a search reads no whole profiles."""
    return state == BusinessProfile.State.PAUSED and (until is None or at < until)


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing a profile lacks before it can be published: a code for pages, a sentence for people."""

    code: str
    sentence: Sentence


def missing(profile: BusinessProfile, *, tag_kinds: Collection[str], ready_locations: int) -> list[Missing]:
    """Return what a profile lacks before it can be published, in the order in which people fill it in.

    `ready_locations` counts the locations that have opening hours and an alert contact.
    """
    lacks: list[Missing] = []
    if not profile.description.strip():
        lacks.append(Missing("description", gettext_lazy("Describe in a few sentences what you do.")))
    if not {Tag.Kind.PRODUCT.value, Tag.Kind.SERVICE.value} & set(tag_kinds):
        lacks.append(Missing("offer", gettext_lazy("Choose at least one product or one service.")))
    if not ready_locations:
        lacks.append(
            Missing(
                "location", gettext_lazy("Give at least one location with opening hours a contact for new requests.")
            )
        )
    return lacks


def require_editor(partner_id: UUID, *, actor: Actor, location_id: UUID | None = None) -> None:
    """Let through who may edit a partner's profile (or one location of it).

    Raises NotFound for strangers, Forbidden for people of the company or the vendor whose role does not include it.
    """
    match actor:
        case System():
            return
        case Staff():
            if not actor.may(May.RUN_PROGRAMME):
                raise Forbidden
        case Member() if actor.partner_id == partner_id:
            if not actor.may(May.EDIT_PROFILE) or not (location_id is None or keeps(actor, location_id)):
                raise Forbidden
        case _:
            raise NotFound


def require_editor_of_all(partner_id: UUID, *, actor: Actor) -> None:
    """Let through who may edit a partner's profile for all of its locations at once.

    Raises what `require_editor` does, and Forbidden for whoever keeps some of the locations only.
    """
    require_editor(partner_id, actor=actor)
    if not keeps_all(actor):
        raise Forbidden(gettext_lazy("This concerns every location: only who looks after the whole company may do it."))


def keeps_all(actor: Actor) -> bool:
    """Return whether the actor's role counts in the whole company, not in some of its locations."""
    return not isinstance(actor, Member) or actor.location_ids is None


def keeps(actor: Actor, location_id: UUID) -> bool:
    """Return whether the actor's role counts in a location."""
    return not isinstance(actor, Member) or actor.covers(location_id)


def require_keeper(partner_id: UUID, *, actor: Actor) -> UUID:
    """Return who says what a company's competencies, badges and endorsements are: the admin, its partner manager.

    Raises NotFound for who may not see the company's record, Forbidden for everybody else.
    """
    partner = access_partner(partner_id, actor=actor)
    if not may_keep_memberships(actor, partner=partner) or actor.person_id is None:
        raise Forbidden
    return actor.person_id
