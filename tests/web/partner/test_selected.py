"""What is done with the leads that are ticked: each through its own door, and told for each."""

import pytest

from segue.kit.ids import new_id
from segue.leads.actions import respond
from segue.leads.models import Favourite, HeldAnswer, Lead
from tests import make

pytestmark = pytest.mark.django_db

RECEIVED = "/leads/marketplace/received"
ANSWERING = "Ben Haugen is answering this lead right now."


def text(response):
    return response.content.decode()


def said(response):
    return [str(message) for message in response.context["messages"]]


def ids(*leads):
    return [str(lead.id) for lead in leads]


def test_ticked_leads_are_taken_hearted_and_handed_over(ada, world):
    two = [make.lead(world), make.lead(world, customer_company="Molo Sette")]
    assert said(ada.post("/leads/selected/taking", {"lead": ids(*two)}, follow=True)) == ["2 leads are yours now."]
    assert {lead.owner_id for lead in Lead.objects.all()} == {world.ada.person_id}
    assert said(ada.post("/leads/selected/hearts", {"lead": ids(*two)}, follow=True)) == [
        "2 leads are among your favourites."
    ]
    assert Favourite.objects.filter(person_id=world.ada.person_id).count() == 2

    form = text(ada.get("/leads/selected/ownership", {"lead": ids(*two)}))
    assert "Molo Sette" in form
    typed = {"lead": ids(*two), "person": str(world.ben.person_id)}
    assert said(ada.post("/leads/selected/ownership", typed, follow=True)) == ["2 leads handed to Ben Haugen."]
    assert {lead.owner_id for lead in Lead.objects.all()} == {world.ben.person_id}


def test_a_note_for_several_is_as_long_as_for_one(ada, world):
    lead = make.lead(world)
    typed = {"lead": ids(lead), "reason": "no_capacity", "note": "x" * 4001}
    refused = ada.post("/leads/selected/declination", typed)
    assert refused.status_code == 422
    assert "Shorten this to 4000 characters; it has 4001." in text(refused)


def test_one_reason_declines_several_and_each_can_be_undone(ada, world):
    leads = [make.lead(world, customer_company=name) for name in ("One", "Two", "Taken", "Changed")]
    form = text(ada.get("/leads/selected/declination", {"lead": ids(*leads)}))
    assert "Each can be undone until 11:05; nobody is told before." in form
    sent = [f"{lead.id}.1" for lead in leads]
    assert all(f'value="{one}"' in form for one in sent)
    respond.accept(leads[2].id, actor=world.ben, at=world.at, seen=1, answer=make.YES)
    respond.decline(leads[3].id, actor=world.ben, at=world.at, seen=1, answer=make.NO)

    assert ada.post("/leads/selected/declination", {"lead": sent}).status_code == 422
    typed = {"lead": sent, "reason": "no_capacity", "note": "Until March"}
    answer = ada.post("/leads/selected/declination", typed, follow=True)
    assert said(answer) == [
        "2 leads are being declined; until 11:05 each can be undone on its row.",
        f"Not done: Taken: Somebody changed it meanwhile. Look at it again. Changed: {ANSWERING}",
    ]
    assert {held.lead_id: held.data["note"] for held in HeldAnswer.objects.filter(person_id=world.ada.person_id)} == {
        lead.id: "Until March" for lead in leads[:2]
    }
    assert text(answer).count(">Undo<") == 2


def test_twenty_are_the_most_that_are_declined_at_once(ada):
    leads = [str(new_id()) for _ in range(21)]
    for method in (ada.get, ada.post):
        answer = method("/leads/selected/declination", {"lead": leads, "reason": "no_capacity"}, follow=True)
        assert said(answer) == ["At most 20 leads can be declined at once. Select fewer."]
    assert not HeldAnswer.objects.exists()


def test_nobody_reaches_a_lead_of_others_by_ticking_it(as_, world, at):
    lead = make.lead(world)
    for actor in (world.dora, world.giulia):
        client = as_(actor)
        for verb, typed in (
            ("taking", {}),
            ("hearts", {}),
            ("ownership", {"person": str(actor.person_id)}),
            ("declination", {"reason": "no_capacity"}),
        ):
            answer = client.post(f"/leads/selected/{verb}", {"lead": ids(lead), **typed}, follow=True)
            assert said(answer) == ["Not done: A lead: There is nothing here, or it is not for you."]
            assert "Conti" not in text(answer)
        assert "Conti" not in text(client.get("/leads/selected/declination", {"lead": ids(lead)}, follow=True))
    assert Lead.objects.get().version == 1
    assert not Favourite.objects.exists()
    assert not HeldAnswer.objects.exists()


@pytest.mark.parametrize("ticked", [[], ["nonsense"]])
def test_nothing_ticked_says_so(ada, world, ticked):
    for verb in ("taking", "hearts"):
        answer = ada.post(f"/leads/selected/{verb}", {"lead": ticked}, follow=True)
        assert said(answer) == ["Select the leads first."]


def test_the_bar_needs_no_script_and_never_accepts(ada, world):
    make.lead(world)
    make.lead(world, "won")
    page = text(ada.get(RECEIVED))
    bar = page.split('id="bulk"')[1].split("</form>")[0]
    assert [verb for verb in ("taking", "ownership", "hearts", "declination") if f"/selected/{verb}" in bar] == [
        "taking",
        "ownership",
        "hearts",
        "declination",
    ]
    assert "accept" not in bar.lower()
    token = bar.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert token
    archive = text(ada.get("/leads/marketplace/archived")).split('id="bulk"')[1].split("</form>")[0]
    assert "/selected/hearts" in archive
    assert "/selected/declination" not in archive


def test_keys_are_on_until_the_person_switches_them_off(ada, world):
    make.lead(world)
    assert 'data-keys="off"' not in text(ada.get(RECEIVED))
    ada.post("/me", {"name": "Ada Berg", "language": "en", "time_zone": ""})
    assert 'data-keys="off"' in text(ada.get(RECEIVED))
    ada.post("/me", {"name": "Ada Berg", "language": "en", "time_zone": "", "keys": "on"})
    assert 'data-keys="off"' not in text(ada.get(RECEIVED))
