"""Partners suggested for a lead: with points and reasons, where a person of the vendor or a partner chooses one."""

from html import unescape

import pytest

from segue.directory.actions import impression_writer as writer
from segue.directory.models import Impression
from segue.leads import queries as leads
from segue.leads.actions import respond
from segue.leads.models import Lead
from segue.requests.links import link_token
from tests import make
from tests.requests.asking import asked, sent
from tests.web.sending.test_send import answers


@pytest.fixture(autouse=True)
def _now(world, time_machine):
    time_machine.move_to(world.at, tick=False)


def suggested(page):
    return [one["name"] for one in page.context["suggestions"]]


def test_send_to_next_says_who_fits_best_and_who_is_left_out(as_, world):
    lead = sent(world, world.oslo, by=world.vera, typed={"products": ("cloud",)})
    respond.decline(lead.id, actor=world.dora, at=world.at, seen=None, answer=make.NO, hold=False)
    client = as_(world.vera)
    page = client.get(f"/vendor/leads/{lead.id}/next")
    text = unescape(page.content.decode())
    assert suggested(page) == ["Harbour IT"]
    assert "Offers what you look for: Cloud" in text
    assert "of 100 points in all" in text
    assert "<strong>Fjord Cloud</strong>: Was asked already" in text
    client.post(f"/sent/{lead.id}/another", {"location": page.context["suggestions"][0]["id"]})
    assert [one.partner.name for one in leads.of_request(lead.request_id)] == ["Fjord Cloud", "Harbour IT"]


def test_the_inbox_suggests_unless_one_searches(as_, world):
    request = asked(world)
    client = as_(world.paula)
    page = client.get(f"/vendor/inbox/{request.id}/partner")
    assert suggested(page) == ["Harbour IT", "Fjord Cloud"]
    assert suggested(client.get(f"/vendor/inbox/{request.id}/partner", {"what": "fjord"})) == []
    client.post(f"/vendor/inbox/{request.id}/assignment", {"location": page.context["suggestions"][0]["id"]})
    assert Lead.objects.get().partner == world.harbour


def test_a_lead_being_written_has_suggestions_too(as_, world):
    client = as_(world.sven)
    assert suggested(client.get("/send/partner")) == []
    page = client.post("/send/partner", answers(world, location=""))
    assert suggested(page) == ["Harbour IT", "Fjord Cloud"]
    after = client.post("/send/partner", answers(world, adding="1"))
    assert suggested(after) == ["Fjord Cloud"]


def test_a_partner_that_sends_is_not_suggested_to_itself(as_, world):
    page = as_(world.ada).post("/send/partner", answers(world, location=""))
    assert suggested(page) == ["Fjord Cloud"]
    assert page.context["left_out"] == [{"name": "Harbour IT", "why": "Sends this lead"}]


def noted():
    """Return what was noted of the last page: for which question, what was asked, how many there were, and who."""
    writer.write()
    [page] = Impression.objects.all()
    found = [(one.partner.name, one.place, one.slot, one.propensity) for one in page.shown.order_by("place")]
    for one in page.shown.all():
        assert sum(points for _x, points in one.terms.values()) == one.points
    Impression.objects.all().delete()
    return page.by, page.filters, (page.what, page.place, page.total, page.weights, page.seed), found


def test_who_is_suggested_is_noted_without_the_words_of_the_request(as_, client, world):
    writer.clear()
    request = asked(world, world.oslo, products=("erp", "cloud"), size="51-250")
    lead = leads.of_request(request.id)[0]
    respond.decline(lead.id, actor=world.dora, at=world.at, seen=None, answer=make.NO, hold=False)
    said = {"country": "IT", "language": "it", "product": "cloud erp", "size": "51-250", "type": "inquiry"}
    kept = ("", "", 1, 0, "2026-09-07")
    letter = f"/r/{link_token(request.id, request.link_epoch)}"
    client.get(letter)
    assert noted() == ("others", said, kept, [("Harbour IT", 1, "ordinary", 1.0)])

    vera = as_(world.vera)
    for page in (f"/vendor/leads/{lead.id}", f"/vendor/leads/{lead.id}/next"):
        assert vera.get(page).status_code == 200, page
        assert noted() == ("suggested", said, kept, [("Harbour IT", 1, "ordinary", 1.0)])
    vera.head(f"/vendor/leads/{lead.id}/next")
    client.get(letter, headers={"User-Agent": "Mail link preview"})
    assert writer.write() == 0
