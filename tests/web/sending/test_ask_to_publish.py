"""A sender who chose a partner that takes none sees why, and asks it to publish: by mail, once a day."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.accounts.actions import NewPartner, Place, add_location, add_partner
from segue.accounts.models import Partner
from segue.directory.actions import pause, resume, unpublish
from segue.kit.working_time import office_hours
from segue.outbox.models import Message
from segue.work.loop import drain
from tests.web.sending.test_send import answers

URL = "/send/publication-request"


@pytest.fixture(autouse=True)
def _now(world, time_machine, mailoutbox):
    time_machine.move_to(world.at, tick=False)
    drain(at=world.at)
    mailoutbox.clear()


def test_a_partner_on_a_break_is_asked_once_a_day(as_, world, mailoutbox, time_machine):
    pause(world.harbour.id, actor=world.ada, at=world.at, until=None)
    client = as_(world.sven)
    page = client.post("/send", answers(world))
    assert page.status_code == 422
    assert page.context["invitation"]["sentence"] == "Harbour IT is taking a break."
    assert 'formaction="/send/publication-request"' in page.content.decode()
    asked = client.post(URL, answers(world, need="Plan the new warehouse")).content.decode()
    assert "We have asked the admins of Harbour IT to publish." in asked
    assert "Plan the new warehouse" in asked
    assert (
        "Harbour IT was asked today already; once a day is enough." in client.post(URL, answers(world)).content.decode()
    )
    drain(at=world.at)
    assert sorted(mail.to[0] for mail in mailoutbox) == ["ada@harbour.example", "pia@harbour.example"]
    assert mailoutbox[0].subject == "A lead is waiting for Harbour IT: please publish"
    text = mailoutbox[0].body
    assert "Sven Olsen, Aurora Software wants to send a lead to Harbour IT, location Trieste, and cannot." in text
    assert "Harbour IT is taking a break." in text
    assert "Conti" not in text
    time_machine.shift(24 * 3600)
    assert "We have asked the admins of Harbour IT" in client.post(URL, answers(world)).content.decode()


def test_the_vendor_finds_the_unpublished_in_the_form_and_other_partners_do_not(as_, world):
    unpublish(world.fjord.id, actor=world.dora, at=world.at)
    page = as_(world.sven).get(f"/send?location={world.oslo.id}")
    assert "Fjord Cloud, Oslo (not published)" in page.content.decode()
    assert page.context["invitation"]["sentence"] == "Fjord Cloud has not published this location."
    page = as_(world.ada).get(f"/send?location={world.oslo.id}", follow=True)
    assert page.redirect_chain == [("/send/partner", 302)]
    assert "Fjord Cloud" not in page.content.decode()
    assert as_(world.ada).post(URL, answers(world, location=str(world.oslo.id))).status_code == 404
    assert not Message.objects.filter(fact="partner.asked_to_publish").exists()


def test_the_location_of_a_form_is_read_once(as_, world):
    client = as_(world.sven)
    client.get(f"/send?location={world.trieste.id}")
    with CaptureQueriesContext(connection) as ran:
        assert client.get(f"/send?location={world.trieste.id}").status_code == 200
    read = [query["sql"] for query in ran if 'FROM "accounts_location"' in query["sql"]]
    assert len(read) == 1


def test_a_partner_asks_another_that_takes_a_break(as_, world, mailoutbox):
    pause(world.fjord.id, actor=world.dora, at=world.at, until=None)
    as_(world.ada).post(URL, answers(world, location=str(world.oslo.id)))
    drain(at=world.at)
    [mail] = mailoutbox
    assert mail.to == ["dora@fjord.example"]
    assert "Ada Berg, Harbour IT wants to send a lead to Fjord Cloud" in mail.body


def test_who_takes_leads_need_not_be_asked_and_who_opened_meanwhile_is_not_mailed(as_, world, mailoutbox):
    page = as_(world.sven).post(URL, answers(world)).content.decode()
    assert "Harbour IT need not be asked" in page
    pause(world.harbour.id, actor=world.ada, at=world.at, until=None)
    as_(world.sven).post(URL, answers(world))
    resume(world.harbour.id, actor=world.ada, at=world.at)
    drain(at=world.at)
    assert mailoutbox == []


def test_who_sends_nothing_asks_nobody(as_, world):
    pause(world.harbour.id, actor=world.ada, at=world.at, until=None)
    assert as_(world.otto).post(URL, answers(world)).status_code == 403
    assert as_(world.pia).post(URL, answers(world)).status_code == 403


def test_a_company_without_a_profile_can_be_asked(as_, world):
    new = add_partner(NewPartner(name="Nordlys Data", status=Partner.Status.ACTIVE), actor=world.vera, at=world.at)
    hours = office_hours("Europe/Oslo").hours
    place = Place(name="Bodø", city="Bodø", country="NO", time_zone="Europe/Oslo", hours=hours)
    location = add_location(new.id, actor=world.vera, at=world.at, place=place)
    page = as_(world.sven).get(f"/send?location={location.id}").content.decode()
    assert "Nordlys Data, Bodø (not published)" in page
    assert "Nordlys Data has not published this location." in page
