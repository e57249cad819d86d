"""Ten mails of a recipient's day singly, then one an hour; what cannot wait comes at once, what is not wanted never."""

import logging
import re
from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time

import pytest
from django.db import transaction
from django.test import Client

from segue.accounts.actions import Myself, edit_myself
from segue.accounts.models import Membership
from segue.kit.clock import standing
from segue.kit.ids import new_id
from segue.leads.actions import respond
from segue.leads.actions.receive import NewLead, receive
from segue.leads.actions.withdraw import withdraw
from segue.leads.models import Lead, Type
from segue.notifications import wanted
from segue.notifications.kinds import Group
from segue.notifications.models import Addressee, Mail, Notice
from segue.notifications.post import post_notices
from segue.notifications.wanted import Wanted
from segue.outbox import dispatch
from segue.programme.actions import change_settings
from segue.wiring import FACTS
from segue.work.loop import drain, mails
from tests import make, people
from tests.notifications.test_deliver import server  # noqa: F401 -- a fixture
from tests.requests.asking import asked

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ADA = "ada@harbour.example"
ALWAYS, NEVER = Addressee.Digest.ALWAYS, Addressee.Digest.NEVER


@pytest.fixture
def world(db, mailoutbox):
    made = people.world(told=True)
    mailoutbox.clear()
    return made


def many(world, number, *, at, **copy):
    asks = [
        NewLead(world.harbour.id, world.bergen.id, new_id(), Type.INQUIRY, make.ANNA | {"consent_at": at} | copy)
        for _each in range(number)
    ]
    with transaction.atomic():
        return receive(asks, actor=people.actor_for(world.person(world.vera)), at=at)


def subjects(mailoutbox, to=ADA):
    return [mail.subject for mail in mailoutbox if mail.to == [to]]


