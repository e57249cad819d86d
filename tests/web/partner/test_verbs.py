"""Each verb by its page: what it shows, what it does, what it refuses and that nothing typed is lost."""

import re
from datetime import date, timedelta

import pytest

from segue.leads.actions.respond import accept
from segue.leads.models import Employee, HeldAnswer, Lead
from tests import make

pytestmark = pytest.mark.django_db

DEAL = {
    "deal_name": "Cloud planning",
    "value": "12,500",
    "currency": "EUR",
    "time_frame": "date",
    "purchase_on": "2026-12-01",
    "notes": "Planning for three warehouses",
    "crm_id": "C-17",
}


def text(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in response.context["messages"]]


def seen(page):
    return re.search(r'name="seen" value="(\d+)"', text(page)).group(1)


def send(client, url, **typed):
    """Fill in the form as it is shown and follow where it leads."""
    return client.post(url, {"seen": seen(client.get(url)), **typed}, follow=True)


def test_accepting_keeps_the_deal_as_typed(ada, world):
    lead = make.lead(world)
    url = f"/leads/{lead.id}/acceptance"
    assert "Conti Logistica: Move our warehouse planning" in text(ada.get(url))
    answer = send(ada, url, **DEAL, colleagues=[str(world.giulia.person_id)])
    assert said(answer) == ["Accepted. Now contact Anna."]
    lead.refresh_from_db()
    assert (lead.stage, lead.deal_name, lead.value_minor, lead.currency) == (
        "accepted",
        "Cloud planning",
        1_250_000,
        "EUR",
    )
    assert (lead.purchase_on, lead.notes, lead.crm_id) == (date(2026, 12, 1), "Planning for three warehouses", "C-17")
    assert [person.name for person in lead.team.all()] == ["Giulia Ferri"]


def test_a_value_not_known_yet_is_fine(ada, world):
    lead = make.lead(world)
    send(ada, f"/leads/{lead.id}/acceptance", **DEAL | {"value": "", "time_frame": "", "purchase_on": ""})
    lead.refresh_from_db()
    assert (lead.stage, lead.value_minor, lead.purchase_on) == ("accepted", None, None)


def test_an_italian_types_money_as_in_italy(as_, world, at):
    lead = make.lead(world, location=world.trieste)
    giulia = as_(world.giulia)
    giulia.cookies["django_language"] = "it"
    send(giulia, f"/leads/{lead.id}/acceptance", **DEAL | {"value": "12.500,50"})
    lead.refresh_from_db()
    assert lead.value_minor == 1_250_050


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"value": "much"}, "Write the amount as a number, such as 12,500."),
        ({"purchase_on": ""}, "Give the date, or choose a time frame."),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_typed_is_lost(ada, world, wrong, sentence):
    lead = make.lead(world)
    answer = send(ada, f"/leads/{lead.id}/acceptance", **DEAL | wrong)
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "Planning for three warehouses" in text(answer)
    lead.refresh_from_db()
    assert lead.stage == "received"


def test_a_colleague_was_faster_and_my_words_stay(ada, world):
    lead = make.lead(world)
    url = f"/leads/{lead.id}/declination"
    version = seen(ada.get(url))
    accept(lead.id, actor=world.ben, at=world.at, seen=1, answer=make.YES)
    answer = ada.post(url, {"seen": version, "reason": "no_capacity", "note": "My long note"})
    assert answer.status_code == 409
    assert "Somebody changed this lead meanwhile." in text(answer)
    assert "My long note" in text(answer)
    assert "Ben Haugen accepted" in text(answer)


def test_declining_is_held_and_can_be_undone(ada, world):
    lead = make.lead(world)
    url = f"/leads/{lead.id}/declination"
    form = text(ada.get(url))
    assert "We do not work where the customer is." in form
    assert "You can undo it until 11:05; nobody is told before." in form
    assert "Then Anna is told, without your note, and can choose another partner." in form
    page = text(send(ada, url, reason="not_our_region", note="Too far", message="Ask in Trieste"))
    assert "Declining at 11:05" in page
    assert "by Ada Berg; nobody has been told yet" in page
    assert "acceptance" not in page
    held = HeldAnswer.objects.get()
    assert held.data == {"reason": "not_our_region", "note": "Too far", "message": "Ask in Trieste"}
    assert "Declining at 11:05" in text(ada.get("/leads/marketplace/received"))
    assert said(ada.post(f"/leads/{lead.id}/undo", follow=True)) == ["Undone. Nobody was told."]
    assert f"/leads/{lead.id}/acceptance" in text(ada.get(f"/leads/{lead.id}"))
    assert not HeldAnswer.objects.exists()


