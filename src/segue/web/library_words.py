"""Sentences of the libraries that our pages show, so that they are translated as we speak to people.

The libraries speak Italian to friends, we to customers and partners; a translation of ours counts before their own.
"""

from __future__ import annotations

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

SHOWN = (
    _("Enter your password:"),
    _("Enter an authenticator code:"),
    _("Use your password"),
    _("Change Password"),
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("You have signed out."),
    _("Are you sure you want to sign out?"),
    _("You are about to generate a new set of recovery codes for your account."),
    _("This action will invalidate your existing codes."),
    _("Are you sure?"),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _("Are you sure you want to remove this security key?"),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        "limit_value",
    ),
)
