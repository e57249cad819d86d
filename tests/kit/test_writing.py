"""Rows written by statements put together here are the rows that Django would write."""

from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, connection, transaction

from segue.kit.ids import new_id
from segue.kit.writing import change, insert, insert_or_change
from segue.leads.models import Lead, LeadEvent, LeadText
from segue.outbox.models import Message
from segue.requests.models import Request, RequestEvent, Wish
from segue.store.models import Lease
from tests import make
from tests.requests.asking import asked

pytestmark = pytest.mark.django_db
WRITTEN = (Lead, LeadEvent, LeadText, Message, Request, RequestEvent, Wish)


@pytest.mark.parametrize("model", WRITTEN)
def test_an_insert_is_word_for_word_djangos(model, world):
    make.lead(world, "won", direct_contact=True)
    asked(world, world.bergen)
    rows = list(model.objects.order_by("pk"))
    assert rows
    for row in rows:
        if isinstance(row.pk, int):
            row.pk = None  # counted out by the database
        assert said(partial(insert, model, [row])) == said(partial(model.objects.bulk_create, [row]))


class _SaidError(Exception):
    """Holds a statement and its values, instead of their being run."""


def said(write):
    """The first insert that was to be run, with its values; nothing is written."""

    def keep(execute, sql, params, many, context):
        if not sql.startswith("INSERT"):
            return execute(sql, params, many, context)
        values = [getattr(value, "obj", value) for value in params]  # JSON as psycopg wraps it
        raise _SaidError(sql.partition(" RETURNING")[0], values)

    with connection.execute_wrapper(keep), pytest.raises(_SaidError) as told, transaction.atomic():
        write()
    return told.value.args


def test_many_rows_are_inserted_and_known_as_stored(world):
    messages = [Message(fact="lead.received", key=f"key:{number}", happened_at=world.at) for number in range(1500)]
    insert(Message, messages)
    insert(Message, [])
    assert Message.objects.filter(key__startswith="key:").count() == len(messages)
    assert {message._state.adding for message in messages} == {False}
    messages[0].save()
    assert Message.objects.filter(key__startswith="key:").count() == len(messages)


def test_a_refused_insert_ends_its_transaction(world):
    message = Message(fact="lead.received", key="once", happened_at=world.at)
    insert(Message, [message])
    with transaction.atomic():
        with pytest.raises(IntegrityError):
            insert(Message, [message])
        with pytest.raises(transaction.TransactionManagementError):
            Message.objects.count()


def test_a_row_that_is_there_is_changed_instead(world):
    lead = make.lead(world)
    before = LeadText.objects.get(lead=lead)
    again = LeadText(lead=lead, partner_id=new_id(), words="other words")
    insert_or_change(LeadText, [again], by="lead", columns=["words"])
    after = LeadText.objects.get(lead=lead)
    assert (after.id, after.partner_id, after.words) == (before.id, before.partner_id, "other words")


def test_a_change_reaches_the_rows_that_match_and_counts_them(world):
    early, late = world.at, world.at + timedelta(hours=1)
    leases = [Lease(name=name, held_until=at, next_at=early) for name, at in (("a", early), ("b", late), ("c", late))]
    insert(Lease, leases)
    error = {"last_error": "100 % of 'it'", "last_done_at": None}
    assert change(Lease, where={"name__in": ["a", "b", "x"], "held_until__gt": early}, to=error) == 1
    assert change(Lease, where={"name": "a", "held_until__lte": early}, to={"last_done_at": late}) == 1
    assert change(Lease, where={"name": "c", "held_until__lte": early}, to=error) == 0
    found = list(Lease.objects.order_by("name").values_list("name", "last_error", "last_done_at"))
    assert found == [("a", "", late), ("b", "100 % of 'it'", None), ("c", "", None)]


def test_a_change_may_name_a_relation(world):
    request = asked(world, world.bergen)
    assert change(Wish, where={"request": request.id, "location": world.bergen.id}, to={"lead_id": None}) == 1
    assert request.wishes.get().lead_id is None


def test_columns_that_are_not_there_are_not_written():
    with pytest.raises(KeyError):
        change(Lease, where={"name": "a"}, to={"nobody": 1})


@pytest.mark.parametrize("where", [{"owner_id": None}, {"id__in": []}])
def test_a_change_that_could_match_nothing_is_refused(world, where):
    with pytest.raises(ValueError, match="compares with"):
        change(Lead, where=where, to={"deal_name": "nobody's"})
