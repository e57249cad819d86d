"""Due and hot times to the second: through daylight saving, a leap day, a clock set back; working time, money."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from segue.kit.money import MOST_MINOR, Money, NotAnAmount, parse_money
from segue.kit.text import cleaned, folded, words
from segue.kit.working_time import Calendar, office_hours
from segue.leads.actions import respond, work
from segue.leads.actions._advance import NoSuchStep
from segue.leads.actions._step import AnsweredTooLate
from segue.leads.actions.expire import sweep
from segue.leads.time_frame import last_day
from segue.leads.urgency import Flame, flame
from segue.programme.queries import forget
from tests import make, people

SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))
OSLO = ZoneInfo("Europe/Oslo")
RECEIVED = {
    "an ordinary week": datetime(2026, 9, 7, 10, tzinfo=OSLO),
    "clocks go back on 25 October": datetime(2026, 10, 20, 10, tzinfo=OSLO),
    "clocks go forward on 28 March": datetime(2027, 3, 20, 10, tzinfo=OSLO),
    "the leap day": datetime(2028, 2, 20, 10, tzinfo=OSLO),
    "in the hour that comes twice": datetime(2026, 10, 25, 2, 30, fold=1, tzinfo=OSLO),
    "hot in the night the clocks go back": datetime(2026, 10, 24, 10, tzinfo=OSLO),
    "hot in the night the clocks go forward": datetime(2027, 3, 27, 10, tzinfo=OSLO),
    "due in the hour that never comes": datetime(2027, 3, 14, 2, 30, tzinfo=OSLO),
    "due on the leap day": datetime(2028, 2, 15, 10, tzinfo=OSLO),
    "new year": datetime(2026, 12, 24, 23, 59, 59, tzinfo=OSLO),
}


@pytest.fixture(params=RECEIVED.values(), ids=list(RECEIVED))
def received(request, db):
    forget()
    at = request.param.astimezone(UTC)
    world = people.world(at)
    yield world, make.lead(world, direct_contact=True)
    forget()


def test_due_is_14_times_24_hours_after_receipt_and_decides_to_the_second(received):
    world, lead = received
    due = world.at + timedelta(hours=14 * 24)
    assert lead.due_at == due

    assert sweep(at=due - SECOND) == 0
    assert respond.accept(lead.id, actor=world.ada, at=due - SECOND, seen=1, answer=make.YES).stage == "accepted"

    for late in (due, due + SECOND):
        another = make.lead(world)
        with pytest.raises(AnsweredTooLate):
            respond.accept(another.id, actor=world.ada, at=late, seen=1, answer=make.YES)
        another.refresh_from_db()
        assert (another.outcome, another.closed_at, another.version) == ("expired", late, 2)


@pytest.mark.parametrize(("late", "expired"), [(-SECOND, 0), (timedelta(0), 1), (SECOND, 1)])
def test_the_sweep_expires_at_the_due_second(received, late, expired):
    _world, lead = received

    assert sweep(at=lead.due_at + late) == expired


@pytest.mark.parametrize(("late", "mark"), [(-SECOND, Flame.LIT), (timedelta(0), Flame.OUT), (SECOND, Flame.OUT)])
def test_a_lead_is_hot_for_72_hours(received, late, mark):
    world, lead = received

    assert lead.hot_until == world.at + timedelta(hours=72)
    assert flame(lead, at=lead.hot_until + late) == mark


def test_a_clock_set_back_changes_no_due_time_and_revives_nothing(received):
    world, lead = received
    assert sweep(at=lead.due_at) == 1

    with pytest.raises(NoSuchStep):
        respond.accept(lead.id, actor=world.ada, at=lead.due_at - 5 * MINUTE, seen=None, answer=make.YES)
    lead.refresh_from_db()
    assert (lead.outcome, lead.due_at) == ("expired", world.at + 14 * DAY)


def test_a_held_answer_survives_a_clock_set_back(received):
    world, lead = received
    held = respond.decline(lead.id, actor=world.ada, at=world.at + HOUR, seen=1, answer=make.NO)

    assert respond.commit_held(at=held.pressed_at - 5 * MINUTE) == 0
    work.log_contact(lead.id, actor=world.ada, at=held.pressed_at - 5 * MINUTE, seen=1, how="called")
    assert respond.commit_held(at=held.commit_at) == 1
    lead.refresh_from_db()
    assert (lead.outcome, lead.version) == ("declined", 3)


# --- working time ------------------------------------------------------------------------------------------

BERGEN = office_hours("Europe/Oslo", "NO")
ROUND_THE_CLOCK = Calendar("Europe/Oslo", dict.fromkeys(range(7), ((0, 24 * 60),)))


MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + minutes * MINUTE)


def oslo(*when):
    return datetime(*when, tzinfo=OSLO)


@pytest.mark.parametrize(
    ("start", "end", "minutes"),
    [
        (oslo(2026, 9, 7, 10), oslo(2026, 9, 7, 11), 60),
        (oslo(2026, 9, 7, 8), oslo(2026, 9, 7, 9, 1), 1),
        (oslo(2026, 9, 4, 16), oslo(2026, 9, 7, 10), 120),  # over a weekend
        (oslo(2026, 5, 15, 16), oslo(2026, 5, 18, 10), 120),  # 17 May is a holiday, and a Sunday in 2026
        (oslo(2027, 5, 14, 16), oslo(2027, 5, 18, 10), 120),  # Whit Monday, 17 May 2027
        (oslo(2026, 12, 24, 9), oslo(2026, 12, 28, 10), 8 * 60 + 60),  # Christmas Day and Boxing Day
        (oslo(2026, 9, 7, 12), oslo(2026, 9, 7, 12), 0),
        (oslo(2026, 9, 8, 12), oslo(2026, 9, 7, 12), 0),
        (oslo(2026, 9, 7, 15), oslo(2026, 9, 7, 14), 0),  # the clock was set back meanwhile
    ],
)
def test_working_minutes(start, end, minutes):
    assert BERGEN.minutes(start, end) == minutes


@pytest.mark.parametrize(
    ("day", "hours"), [((2026, 10, 25), 25), ((2027, 3, 28), 23), ((2026, 9, 7), 24), ((2028, 2, 29), 24)]
)
def test_a_day_is_as_long_as_it_is(day, hours):
    start = oslo(*day)
    assert ROUND_THE_CLOCK.minutes(start, oslo(*day) + DAY) == hours * 60


def test_two_working_days_end_when_the_second_does():
    assert BERGEN.after_days(oslo(2026, 9, 10, 12), days=2) == oslo(2026, 9, 14, 17)
    assert BERGEN.after(oslo(2026, 9, 11, 16), minutes=120) == oslo(2026, 9, 14, 10)


@given(start=MOMENTS, minutes=st.integers(1, 20_000))
def test_so_many_minutes_later_is_so_many_minutes_later(start, minutes):
    assert BERGEN.minutes(start, BERGEN.after(start, minutes=minutes)) == minutes


@given(st.lists(MOMENTS, min_size=3, max_size=3))
def test_working_time_adds_up(moments):
    first, second, third = sorted(moments)
    assert BERGEN.minutes(first, second) + BERGEN.minutes(second, third) == BERGEN.minutes(first, third)


# --- money, text, time frames --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "currency", "language", "minor"),
    [
        ("12,500", "EUR", "en", 1_250_000),
        ("12.500", "EUR", "it", 1_250_000),
        ("12.500,50", "EUR", "it", 1_250_050),
        (" 1 000 ", "NOK", "en", 100_000),
        # Written as in another language, and no other sum can be meant.
        ("12.500", "EUR", "en", 1_250_000),
        ("12,500", "EUR", "it", 1_250_000),
        ("1.250.000", "JPY", "en", 1_250_000),
        ("12\u2019500", "CHF", "it", 1_250_000),
        ("12.50", "EUR", "en", 1_250),
        ("1200,00", "JPY", "en", 1_200),
        ("500", "JPY", "en", 500),
        ("0", "EUR", "en", 0),
        ("12,50", "EUR", "en", 1_250),
        ("12.5", "EUR", "it", 1_250),
        ("1200,00", "EUR", "en", 120_000),
        ("12.500,50", "EUR", "en", 1_250_050),
        ("12,500.50", "EUR", "it", 1_250_050),
        ("1\u2019250\u2019000.05", "CHF", "en", 125_000_005),
        ("12\u202f500,5", "NOK", "en", 1_250_050),
        # Three decimals exist in Kuwait: there the reader's language says what the sign is.
        ("1.500", "KWD", "en", 1_500),
        ("1.500", "KWD", "it", 1_500_000),
    ],
)
def test_money_is_read_as_its_reader_writes_it(typed, currency, language, minor):
    assert parse_money(typed, currency=currency, language=language) == Money(minor, currency)


@pytest.mark.parametrize(
    "typed",
    [
        *("", "-1", "much", "NaN", "Infinity", "1e99", str(MOST_MINOR), ".", "12,5,00", "12.50.0", "1,25,000.5"),
        *("1.2,3.4", "1,234567", "1.2300", "0.500", "1234,567"),
    ],
)
def test_what_is_no_amount_is_refused(typed):
    with pytest.raises(ValueError, match=r".+"):
        parse_money(typed, currency="EUR", language="en")


@pytest.mark.parametrize(
    ("typed", "currency", "said"),
    [
        (
            "1,234567",
            "EUR",
            "At most 2 figures can stand after a point or comma. If you mean 1234567, write it without.",
        ),
        ("1.5000", "KWD", "At most 3 figures can stand after a point or comma. If you mean 15000, write it without."),
        ("500.5", "JPY", "JPY has no decimals: write the amount without point and comma."),
        ("much", "EUR", ""),
    ],
)
def test_more_decimals_than_a_currency_has_are_refused_with_how_to_write_it(typed, currency, said):
    with pytest.raises(NotAnAmount) as refused:
        parse_money(typed, currency=currency, language="en")
    assert str(refused.value.sentence) == said


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "JPY", "NOK", "USD"]))
def test_an_amount_is_read_back_as_it_was(minor, currency):
    money = Money(minor, currency)
    assert parse_money(f"{money.decimal():f}", currency=currency, language="en") == money


@given(st.text())
@example("\U0001d56c")  # a bold fraktur A
@example("e\x00\u0301")  # a control character between a letter and its accent
def test_folding_and_cleaning_come_to_rest(text):
    assert folded(folded(text)) == folded(text)
    assert cleaned(cleaned(text)) == cleaned(text)
    assert "\x00" not in cleaned(text)
    assert all(0 < len(word) <= 40 for word in words(text))


@given(st.dates(date(2020, 1, 1), date(2040, 12, 31)))
def test_a_time_frame_ends_on_its_last_day(today):
    month, quarter, following = (last_day(f, today=today) for f in ("this_month", "this_quarter", "next_quarter"))
    assert today <= month <= quarter < following
    assert all((day + DAY).day == 1 for day in (month, quarter, following))
    assert all((day + DAY).month in (1, 4, 7, 10) for day in (quarter, following))
    assert 88 < (following - quarter).days < 93
    assert last_day("later", today=today) == date(today.year + 1, 12, 31)
    assert last_day("", today=today) is None
