from datetime import timedelta

import pytest

from segue.directory.models import BusinessProfile
from segue.leads.room import full_partners, unanswered
from tests import make, people


@pytest.fixture
def world(db):
    return people.world()


def set_capacity(partner, capacity):
    BusinessProfile.objects.filter(partner=partner).update(capacity=capacity)


def test_a_partner_is_full_at_its_own_capacity_and_not_before(world):
    set_capacity(world.harbour, 2)
    filled = [full_partners(at=world.at)]
    for _ in range(2):
        make.lead(world)
        filled.append(full_partners(at=world.at))
    assert filled == [frozenset(), frozenset(), {world.harbour.id}]


def test_without_a_capacity_nobody_is_full(world):
    for _ in range(3):
        make.lead(world, location=world.oslo)
    assert full_partners(at=world.at) == frozenset()
    assert unanswered(world.fjord.id, at=world.at) == 3


def test_what_is_answered_or_overdue_waits_no_more(world):
    set_capacity(world.harbour, 2)
    make.lead(world, "accepted")
    waiting = make.lead(world)
    make.lead(world, at=world.at + timedelta(hours=1))
    assert full_partners(at=world.at + timedelta(hours=2)) == {world.harbour.id}
    assert unanswered(world.harbour.id, at=waiting.due_at) == 1
    assert full_partners(at=waiting.due_at) == frozenset()
