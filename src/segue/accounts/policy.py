"""Who may do what with companies, their places and their people: small named questions, on one page.

They are asked after the subject was fetched through what the actor may see, so a False here is a 403, never a 404.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.accounts.actor import Actor, Member, Staff
from segue.accounts.models import Partner
from segue.accounts.roles import May

if TYPE_CHECKING:
    from uuid import UUID

Status = Partner.Status

STATUS_STEPS: dict[str, frozenset[str]] = {
    Status.APPLIED: frozenset({Status.APPROVED, Status.LEFT}),
    Status.APPROVED: frozenset({Status.ACTIVE, Status.SUSPENDED, Status.LEFT}),
    Status.ACTIVE: frozenset({Status.SUSPENDED, Status.LEFT}),
    Status.SUSPENDED: frozenset({Status.ACTIVE, Status.LEFT}),
    Status.LEFT: frozenset({Status.APPROVED}),
}
"""What a company's status may become; everything else is refused."""


def may_run_programme(actor: Actor) -> bool:
    """Return whether the actor may change companies, people of the vendor and the settings."""
    return isinstance(actor, Staff) and actor.may(May.RUN_PROGRAMME)


def may_read_programme(actor: Actor) -> bool:
    """Return whether the actor may read the settings."""
    return isinstance(actor, Staff) and actor.may(May.READ_PROGRAMME)


def may_keep_memberships(actor: Actor, *, partner: Partner) -> bool:
    """Return whether the actor says what a company's competencies are, and its group: the admin, its manager."""
    managed = isinstance(actor, Staff) and actor.may(May.MANAGE_PARTNERS) and partner.manager_id == actor.person_id
    return managed or may_run_programme(actor)


def may_edit_profile(actor: Actor, *, partner_id: UUID) -> bool:
    """Return whether the actor may change what a company says of itself."""
    own = isinstance(actor, Member) and actor.partner_id == partner_id and actor.may(May.EDIT_PROFILE)
    return own or may_run_programme(actor)


def may_edit_place(actor: Actor, *, partner_id: UUID, location_id: UUID | None = None) -> bool:
    """Return whether the actor may change this location of a company; a new one needs the whole company as scope."""
    if isinstance(actor, Member):
        own = actor.partner_id == partner_id and actor.may(May.EDIT_PROFILE)
        in_scope = actor.location_ids is None if location_id is None else actor.covers(location_id)
        return own and in_scope
    return may_run_programme(actor)


def may_manage_people(actor: Actor, *, partner_id: UUID | None) -> bool:
    """Return whether the actor may add people to a company (None: the vendor), change their roles, remove them."""
    if isinstance(actor, Member):
        # With some locations as scope one could give oneself the others.
        whole = actor.location_ids is None
        return actor.partner_id == partner_id and whole and actor.may(May.MANAGE_PEOPLE)
    return may_run_programme(actor)


def may_read_changes(actor: Actor, *, partner_id: UUID | None) -> bool:
    """Return whether the actor may read what was changed about a company's people: its admins, the auditor."""
    return may_manage_people(actor, partner_id=partner_id) or may_read_programme(actor)


def may_see_people(actor: Actor, *, partner_id: UUID | None) -> bool:
    """Return whether the actor may see who is in a company (None: the vendor): colleagues, and the vendor's people."""
    return isinstance(actor, Staff) or (isinstance(actor, Member) and actor.partner_id == partner_id)
