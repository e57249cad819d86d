"""How the databases go about the hot questions of a directory: by their indexes, as they choose by themselves.

Of sixty rows a database rightly reads all, so a plan says something only where looking up pays. Here are some thousand,
and as many are looked at of them as of twenty times so many in earnest. All of it is synthetic.
"""

import re
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.directory.gazetteer.fill import fill
from segue.directory.search import answer, postgres, search, wanted
from segue.kit import compiled
from segue.kit.sql import refresh_statistics
from segue.programme.queries import forget
from segue.worlds import profiles
from tests.benchmarks.directory import kinds
from tests.people import MONDAY_MORNING
from tests.towns import TOWNS

NUMBER, SMALLER = 3_000, 20
OF_EACH = 3
BIG = "directory_(?:searchrow|businessprofile|tag|partnersignals)|accounts_(?:partner|location)"
"""The tables with a row or more for each partner."""


@pytest.fixture
def directory(db, monkeypatch):
    forget()
    fill(TOWNS)
    profiles.seed(NUMBER, at=MONDAY_MORNING, tell=lambda *_: None)
    refresh_statistics()
    numbers = [(answer, "WALKED"), (answer, "MOST_CANDIDATES"), (postgres, "MANY")]
    for where, name in (*numbers, (compiled, "ROUNDED_TO")):
        monkeypatch.setattr(where, name, getattr(where, name) // SMALLER)
    yield
    forget()


def steps(sql):
    """What the database does for a statement; steps that a walk did not come to are none."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {'QUERY PLAN' if connection.vendor == 'sqlite' else '(ANALYZE, TIMING off)'} {sql}")
        return [step for row in cursor.fetchall() if "never executed" not in (step := str(row[-1]))]


def asked(question):
    """The steps of everything that answering a question asks the database."""
    with CaptureQueriesContext(connection) as captured:
        search(question)
    return [step for query in captured.captured_queries for step in steps(query["sql"])]


def whole(plan):
    """The steps that read one of the big tables from end to end."""
    return [step for step in plan if re.match(rf".*Seq Scan on ({BIG})\b|SCAN (r|U\d+|{BIG})\b", step)]


def test_the_top_ends_where_its_index_does():
    migration = import_module("segue.directory.migrations.0015_top_of_the_index")
    assert f"WHERE spot + 0 < {wanted.TOP_UNTIL}" in migration.CREATE


def test_hot_questions_read_no_big_table_from_end_to_end(directory):
    seen = set()
    for kind, questions in kinds(profiles, NUMBER, OF_EACH).items():
        for question in questions:
            found = asked(question)
            assert any(re.search("directory_searchrow_(lexemes|top)|VIRTUAL TABLE INDEX", step) for step in found), kind
            assert not whole(found), question
            seen.update(re.findall("directory_searchrow_(?:lexemes|top)", " ".join(found)))
    if connection.vendor == "postgresql":
        assert seen == {"directory_searchrow_lexemes", "directory_searchrow_top"}
    # And a table read from end to end is seen to be.
    assert whole(steps("SELECT count(lexemes) FROM directory_searchrow r"))
    assert whole(steps("SELECT count(description) FROM directory_businessprofile"))
