"""A worker lets SQLite look at its tables again and again, and open connections read what it found."""

from itertools import count

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext

from segue import wiring
from segue.kit.clock import standing
from segue.work import recurring
from tests import make

numbers = count(1)
PLAN = "SELECT * FROM shape WHERE one = 1 AND other = 1"


@pytest.fixture
def shape(transactional_db):
    """A table whose content asks for another index than the one chosen in an empty database."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE shape (one int, other int)")
        cursor.execute("CREATE INDEX by_one ON shape (one)")
        cursor.execute("CREATE INDEX by_other ON shape (other)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE shape")


def filled(one, other):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM shape")
        cursor.executemany("INSERT INTO shape VALUES (%s, %s)", [(one(n), other(n)) for n in range(900)])


def plan(database):
    with database.cursor() as cursor:
        cursor.execute(PLAN)  # whoever runs a statement learns of another schema; an explanation alone does not
        cursor.execute(f"EXPLAIN QUERY PLAN {PLAN} AND {next(numbers)} > 0")
        return cursor.fetchall()[0][-1]


def test_open_connections_choose_by_what_the_tables_hold_now(shape):
    if connection.vendor != "sqlite":
        with CaptureQueriesContext(connection) as asked:
            wiring.RECURRING["store.statistics"].act(at=None)
        assert not asked.captured_queries  # PostgreSQL looks by itself
        return
    another = connections["default"].copy()
    try:
        for one, other, index in [(1, int, "by_other"), (int, 1, "by_one"), (1, int, "by_other")]:
            filled(*(column if callable(column) else lambda _n: 1 for column in (one, other)))
            wiring.RECURRING["store.statistics"].act(at=None)
            assert index in plan(connection)
            assert index in plan(another)
    finally:
        another.close()


@pytest.mark.django_db(transaction=True)
def test_the_worker_does_so_every_few_hours(world):
    make.lead(world)
    duty = {"store.statistics": wiring.RECURRING["store.statistics"]}
    assert recurring.run_due(duty, now=standing(world.at)) == 1
    assert recurring.run_due(duty, now=standing(world.at)) == 0
    assert recurring.run_due(duty, now=standing(world.at + duty["store.statistics"].every)) == 1
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT stat FROM sqlite_stat1 WHERE idx = 'leads_by_received'")
            assert cursor.fetchone()[0].startswith("1 ")
