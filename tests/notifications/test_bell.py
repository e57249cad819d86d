"""What stands under the bell, and for how long."""

from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from segue.accounts.models import Membership, Person
from segue.notifications import bell
from segue.notifications.models import Notice
from segue.work.loop import drain
from tests import make

pytestmark = pytest.mark.django_db


def unread(actor):
    return Membership.objects.get(id=actor.membership_id).unread


@pytest.mark.django_db(transaction=True)
def test_who_reads_all_while_more_is_told_leaves_no_number_behind(world):
    """Five are told and counted, and before the number is written, all are read: then none is unread."""
    ada = world.ada
    for number in range(5):
        row = {"kind": "lead_new", "fact_key": f"test:{number}", "to": "ada@harbour.example", "language": "en"}
        when = {"created_at": world.at, "due_at": world.at, "told_at": world.at}
        Notice.objects.create(**row, **when, person_id=ada.person_id, partner_id=world.harbour.id)
    with ThreadPoolExecutor(1) as readers:
        reading = []

        def in_between(execute, sql, params, many, context):
            if sql.startswith("UPDATE") and "accounts_membership" in sql and not reading:
                reading.append(readers.submit(read_all, ada, world.at))
                wait(reading, timeout=1)
            return execute(sql, params, many, context)

        with transaction.atomic(), connection.execute_wrapper(in_between):
            bell.count_anew([(ada.person_id, world.harbour.id)])
        assert reading[0].result(timeout=30) == 5
    assert unread(ada) == 0


def read_all(actor, at):
    try:
        return bell.read_all(actor=actor, at=at)
    finally:
        connections.close_all()


def test_after_90_days_a_notice_goes_and_is_counted_no_more(world):
    make.lead(world)
    drain(at=world.at)
    [told] = bell.notices_of(world.ada).told
    assert (told.notice.title, unread(world.ada)) == ("New lead: Conti Logistica", 1)

    bell.forget_old(at=told.notice.told_at + bell.KEEP)
    assert unread(world.ada) == 1
    bell.forget_old(at=told.notice.told_at + bell.KEEP + timedelta(seconds=1))
    assert bell.notices_of(world.ada).told == []
    assert unread(world.ada) == 0


def test_who_changes_the_language_reads_every_notice_in_it(as_, world):
    make.lead(world, direct_contact=True)
    drain(at=world.at)
    browser = as_(world.ada)
    assert titles(browser) == ["Hot lead: Conti Logistica"]
    browser.post("/preferences/language", {"language": "it", "next": "/notices"})
    assert titles(browser) == ["Lead caldo: Conti Logistica"]

    Person.objects.filter(id=world.ada.person_id).update(language="it")
    make.lead(world, customer_company="Mulino Bianchi", at=world.at + timedelta(minutes=1))
    drain(at=world.at + timedelta(minutes=1))
    assert titles(browser) == ["Nuovo lead: Mulino Bianchi", "Lead caldo: Conti Logistica"]
    browser.post("/preferences/language", {"language": "en", "next": "/notices"})
    assert titles(browser) == ["New lead: Mulino Bianchi", "Hot lead: Conti Logistica"]

    Notice.objects.update(data={})
    assert titles(browser) == ["Nuovo lead: Mulino Bianchi", "Hot lead: Conti Logistica"], "those of before stay"


def test_a_list_of_what_expired_is_called_so_in_every_language(as_, world):
    for number in range(11):
        make.lead(world, customer_email=f"anna{number}@conti.example")
    drain(at=world.at + timedelta(days=30))
    browser = as_(world.ada)
    assert titles(browser).count("11 leads have expired") == 11
    browser.post("/preferences/language", {"language": "it", "next": "/notices"})
    assert titles(browser).count("11 lead sono scaduti") == 11


def titles(browser):
    return [row["title"] for row in browser.get("/notices").context["rows"]]
