"""Every mail on the way of a lead is read, and its button followed, by whoever got it."""

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from segue.accounts.models import Person
from segue.leads.models import Lead
from segue.work.loop import drain
from tests import people
from tests.requests.asking import asked

pytestmark = pytest.mark.django_db
LINK = re.compile(r"^http://localhost:8000(/\S*)$", re.MULTILINE)
ANNA = "anna@conti.example"


@pytest.fixture
def world(mailoutbox):
    made = people.world(told=True)
    mailoutbox.clear()
    return made


def browser_of(address):
    browser = Client()
    person = Person.objects.filter(email=address).first()
    if person is not None:
        browser.force_login(person)
    return browser


def follow(mail):
    """Press the mail's button as its recipient; return where it leads and what stands there."""
    url = LINK.search(mail.body)[1]
    response = browser_of(mail.to[0]).get(url, follow=True)
    assert response.status_code == 200, (mail.subject, url)
    return urlsplit(url).path, response.content.decode()


def test_a_chain_of_reminders_up_to_expiry_is_read_and_followed_by_everybody(world, mailoutbox, time_machine):
    request = asked(world, world.bergen, language="en")
    lead = Lead.objects.get(request_id=request.id)
    read = []
    for moment in (
        world.at,
        datetime(2026, 9, 8, 15, tzinfo=UTC),
        datetime(2026, 9, 9, 15, tzinfo=UTC),
        lead.due_at - timedelta(days=3),
        lead.due_at - timedelta(days=1),
        lead.due_at,
    ):
        time_machine.move_to(moment, tick=False)
        drain(at=moment - timedelta(minutes=1))
        drain(at=moment)
        for mail in mailoutbox:
            if mail.extra_headers["X-Segue-Kind"] == "today":
                continue
            _url, page = follow(mail)
            assert "Conti Logistica" in page or mail.to == [ANNA]
            assert "You get this because" in " ".join(mail.body.split())
            read.append((moment, mail.to[0], mail.subject.partition(":")[0]))
        mailoutbox.clear()
    ada, paula = "ada@harbour.example", "paula@aurora.example"
    assert [(to, subject) for _moment, to, subject in read] == [
        (ANNA, "Your request to Harbour IT"),
        (ada, "New lead"),
        (ada, "Still unanswered"),
        (ada, "Still unanswered"),
        (paula, "Harbour IT has not answered yet"),
        (ada, "Still unanswered"),
        (ada, "Last day to answer"),
        (ANNA, "No answer from Harbour IT"),
        *sorted([(ada, "Expired"), (paula, "Harbour IT did not answer")]),
    ]


def test_a_hot_lead_goes_from_the_alert_to_a_logged_contact(world, mailoutbox, time_machine):
    time_machine.move_to(world.at + timedelta(minutes=5), tick=False)
    request = asked(world, world.bergen, language="en", direct_contact=True, phone="+39 040 555 0101")
    lead = Lead.objects.get(request_id=request.id)
    drain(at=world.at)
    [alert] = [mail for mail in mailoutbox if mail.to == ["ada@harbour.example"]]
    assert alert.subject == "Hot lead: Conti Logistica"
    follow(alert)
    ada = browser_of("ada@harbour.example")
    notices = ada.get("/notices").content.decode()
    assert "Hot lead: Conti Logistica" in notices
    opened = re.search(r'name="open" value="([0-9a-f-]+)"', notices)[1]
    page = ada.post("/notices/read", {"open": opened}, follow=True)
    assert page.redirect_chain[-1][0] == reverse("lead", args=[lead.id])
    assert "asks to be contacted directly" in page.content.decode()
    ada.post(reverse("lead-contact-log", args=[lead.id]), {"how": "called", "version": lead.version})
    assert "asks to be contacted directly" not in ada.get(reverse("lead", args=[lead.id])).content.decode()
    assert Lead.objects.get(id=lead.id).contacted_at is not None
    assert 'class="bell-count"' not in ada.get("/notices").content.decode()
