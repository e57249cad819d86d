"""Whoever sends a lead says who is asked after whom, before sending and afterwards."""

from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.kit.ids import new_id
from segue.leads.models import Lead
from segue.requests.actions.order import name_order
from segue.requests.suggest import NOBODY
from segue.requests.turns import turns_of
from tests.requests.asking import nordlicht, sent
from tests.web.sending.test_send import answers


@pytest.fixture(autouse=True)
def _now(world, time_machine):
    time_machine.move_to(world.at, tick=False)


def words(page):
    return [one["words"] for one in page.context["following"]]


def test_the_next_one_is_chosen_without_losing_what_is_typed(as_, world):
    client = as_(world.sven)
    choosing = client.post("/send/partner", answers(world, adding="1"))
    assert "Choose who is asked next" in choosing.content.decode()
    pick = choosing.context["pick"]
    assert pick == {"name": "order", "before": f"{world.trieste.id},"}
    form = client.post("/send/draft", answers(world, order=f"{world.trieste.id},{world.oslo.id}"))
    assert words(form) == ["Harbour IT, Trieste", "Fjord Cloud, Oslo"]
    assert "Conti Logistica" in form.content.decode()
    swapped = client.post("/send/draft", answers(world, order=form.context["following"][1]["earlier"]))
    assert words(swapped) == ["Fjord Cloud, Oslo", "Harbour IT, Trieste"]
    alone = client.post("/send/draft", answers(world, order=form.context["following"][1]["out"]))
    assert (words(alone), alone.context["place"]) == ([], "Harbour IT, Trieste")


def test_a_flood_of_names_is_looked_up_at_once_and_no_further_than_may_be_asked(as_, world, monkeypatch):
    client = as_(world.sven)
    flood = [str(new_id()) for _ in range(100)]
    then = [str(world.oslo.id), *flood]
    with CaptureQueriesContext(connection) as queries:
        form = client.post("/send/draft", answers(world, order=",".join([str(world.trieste.id), *then])))
    assert words(form) == ["Harbour IT, Trieste", "Fjord Cloud, Oslo"]
    assert len(queries) < 20
    abouts = []
    monkeypatch.setattr("segue.web.sending.choosing.suggested", lambda about, **_how: abouts.append(about) or NOBODY)
    much = {"need": "cloud " * 1000, "products": ["erp", "erp", *flood[:50]], "size": flood[0], "language": flood[0]}
    with CaptureQueriesContext(connection) as queries:
        client.post("/send/partner", answers(world, adding="1", then=then, **much))
    [about] = abouts
    assert (len(about.need), about.products, about.size, about.language) == (4000, ("erp",), "", "")
    assert len(queries) < 40


def test_what_is_sent_keeps_the_order_and_its_page_says_it(as_, world):
    client = as_(world.sven)
    response = client.post("/send", answers(world, then=[str(world.oslo.id)]))
    lead = Lead.objects.get()
    assert turns_of(lead.request_id).names == ["Fjord Cloud"]
    page = unescape(client.get(response.url).content.decode())
    assert "Harbour IT has it until Wednesday 9 September, 17:00; then Fjord Cloud is asked." in page
    here = f"/sent/{lead.id}/order"
    assert f'href="{here}"' in page
    assert "Leave out" in client.get(here).content.decode()
    client.post(here, {"order": ""})
    assert turns_of(lead.request_id) is None
    assert "Say who is asked next" in client.get(response.url).content.decode()


def test_a_sending_partner_changes_it_and_those_asked_learn_nothing_of_it(as_, world):
    lead = sent(world, world.oslo, nordlicht(world), by=world.ada)
    here = f"/sent/{lead.id}/order"
    assert "then Nordlicht is asked." in as_(world.ada).get(here).content.decode()
    dora = as_(world.dora)
    assert dora.get(here).status_code == 404
    assert "Nordlicht" not in dora.get(f"/leads/{lead.id}").content.decode()


def test_an_order_that_cannot_be_is_refused_with_its_sentence(as_, world):
    lead = sent(world, world.bergen, by=world.sven)
    client = as_(world.sven)
    answer = client.post(f"/sent/{lead.id}/order", {"order": str(world.trieste.id)}, follow=True)
    assert "Harbour IT was asked already; a partner is asked once." in answer.content.decode()
    name_order(lead.request_id, actor=world.sven, at=world.at, location_ids=[world.oslo.id])
    assert turns_of(lead.request_id).names == ["Fjord Cloud"]
