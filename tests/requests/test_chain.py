from datetime import timedelta

import pytest

from segue.kit.working_time import office_hours
from segue.requests.chain import Over, Put, Way, next_turn, silent_from, turns_over, way_onward
from tests.people import MONDAY_MORNING as NOW

LATER = NOW + timedelta(days=3)
DUE = NOW + timedelta(days=14)
WAITING = Put("received", None, LATER, DUE)
SILENT = Put("received", None, NOW, DUE)
ACCEPTED = Put("accepted", None, LATER, DUE, taken_on=True)
NO = Put("archived", "declined", LATER, NOW)
SPAM = Put("archived", "declined", LATER, NOW, onward=False)
EXPIRED = Put("archived", "expired", LATER, NOW)
WON = Put("archived", "won", LATER, NOW, taken_on=True)
LOST = Put("archived", "lost", LATER, NOW, taken_on=True)


@pytest.mark.parametrize(
    ("puts", "passed_on", "way"),
    [
        ([], 0, Way.NONE),
        ([WAITING], 0, Way.WAIT),
        ([SILENT], 0, Way.OPEN),
        ([ACCEPTED], 0, Way.WAIT),
        ([NO], 0, Way.OPEN),
        ([EXPIRED], 0, Way.OPEN),
        ([LOST], 0, Way.OPEN),
        ([WON], 0, Way.NONE),
        ([SPAM], 0, Way.NONE),
        ([SPAM, WAITING], 0, Way.WAIT),
        ([NO, WAITING], 1, Way.WAIT),
        ([NO, SILENT], 1, Way.OPEN),
        ([NO, NO], 1, Way.OPEN),
        ([NO, ACCEPTED, WAITING], 1, Way.WAIT),
        ([NO, WAITING, WAITING], 0, Way.OPEN),
        ([SILENT, SILENT, WAITING], 0, Way.THREE),
        ([NO, WAITING, WAITING, WAITING], 0, Way.THREE),
        ([NO] * 5, 4, Way.OPEN),
        ([NO] * 6, 5, Way.LAST),
    ],
)
def test_when_one_more_may_be_asked(puts, passed_on, way):
    assert way_onward(puts, passed_on=passed_on, most_open=3, most=6, at=NOW) is way


def test_silence_is_counted_in_working_days_of_the_location():
    bergen = office_hours("Europe/Oslo", "NO")
    friday = NOW + timedelta(days=4)
    assert silent_from(friday, bergen, hot=True) == NOW + timedelta(days=7, hours=7)
    assert silent_from(friday, bergen, hot=False) == NOW + timedelta(days=8, hours=7)


@pytest.mark.parametrize(
    ("puts", "over"),
    [
        ([], None),
        ([WAITING], None),
        ([NO, SILENT, EXPIRED], None),
        ([ACCEPTED], Over.TAKEN_ON),
        ([NO, LOST], Over.TAKEN_ON),
        ([WON, SPAM], Over.TAKEN_ON),
        ([WAITING, SPAM], Over.NONE),
        ([NO] * 6, Over.LAST),
    ],
)
def test_why_an_order_goes_no_further(puts, over):
    assert turns_over(puts, most=6) is over


@pytest.mark.parametrize(
    ("puts", "turn"),
    [
        ([], None),
        ([WAITING], LATER),
        ([NO], NOW),
        ([NO, WAITING], LATER),
        ([WAITING, NO], NOW),
        ([SILENT, WAITING], LATER),
        ([SILENT, SILENT, WAITING], DUE),
        ([SILENT, SILENT, SILENT, NO], DUE),
        ([NO, SILENT, WAITING], LATER),
    ],
)
def test_when_the_next_one_has_its_turn(puts, turn):
    assert next_turn(puts, most_open=3) == turn
