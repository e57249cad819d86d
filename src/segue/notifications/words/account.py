"""Mails about one's own sign-in: what was changed about it, when and from where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext

from segue.accounts.sign_in_changes import sentence_of
from segue.notifications import links
from segue.notifications.letter import Letter, shown_time
from segue.programme.queries import rules

if TYPE_CHECKING:
    from datetime import datetime


def changed(what: str, *, at: datetime, ip: str, device: str) -> Letter:
    """Return the mail that tells somebody of a change of their sign-in; raise KeyError for an unknown one."""
    programme = rules().programme
    names = {"when": shown_time(at, rules().zone), "ip": ip, "device": device}
    where = gettext("%(when)s, with %(device)s, from the address %(ip)s.") if names["device"] else ""
    return Letter(
        subject=sentence_of(what),
        lines=[(where or gettext("%(when)s, from the address %(ip)s.")) % names],
        after=[
            gettext("If it was not you: sign in by a mailed code, look at what is set there, and end other sign-ins.")
        ],
        button=(gettext("My account"), links.my_account()),
        reason=gettext("You get this because it concerns your account in %(programme)s.")
        % {"programme": programme.name},
    )
