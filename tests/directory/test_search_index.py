import pytest
from django.db import connection

from segue.directory.gazetteer.look_up import starts_with
from segue.directory.models import Token
from tests import people


@pytest.fixture
def world(db):
    """Harbour IT knows 20,000 words, so that reading all of them would show in the plan."""
    world = people.world()
    words = [f"{letter}{number:04}" for letter in "abcde" for number in range(4_000)]
    Token.objects.bulk_create(Token(profile_id=world.harbour.id, token=word, weight=1) for word in words)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return world


@pytest.mark.parametrize(
    "condition", [lambda word: starts_with("token", word), lambda word: {"token": word}], ids=["unfinished", "whole"]
)
def test_a_word_is_looked_up_by_its_index(world, condition):
    wanted = condition("c0123")
    found = Token.objects.filter(**wanted) if isinstance(wanted, dict) else Token.objects.filter(wanted)
    assert [token.token for token in found] == ["c0123"]
    plan = found.explain()
    # PostgreSQL says "Seq Scan", SQLite "SCAN directory_token"; a look-up is an "Index Scan" or a "SEARCH".
    assert "Seq Scan" not in plan
    assert "SCAN directory_token" not in plan
    assert "Index" in plan or "SEARCH directory_token USING" in plan
