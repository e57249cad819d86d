"""Sign-in by the identity provider that the settings name (OpenID Connect): only for people who are known here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

import structlog
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.openid_connect.views import login
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from requests import RequestException

from segue.accounts.actor import Visitor
from segue.accounts.models import Person
from segue.web.entrance import enter

if TYPE_CHECKING:
    from allauth.socialaccount.models import SocialLogin
    from django.http import HttpRequest, HttpResponse


log = structlog.get_logger(__name__)


class Adapter(DefaultSocialAccountAdapter):  # type: ignore[misc] # allauth is untyped
    """The library asks this object wherever a project may differ."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 -- allauth's
        """Return False: people are added by their company or by the vendor."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Let in who came before, or whose address is known here and was checked by the provider; else say why not."""
        if sociallogin.is_existing:
            return
        given = sociallogin.email_addresses[0] if sociallogin.email_addresses else None
        if given is None:
            _back(request, _("Your company's sign-in names no e-mail address, so we cannot know who you are."))
        if not (says_yes(given.verified) or settings.OIDC_TRUST_EMAIL):
            _back(request, _("Your company's sign-in does not say that it has checked your e-mail address."))
        person = Person.objects.filter(email=given.email.lower()).first()
        if person is None:
            unknown = _("Nobody here has the e-mail address %(email)s. Ask an admin of your company to add you.")
            _back(request, unknown % {"email": given.email})
        sociallogin.connect(request, person)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: object,  # noqa: ARG002 -- allauth's signature
        error: object = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> None:
        """Go back to the sign-in, which offers the other ways, and say that this one failed."""
        log.warning("company-sign-in.failed", error=str(error or ""), exception=repr(exception) if exception else "")
        _back(request, _("Your company's sign-in did not let you in. Try again, or let us send you a code."))


@enter(Visitor)
def start(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Send somebody to the provider; where it does not answer, go back and say so."""
    try:
        answer: HttpResponse = login(request, provider_id=provider_id)
    except RequestException as error:
        log.warning("company-sign-in.away", error=str(error))
        messages.error(request, _("Your company's sign-in does not answer. Try again, or let us send you a code."))
        return redirect("account_login")
    return answer


def says_yes(verified: object) -> bool:
    """Return whether a provider says that it has checked an address; some write "false" where others write false."""
    return verified is True or verified == "true"


def _back(request: HttpRequest, sentence: str) -> NoReturn:
    messages.error(request, sentence)
    raise ImmediateHttpResponse(redirect("account_login"))
