from datetime import timedelta

import pytest

from segue.requests.bots import Posted, Sign, read_stamp, signs, stamp
from tests.people import MONDAY_MORNING as NOW

SECOND = timedelta(seconds=1)
NEED = "Move our stock system, see https://conti.example and www.conti.example/stock"


@pytest.mark.parametrize(
    ("posted", "need", "found"),
    [
        (Posted("", NOW - 40 * SECOND), NEED, set()),
        (Posted("", NOW - 3 * SECOND), NEED, set()),
        (Posted("  ", NOW - 3 * SECOND), NEED, set()),
        (Posted("", NOW - 2 * SECOND), NEED, {Sign.FAST}),
        (Posted("x", NOW - 40 * SECOND), NEED, {Sign.HONEY}),
        (Posted("", NOW - 40 * SECOND), "http://a http://b http://c", set()),
        (Posted("", NOW - 40 * SECOND), "http://a http://b HTTP://c www.d", {Sign.LINKS}),
    ],
)
def test_signs_of_a_machine(posted, need, found):
    assert signs(posted, need=need, at=NOW) == found


def test_a_stamp_tells_when_the_form_was_rendered():
    read = read_stamp(stamp("n0nce", at=NOW), at=NOW + timedelta(hours=23))
    assert (read.nonce, read.rendered_at) == ("n0nce", NOW)


@pytest.mark.parametrize("late", [-SECOND, timedelta(days=1), timedelta(days=300)])
def test_a_stamp_from_the_future_or_the_day_before_counts_no_more(late):
    assert read_stamp(stamp("n0nce", at=NOW), at=NOW + late) is None


def test_a_stamp_cannot_be_made_or_moved():
    nonce, seconds, signature = stamp("n0nce", at=NOW).split(".")
    for forged in (
        f"{nonce}.{int(seconds) + 1}.{signature}",
        f"other.{seconds}.{signature}",
        f"{nonce}.{seconds}.{'0' * 32}",
        f"{nonce}.{seconds}.",
        f"{nonce}.{seconds}.ö",
        f"{nonce}.²³.{signature}",
        "",
        "..",
    ):
        assert read_stamp(forged, at=NOW + SECOND) is None
