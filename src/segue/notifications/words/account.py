"""Mails about one's own sign-in: what was changed about it, when and from where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from segue.notifications import links
from segue.notifications.letter import Letter, shown_time
from segue.programme.queries import rules

if TYPE_CHECKING:
    from datetime import datetime

CHANGES = {
    "account/email/password_changed": _("Your password was changed"),
    "account/email/password_set": _("A password was set for your account"),
    "account/email/password_reset": _("Your password was set anew"),
    "mfa/email/totp_activated": _("An authenticator app now guards your account"),
    "mfa/email/totp_deactivated": _("The authenticator app no longer guards your account"),
    "mfa/email/webauthn_added": _("A passkey was added to your account"),
    "mfa/email/webauthn_removed": _("A passkey was removed from your account"),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account"),
    "socialaccount/email/account_connected": _("Your account can now be opened with your company's sign-in"),
    "socialaccount/email/account_disconnected": _("Your account can no longer be opened with your company's sign-in"),
}
"""The library's name of a change -> the sentence that tells it."""


def changed(what: str, *, at: datetime, ip: str, device: str) -> Letter:
    """Return the mail that tells somebody of a change of their sign-in; raise KeyError for an unknown one."""
    programme = rules().programme
    names = {"when": shown_time(at, rules().zone), "ip": ip, "device": device}
    where = gettext("%(when)s, with %(device)s, from the address %(ip)s.") if names["device"] else ""
    return Letter(
        subject=gettext(CHANGES[what]),
        lines=[(where or gettext("%(when)s, from the address %(ip)s.")) % names],
        after=[
            gettext("If it was not you: sign in by a mailed code, look at what is set there, and end other sign-ins.")
        ],
        button=(gettext("My account"), links.my_account()),
        reason=gettext("You get this because it concerns your account in %(programme)s.")
        % {"programme": programme.name},
    )
