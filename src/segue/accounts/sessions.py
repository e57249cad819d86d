"""Sessions in the database, found by SQL that is written once: every request of somebody signed in asks for one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from segue.kit.instances import instances

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from django.db.models import QuerySet


class SessionStore(db.SessionStore):
    """Django's, but for how it is read."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        """Return the table of Django's own store."""
        return Session

    def _get_session_from_db(self) -> Session | None:
        now = timezone.now()  # noqa: TID251 -- as Django writes when it ends
        found = instances("accounts.session", _session, {"key": self.session_key or "", "at": now})
        if not found:
            self._session_key = None
        return found[0] if found else None


def _session(of: Mapping[str, Any]) -> QuerySet[Session]:
    return Session.objects.filter(session_key=of["key"], expire_date__gt=of["at"])
