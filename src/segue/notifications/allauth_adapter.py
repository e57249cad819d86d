"""Sign-in as Segue wants it: nobody signs themselves up, and allauth's mails leave by our own queue."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.utils import translation
from django.utils.translation import gettext as _

from segue.accounts.models import Person
from segue.kit import clock
from segue.kit.trace import request_id
from segue.notifications.catalogue import ACCOUNT, SIGN_IN_CODE
from segue.notifications.compose import mail_of
from segue.notifications.letter import Letter

if TYPE_CHECKING:
    from django.http import HttpRequest

    from segue.notifications.models import Mail


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth asks this object wherever a project may differ."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Return False: people are added by their company or by the vendor."""
        return False

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as it is: the programme's name stands in the mail."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a mail of the sign-in into the queue, in our form; the worker sends it and then forgets its body."""
        person = Person.objects.filter(email__iexact=email).first()
        language = person.language if person else translation.get_language() or "en"
        at = clock.now()
        with translation.override(language):
            letter = self._letter(template_prefix, email, context)
            kind = SIGN_IN_CODE if "login_code" in template_prefix else ACCOUNT
            name = person.name if person else ""
            mail: Mail = mail_of(letter, kind=kind, to=email, name=name, at=at, trace=request_id.get())
        mail.save(force_insert=True)

    def _letter(self, template_prefix: str, email: str, context: dict[str, Any]) -> Letter:
        if template_prefix == "account/email/login_code":
            return Letter(
                subject=_("Your code to sign in"),
                lines=[_("Enter this code where you asked for it. It works once and for a few minutes.")],
                code=str(context["code"]),
                reason=_(
                    "You get this because somebody asked to sign in with your mail address. "
                    "If it was not you, ignore this mail."
                ),
            )
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        lines = [part.strip() for part in str(message.body).split("\n\n") if part.strip()]
        return Letter(
            subject=message.subject,
            lines=lines,
            reason=_("You get this because of your account."),
        )
