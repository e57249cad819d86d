"""Take companies into the programme, say how they stand in it and who looks after them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import transaction
from django.db.models import F
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from segue.accounts import policy
from segue.accounts.models import Partner
from segue.accounts.queries import access_partner, people_who
from segue.accounts.roles import May
from segue.kit.errors import Forbidden, Invalid, NotFound, Refused
from segue.kit.names import unreadable
from segue.kit.text import cleaned, folded, name_key
from segue.outbox.emit import Fact, emit

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from segue.accounts.actor import Actor
    from segue.kit.errors import Sentence

LONGEST_NAME = 120
LONGEST_WEBSITE = 200
LONGEST_GROUP = 120
MOST_AT_ONCE = 200


class PartnerChanged(Refused):
    """Somebody else changed the company since it was read."""

    code = "partner-changed"
    sentence = _("Somebody changed this company meanwhile. Look at it again before you go on.")


class StatusRefused(Refused):
    """A company's status does not become this one from where it is."""

    code = "status-refused"
    sentence = _("A company that is “%(now)s” cannot become “%(wanted)s”.")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPartner:
    """A company as it is taken into the programme."""

    name: str
    website: str = ""
    status: Partner.Status = Partner.Status.APPROVED


@transaction.atomic
def add_partner(partner: NewPartner, *, actor: Actor, at: datetime) -> Partner:
    """Take a company into the programme and return it; the programme admin's to do. Two may have the same name."""
    if not policy.may_see_people(actor, partner_id=None):
        raise NotFound
    if not policy.may_run_programme(actor):
        raise Forbidden
    record = checked_record(partner.name, partner.website)
    return Partner.objects.create(
        **record,
        slug=_free_slug(record["name"]),
        status=partner.status,
        created_at=at,
        updated_at=at,
    )


@transaction.atomic
def edit_partner(
    partner_id: UUID, *, actor: Actor, at: datetime, name: str, website: str, seen: int | None = None
) -> Partner:
    """Change a company's name and website and return it; its address in the directory stays. Raises PartnerChanged.

    Pages call `directory.actions.edit_company`, which also lets the company be found by its new name.
    """
    partner = _to_run(partner_id, actor=actor)
    return _write(partner, seen=seen, at=at, **checked_record(name, website))


@transaction.atomic
def change_website(partner_id: UUID, *, actor: Actor, at: datetime, website: str) -> Partner:
    """Change a company's website and return the company; whoever edits its profile may. Raises Invalid."""
    partner = access_partner(partner_id, actor=actor)
    if not policy.may_edit_profile(actor, partner_id=partner_id):
        raise Forbidden
    return _write(partner, seen=None, at=at, website=checked_record(partner.name, website)["website"])


def checked_record(name: str, website: str) -> dict[str, str]:
    """Return a company's name and website as they are kept, with the key it is sorted by; raise Invalid."""
    wrong = unreadable({"name": name})
    name = cleaned(name)
    record = {"name": name, "name_key": name_key(name), "website": website.strip()}
    if not 0 < len(record["name"]) <= LONGEST_NAME:
        wrong["name"] = _("Write the company's name, in at most 120 characters.")
    if (no_address := wrong_website(record["website"])) is not None:
        wrong["website"] = no_address
    if wrong:
        raise Invalid(wrong)
    return record


def wrong_website(typed: str) -> Sentence | None:
    """Return what is wrong with the address of a website; None: nothing, or there is none."""
    website = typed.strip()
    if len(website) > LONGEST_WEBSITE:
        return _("Shorten the address to 200 characters.")
    try:
        if website:
            URLValidator(schemes=["http", "https"])(website)
    except ValidationError:
        return _("Write an address such as https://harbour.example, or leave it empty.")
    return None


