"""One mail an hour of what was held back: each thing as it is when the mail is written, what is settled left out."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import structlog
from django.db import connection, transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from segue.kit import faults
from segue.kit.away import is_away
from segue.leads.models import Stage
from segue.notifications import links
from segue.notifications.catalogue import CATALOGUE
from segue.notifications.compose import dressed, letter_of
from segue.notifications.letter import Letter, shown_time
from segue.notifications.models import Notice
from segue.notifications.wanted import wanted_by

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from segue.leads.models import Lead
    from segue.notifications.kinds import Group

RECIPIENTS_AT_ONCE = 5
MOST_GATHERED = 5_000
MOST_LISTED = 100
"""More stand under the bell: nobody reads a mail of 500 lines."""
TRIED_AGAIN_AFTER = timedelta(minutes=10)
DIGEST = "digest"

log = structlog.get_logger(__name__)


def post_digests(*, at: datetime) -> int:
    """Write the digests that are due, a few recipients a transaction; return how many notices were settled."""
    waiting = Notice.objects.filter(mail__isnull=True, digest_at__lte=at)
    if not waiting.exists():
        return 0
    with transaction.atomic(durable=True):
        # Whole recipients, so that no digest is cut in two.
        to = list(waiting.order_by("to").values_list("to", flat=True).distinct()[:RECIPIENTS_AT_ONCE])
        if not to:
            return 0
        found = waiting.filter(to__in=to).order_by("told_at", "id")
        if connection.features.has_select_for_update_skip_locked:
            found = found.select_for_update(skip_locked=True)
        by_recipient: dict[str, list[Notice]] = defaultdict(list)
        for notice in found[:MOST_GATHERED]:
            by_recipient[notice.to].append(notice)
        for notices in by_recipient.values():
            _post(notices, at=at)
    return sum(map(len, by_recipient.values()))


def _post(notices: Sequence[Notice], *, at: datetime) -> None:
    """Write one recipient's digest; one that cannot be written does not hold up the others and is tried again."""
    rows = Notice.objects.filter(id__in=[notice.id for notice in notices])
    try:
        with transaction.atomic():
            _settle(notices, at=at)
    except Exception as error:  # put off, so that the others are written meanwhile
        if is_away(error):
            raise
        log.error("digest.failed", notice=str(notices[0].id), exc_info=error)  # noqa: TRY400 -- exc_info is given
        rows.update(digest_at=at + TRIED_AGAIN_AFTER, error=faults.told(error))


def _settle(notices: Sequence[Notice], *, at: datetime) -> None:
    # Asked again: since it was held back, its reader may have said that such mails are to stop.
    unwanted = wanted_by(notices[0].to).unwanted
    said = [(notice, *found) for notice in notices if (found := _still_said(notice, unwanted)) is not None]
    listed = [notice.id for notice, _letter, _lead in said]
    Notice.objects.filter(id__in=[notice.id for notice in notices if notice.id not in listed]).update(digest_at=None)
    if not said:
        return
    first = notices[0]
    groups = sorted({group for notice, _letter, _lead in said if (group := CATALOGUE[notice.kind].group)})
    if len(said) == 1:
        # One alone is no list: it comes as it would have come singly.
        mail = dressed(said[0][1], said[0][0], at=at)
    else:
        with translation.override(first.language):
            letter = gathered([(letter, lead) for _notice, letter, lead in said], has_bell=first.person_id is not None)
        mail = dressed(letter, first, at=at, groups=groups)
        mail.kind = mail.headers["X-Segue-Kind"] = DIGEST
    mail.save(force_insert=True)
    Notice.objects.filter(id__in=listed).update(mail=mail, error="")


def _still_said(notice: Notice, unwanted: Collection[Group]) -> tuple[Letter, Lead | None] | None:
    if CATALOGUE[notice.kind].group in unwanted:
        return None
    said = letter_of(notice)
    if said is None:
        return None
    letter, lead = said[0], said[1].lead
    return None if notice.kind == "lead_new" and lead is not None and lead.stage != Stage.RECEIVED else (letter, lead)


def gathered(said: Sequence[tuple[Letter, Lead | None]], *, has_bell: bool) -> Letter:
    """Return the letter that lists what several others say, each with the lead it is about."""
    number = len(said)
    more = number - MOST_LISTED
    after = []
    if more > 0:
        after.append(ngettext("And %(number)s more.", "And %(number)s more.", more) % {"number": more})
    return Letter(
        subject=ngettext("%(number)s notice about your leads", "%(number)s notices about your leads", number)
        % {"number": number},
        lines=[_("This is what has happened since the last mail, each as it stands now.")],
        items=[_item(letter, lead) for letter, lead in said[:MOST_LISTED]],
        button=(_("See all notices"), links.notices()) if has_bell else (_("Open my leads"), links.received_leads()),
        after=after,
        reason=_("You get this as one mail because many came today, or because you asked for it."),
    )


def _item(letter: Letter, lead: Lead | None) -> tuple[str, str, str]:
    detail = ""
    if lead is not None and lead.stage == Stage.RECEIVED:
        due = shown_time(lead.due_at, ZoneInfo(lead.location.time_zone))
        detail = _("Answer by %(due)s") % {"due": due}
    return letter.subject, detail, letter.button[1] if letter.button else links.received_leads()
