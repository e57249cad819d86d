"""The same press from several connections at once: it counts once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from segue.accounts.actions.applications import Applying, apply
from segue.accounts.actor import Customer
from segue.leads import queries as leads
from segue.leads.actions import respond
from segue.leads.actions.answers import Refusal
from segue.leads.actions.snooze import snooze
from segue.leads.models import Lead, Snooze
from segue.outbox.models import Message
from segue.programme.queries import forget
from segue.requests.actions.confirm import confirm
from segue.requests.actions.in_turn import pass_on_in_turn
from segue.requests.actions.pass_on import pass_on
from segue.requests.models import Request
from tests import make, people
from tests.requests.asking import asked

AT_ONCE = 4


@pytest.fixture
def aurora(transactional_db):
    forget()
    return people.world()


def at_once(press):
    """What each of several threads got that pressed at the same moment."""
    together = Barrier(AT_ONCE)

    def one(_number):
        try:
            together.wait()
            return press()
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(one, range(AT_ONCE)))


def test_one_form_sent_at_once_is_one_request(aurora):
    got = at_once(lambda: asked(aurora, aurora.bergen, aurora.oslo).id)
    assert len(set(got)) == 1
    assert Request.objects.count() == 1
    assert Lead.objects.count() == 1
    assert Message.objects.filter(fact="request.received").count() == 1


def test_one_application_sent_at_once_is_one(aurora):
    typed = Applying(company="Nordlicht", name="Ute Brandt", email="ute@nordlicht.example", country="DE")
    got = at_once(lambda: apply(typed, at=aurora.at, form_key="form-1", suspected=False).id)
    assert len(set(got)) == 1
    assert Message.objects.filter(fact="application.received").count() == 1


def test_a_lead_put_off_by_several_presses_at_once_is_put_off_once(aurora):
    lead, until = make.lead(aurora), aurora.at + timedelta(days=2)
    at_once(lambda: snooze(lead.id, actor=aurora.paula, at=aurora.at, until=until, reason="They call on Wednesday").id)
    assert Snooze.objects.filter(lead=lead).count() == 1


def test_one_yes_pressed_at_once_asks_the_others_once(aurora):
    request = asked(aurora, aurora.bergen, aurora.oslo)
    at_once(lambda: confirm(request.id, actor=Customer(request.id), at=aurora.at).id)
    assert [lead.partner.name for lead in leads.of_request(request.id)] == ["Harbour IT", "Fjord Cloud"]
    assert Message.objects.filter(fact="request.confirmed").count() == 1


def test_one_partner_asked_next_at_once_is_asked_once(aurora):
    request = asked(aurora, aurora.bergen)
    at = aurora.at + timedelta(hours=1)
    (lead,) = leads.of_request(request.id)
    respond.decline(lead.id, actor=aurora.ada, at=at, seen=None, answer=Refusal("no_capacity"), hold=False)
    got = at_once(lambda: pass_on(request.id, actor=Customer(request.id), at=at, location_id=aurora.oslo.id).id)
    assert len(set(got)) == 1
    assert [lead.partner.name for lead in leads.of_request(request.id)] == ["Harbour IT", "Fjord Cloud"]


def test_several_workers_that_see_the_same_turn_ask_the_next_one_once(aurora):
    request = asked(aurora, aurora.bergen, aurora.oslo, in_turn=True)
    confirm(request.id, actor=Customer(request.id), at=aurora.at)
    silent = aurora.at + timedelta(days=3)
    assert sorted(at_once(lambda: pass_on_in_turn(at=silent))) == [0, 0, 0, 1]
    assert [lead.partner.name for lead in leads.of_request(request.id)] == ["Harbour IT", "Fjord Cloud"]
    assert Message.objects.filter(fact="request.passed_on").count() == 1
