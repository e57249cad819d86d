"""The short way to the database does what Django's cursors do, as far as anybody here relies on it."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext

from segue.kit.statement import rows_of, run

pytestmark = pytest.mark.django_db
COUNT = "INSERT INTO store_counter (key, window_start, count) VALUES (%s, '2026-03-02 09:00:00Z', %s)"
READ = "SELECT key, count FROM store_counter WHERE key LIKE %s || '%%' ORDER BY key"


def test_rows_are_written_counted_and_read_back():
    assert run(COUNT, ["fern", 1]) == 1
    assert run(COUNT, ["fir", 2]) == 1
    assert rows_of(READ, ["f"]) == [("fern", 1), ("fir", 2)]
    assert run("UPDATE store_counter SET count = %s", [3]) == 2
    assert rows_of("SELECT 'all of 100 %%', count FROM store_counter WHERE key = 'fir'", ()) == [("all of 100 %", 3)]


def test_what_the_database_refuses_is_refused_with_djangos_error():
    run(COUNT, ["fern", 1])
    with pytest.raises(IntegrityError), transaction.atomic():
        run(COUNT, ["fern", 2])
    with pytest.raises(DatabaseError), transaction.atomic():
        rows_of("SELECT nothing FROM nowhere", ())
    assert rows_of(READ, ["f"]) == [("fern", 1)]


def test_a_broken_transaction_takes_no_further_statement():
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            run(COUNT, ["fern", 1])


def test_who_listens_hears_the_statements_as_they_are_written():
    heard = []

    def listen(execute, sql, params, many, context):
        heard.append((sql, params))
        return execute(sql, params, many, context)

    with CaptureQueriesContext(connection) as logged, connection.execute_wrapper(listen):
        run(COUNT, ["fern", 1])
        assert rows_of(READ, ["f"]) == [("fern", 1)]
    assert heard == [(COUNT, ["fern", 1]), (READ, ["f"])]
    assert len(logged) == len(heard)


@pytest.mark.django_db(transaction=True)
def test_a_connection_is_opened_where_there_is_none_or_where_it_died():
    connection.close()
    assert rows_of("SELECT 1", ()) == [(1,)]
    if connection.vendor == "postgresql":
        connection.connection.close()  # as when the server was restarted
        connection.health_check_enabled, connection.health_check_done = True, False  # as when a request begins
        assert rows_of("SELECT 1", ()) == [(1,)]
