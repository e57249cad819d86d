"""What stands under the bell, and for how long."""

from datetime import timedelta

import pytest

from segue.accounts.models import Membership
from segue.notifications import bell
from segue.work.loop import drain
from tests import make

pytestmark = pytest.mark.django_db


def unread(actor):
    return Membership.objects.get(id=actor.membership_id).unread


def test_after_90_days_a_notice_goes_and_is_counted_no_more(world):
    make.lead(world)
    drain(at=world.at)
    [told] = bell.notices_of(world.ada).told
    assert (told.notice.title, unread(world.ada)) == ("New lead: Conti Logistica", 1)

    bell.forget_old(at=told.notice.told_at + bell.KEEP)
    assert unread(world.ada) == 1
    bell.forget_old(at=told.notice.told_at + bell.KEEP + timedelta(seconds=1))
    assert bell.notices_of(world.ada).told == []
    assert unread(world.ada) == 0
