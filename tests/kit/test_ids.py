from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from segue.kit.ids import moment_of, new_id

MILLISECOND = timedelta(milliseconds=1)


@pytest.mark.parametrize("at", [datetime(1970, 1, 1, tzinfo=UTC), datetime(2026, 9, 7, 8, 0, 0, 123_456, tzinfo=UTC)])
def test_an_id_says_when_it_was_made_and_no_two_are_the_same(at):
    first, second = new_id(at), new_id(at)
    assert first != second
    assert (first.version, first.variant) == (7, new_id().variant)
    assert timedelta(0) <= at - moment_of(first) < MILLISECOND
    assert new_id(at + MILLISECOND) > first


@pytest.mark.parametrize("other", [4, 0, 7])
def test_an_id_of_another_kind_or_of_no_year_says_nothing(other):
    assert moment_of(UUID(f"ffffffff-ffff-{other}fff-bfff-ffffffffffff")) is None
