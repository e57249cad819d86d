from datetime import timedelta

import pytest

from segue.directory.actions import pause
from segue.leads.models import Lead
from segue.requests.bots import Posted
from segue.requests.models import Request
from segue.requests.waiting import PAGE
from tests.requests.asking import asked


@pytest.fixture(autouse=True)
def _now(world, time_machine):
    time_machine.move_to(world.at, tick=False)


@pytest.fixture
def suspected(world):
    return asked(world, world.bergen, posted=Posted("cheap watches", rendered_at=world.at - timedelta(hours=1)))


@pytest.fixture
def homeless(world):
    return asked(world, form_key="form-2")


def test_the_inbox_shows_what_waits_and_what_can_be_done(as_, suspected, homeless, world):
    page = as_(world.paula).get("/vendor/inbox").content.decode()
    assert f"/vendor/inbox/{suspected.id}/release" in page
    assert f"/vendor/inbox/{homeless.id}/release" not in page
    assert f"/vendor/inbox/{homeless.id}/partner" in page
    assert f"/vendor/inbox/{suspected.id}/partner" not in page
    assert "Harbour IT, Trieste" not in page
    assert "anna@conti.example" not in page


def test_an_empty_inbox_says_so(as_, world):
    assert "Nothing waits" in as_(world.paula).get("/vendor/inbox").content.decode()


def test_a_genuine_request_is_delivered_once(as_, suspected, world):
    client = as_(world.paula)
    assert client.post(f"/vendor/inbox/{suspected.id}/release").url == "/vendor/inbox"
    assert list(Lead.objects.values_list("location_id", "possible_spam")) == [(world.bergen.id, False)]
    assert client.post(f"/vendor/inbox/{suspected.id}/release").status_code == 409
    assert Lead.objects.count() == 1


def test_when_nobody_ticked_can_take_it_somebody_else_is_chosen(as_, suspected, world):
    pause(world.harbour.id, actor=world.ada, at=world.at)
    client = as_(world.paula)
    page = client.post(f"/vendor/inbox/{suspected.id}/release", follow=True).content.decode()
    assert "Nobody who was ticked can take it now." in page
    assert f"/vendor/inbox/{suspected.id}/partner" in page


def test_a_request_without_a_partner_is_put_to_the_one_chosen(as_, homeless, world):
    client = as_(world.paula)
    url = f"/vendor/inbox/{homeless.id}/assignment"
    assert client.post(url, {"location": ""}).status_code == 422
    assert not Lead.objects.exists()
    assert client.post(url, {"location": str(world.oslo.id)}).url == "/vendor/inbox"
    assert Lead.objects.get().location == world.oslo


def test_a_partner_is_searched_for_by_words_and_place(as_, homeless, world):
    client = as_(world.paula)
    url = f"/vendor/inbox/{homeless.id}/partner"

    def offered(query):
        found = client.get(url, query).context["candidates"]
        return [(one.name, [place.city for place in one.locations], one.closed) for one in found]

    assert (
        "The one you press gets the request at once, by mail too. It cannot be undone"
        in client.get(url).content.decode()
    )
    assert offered({"what": "fjord"}) == [("Fjord Cloud", ["Oslo"], "")]
    assert offered({"what": "harbour"}) == [("Harbour IT", ["Bergen", "Trieste"], "")]
    assert offered({"what": "harbour", "where": "Trieste"})[0][1] == ["Trieste", "Bergen"]
    assert offered({"what": "nobody-is-called-so"}) == []
    nobody = client.get(url, {"what": "nobody-is-called-so"}).content.decode()
    assert f'<a class="button" data-kind="primary" href="{url}">Show all partners</a>' in nobody
    page = client.get(url).content.decode()
    assert f'value="{world.trieste.id}"' in page
    assert f'action="/vendor/inbox/{homeless.id}/assignment"' in page
    pause(world.harbour.id, actor=world.ada, at=world.at)
    assert offered({"what": "harbour"})[0][2] == "Takes no requests at present"
    assert f'value="{world.trieste.id}"' not in client.get(url, {"what": "harbour"}).content.decode()


