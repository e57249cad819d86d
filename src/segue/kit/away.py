"""Whether a database has gone away, or only refused one thing that was asked of it."""

from __future__ import annotations

from django.db import InterfaceError, OperationalError, connection


def is_away(error: Exception) -> bool:
    """Return whether nothing can be written down after an error: the connection, or its transaction, is lost.

    The kind of error does not say it. A deadlock, a statement that took too long and a row too big for its index come
    as OperationalError as well, and are faults of what was tried. Ask where the failed transaction has been left.
    """
    if not isinstance(error, (OperationalError, InterfaceError)):
        return False
    return connection.needs_rollback or not connection.is_usable()
