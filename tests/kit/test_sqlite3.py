"""A statement is run with its values, however often and however long it is; signs of its own stay."""

import pytest
from django.db import connection

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("filler", ["", " " * 20_000])
def test_placeholders_are_values_and_doubled_signs_are_signs(filler):
    statement = f"SELECT %s, 'five %%s of 100 %%',{filler} %s"
    for first, second in (("a", 1), ("%s", 2), ("b?", 3)):
        with connection.cursor() as cursor:
            cursor.execute(statement, [first, second])
            assert cursor.fetchone() == (first, "five %s of 100 %", second)


def test_values_may_be_named():
    with connection.cursor() as cursor:
        for number in (1, 2):
            cursor.execute("SELECT %(number)s + %(number)s", {"number": number})
            assert cursor.fetchone() == (2 * number,)
