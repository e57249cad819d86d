"""What opens something for whoever has it stands in no log: every route that takes a token is known to `masked`."""

import re

import pytest
from django.urls import URLPattern, get_resolver
from django.urls.converters import StringConverter

from segue.kit.masked import ROOMS, masked

TOKENS = {"token", "key"}
SECRET = "0198-abcdef0123"


def routes(patterns, before=""):
    for one in patterns:
        route = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield route, one.pattern.converters
        else:
            yield from routes(one.url_patterns, route)


def private():
    for route, converters in routes(get_resolver().url_patterns):
        if [
            name for name, converter in converters.items() if name in TOKENS and isinstance(converter, StringConverter)
        ]:
            yield route
    yield "accounts/password/reset/key/<str:token>/"  # allauth's, by a regular expression
    yield "demo/sign-in/<str:token>"  # not routed where there is no demo


@pytest.mark.parametrize("route", sorted(set(private())))
def test_no_log_holds_what_opens_a_private_page(route):
    address = "/" + re.sub(r"<\w+:\w+>", SECRET, route)
    assert SECRET in address
    assert SECRET not in masked(f'Forbidden (CSRF token missing.): {address} "{address}"')


def test_every_masked_room_is_there():
    found = sorted(private())
    assert len(found) > 15
    assert [room for room in ROOMS if not any(route.startswith(f"{room}/") for route in found)] == []
