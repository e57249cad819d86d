"""What waits in this process to be written about searches, and the one thread that writes it.

The thread begins with the first thing that is put where `begin` was called (the web server does), writes what has come
every second, and once more when the process ends. What it cannot write, because the database is away or busy, waits;
what finds the buffer full is counted and gone.
"""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from dataclasses import dataclass
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError, connections, transaction

from segue.directory.models import Impression, Showing
from segue.kit.writing import insert

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

MOST_WAITING = 5000
"""Entries that wait at most: some minutes of a busy directory, about 15 MB."""
AT_ONCE = 200
"""Entries of one transaction, so that whoever else wants to write does not wait for long."""
MOST_A_DAY = 5000
"""Pages of one day (UTC) that are kept, each with up to 20 partners: about 100,000 rows. Several processes together
may exceed it by a transaction each."""
EVERY_SECONDS = 1.0
SAID_EACH = 1000
"""Of so many lost entries one is said in the log."""
TRIES = 5
"""How often an opening is looked for: the process that showed the page may not have written it yet."""
MOST_AGAIN = 1000
"""Openings that wait to be looked for again at most; beyond that those go first that were looked for longest ago."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was shown."""

    impression: Impression
    shown: Sequence[Showing]


@dataclass(slots=True)
class Opening:
    """A partner of such a page that was opened: the column that says so, and when."""

    impression_id: UUID
    partner_id: UUID
    column: str
    at: datetime
    tries: int = 0


_waiting: deque[Page | Opening] = deque()
_again: deque[Opening] = deque()
"""Openings of pages nobody knows yet. Whoever makes pages up fills this, and never the way of what can be written."""
_lock = threading.Lock()
_writing = threading.Lock()
_lost = 0
_begun = False
_thread: threading.Thread | None = None


def put(entry: Page | Opening) -> None:
    """Let an entry wait to be written; where too many wait already it is lost, and counted."""
    global _lost  # noqa: PLW0603 -- one buffer a process
    with _lock:
        if len(_waiting) >= MOST_WAITING:
            _lost += 1
            if _lost % SAID_EACH == 1:
                log.warning("impressions.full", lost=_lost)
            return
        _waiting.append(entry)
    if _begun:
        _see_to_the_thread()


def lost() -> int:
    """Return how many entries this process has lost since it began."""
    return _lost


def pending() -> tuple[int, int]:
    """Return how many entries wait to be written, and how many openings for another look at their page."""
    with _lock:
        return len(_waiting), len(_again)


def clear() -> list[Page | Opening]:
    """Let nothing wait any more, and return what did: it is not written unless it is put again."""
    with _lock:
        taken = [*_waiting, *_again]
        _waiting.clear()
        _again.clear()
    return taken


def begin() -> None:
    """Let this process write by itself. Processes forked later have a thread of their own."""
    global _begun  # noqa: PLW0603 -- one buffer a process
    _begun = True


def write() -> int:
    """Write what waits and return how many entries were; on a database that is away they wait on, and it raises."""
    written = 0
    with _writing:
        _look_again()
        while batch := _taken():
            try:
                again = _written(batch)
            except (OperationalError, InterfaceError):
                _put_back(batch)
                raise
            except DatabaseError:
                # A partner that is gone, say. Nobody's page depends on it.
                log.exception("impressions.lost", entries=len(batch))
                again = []
            written += len(batch) - len(again)
            _again.extend(again)
            while len(_again) > MOST_AGAIN:
                _again.popleft()
    return written


def _look_again() -> None:
    """Let openings not found the last time wait behind everything else, for one more look."""
    with _lock:
        _waiting.extend(_again)
        _again.clear()


def _taken() -> list[Page | Opening]:
    with _lock:
        return [_waiting.popleft() for _ in range(min(AT_ONCE, len(_waiting)))]


def _put_back(entries: Sequence[Page | Opening]) -> None:
    with _lock:
        _waiting.extendleft(reversed(entries))


def _written(batch: Sequence[Page | Opening]) -> list[Opening]:
    """Write a batch and return the openings that are to be looked for again."""
    with transaction.atomic():
        pages = _that_fit([entry for entry in batch if isinstance(entry, Page)])
        insert(Impression, [page.impression for page in pages])
        insert(Showing, [row for page in pages for row in page.shown])
        return [entry for entry in batch if isinstance(entry, Opening) and not _noted(entry)]


def _that_fit(pages: Sequence[Page]) -> list[Page]:
    """Return the pages for which there is room in their day; half of it is kept from programs, for people."""
    of_each: dict[datetime, list[Page]] = defaultdict(list)
    for page in pages:
        of_each[page.impression.at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)].append(page)
    fit: list[Page] = []
    for day, shown in of_each.items():
        kept = Impression.objects.filter(at__gte=day, at__lt=day + timedelta(days=1)).count()
        of_people = [page for page in shown if page.impression.by != Impression.By.DATA][: max(0, MOST_A_DAY - kept)]
        of_programs = [page for page in shown if page.impression.by == Impression.By.DATA]
        room = max(0, MOST_A_DAY // 2 - kept - len(of_people))
        taken = of_people + of_programs[:room]
        fit += taken
        if kept < MOST_A_DAY <= kept + len(taken):
            log.warning("impressions.day-full", day=f"{day:%Y-%m-%d}", kept=MOST_A_DAY)
    return fit


def _noted(opening: Opening) -> bool:
    """Note when a partner was opened first; return whether it need not be looked for again."""
    shown = Showing.objects.filter(impression=opening.impression_id, partner=opening.partner_id)
    if shown.filter(**{f"{opening.column}__isnull": True}).update(**{opening.column: opening.at}) or shown.exists():
        return True
    opening.tries += 1
    return opening.tries >= TRIES


# --- the thread ----------------------------------------------------------------------------------------------


def _see_to_the_thread() -> None:
    global _thread  # noqa: PLW0603 -- one buffer a process
    if _thread is None or not _thread.is_alive():
        with _lock:
            if _thread is None or not _thread.is_alive():
                # No daemon: the interpreter waits for it at the end, so that what waits is written.
                _thread = threading.Thread(target=_keep_writing, name="impressions", daemon=False)
                _thread.start()


def _keep_writing() -> None:
    main = threading.main_thread()
    failing = False
    while main.is_alive():
        main.join(EVERY_SECONDS)
        try:
            write()
        except (OperationalError, InterfaceError) as error:
            if not failing:
                log.warning("impressions.database-away", error=str(error).strip())
            failing = True
            connections.close_all()
        except Exception:  # whatever it is, the next second is another try
            log.exception("impressions.failed")
        else:
            failing = False
    connections.close_all()
