"""Answering from the mail: bound to one lead and one member, GET never acts, no session, and every way it ends."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from segue.accounts.actions import change_partner_status, change_roles, remove_membership
from segue.accounts.models import Person
from segue.accounts.roles import PartnerRole
from segue.leads.actions import respond, work
from segue.leads.actions.expire import sweep
from segue.leads.links import answer_token
from segue.leads.models import HeldAnswer, Lead, LeadEvent, Type
from segue.store.models import Counter
from segue.work.loop import drain
from tests import make

pytestmark = pytest.mark.django_db
ADA = "ada@harbour.example"
PRIVATE = ("anna@conti.example", "555 0101", "Anna", "Nazario", "Cleo Dahl")
YES = {
    "deal_name": "Cloud planning",
    "value": "12,500",
    "currency": "EUR",
    "time_frame": "this_quarter",
    "notes": "ERP",
}
NO = {"reason": "not_our_region", "note": "Too far", "message": "Try the south"}


@pytest.fixture(autouse=True)
def _monday_morning(time_machine, world):
    time_machine.move_to(world.at + timedelta(minutes=5), tick=False)


@pytest.fixture
def lead(world):
    return make.lead(world, direct_contact=True)


@pytest.fixture
def url(lead):
    return f"/answer/{answer_token(lead, email=ADA)}"


def state(lead):
    found = Lead.objects.get(id=lead.id)
    return found.stage, found.outcome, found.holding, found.version


def over(client, url, sentence):
    """The link is good no more: it says why, shows nothing of the lead, and takes no answer."""
    before = list(Lead.objects.values())
    pages = [client.get(url), client.get(f"{url}/acceptance")]
    pages += [client.post(f"{url}/{verb}", {**YES, **NO, "seen": 1}) for verb in ("acceptance", "declination", "undo")]
    for page in pages:
        assert page.status_code == 410
        assert sentence in page.content.decode()
        assert "Conti Logistica" not in page.content.decode()
    assert list(Lead.objects.values()) == before
    assert not HeldAnswer.objects.filter(lead__stage="archived").exists()


def test_opening_shows_what_the_mail_told_and_never_acts(client, lead, url):
    before = state(lead)
    for path in ("", "/acceptance", "/declination"):
        for method in ("get", "head"):
            page = getattr(client, method)(url + path)
            assert page.status_code == 200
            assert (page["Referrer-Policy"], page["X-Robots-Tag"]) == ("same-origin", "noindex, nofollow")
            assert "no-store" in page["Cache-Control"]
        page = client.get(url + path).content.decode()
        assert "Move our warehouse planning into the cloud before the summer" in page
        assert "You answer as Ada Berg, Harbour IT." in page
        assert not [word for word in PRIVATE if word in page]
    assert state(lead) == before
    assert client.get(f"{url}/undo").status_code == 405
    assert not Session.objects.exists()
    assert "sessionid" not in client.cookies


def test_a_yes_is_the_members_own_and_ends_the_link(client, lead, url):
    page = client.post(f"{url}/acceptance", {**YES, "seen": 1}, follow=True)
    assert "Accepted. Now contact the customer: sign in to see whom." in page.content.decode()
    assert state(lead)[0] == "accepted"
    assert Lead.objects.get().value_minor == 1_250_000
    assert LeadEvent.objects.get(step="accept").person.email == ADA
    over(client, url, "This lead has been answered.")
    assert not Session.objects.exists()


def test_a_no_is_held_and_can_be_undone_by_the_same_link_until_it_is_given(client, lead, url, time_machine, world):
    shown = client.get(f"{url}/declination").content.decode()
    assert "You can undo it until 10:10; nobody is told before." in shown
    assert "Then Conti Logistica is told, without your note, and can choose another partner." in shown
    page = client.post(f"{url}/declination", {**NO, "seen": 1}, follow=True).content.decode()
    assert "Declining at 10:10" in page
    assert state(lead) == ("received", None, "decline", 1)
    assert client.get(f"{url}/acceptance").status_code == 302
    assert client.post(f"{url}/acceptance", {**YES, "seen": 1}).status_code == 409
    assert "Undone. Nobody was told." in client.post(f"{url}/undo", follow=True).content.decode()
    client.post(f"{url}/declination", {**NO, "seen": 1})
    time_machine.move_to(world.at + timedelta(minutes=11), tick=False)
    drain(at=world.at + timedelta(minutes=11))
    assert state(lead)[:2] == ("archived", "declined")
    assert LeadEvent.objects.get(step="decline").person.email == ADA
    over(client, url, "This lead has been answered.")


def test_a_colleagues_answer_ends_the_link_while_it_is_held(client, lead, url, world):
    respond.decline(lead.id, actor=world.cleo, at=world.at, seen=1, answer=make.NO)
    over(client, url, "A colleague is answering this lead right now.")


def test_what_cannot_be_taken_is_said_on_the_form_with_what_was_typed(client, lead, url, world):
    page = client.post(f"{url}/acceptance", {**YES, "value": "much", "seen": 1})
    assert page.status_code == 422
    assert "Write the amount as a number" in page.content.decode()
    assert "Cloud planning" in page.content.decode()
    work.take(lead.id, actor=world.ada, at=world.at, seen=1)
    page = client.post(f"{url}/acceptance", {**YES, "seen": 1})
    assert page.status_code == 409
    assert client.post(f"{url}/acceptance", {**YES, "seen": page.context["form"]["seen"].value()}).status_code == 302


def test_the_due_time_ends_the_link_also_before_the_sweep(client, lead, url, time_machine):
    time_machine.move_to(lead.due_at - timedelta(seconds=1), tick=False)
    assert client.get(url).status_code == 200
    time_machine.move_to(lead.due_at, tick=False)
    over(client, url, "The time to answer this lead is over.")
    sweep(at=lead.due_at)
    over(client, url, "The time to answer this lead is over.")


def other_role(world):
    change_roles(world.ben.membership_id, actor=world.ada, at=world.at, roles=[PartnerRole.REFERRALS_USER])


def out_of_the_company(world):
    remove_membership(world.ben.membership_id, actor=world.ada, at=world.at)


def other_address(world):
    Person.objects.filter(id=world.ben.person_id).update(email="ben.haugen@harbour.example")


def account_closed(world):
    Person.objects.filter(id=world.ben.person_id).update(is_active=False)


def company_gone(world):
    change_partner_status(world.harbour.id, actor=world.vera, at=world.at, status="left")


@pytest.mark.parametrize("change", [other_role, out_of_the_company, other_address, account_closed, company_gone])
def test_another_role_membership_or_address_ends_the_link(client, lead, world, change):
    url = f"/answer/{answer_token(lead, email='ben@harbour.example')}"
    assert client.get(url).status_code == 200
    change(world)
    over(client, url, "This link is no longer yours")


def test_a_lead_that_is_taken_by_another_is_out_of_a_referrals_users_sight(client, lead, world):
    url = f"/answer/{answer_token(lead, email='cleo@harbour.example')}"
    assert client.get(url).status_code == 200
    work.take(lead.id, actor=world.ben, at=world.at, seen=1)
    over(client, url, "This link is no longer yours")


@pytest.mark.parametrize("who", ["giulia", "pia", "nora", "dora", "marta", "nobody"])
def test_who_may_not_answer_gets_no_such_link(lead, world, who):
    email = world.person(getattr(world, who)).email if who != "nobody" else "nobody@harbour.example"
    assert answer_token(lead, email=email) is None


def test_a_link_opens_nothing_else_and_none_can_be_made_up(client, lead, world):
    other = make.lead(world)
    token = answer_token(lead, email=ADA)
    for wrong in (token[:-2], token[:-1] + ("A" if token[-1] != "A" else "B"), "x", other.id.hex, token + "A"):
        assert client.get(f"/answer/{wrong}").status_code == 404
    for path in (f"/leads/{lead.id}", f"/leads/{lead.id}/acceptance", "/home"):
        assert client.get(path).status_code == 302
    client.post(f"/answer/{token}/acceptance", {**YES, "seen": 1})
    assert state(other)[0] == "received"


def test_who_is_signed_in_comes_to_the_leads_own_page(as_, lead, url, world):
    browser = as_(world.ada)
    assert browser.get(url)["Location"] == f"/leads/{lead.id}"
    assert browser.get(f"{url}/declination")["Location"] == f"/leads/{lead.id}/declination"
    browser.force_login(world.person(world.dora))
    assert "You answer as Ada Berg, Harbour IT." in browser.get(url).content.decode()


def test_opening_is_counted_by_client_address(client, url):
    client.get(url)
    Counter.objects.update(count=300)
    assert client.get(url).status_code == 429


def test_the_page_speaks_the_language_of_the_mail(client, lead, world):
    made = make.lead(world, location=world.trieste)
    page = client.get(
        f"/answer/{answer_token(made, email='giulia@harbour.example')}", headers={"Accept-Language": "en"}
    )
    assert "Risponde come Giulia Ferri, Harbour IT." in page.content.decode()
    assert page["Content-Language"] == "it"


def test_mails_carry_the_link_for_members_who_may_answer_and_ask_others_to_sign_in(world, mailoutbox):
    made = make.lead(world, type=Type.SALES, by=world.sven, sender_person_id=world.sven.person_id, sender_name="Sven")
    quiet = make.lead(world, location=world.trieste)
    world.trieste.alert_contacts.update(email="desk@harbour.example", name="Desk")
    drain(at=world.at)
    buttons = {mail.to[0]: mail.body for mail in mailoutbox if "lead: Conti" in mail.subject}
    assert "http://localhost:8000/answer/" in buttons["ben@harbour.example"]
    assert f"http://localhost:8000/leads/{quiet.id}" in buttons["desk@harbour.example"]
    assert str(made.id) not in buttons["ben@harbour.example"]
