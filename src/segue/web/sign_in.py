"""The forms of the sign-in in our words; what they ask and check is allauth's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.forms import ConfirmLoginCodeForm, LoginForm, RequestLoginCodeForm, ResetPasswordForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from segue.kit.mail_address import LONGEST

if TYPE_CHECKING:
    from django import forms


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
