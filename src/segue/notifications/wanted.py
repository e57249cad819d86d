"""Which mails an address wants, and whether they come singly; also for who has no account, by a link in each mail.

All of it is about mails: what concerns a person stands under the bell in any case.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction

from segue.kit.errors import NotFound
from segue.kit.sealed import seal, unseal
from segue.notifications.kinds import Group
from segue.notifications.models import Addressee

if TYPE_CHECKING:
    from collections.abc import Iterable

_BOUND_TO = "stop-mails"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an address has said about its mails."""

    unwanted: frozenset[Group] = frozenset()
    digest: Addressee.Digest = Addressee.Digest.AFTER_TEN


def wanted_by(address: str) -> Wanted:
    """Return what an address has said; all mails, while it has said nothing."""
    found = Addressee.objects.filter(address=address.lower()).first()
    return Wanted(_groups(found.unwanted), Addressee.Digest(found.digest)) if found else Wanted()


@transaction.atomic
def choose(address: str, groups: Iterable[Group], *, offered: Iterable[Group], digest: Addressee.Digest) -> None:
    """Mail an address no more of what was offered but these groups, as one mail or singly as it says.

    What was not offered, since it concerns another of somebody's companies, stays as it is.
    """
    known = _held(address)
    unwanted = (_groups(known.unwanted) - set(offered)) | (set(offered) - set(groups))
    _keep(address, unwanted=sorted(unwanted), digest=digest.value)


@transaction.atomic
def stop(address: str, groups: Iterable[Group]) -> None:
    """Mail an address no more of these groups; stopping twice is once."""
    known = _held(address)
    _keep(address, unwanted=sorted(_groups(known.unwanted) | set(groups)))


@transaction.atomic
def start_again(address: str, groups: Iterable[Group]) -> None:
    """Mail an address these groups again."""
    known = _held(address)
    _keep(address, unwanted=sorted(_groups(known.unwanted) - set(groups)))


def do_not_want(addresses: Iterable[str], group: Group) -> set[str]:
    """Return which of these addresses (in lower case) want no mails of a group."""
    known = Addressee.objects.filter(address__in={address.lower() for address in addresses})
    return {address for address, unwanted in known.values_list("address", "unwanted") if group in unwanted}


def stop_token(to: str, groups: Iterable[str]) -> str:
    """Return what stands in the link by which whoever holds a mail stops such mails to its address."""
    return seal([to.lower(), *groups], bound_to=_BOUND_TO)


def named_in(token: str) -> tuple[str, list[Group]]:
    """Return the address and groups of a link; raise NotFound for one that is not ours."""
    said = unseal(token, bound_to=_BOUND_TO)
    if not isinstance(said, list):
        raise NotFound
    return str(said[0]), sorted(_groups(said[1:]))


def _held(address: str) -> Addressee:
    Addressee.objects.bulk_create([Addressee(address=address.lower())], ignore_conflicts=True)
    return Addressee.objects.select_for_update().get(address=address.lower())


def _keep(address: str, **values: Any) -> None:
    Addressee.objects.filter(address=address.lower()).update(**values)


def _groups(said: Iterable[str]) -> frozenset[Group]:
    # A group of a newer or older version is not ours to know.
    return frozenset(Group(one) for one in said if one in set(Group))