def test_only_what_waits_for_a_partner_is_searched_for(as_, suspected, homeless, world):
    client = as_(world.paula)
    assert client.get(f"/vendor/inbox/{suspected.id}/partner").status_code == 404
    assert as_(world.marta).get(f"/vendor/inbox/{homeless.id}/partner").status_code == 403


def test_every_request_is_on_one_page_of_the_inbox(as_, world, homeless):
    for n in range(2 * PAGE):
        asked(world, form_key=f"many-{n}", company=f"Conti {n}", email=f"anna{n}@conti.example")
    Request.objects.filter(customer_company__startswith="Conti 1").update(held_at=world.at + timedelta(hours=1))
    client = as_(world.paula)
    page = client.get("/vendor/inbox")
    seen = [card["request"].id for card in page.context["cards"]]
    assert len(seen) == PAGE
    while page.context["more_url"]:
        page = client.get(page.context["more_url"])
        seen += [card["request"].id for card in page.context["cards"]]
    assert seen == list(Request.objects.order_by("held_at", "id").values_list("id", flat=True))


def test_spam_reaches_nobody(as_, suspected, world):
    assert as_(world.vera).post(f"/vendor/inbox/{suspected.id}/refusal").url == "/vendor/inbox"
    assert not Lead.objects.exists()
    assert Request.objects.get(id=suspected.id).refused_at == world.at


def test_what_a_decision_does_is_said_before_it_is_made(as_, suspected, homeless, world):
    client = as_(world.paula)
    before = client.get(f"/vendor/inbox/{suspected.id}/release?from=today")
    assert "Harbour IT, Bergen: the request arrives there at once, by mail too." in before.content.decode()
    assert before.context["back"]["url"] == "/vendor/today"
    before = client.get(f"/vendor/inbox/{homeless.id}/refusal").content.decode()
    assert "No partner gets it, and it leaves the inbox for good." in before
    assert client.get(f"/vendor/inbox/{homeless.id}/release").status_code == 404  # nobody suspects it
    assert (Lead.objects.exists(), Request.objects.filter(held="").exists()) == (False, False)


@pytest.mark.parametrize(("name", "status"), [("marta", 403), ("sven", 403), ("ada", 404), ("dora", 404)])
def test_the_inbox_is_for_who_looks_after_it(as_, suspected, homeless, world, name, status):
    client = as_(getattr(world, name))
    assert client.get("/vendor/inbox").status_code == status
    assert client.post(f"/vendor/inbox/{suspected.id}/release").status_code == status
    assert client.post(f"/vendor/inbox/{suspected.id}/refusal").status_code == status
    assert client.get(f"/vendor/inbox/{suspected.id}/refusal").status_code == status
    location = {"location": str(world.oslo.id)}
    assert client.post(f"/vendor/inbox/{homeless.id}/assignment", location).status_code == status
    assert not Lead.objects.exists()


def test_the_auditor_reads_what_waits_and_decides_nothing(as_, suspected, homeless, world):
    client = as_(world.otto)
    page = client.get("/vendor/inbox").content.decode()
    assert 'href="/vendor/inbox" aria-current="page"' in page
    assert page.count("Conti Logistica") == as_(world.paula).get("/vendor/inbox").content.decode().count(
        "Conti Logistica"
    )
    assert "Possible spam" in page
    assert "No partner yet" in page
    client = as_(world.otto)
    for request, step in ((suspected, "release"), (suspected, "refusal"), (homeless, "assignment")):
        url = f"/vendor/inbox/{request.id}/{step}"
        assert url not in page
        assert client.post(url, {"location": str(world.oslo.id)}).status_code == 403
    assert f"/vendor/inbox/{homeless.id}/partner" not in page
    assert client.get(f"/vendor/inbox/{homeless.id}/partner").status_code == 403
    assert list(Request.objects.order_by("id").values_list("held", flat=True)) == ["suspicion", "no_partner"]
    assert not Lead.objects.exists()