def test_undoing_twice_is_refused_with_a_sentence(ada, world):
    answer = ada.post(f"/leads/{make.lead(world).id}/undo")
    assert answer.status_code == 409
    assert "There is nothing to undo any more." in text(answer)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose one of the reasons."),
        ({"reason": "other"}, "Say in a few words what the other reason is."),
        ({"reason": "accepted_by_mistake"}, "Select a valid choice."),
    ],
)
def test_declining_asks_for_a_reason(ada, world, typed, sentence):
    lead = make.lead(world)
    answer = send(ada, f"/leads/{lead.id}/declination", **typed, message="Sorry")
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert "Sorry" in text(answer)
    assert not HeldAnswer.objects.exists()


def test_an_answer_after_the_due_time_is_refused_and_the_lead_has_expired(ada, world, at):
    lead = make.lead(world)
    version = seen(ada.get(f"/leads/{lead.id}/acceptance"))
    at.move_to(lead.due_at, tick=False)
    ada.cookies.pop("messages", None)
    answer = ada.post(f"/leads/{lead.id}/acceptance", {"seen": version, **DEAL})
    assert answer.status_code == 409
    assert "The time to answer this lead is over; it has expired." in text(answer)
    lead.refresh_from_db()
    assert (lead.stage, lead.outcome) == ("archived", "expired")


@pytest.mark.parametrize(
    ("verb", "typed", "step", "words"),
    [
        ("won", {}, "win", "Closing as won at 11:05"),
        ("lost", {"reason": "budget", "note": "Too dear"}, "lose", "Closing as lost at 11:05"),
    ],
)
def test_closing_is_held_too(ada, world, verb, typed, step, words):
    lead = make.lead(world, "accepted", at=world.at - timedelta(hours=2))
    typed = {"value": "13,000", "currency": "EUR", "closed_on": "2026-09-07", **typed}
    page = send(ada, f"/leads/{lead.id}/{verb}", **typed)
    assert words in text(page)
    held = HeldAnswer.objects.get()
    assert held.step == step
    assert held.data["money"] == {"minor": 1_300_000, "currency": "EUR"}


def test_editing_changes_the_deal_and_stands_in_the_history(ada, world):
    lead = make.lead(world, "accepted", at=world.at - timedelta(hours=2))
    answer = send(ada, f"/leads/{lead.id}/details", **DEAL | {"value": "20,000"})
    assert said(answer) == ["Saved."]
    assert "Ada Berg changed the deal" in text(answer)
    assert "Value: €12,500 → €20,000" in text(answer)


def test_who_edits_while_the_end_is_held_reads_which_answers_it_replaces(ada, world):
    lead = make.lead(world, "accepted", at=world.at - timedelta(hours=2))
    replaced = "its day, and its value where one was given, replace those here."
    assert replaced not in text(ada.get(f"/leads/{lead.id}/details"))
    send(ada, f"/leads/{lead.id}/won", value="13,000", currency="EUR", closed_on="2026-09-07")
    form = text(ada.get(f"/leads/{lead.id}/details"))
    assert "Closing as won at 11:05" in form
    assert replaced in form
    assert said(send(ada, f"/leads/{lead.id}/details", **DEAL | {"notes": "Two sites"})) == ["Saved."]


def test_a_colleague_is_added_corrected_and_removed(ada, world):
    lead = make.lead(world, "accepted", at=world.at - timedelta(hours=2))
    team = f"/leads/{lead.id}/employees"
    assert said(send(ada, team, name="Cleo Dahl", email="cleo@harbour.example", phone="+47 55")) == [
        "Added to the team."
    ]
    person = Employee.objects.get()
    assert (person.name, person.email, person.person_id) == ("Cleo Dahl", "cleo@harbour.example", world.cleo.person_id)
    again = send(ada, team, name="Cleo", email="cleo@harbour.example")
    assert "This person is on the team already." in text(again)
    send(ada, f"{team}/{person.id}", name="Cleo M. Dahl", email="cleo@harbour.example", phone="")
    person.refresh_from_db()
    assert (person.name, person.phone) == ("Cleo M. Dahl", "")
    removed = ada.post(f"{team}/{person.id}/removal", follow=True)
    assert said(removed) == ["Cleo M. Dahl is no longer on the team."]
    assert not Employee.objects.exists()
    again = ada.post(f"{team}/{person.id}/removal", follow=True)
    assert said(again) == ["This person is no longer on the team."]
    assert Lead.objects.get().version == 5
    assert ada.get(f"{team}/{person.id}").status_code == 404


