"""The library's pages for signing in, without those by which people would give themselves an account or an address.

An e-mail address is what decides who somebody is: it is set by an admin who adds the person, never by the person, since
nobody has shown that they read mail there. The closed pages keep their names, which the library looks up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import include, path

from segue.accounts.actor import Visitor
from segue.kit.errors import NotFound
from segue.web.company_sign_in import start
from segue.web.entrance import enter

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern, URLResolver


@enter(Visitor)
def closed(request: HttpRequest, **named: str) -> HttpResponse:
    """Answer that there is nothing here."""
    del request, named
    raise NotFound


urlpatterns: list[URLPattern | URLResolver] = [
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    path("confirm-email/<str:key>/", closed, name="account_confirm_email"),
    path("company/signup/", closed, name="socialaccount_signup"),
    path("company/connections/", closed, name="socialaccount_connections"),
    path("company/", include("allauth.socialaccount.urls")),
    path("oidc/<str:provider_id>/login/", start, name="openid_connect_login"),
    path("", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("second-step/", include("allauth.mfa.urls")),
    path("", include("allauth.account.urls")),
]
