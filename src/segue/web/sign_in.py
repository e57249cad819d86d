"""The forms of the sign-in in our words; what they ask and check is allauth's."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from segue.kit import clock
from segue.kit.errors import TooMany
from segue.kit.ids import keyed_digest
from segue.kit.mail_address import LONGEST
from segue.store.counters import counted, hit

if TYPE_CHECKING:
    from django import forms

    from segue.accounts.models import Person

MOST_FIGURES = 20
"""Figures and recovery codes that are tried an hour for one person, right or not.

The library counts as well, but in the memory of one process.
"""
USED_FOR = timedelta(hours=1)
RIGHT_FOR = timedelta(minutes=2)
"""Longer than the library takes figures for right, with those of the half minutes before and after."""


class SignInForm(LoginForm):  # type: ignore[misc]
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields, email="login")


class AskForCodeForm(RequestLoginCodeForm):  # type: ignore[misc]
    """The e-mail address that a code goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields, email="email")


class ForgottenForm(ResetPasswordForm):  # type: ignore[misc]
    """The e-mail address that a link to a new password goes to."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields, email="email")


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code that came."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _reword(self.fields)


def _reword(fields: dict[str, forms.Field], *, email: str = "") -> None:
    """Call the e-mail address as everywhere else, and let no placeholder repeat a label."""
    if email:
        fields[email].label = _("E-mail address")
        fields[email].error_messages["required"] = _("Type your e-mail address.")
        fields[email].error_messages["invalid"] = _("Write an e-mail address such as name@company.example.")
        # Nobody has a longer one, and a mail to it could not be kept.
        fields[email].validators.append(MaxLengthValidator(LONGEST))
    for name, sentence in (
        ("password", _("Type your password, or let us send you a code.")),
        ("code", _("Type the code of our mail.")),
    ):
        if name in fields:
            fields[name].error_messages["required"] = sentence
    for field in fields.values():
        field.widget.attrs.pop("placeholder", None)


class AddKeyForm(AddWebAuthnForm):  # type: ignore[misc]
    """A passkey unless somebody wants a key for the second step only."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]
    """The figures of an authenticator app, or a recovery code."""

    def clean_code(self) -> str:
        """Return what was typed if it is right; who has tried too often is refused before it is looked at."""
        _count(self.user)
        code: str = super().clean_code()
        _use_up(self.user, code)
        return code


class SecondStepAgainForm(ReauthenticateForm):  # type: ignore[misc]
    """The same, before something about the sign-in is changed."""

    def clean_code(self) -> str:
        """Return what was typed if it is right; refuse as the sign-in does."""
        _count(self.user)
        code: str = super().clean_code()
        _use_up(self.user, code)
        return code


def _use_up(person: Person, code: str) -> None:
    """Take right figures as used, in the database that all processes share; refuse those that were used before.

    They are right for a minute and a half. An hour begins somewhere in it at most once, hence the look back.
    """
    at, figures = clock.now(), "".join(code.split())
    key = f"second-step-used:{keyed_digest('second-step-used', person.pk, figures).hex()}"
    if counted(key, within=USED_FOR, at=at - RIGHT_FOR):
        raise mfa_adapter().validation_error("incorrect_code")
    try:
        hit(key, most=1, within=USED_FOR, at=at)
    except TooMany as error:
        raise mfa_adapter().validation_error("incorrect_code") from error


def _count(person: Person) -> None:
    try:
        hit(f"second-step:{person.pk}", most=MOST_FIGURES, within=timedelta(hours=1), at=clock.now())
    except TooMany as error:
        raise get_adapter().validation_error("too_many_login_attempts") from error
