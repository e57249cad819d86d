"""What a lead counts for: by hand for each kind of life, and how it fades."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from segue.directory.ranking.decay import always_the_same_reason, means, signals, usually_within
from segue.directory.ranking.facts import Tally
from segue.directory.ranking.fold import fold, next_look
from segue.directory.ranking.history import Answer, Count, Ending, History, Kind, Within

MONDAY = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
DAY = timedelta(days=1)
TODAY = MONDAY.date()
YES = Answer(MONDAY + DAY, minutes=480, in_time=True)
NO = Answer(MONDAY + DAY, minutes=480, in_time=True, reason="not_our_field", meaning="not_a_fit")
RECEIVED = History(MONDAY, facets=frozenset({"product:erp"}))
ACCEPTED = replace(
    RECEIVED,
    answer=YES,
    ending=Ending.ACCEPTED,
    follow_until=MONDAY + 8 * DAY,
    estimated_close=date(2026, 10, 1),
)
DECLINED = replace(RECEIVED, answer=NO, ending=Ending.DECLINED)


def told(history, *, at=MONDAY + 2 * DAY):
    """Amounts by kind and facet; the days are looked at elsewhere."""
    return {(kind, facet): amount for _day, kind, facet, amount in fold(history, at=at)}


ANSWERED = {
    ("lead", ""): 1000,
    ("answered", ""): 1000,
    ("ended", "inquiry"): 1000,
    ("speed", "inquiry"): 500,
    ("within", "day"): 1000,
}
IN_TIME = {("prompt", "inquiry"): 1000}


def test_what_waits_is_a_lead_and_no_more():
    assert fold(RECEIVED, at=MONDAY + 20 * DAY) == (Count(TODAY, Kind.LEAD, "", 1000),)


def test_a_reasoned_no_is_as_good_an_answer_as_a_yes():
    yes, no = told(ACCEPTED), told(DECLINED)
    assert yes == ANSWERED | IN_TIME | {("taken", ""): 1000, ("taken", "product:erp"): 1000}
    unfit = {("passed_up", ""): 1000, ("passed_up", "product:erp"): 1000}
    assert no == ANSWERED | IN_TIME | {("declined", "not_our_field"): 1000} | unfit


def test_a_no_without_reason_is_no_answer_in_time_and_one_for_lack_of_time_teaches_no_kind():
    silent = replace(DECLINED, answer=replace(NO, reason="", meaning="nothing"))
    assert told(silent) == ANSWERED | {("declined", ""): 1000}
    busy = replace(DECLINED, answer=replace(NO, reason="no_capacity", meaning="nothing"))
    assert told(busy) == ANSWERED | IN_TIME | {("declined", "no_capacity"): 1000}


def test_silence_until_the_end_counts_as_nothing_good():
    expired = replace(RECEIVED, ending=Ending.EXPIRED, ended_at=MONDAY + 14 * DAY)
    assert fold(expired, at=MONDAY + 15 * DAY) == (
        Count(TODAY, Kind.LEAD, "", 1000),
        Count(TODAY + 14 * DAY, Kind.ENDED, "inquiry", 1000),
    )


def test_a_yes_that_nothing_follows_is_no_answer_after_five_working_days():
    over = MONDAY + 8 * DAY
    assert next_look(ACCEPTED, at=MONDAY + 2 * DAY) == over
    assert IN_TIME.items() <= told(ACCEPTED, at=over - DAY).items()
    assert not IN_TIME.items() & told(ACCEPTED, at=over).items()
    followed = replace(ACCEPTED, followed_at=MONDAY + 3 * DAY)
    assert IN_TIME.items() <= told(followed, at=over).items()
    too_late = replace(ACCEPTED, followed_at=over + DAY)
    assert not IN_TIME.items() & told(too_late, at=over + 2 * DAY).items()


def test_a_deal_past_its_date_is_due_a_report_until_it_gets_one():
    followed = replace(ACCEPTED, followed_at=MONDAY + 3 * DAY)
    due = datetime(2026, 10, 31, tzinfo=UTC)
    assert next_look(followed, at=MONDAY + 9 * DAY) == due
    assert ("due_report", "") not in told(followed, at=due - DAY)
    assert Count(due.date(), Kind.DUE_REPORT, "", 1000) in fold(followed, at=due)
    assert next_look(followed, at=due) is None
    won = replace(followed, ending=Ending.WON, ended_at=due + DAY)
    assert told(won, at=due + DAY) == told(followed, at=MONDAY + DAY) | {
        ("taken", ""): 1500,
        ("taken", "product:erp"): 1500,
        ("closed", ""): 1000,
        ("won", ""): 1000,
        ("due_report", ""): 1000,
        ("reported", ""): 1000,
    }


def test_a_lost_deal_says_less_and_a_mistake_says_the_contrary():
    lost = replace(ACCEPTED, ending=Ending.LOST, ended_at=MONDAY + 4 * DAY, followed_at=MONDAY + 4 * DAY)
    closed = {("closed", ""): 1000, ("due_report", ""): 1000, ("reported", ""): 1000}
    assert told(lost) == ANSWERED | IN_TIME | closed | {("taken", ""): 500, ("taken", "product:erp"): 500}
    mistake = replace(lost, by_mistake=True)
    assert told(mistake) == ANSWERED | IN_TIME | closed | {("passed_up", ""): 1000, ("passed_up", "product:erp"): 1000}


@pytest.mark.parametrize(
    "outside",
    [
        {"test": True},
        {"confirmed": False},
        {"withdrawn": True},
        {"spam": True},
        {"sent_by_partner": True},
        {"own": True},
        {"earlier_of_customer": 2},
    ],
    ids=str,
)
def test_what_does_not_count(outside):
    for history in (ACCEPTED, DECLINED, replace(RECEIVED, ending=Ending.EXPIRED, ended_at=MONDAY + 14 * DAY)):
        assert fold(history, at=MONDAY + 15 * DAY)
        assert fold(replace(history, **outside), at=MONDAY + 15 * DAY) == ()
        assert next_look(replace(history, **outside), at=MONDAY) is None


def test_what_is_old_says_less():
    counts = [
        Count(TODAY - 180 * DAY, Kind.ENDED, "inquiry", 1000),
        Count(TODAY - 180 * DAY, Kind.PROMPT, "inquiry", 1000),
        Count(TODAY - 180 * DAY, Kind.SPEED, "inquiry", 250),
        Count(TODAY, Kind.ENDED, "inquiry", 1000),
        Count(TODAY - 730 * DAY, Kind.TAKEN, "", 4000),
        Count(TODAY - 730 * DAY, Kind.TAKEN, "product:erp", 2000),
        Count(TODAY - 365 * DAY, Kind.CLOSED, "", 2000),
        Count(TODAY - 365 * DAY, Kind.WON, "", 1000),
        Count(TODAY - 9999 * DAY, Kind.LEAD, "", 3000),
    ]
    found = signals(counts, at=MONDAY)
    assert found.prompt == {"inquiry": Tally(1.5, 0.5)}
    assert found.speed == {"inquiry": Tally(1.5, 0.125)}
    assert (found.taken, found.passed_up, found.facets) == (2, 0, {"product:erp": (1, 0)})
    assert (found.won, found.leads) == (Tally(1, 0.5), 3)
    usual = means(counts, at=MONDAY, half=8.0)
    assert usual.prompt == {"inquiry": (0.5 + 4 * 0.5) / 5.5}
    assert (usual.won, usual.facets, usual.half) == ((0.5 + 6 * 0.5) / 7, {"product:erp": (0.5, 0.0)}, 8.0)


def test_a_fresh_start_forgets_a_facet_only():
    counts = [
        *(Count(TODAY - 9 * DAY, Kind.PASSED_UP, facet, 1000) for facet in ("", "product:erp", "size:1-9")),
        *(Count(TODAY, Kind.PASSED_UP, facet, 1000) for facet in ("", "product:erp")),
    ]
    found = signals(counts, at=MONDAY, afresh={"product:erp": TODAY - 3 * DAY})
    assert found.facets["product:erp"] == (0, 1)
    assert found.facets["size:1-9"][1] == pytest.approx(2 ** (-9 / 730))
    assert (found.since, found.passed_up) == ({"product:erp": (0, 1)}, 1 + 2 ** (-9 / 730))


def test_days_added_up_say_the_same_as_leads_one_by_one():
    lives = [ACCEPTED, DECLINED, replace(RECEIVED, ending=Ending.EXPIRED, ended_at=MONDAY + 14 * DAY)] * 3
    one_by_one = [count for life in lives for count in fold(life, at=MONDAY + 20 * DAY)]
    days = {}
    for day, kind, facet, amount in one_by_one:
        days[day, kind, facet] = days.get((day, kind, facet), 0) + amount
    added_up = [Count(*key, amount) for key, amount in days.items()]
    added_up.reverse()
    assert signals(added_up, at=MONDAY + 30 * DAY) == signals(one_by_one, at=MONDAY + 30 * DAY)


def test_the_usual_time_is_told_from_the_fifth_answer():
    four = [Count(TODAY, Kind.WITHIN, Within.HOURS, 1000), Count(TODAY, Kind.WITHIN, Within.TWO_DAYS, 3000)]
    assert usually_within(four, at=MONDAY) is None
    assert usually_within([*four, Count(TODAY, Kind.WITHIN, Within.DAY, 2000)], at=MONDAY) == Within.DAY


def test_one_reason_for_nearly_every_no_is_noticed():
    counts = [Count(TODAY, Kind.DECLINED, "budget", 9000), Count(TODAY, Kind.DECLINED, "no_capacity", 1000)]
    assert always_the_same_reason(counts) is None
    assert always_the_same_reason([*counts, Count(TODAY, Kind.DECLINED, "budget", 1000)]) == "budget"


def test_weekly_answers_are_a_median_with_the_weeks_without_any():
    weeks = (6, 2, 0, 0, 4)
    counts = [Count(TODAY - 35 * DAY, Kind.LEAD, "", 1000)]
    counts += [Count(TODAY - n * 7 * DAY, Kind.ANSWERED, "", 1000 * answers) for n, answers in enumerate(weeks)]
    assert signals(counts, at=MONDAY).weekly == 2
    assert signals(counts[:1], at=MONDAY - 35 * DAY).weekly == 0