@pytest.mark.parametrize(("stage", "how"), [("received", "called"), ("accepted", "no_answer")])
def test_a_contact_is_logged_with_one_press(ada, world, stage, how):
    lead = make.lead(world, stage, at=world.at - timedelta(hours=2))
    answer = ada.post(f"/leads/{lead.id}/contact-log", {"how": how}, follow=True)
    assert said(answer) == ["Noted in the history."]
    assert "Ada Berg contacted the customer" in text(answer)
    assert {"called": "By phone", "no_answer": "No answer"}[how] in text(answer)


def test_another_way_of_contact_is_refused(ada, world):
    answer = ada.post(f"/leads/{make.lead(world).id}/contact-log", {"how": "by pigeon"})
    assert answer.status_code == 422
    assert "Choose how you contacted the customer." in text(answer)


def test_a_lead_is_taken_and_handed_on(ada, world):
    lead = make.lead(world)
    assert said(ada.post(f"/leads/{lead.id}/taking", follow=True)) == ["It is yours now."]
    form = text(ada.get(f"/leads/{lead.id}/ownership"))
    assert "Ben Haugen" in form
    assert "Pia Nilsen" not in form
    handed = send(ada, f"/leads/{lead.id}/ownership", person=str(world.ben.person_id))
    assert said(handed) == ["Handed to Ben Haugen."]
    lead.refresh_from_db()
    assert lead.owner_id == world.ben.person_id


def test_who_hands_on_the_only_lead_they_saw_is_led_to_the_list(as_, world, at):
    cleo, lead = as_(world.cleo), make.lead(world)
    assert said(cleo.post(f"/leads/{lead.id}/taking", follow=True)) == ["It is yours now."]
    handed = send(cleo, f"/leads/{lead.id}/ownership", person=str(world.ben.person_id))
    assert handed.redirect_chain[-1] == ("/leads/marketplace/received", 302)
    assert (handed.status_code, said(handed)) == (200, ["Handed to Ben Haugen."])
    assert lead.customer_company not in text(handed)


def test_beside_the_list_too(as_, world, at):
    cleo, lead = as_(world.cleo), make.lead(world)
    cleo.post(f"/leads/{lead.id}/taking")
    typed = {"seen": seen(cleo.get(f"/leads/{lead.id}/ownership")), "person": str(world.ben.person_id)}
    panel = {"HX-Request": "true", "Segue-Panel": "1"}
    assert cleo.post(f"/leads/{lead.id}/ownership", typed, headers=panel)["HX-Redirect"] == "/leads"


@pytest.mark.parametrize("verb", ["acceptance", "declination", "won", "lost", "details", "employees", "ownership"])
def test_the_form_of_a_step_that_is_over_leads_to_the_lead(ada, world, verb):
    lead = make.lead(world, "declined")
    assert ada.get(f"/leads/{lead.id}/{verb}").headers["Location"] == f"/leads/{lead.id}"


def test_htmx_is_led_away_as_a_whole_page_never_into_a_part(ada, client, world):
    lead = make.lead(world, "won")
    over = ada.get(f"/leads/{lead.id}/acceptance", headers={"HX-Request": "true"})
    assert (over.status_code, over["HX-Redirect"], over.content) == (204, f"/leads/{lead.id}", b"")
    gone = ada.get(f"/leads/{lead.id}/nothing", headers={"HX-Request": "true"})
    assert (gone.status_code, gone["HX-Redirect"]) == (404, f"/leads/{lead.id}/nothing")
    client.logout()
    out = client.get(f"/leads/{lead.id}/acceptance", headers={"HX-Request": "true"})
    assert out["HX-Redirect"] == f"/accounts/login/?next=/leads/{lead.id}/acceptance"
    pressed = client.post(f"/leads/{lead.id}/heart", headers={"HX-Request": "true"})
    assert pressed["HX-Redirect"] == "/accounts/login/?next=/home"


def test_htmx_gets_the_form_alone(ada, world):
    lead = make.lead(world)
    part = text(ada.get(f"/leads/{lead.id}/acceptance", headers={"HX-Request": "true"}))
    assert "<html" not in part
    assert f'action="/leads/{lead.id}/acceptance"' in part


@pytest.mark.parametrize(
    "verb",
    ["acceptance", "declination", "won", "lost", "details", "employees", "ownership", "contact-log", "taking", "undo"],
)
def test_nobody_but_the_partner_takes_a_step(as_, world, at, verb):
    lead = make.lead(world, "accepted" if verb in {"won", "lost", "details", "employees"} else "received")
    version = Lead.objects.get(id=lead.id).version
    for actor, status in ((world.dora, 404), (world.giulia, 404), (world.pia, 403), (world.vera, 404)):
        assert as_(actor).post(f"/leads/{lead.id}/{verb}", {"seen": version}).status_code == status
    assert Lead.objects.get(id=lead.id).version == version
