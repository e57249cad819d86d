"""What cookies are called. Over https each is a `__Host-` one, which no neighbouring host name can plant."""

from __future__ import annotations

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


def cookie_name(name: str) -> str:
    """Return the name under which a cookie is kept on this installation."""
    return f"__Host-{name}" if settings.HTTPS else name


class MessageCookie(CookieStorage):
    """What is said on the next page: signed, and gone when it was said."""

    cookie_name = cookie_name("messages")
