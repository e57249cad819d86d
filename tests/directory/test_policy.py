from datetime import UTC, datetime, timedelta

import pytest

from segue.accounts.models import Location, Partner
from segue.directory.models import BusinessProfile
from segue.directory.policy import can_receive, missing

AT = datetime(2026, 9, 7, 8, tzinfo=UTC)
A_MOMENT = timedelta(microseconds=1)
MARCH = datetime(2027, 3, 2, 23, tzinfo=UTC)
"""Midnight at the beginning of 3 March in Bergen."""


def asked(*, status="active", state="published", until=None, capacity=None, published=True, removed=None, waiting=0):
    partner = Partner(name="Harbour IT", status=status)
    profile = BusinessProfile(partner=partner, state=state, paused_until=until, capacity=capacity)
    location = Location(partner=partner, published=published, removed_at=removed, time_zone="Europe/Oslo")
    closed = can_receive(profile, location, partner, waiting, at=AT)
    return closed and (closed.code, closed.sentence())


UNPUBLISHED = ("unpublished", "Harbour IT has not published this location.")
SUSPENDED = ("suspended", "Harbour IT takes no new requests at present.")
FULL = ("full", "Harbour IT has as many unanswered requests as it can take.")


@pytest.mark.parametrize(
    ("state_of_things", "answer"),
    [
        ({}, None),
        ({"status": "approved"}, None),
        ({"status": "applied"}, SUSPENDED),
        ({"status": "suspended"}, SUSPENDED),
        ({"status": "left", "published": False}, SUSPENDED),
        ({"state": "draft"}, UNPUBLISHED),
        ({"published": False}, UNPUBLISHED),
        ({"removed": AT}, UNPUBLISHED),
        ({"state": "paused"}, ("paused", "Harbour IT is taking a break.")),
        ({"state": "paused", "until": MARCH}, ("paused", "Harbour IT accepts requests from 3 March 2027.")),
        (
            {"state": "paused", "until": AT + timedelta(microseconds=1)},
            ("paused", "Harbour IT accepts requests from 7 September."),
        ),
        ({"state": "paused", "until": AT}, None),
        ({"capacity": 3, "waiting": 2}, None),
        ({"capacity": 3, "waiting": 3}, FULL),
        ({"capacity": 3, "waiting": 4}, FULL),
        ({"capacity": None, "waiting": 100_000}, None),
    ],
)
def test_who_can_be_sent_a_lead_and_why_not(state_of_things, answer):
    assert asked(**state_of_things) == answer


def test_without_any_profile_nothing_can_be_sent():
    partner = Partner(name="Harbour IT", status="active")
    closed = can_receive(None, Location(partner=partner, published=True), partner, at=AT)
    assert closed.code == "unpublished"


@pytest.mark.parametrize(
    ("description", "kinds", "ready", "lacks"),
    [
        ("", set(), 0, ["description", "offer", "location"]),
        ("  ", {"industry", "keyword"}, 1, ["description", "offer"]),
        ("We repair.", {"product"}, 0, ["location"]),
        ("We repair.", {"service"}, 2, []),
    ],
)
def test_what_a_profile_lacks(description, kinds, ready, lacks):
    profile = BusinessProfile(description=description)
    assert [lack.code for lack in missing(profile, tag_kinds=kinds, ready_locations=ready)] == lacks
