"""What other currencies are worth in the programme's own: versions; without a rate nothing is guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from segue.kit.errors import Refused
from segue.outbox.emit import Fact, emit
from segue.programme.models import Rate, Revision

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal
    from uuid import UUID


class RateChanged(Refused):
    """Somebody else changed the rate since it was read."""

    code = "rate-changed"
    sentence = _("Somebody changed this rate meanwhile. Look at it again before you save.")


@transaction.atomic
def set_rate(currency: str, *, into: str, rate: Decimal | None, seen: int, by: UUID, at: datetime) -> Rate:
    """Put a new version of a currency's rate in force and return it; None: no longer known. `seen` 0: there was none.

    Values entered from now on are valued by it, and those of that currency that had no rate; others keep the rate they
    were valued by. Raises RateChanged.
    """
    known = Rate.objects.select_for_update().filter(currency=currency, into=into, current=True).first()
    if (known.version if known else 0) != seen:
        raise RateChanged
    Rate.objects.filter(currency=currency, into=into, current=True).update(current=False)
    text = format(rate.normalize(), "f") if rate is not None else ""
    new = Rate(currency=currency, into=into, version=seen + 1, rate=text, changed_at=at, changed_by=by)
    try:
        with transaction.atomic():
            new.save(force_insert=True)
    except IntegrityError as error:
        raise RateChanged from error
    Revision.objects.filter(id=1).update(number=F("number") + 1)
    if text:
        emit(Fact("rate.changed", f"rate:{currency}:{into}:{new.version}", {"currency": currency}), at=at)
    return new
