"""Light or dark: a cookie, empty for what the system says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from segue.web.cookies import cookie_name

if TYPE_CHECKING:
    from django.http import HttpRequest

THEMES = ("", "light", "dark")
THEME_COOKIE = "theme"


def theme_of(request: HttpRequest) -> str:
    """Return the theme the reader chose; empty: as the system says."""
    chosen = request.COOKIES.get(cookie_name(THEME_COOKIE), "")
    return chosen if chosen in THEMES else ""
