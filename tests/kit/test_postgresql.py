"""On PostgreSQL times are read by the driver's own reader, from every kind of cursor."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from psycopg.pq import Format

from segue.kit.statement import rows_of
from segue.store.models import Counter

pytestmark = pytest.mark.django_db
AT = datetime(2026, 9, 7, 8, 0, 0, 125, tzinfo=UTC)


def test_times_are_in_utc_however_they_are_read():
    Counter.objects.create(key="fern", window_start=AT, count=1)
    assert Counter.objects.get().window_start == AT
    assert next(Counter.objects.values_list("window_start").iterator()) == (AT,)
    if connection.vendor == "postgresql":
        assert rows_of("SELECT window_start FROM store_counter", ()) == [(AT,)]
        adapters = connection.connection.adapters
        reader = adapters.get_loader(adapters.types["timestamptz"].oid, Format.TEXT)
        assert reader.__module__ != "psycopg.types.datetime", "read in Python"
