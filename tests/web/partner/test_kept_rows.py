"""Rows that are kept say what rows written anew would say."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from segue.leads.columns import DEFAULT, Column
from segue.leads.listed import ListedLead
from segue.leads.models import Stage
from segue.web.partner import kept_rows as module
from segue.web.partner.kept_rows import kept_rows, turn
from segue.web.partner.rows import rows_of
from segue.web.reading import Reader

AT = datetime(2026, 3, 27, 15, 20, tzinfo=UTC)
"""Two days before Italy's clocks go forward."""
READER = Reader("en", ZoneInfo("Europe/Rome"))
HOUR = timedelta(hours=1)


def lead(**other):
    values = dict.fromkeys(ListedLead._fields) | {
        "id": UUID(int=7),
        "type": "inquiry",
        "stage": "received",
        "received_at": AT - 24 * HOUR,
        "due_at": AT + 13 * 24 * HOUR,
        "hot_until": AT + 48 * HOUR,
        "holding": "",
        "sender_name": "",
        "customer_company": "Conti Logistica",
        "customer_name": "Anna Conti",
        "customer_phone": "+39 040 123456",
        "customer_country": "IT",
        "direct_contact": True,
        "deal_name": "",
        "need": "A new ERP",
        "currency": "EUR",
        "value_sort": 0,
        "value_rate": "",
        "value_in": "EUR",
        "hearted": False,
        "is_test": False,
        "more": {},
    }
    return ListedLead(**values | other)


@pytest.fixture(autouse=True)
def nothing_kept():
    module._kept.clear()


def rows(leads, *, reader=READER, at=AT, stage=Stage.RECEIVED, columns=DEFAULT):
    return kept_rows(leads, reader=reader, at=at, stage=stage, columns=columns)


NEXT = {
    "the next day": ({"due_at": AT + 30 * HOUR}, datetime(2026, 3, 28, tzinfo=READER.zone)),
    "the flame": ({"hot_until": AT + HOUR}, AT + HOUR),
    "three days left": ({"due_at": AT + 73 * HOUR}, AT + HOUR),
    "due": ({"due_at": AT + HOUR}, AT + HOUR),
    "a shorter bar": ({"received_at": AT - HOUR, "due_at": AT + HOUR}, AT + timedelta(seconds=36)),
    "held no more": ({"holding": "decline", "held_until": AT + HOUR}, AT + HOUR),
}


@pytest.mark.parametrize("of", NEXT)
def test_a_row_says_the_same_until_its_turn_and_then_something_else(of):
    changed, moment = NEXT[of]
    year = timedelta(days=365)
    one = lead(**{"received_at": AT - year, "due_at": AT + year, "hot_until": AT} | changed)
    assert turn(one, reader=READER, at=AT) == moment
    with override("en"):
        now, before, after = (
            rows_of([one], reader=READER, at=at, stage=Stage.RECEIVED)
            for at in (AT, moment - timedelta(microseconds=1), moment + timedelta(seconds=1))
        )
    assert now == before != after


near = st.timedeltas(-30 * HOUR, 80 * HOUR)


@given(
    stage=st.sampled_from(Stage),
    age=st.timedeltas(timedelta(minutes=1), 80 * HOUR),
    due=near,
    hot=near,
    held=st.one_of(st.none(), near),
    direct=st.booleans(),
    purchase=st.one_of(st.none(), st.dates(AT.date() - 48 * HOUR, AT.date() + 48 * HOUR)),
    share=st.floats(0, 1),
)
def test_no_row_changes_before_its_turn(stage, age, due, hot, held, direct, purchase, share):
    one = lead(
        stage=stage.value,
        received_at=AT + due - age,
        due_at=AT + due,
        hot_until=AT + hot,
        holding="decline" if held else "",
        held_until=AT + held if held else None,
        direct_contact=direct,
        purchase_on=purchase,
    )
    until = turn(one, reader=READER, at=AT)
    later = min(AT + share * (until - AT), until - timedelta(microseconds=1))
    with override("en"):
        now, then = (rows_of([one], reader=READER, at=at, stage=stage) for at in (AT, later))
    assert now == then


def test_a_list_loaded_again_is_written_only_where_it_changed():
    leads = [lead(id=UUID(int=number), customer_company=f"Customer {number}") for number in range(3)]
    with override("en"):
        first = rows(leads)
        leads[1] = leads[1]._replace(hearted=True)
        again = rows(leads, at=AT + HOUR)
        assert again == rows_of(leads, reader=READER, at=AT + HOUR, stage=Stage.RECEIVED)
    assert [row is known for row, known in zip(again, first, strict=True)] == [True, False, True]
    assert [row.hearted for row in again] == [False, True, False]


def test_a_row_is_written_for_who_reads_it_where_and_when():
    one = lead(due_at=AT + 30 * HOUR, hot_until=AT)

    def wanted(reader=READER, *, at=AT, stage=Stage.RECEIVED):
        with override(reader.language):
            return rows([one], reader=reader, at=at, stage=stage)[0].wanted

    assert wanted() == "Answer by tomorrow"
    assert wanted(Reader("it", READER.zone)) == "Entro domani"
    assert wanted(Reader("en", ZoneInfo("Pacific/Auckland"))) == "Answer by tomorrow"
    assert wanted(at=AT + 10 * HOUR) == "Answer today"
    assert wanted(Reader("en", ZoneInfo("Pacific/Auckland")), at=AT + 10 * HOUR) == "Answer by tomorrow"
    assert wanted(stage=Stage.ACCEPTED) == "Received"
    assert wanted() == "Answer by tomorrow"


def test_a_row_is_written_for_the_columns_that_are_shown():
    one = lead(more={Column.CITY: "Trieste"})
    with override("en"):
        assert rows([one], columns=[*DEFAULT, Column.CITY])[0].more == (("city", "Trieste"),)
        assert rows([one])[0].more == ()
        elsewhere = one._replace(more={Column.CITY: "Bergen"})
        assert rows([elsewhere], columns=[*DEFAULT, Column.CITY])[0].more == (("city", "Bergen"),)


def test_what_is_kept_is_bounded(monkeypatch):
    monkeypatch.setattr(module, "MOST_KEPT", 4)
    for number in range(7):
        with override("en"):
            rows([lead(id=UUID(int=number))])
    assert len(module._kept) == 3
