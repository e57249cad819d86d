"""Sessions in the database and whose they are, found by SQL that is written once: every request asks for both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from segue.accounts.models import Person
from segue.accounts.queries import memberships_of
from segue.kit.instances import instances

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any
    from uuid import UUID

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


class Backend(AuthenticationBackend):  # type: ignore[misc] # allauth is untyped
    """allauth's, but for how the person of a session is read."""

    def get_user(self, user_id: UUID) -> Person | None:
        """Return the person with the companies they work in, unless they may not sign in any more."""
        at_work = memberships_of(user_id)
        found = [at_work[0].person] if at_work else instances("accounts.person", _person, {"id": user_id})
        if not found or not self.user_can_authenticate(found[0]):
            return None
        found[0].companies = at_work
        return found[0]


def _person(of: Mapping[str, Any]) -> QuerySet[Person]:
    return Person.objects.filter(id=of["id"])
