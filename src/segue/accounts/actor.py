"""Who is asking. Every action and query takes one of these as an argument; there is no current user anywhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from segue.accounts.roles import May, PartnerRole, VendorRole, includes

if TYPE_CHECKING:
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has not signed in."""

    person_id: UUID | None = None

    def may(self, _may: May) -> bool:
        """Return False: a visitor has no role."""
        return False


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A signed-in person without a role (yet, or any more)."""

    person_id: UUID
    name: str

    def may(self, _may: May) -> bool:
        """Return False: there is no role yet."""
        return False


@dataclass(frozen=True, slots=True)
class Customer:
    """Whoever holds the private link of one request."""

    request_id: UUID
    person_id: UUID | None = None

    def may(self, _may: May) -> bool:
        """Return False: a customer acts on the own request only, by the link."""
        return False


@dataclass(frozen=True, slots=True)
class Member:
    """A person of a partner company, in the company chosen for this session."""

    person_id: UUID
    name: str
    membership_id: UUID
    partner_id: UUID
    partner_name: str
    roles: frozenset[PartnerRole]
    location_ids: frozenset[UUID] | None
    """The locations of the scope; None: the whole company."""

    def may(self, may: May) -> bool:
        """Return whether a role of this person includes it."""
        return includes(self.roles, may)

    def covers(self, location_id: UUID) -> bool:
        """Return whether a location is in this person's scope."""
        return self.location_ids is None or location_id in self.location_ids


@dataclass(frozen=True, slots=True)
class Staff:
    """A person of the vendor."""

    person_id: UUID
    name: str
    membership_id: UUID
    roles: frozenset[VendorRole]

    def may(self, may: May) -> bool:
        """Return whether a role of this person includes it."""
        return includes(self.roles, may)


@dataclass(frozen=True, slots=True)
class System:
    """The clock, the worker, a command: Segue itself."""

    person_id: UUID | None = None

    def may(self, _may: May) -> bool:
        """Return False: the system does what the life cycle gives it, not what roles include."""
        return False


Actor = Visitor | Newcomer | Customer | Member | Staff | System
SYSTEM = System()
VISITOR = Visitor()