def _free_slug(name: str) -> str:
    wanted = slugify(folded(name))[:120] or "partner"
    taken = set(Partner.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    return next(slug for n in range(2, len(taken) + 3) if (slug := f"{wanted}-{n}") not in taken)


@transaction.atomic
def change_partner_status(
    partner_id: UUID, *, actor: Actor, at: datetime, status: Partner.Status, seen: int | None = None
) -> Partner:
    """Say how a company stands in the programme and return it; raise StatusRefused for what cannot follow.

    A suspended company receives no new leads; what it has, it keeps. One that leaves tells `partner.left`, and
    what it has not answered is taken back.
    """
    partner = _to_run(partner_id, actor=actor)
    if status not in policy.STATUS_STEPS[partner.status]:
        now, wanted = Partner.Status(partner.status), Partner.Status(status)
        raise StatusRefused(now=now.label, wanted=wanted.label)
    changed = _write(partner, seen=seen, at=at, status=status)
    if status == Partner.Status.LEFT:
        key = f"partner.left:{partner.id}:{changed.version}"
        payload = {"partner": str(partner.id), "person": str(actor.person_id)}
        emit(Fact("partner.left", key, payload), at=at)
    return changed


@transaction.atomic
def assign_manager(
    partner_id: UUID, *, actor: Actor, at: datetime, manager_id: UUID | None, seen: int | None = None
) -> Partner:
    """Say which of the vendor's partner managers looks after a company (None: nobody) and return the company."""
    partner = _to_run(partner_id, actor=actor)
    _check_manager(manager_id)
    return _write(partner, seen=seen, at=at, manager_id=manager_id)


@transaction.atomic
def change_corporate_group(
    partner_id: UUID, *, actor: Actor, at: datetime, group: str, seen: int | None = None
) -> Partner:
    """Say to which corporate group a company belongs (empty: none) and return the company; its partner manager may.

    Pages call `directory.actions.change_group`, which also writes it down. Raises Invalid, PartnerChanged.
    """
    partner = access_partner(partner_id, actor=actor)
    if not policy.may_keep_memberships(actor, partner=partner):
        raise Forbidden
    if wrong := unreadable({"group": group}):
        raise Invalid(wrong)
    group = " ".join(cleaned(group).split())
    if len(group) > LONGEST_GROUP:
        raise Invalid({"group": _("Shorten this to %(most)s characters.") % {"most": LONGEST_GROUP}})
    return _write(partner, seen=seen, at=at, corporate_group=group)


@transaction.atomic
def assign_managers(
    partner_ids: Collection[UUID], *, actor: Actor, at: datetime, manager_id: UUID | None
) -> list[Partner]:
    """Say who looks after several companies (None: nobody), all or none of them, and return those that changed."""
    if not 0 < len(partner_ids) <= MOST_AT_ONCE:
        raise Invalid({"partners": _("Select the companies, at most 200 at once.")})
    _check_manager(manager_id)
    # In one order, so that two who assign the same companies do not wait for each other.
    partners = [_to_run(partner_id, actor=actor) for partner_id in sorted(set(partner_ids))]
    return [
        _write(partner, seen=None, at=at, manager_id=manager_id)
        for partner in partners
        if partner.manager_id != manager_id
    ]


def let_go(person_id: UUID, *, at: datetime) -> int:
    """Leave the companies that somebody looked after without a partner manager, for callers in this room; how many.

    Their notices go to the programme inbox, and whoever runs the programme sees on Today that they need somebody.
    """
    return Partner.objects.filter(manager_id=person_id).update(manager=None, version=F("version") + 1, updated_at=at)


def _check_manager(manager_id: UUID | None) -> None:
    managers = {m.person_id for m in people_who(May.MANAGE_PARTNERS, partner_id=None)}
    if manager_id is not None and manager_id not in managers:
        raise Invalid({"manager": _("Choose one of the vendor's partner managers.")})


def _to_run(partner_id: UUID, *, actor: Actor) -> Partner:
    partner = access_partner(partner_id, actor=actor)
    if not policy.may_run_programme(actor):
        raise Forbidden
    return partner


def _write(partner: Partner, *, seen: int | None, at: datetime, **changes: Any) -> Partner:
    """Change the row if it is still the version that was seen (or, without one, that was just read)."""
    read = Partner.objects.filter(id=partner.id, version=seen or partner.version)
    if not read.update(version=F("version") + 1, updated_at=at, **changes):
        raise PartnerChanged
    partner.refresh_from_db()
    return partner
