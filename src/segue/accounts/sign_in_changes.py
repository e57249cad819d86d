"""What can be changed about one's own sign-in, as a sentence to whom it belongs: mailed at once, kept to be read."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES = {
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


def sentence_of(what: str) -> str:
    """Return the sentence that tells of a change, in the reader's language; raise KeyError for an unknown one."""
    return gettext(SENTENCES[what])
