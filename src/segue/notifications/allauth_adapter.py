"""Sign-in as Segue wants it: nobody signs themselves up, and allauth's mails leave by our own queue."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from segue.accounts.access_log import What, note_of_person
from segue.accounts.actions import mailboxes
from segue.accounts.actions.languages import LANGUAGE_KEY
from segue.accounts.models import Person
from segue.kit import clock
from segue.kit.devices import device
from segue.kit.errors import TooMany
from segue.kit.ids import keyed_digest
from segue.kit.net import client_address
from segue.kit.trace import request_id
from segue.notifications.catalogue import ACCOUNT, SIGN_IN_CODE
from segue.notifications.compose import mail_of
from segue.notifications.letter import Letter
from segue.notifications.words.account import changed
from segue.store.counters import hit

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest

    from segue.notifications.models import Mail

AN_HOUR = timedelta(hours=1)
MOST_PASSWORDS = 20
MOST_PASSWORDS_FROM_ADDRESS = 200
"""Passwords tried an hour for one e-mail address, and from one client address, whether they were right or not."""
MOST_MAILS = 6
MOST_MAILS_FROM_ADDRESS = 60
"""Mails of the sign-in an hour to one e-mail address, known or not, and asked for from one client address."""


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth asks this object wherever a project may differ."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": gettext_lazy("The e-mail address or the password is not the right one."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 -- allauth's signature
        """Return False: people are added by their company or by the vendor."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Return the address to count somebody by."""
        return client_address(request.META, proxies=settings.PROXIES) or "unknown"

    def login(self, request: HttpRequest, user: Person) -> None:
        """Sign somebody in, and speak their language from the next page on."""
        super().login(request, user)
        records = get_authentication_records(request, user)
        how = records[-1]["method"] if records else ""
        note_of_person(What.SIGNED_IN, user.id, at=clock.now(), changes={"how": how, **self._from_where(request)})
        request.session[LANGUAGE_KEY] = user.language
        if any(entry["method"] == "code" and entry.get("email") == user.email for entry in records):
            mailboxes.verified(user.email, at=clock.now())  # the code that was entered came by mail

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse when too many passwords were tried.

        The library counts as well, but in the memory of one process, which forgets the oldest of 300 counts.
        """
        super().pre_authenticate(request, **credentials)
        try:
            self._count("password", str(credentials.get("email", "")), most=MOST_PASSWORDS, at=clock.now())
            self._count("password-from", self.get_client_ip(request), most=MOST_PASSWORDS_FROM_ADDRESS, at=clock.now())
        except TooMany as error:
            raise self.validation_error("too_many_login_attempts") from error

    def is_reauthentication_required(self, app: str = "") -> bool:
        """Return whether somebody must show again who they are before they change how they sign in.

        Not in the first minutes after signing in, which showed it.
        """
        required: bool = super().is_reauthentication_required(app=app)
        records = get_authentication_records(self.request, self.request.user)
        since = clock.now().timestamp() - max((record["at"] for record in records), default=0)
        return required and since >= settings.ACCOUNT_REAUTHENTICATION_TIMEOUT

    def format_email_subject(self, subject: str) -> str:
        """Return the subject as it is: the programme's name stands in the mail."""
        return str(subject)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Put a mail of the sign-in into the queue, in our form; the worker sends it and then forgets its body.

        Raises TooMany, for known and unknown addresses alike: nobody's mailbox can be filled from here.
        """
        self._count("mail", email, most=MOST_MAILS, at=clock.now())
        if request := context.get("request"):
            self._count("mail-from", self.get_client_ip(request), most=MOST_MAILS_FROM_ADDRESS, at=clock.now())
        person = Person.objects.filter(email__iexact=email).first()
        language = person.language if person else translation.get_language() or "en"
        at = clock.now()
        with translation.override(language):
            letter = self._letter(template_prefix, email, context)
            kind = SIGN_IN_CODE if "login_code" in template_prefix else ACCOUNT
            name = person.name if person else ""
            mail: Mail = mail_of(letter, kind=kind, to=email, name=name, at=at, trace=request_id.get())
        mail.save(force_insert=True)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Person,
        context: dict[str, Any] | None = None,  # noqa: ARG002 -- allauth's signature
        email: str | None = None,  # noqa: ARG002
    ) -> None:
        """Tell somebody what was changed about their sign-in, whoever changed it."""
        at = clock.now()
        with translation.override(user.language):
            where = self._from_where(self.request)
            letter = changed(template_prefix, at=at, **where)
            mail: Mail = mail_of(letter, kind=ACCOUNT, to=user.email, name=user.name, at=at, trace=request_id.get())
        mail.save(force_insert=True)
        note_of_person(What.SIGN_IN_CHANGED, user.id, at=at, changes={"what": template_prefix, **where})

    def _from_where(self, request: HttpRequest) -> dict[str, str]:
        return {"ip": self.get_client_ip(request), "device": device(self.get_http_user_agent(request))}

    def _letter(self, template_prefix: str, email: str, context: dict[str, Any]) -> Letter:
        if template_prefix == "account/email/login_code":
            return code_letter(str(context["code"]))
        if template_prefix == "account/email/unknown_account":
            return unknown_letter()
        if template_prefix == "account/email/password_reset_key":
            # Our own address, whatever name the asking browser knew us by.
            return reset_letter(f"{settings.BASE_URL}{urlsplit(str(context['password_reset_url'])).path}")
        message = self.render_mail(template_prefix, email, {"email": email, **context})
        lines = [part.strip() for part in str(message.body).split("\n\n") if part.strip()]
        return Letter(
            subject=message.subject,
            lines=lines,
            reason=_("You get this because of your account."),
        )

    def _count(self, what: str, of: str, *, most: int, at: datetime) -> None:
        # A digest, so that the table of counts is no list of who has tried to sign in.
        hit(
            f"sign-in:{what}:{keyed_digest('sign-in', of.strip().lower()).hex()[:40]}", most=most, within=AN_HOUR, at=at
        )


def code_letter(code: str) -> Letter:
    """Return the mail with a code to sign in."""
    return Letter(
        subject=_("Your code to sign in"),
        lines=[_("Enter this code where you asked for it. It works once and for a few minutes.")],
        code=code,
        reason=_(
            "You get this because somebody asked to sign in with your e-mail address. "
            "If it was not you, ignore this mail."
        ),
    )


def reset_letter(url: str) -> Letter:
    """Return the mail with the link to set a new password."""
    return Letter(
        subject=_("Set a new password"),
        lines=[_("Somebody asked to set a new password for your sign-in. The button works once and for three days.")],
        button=(_("Set a new password"), url),
        reason=_(
            "You get this because somebody asked for a new password with your e-mail address. "
            "If it was not you, ignore this mail."
        ),
    )


def unknown_letter() -> Letter:
    """Return the mail to an address that nobody here has."""
    return Letter(
        subject=_("Nobody here has this e-mail address"),
        lines=[_("Somebody asked to sign in with this e-mail address, but we know nobody who has it.")],
        after=[_("If it was you, try another of your addresses, or ask an admin of your company to add you.")],
        reason=_("If it was not you, ignore this mail."),
    )