@pytest.mark.parametrize("number", [60, pytest.param(500, marks=pytest.mark.soak)])
def test_many_new_leads_in_an_hour_make_ten_mails_and_one_digest(world, mailoutbox, figure, number):
    for part in range(10):
        many(world, number // 10, at=world.at + part * 5 * MINUTE, customer_email="")
        drain(at=world.at + part * 5 * MINUTE)
    assert subjects(mailoutbox) == ["New lead: Conti Logistica"] * 10
    first_held = world.at + (5 * MINUTE if number < 100 else timedelta(0))
    drain(at=first_held + HOUR - MINUTE)
    assert len(subjects(mailoutbox)) == 10
    drain(at=first_held + HOUR)
    drain(at=first_held + 3 * HOUR)
    assert subjects(mailoutbox)[10:] == [f"{number - 10} notices about your leads"]
    digest = mailoutbox[-1]
    assert digest.body.count("- New lead: Conti Logistica (Answer by Monday 21 September 2026, 1") == min(
        number - 10, 100
    )
    assert digest.body.count("/answer/") + digest.body.count("/leads/") == min(number - 10, 100)
    assert ("And 390 more." in digest.body) == (number == 500)
    assert Membership.objects.get(person_id=world.ada.person_id).unread == min(number, 100)
    figure(f"{number} new leads, none hot, within an hour: 10 mails and 1 digest to the recipient")


def test_the_day_is_the_recipients(world, mailoutbox):
    edit_myself(Myself(name="Ada Berg", time_zone="Pacific/Auckland"), actor=world.ada)
    many(world, 12, at=world.at)
    drain(at=world.at)
    assert len(subjects(mailoutbox)) == 10
    noon = datetime(2026, 9, 7, 12, tzinfo=UTC)  # midnight in Auckland
    drain(at=noon - MINUTE)
    assert len(subjects(mailoutbox)) == 11
    many(world, 1, at=noon)
    drain(at=noon)
    assert subjects(mailoutbox)[11:] == ["New lead: Conti Logistica"]


def test_hot_leads_last_days_and_expiries_are_never_held_back(world, mailoutbox):
    wanted.choose(ADA, (), offered=(), digest=ALWAYS)
    many(world, 1, at=world.at)
    drain(at=world.at)
    assert subjects(mailoutbox) == []
    many(world, 1, at=world.at, direct_contact=True)
    drain(at=world.at)
    assert subjects(mailoutbox) == ["Hot lead: Conti Logistica"]
    drain(at=world.at + HOUR)
    assert subjects(mailoutbox)[1:] == ["New lead: Conti Logistica"]  # one alone is no list
    mailoutbox.clear()
    due = world.at + timedelta(days=14)
    drain(at=due - timedelta(days=1))
    assert subjects(mailoutbox) == ["Last day to answer: Conti Logistica"] * 2
    drain(at=due)
    assert subjects(mailoutbox)[2:] == ["Expired: Conti Logistica"] * 2


def test_what_is_answered_meanwhile_is_left_out_of_the_digest(world, mailoutbox):
    wanted.choose(ADA, (), offered=(), digest=ALWAYS)
    leads = many(world, 3, at=world.at)
    drain(at=world.at)
    respond.accept(leads[0].id, actor=world.ben, at=world.at + MINUTE, seen=1, answer=make.YES)
    drain(at=world.at + HOUR)
    assert subjects(mailoutbox) == ["2 notices about your leads"]


def test_what_is_stopped_meanwhile_is_left_out_of_the_digest_and_stands_under_the_bell(world, mailoutbox, as_):
    wanted.choose(ADA, (), offered=(), digest=ALWAYS)
    many(world, 3, at=world.at)
    drain(at=world.at)
    assert (
        Client().post(f"/mails/{wanted.stop_token(ADA, [Group.NEW])}", {"List-Unsubscribe": "One-Click"}).status_code
        == 200
    )
    drain(at=world.at + HOUR)
    drain(at=world.at + 3 * HOUR)
    assert subjects(mailoutbox) == []
    assert "New lead: Conti Logistica" in as_(world.ada).get("/notices").content.decode()
    assert Notice.objects.filter(to=ADA, kind="lead_new", told_at=world.at, mail=None, digest_at=None).count() == 3


def test_who_wants_each_by_itself_gets_each_by_itself(world, mailoutbox):
    wanted.choose(ADA, (), offered=(), digest=NEVER)
    many(world, 14, at=world.at)
    drain(at=world.at)
    assert len(subjects(mailoutbox)) == 14


def test_what_is_not_wanted_by_mail_stands_under_the_bell_and_others_hear(world, mailoutbox, as_):
    wanted.stop("giulia@harbour.example", [Group.NEW])
    make.lead(world, location=world.trieste, customer_email="")
    drain(at=world.at)
    assert {mail.to[0] for mail in mailoutbox} == {ADA}  # somebody must know
    page = as_(world.giulia).get("/notices")
    assert "New lead: Conti Logistica" in page.content.decode()
    [notice] = Notice.objects.filter(to="giulia@harbour.example", kind="lead_new")
    assert (notice.mail, notice.told_at) == (None, world.at)


def test_each_mail_that_can_stop_says_how_and_one_press_stops_it(world, mailoutbox):
    lead = make.lead(world, customer_language="en")
    drain(at=world.at)
    [new] = [mail for mail in mailoutbox if mail.to == [ADA]]
    assert new.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    url = re.fullmatch(r"<http://localhost:8000(/mails/\S+)>", new.extra_headers["List-Unsubscribe"])[1]
    assert "Choose which mails you get: http://localhost:8000/me/mails" in new.body
    browser = Client(enforce_csrf_checks=True)
    for _opened in range(2):
        page = browser.get(url)
        assert "Stop these mails?" in page.content.decode()
        assert (page["X-Robots-Tag"], page["Referrer-Policy"]) == ("noindex, nofollow", "same-origin")
        assert "no-store" in page["Cache-Control"]
    assert wanted.wanted_by(ADA).unwanted == frozenset()
    answer = browser.post(url, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert wanted.wanted_by(ADA).unwanted == {Group.NEW}
    assert "These mails have stopped" in browser.get(url).content.decode()
    browser.post(url, {"again": "1"})
    assert wanted.wanted_by(ADA).unwanted == frozenset()
    assert browser.get(url[:-3]).status_code == 404
    mailoutbox.clear()
    respond.decline(lead.id, actor=world.ada, at=world.at, seen=1, answer=make.NO, hold=False)
    drain(at=world.at)
    assert [mail for mail in mailoutbox if "List-Unsubscribe" in mail.extra_headers] == []


def test_somebody_without_an_account_chooses_by_the_link_of_the_mail(world, mailoutbox):
    Notice.objects.all().delete()
    world.bergen.alert_contacts.update(email="night@desk.example")
    make.lead(world, customer_email="")
    drain(at=world.at)
    [mail] = [mail for mail in mailoutbox if mail.to == ["night@desk.example"]]
    assert re.search(r"Choose which mails you get: http://localhost:8000/mails/\S+", mail.body)


def test_a_person_chooses_on_their_own_page(as_, world):
    browser = as_(world.ada)
    assert browser.get("/me/mails").content.decode().count("checked") == 6
    browser.post("/me/mails", {"groups": ["new", "work", "sent", "profile"], "digest": "always"})
    assert wanted.wanted_by(ADA) == Wanted(frozenset({Group.REMINDERS}), ALWAYS)
    browser.post("/me/mails", {"groups": ["reminders", "work", "sent", "profile"], "digest": "always"})
    assert wanted.wanted_by(ADA).unwanted == {Group.NEW}
    assert browser.post("/me/mails", {"groups": ["nonsense"], "digest": "always"}).status_code == 422
    vendor = as_(world.paula).get("/me/mails").content.decode()
    assert "Partners you look after" in vendor
    assert "New leads" not in vendor


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [60, pytest.param(300, marks=pytest.mark.soak)])
def test_mails_due_at_once_leave_within_half_a_minute(server, figure, caplog, number):  # noqa: F811 -- a fixture
    world = people.world()
    drain(at=world.at - HOUR)
    Mail.objects.all().delete()
    server.mails.clear()
    for each in range(number):
        make.lead(world, customer_company=f"Firm {each}", direct_contact=True)
    while dispatch.expand(FACTS, at=world.at) or [
        dispatch.run(one, FACTS, now=standing(world.at)) for one in dispatch.claim(at=world.at)
    ]:
        pass
    assert Notice.objects.filter(kind="lead_new", told_at__isnull=True).count() == number
    caplog.set_level(logging.WARNING, logger="mail.log")  # of the mail server
    before, begun, computed = len(server.mails), perf_counter(), process_time()
    while post_notices(at=world.at) + mails(now=standing(world.at)):
        pass
    taken, computed = perf_counter() - begun, process_time() - computed
    assert len(server.mails) - before == number
    assert len({mail["Message-ID"] for mail in server.mails}) == number
    assert computed < 30 * number / 300  # of our own time: others on the machine do not count
    figure(
        f"{number} mails due at once composed and handed to a mail server in {taken:.1f} s, computing {computed:.1f} s"
    )


@pytest.mark.parametrize("most", [6, 1])
@pytest.mark.parametrize("how", ["declined", "expired", "recalled"])
def test_one_more_partner_is_offered_only_while_one_may_be_asked(world, mailoutbox, how, most):
    change_settings(seen=1, by=world.vera.person_id, at=world.at, leads_per_request=most)
    lead = Lead.objects.get(request_id=asked(world, world.bergen, language="en").id)
    drain(at=world.at)
    at = world.at
    mailoutbox.clear()
    if how == "declined":
        respond.decline(lead.id, actor=world.ada, at=at, seen=1, answer=make.NO, hold=False)
    elif how == "recalled":
        withdraw([lead.id], actor=world.paula, at=at)
    else:
        at = lead.due_at
    drain(at=at)
    told = next(mail.body for mail in mailoutbox if mail.to == ["anna@conti.example"] and "/r/" in mail.body)
    assert ("ask another partner with one click" in " ".join(told.split())) == (most == 6)
    assert "Choose another partner" not in told or most == 6
