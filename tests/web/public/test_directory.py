import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from segue.accounts.actions import add_term, propose_ordering
from segue.accounts.actions.ordering import bring_into_force
from segue.accounts.models import Location
from segue.directory import words
from segue.directory.actions import Said, add_alert_contact, give_distinction, pause
from segue.directory.actions import impression_writer as writer
from segue.directory.actions.impressions import Did
from segue.directory.gazetteer.fill import fill
from segue.directory.links import alert_token
from segue.directory.models import AlertContact, BusinessProfile, Distinction
from segue.kit import clock
from segue.programme.actions import change_settings
from segue.programme.defaults import TENTHS
from segue.programme.models import Term
from segue.programme.ordering import Wanted
from segue.programme.terms import Word
from segue.web.public import question
from tests import make, people
from tests.towns import TOWNS


@pytest.fixture
def world(db):
    return people.world()


def names(page):
    return [card["name"] for card in page.context["cards"]]


def test_the_directory_answers_a_question_with_the_partner_it_names(client, world):
    page = client.get("/", {"what": "warehouse"})
    assert names(page) == ["Harbour IT"]
    assert page.context["cards"][0]["why"]["reasons"][0]["sentence"] == "Has the words you typed: warehouse."


def test_everybody_published_is_listed(client, world):
    page = client.get("/")
    assert (sorted(names(page)), page.context["found"]) == (["Fjord Cloud", "Harbour IT"], "2 partners")


def test_a_filter_narrows_down_and_leads_back(client, world):
    page = client.get("/", {"product": "erp"})
    assert names(page) == ["Harbour IT"]
    assert page.context["facets"][0] == {
        "title": "Product",
        "items": [{"label": "ERP", "url": "/", "count": "1", "current": True}],
    }


def test_every_filter_offered_leads_to_as_many_as_it_says(client, world):
    offered = [item for facet in client.get("/").context["facets"] for item in facet["items"]]
    assert len(offered) > 10
    for item in offered:
        assert client.get(item["url"]).context["found"].split()[0] == item["count"], item


@pytest.fixture
def towns(world):
    fill(TOWNS)
    BusinessProfile.objects.filter(partner=world.fjord).update(remote=True)
    words.rewrite(BusinessProfile.objects.select_related("partner").get(partner=world.fjord))


def test_a_town_that_is_not_known_is_said_to_be_so_with_what_may_be_meant(client, world, towns):
    page = client.get("/", {"where": "Bergenhagn", "product": "cloud"})
    assert names(page) == ["Fjord Cloud"]
    assert page.context["unknown_town"]["said"] == (
        "The town “Bergenhagn” is not known here. These partners work remotely."
    )
    assert [one["label"] for one in page.context["unknown_town"]["like"]] == ["Bergen, Norway", "Bergen, Netherlands"]
    text = " ".join(re.sub("<[^>]*>", "", page.content.decode()).split())
    assert "Did you mean Bergen, Norway or Bergen, Netherlands?" in text
    meant = client.get(page.context["unknown_town"]["like"][0]["url"])
    assert names(meant) == ["Harbour IT", "Fjord Cloud"]
    assert meant.context["unknown_town"] is None
    italian = client.get("/", {"where": "Bergenhagn", "lang": "it"}).content.decode()
    assert "La città «Bergenhagn» qui non è conosciuta. Questi partner lavorano a distanza." in italian
    assert "Bergen, Norvegia" in italian
    nobody = client.get("/", {"where": "Atlantis", "product": "erp"})
    assert nobody.context["unknown_town"] == {"said": "The town “Atlantis” is not known here.", "like": []}


def test_further_pages_say_too_that_a_town_is_not_known_and_look_nothing_up(client, world, towns, monkeypatch):
    monkeypatch.setattr(question, "PER_PAGE", 1)
    BusinessProfile.objects.filter(partner=world.harbour).update(remote=True)
    words.rewrite(BusinessProfile.objects.select_related("partner").get(partner=world.harbour))
    unknown = {"said": "The town “Bergenhagn” is not known here. These partners work remotely.", "like": []}
    for where, told in (("Bergenhagn", unknown), ("Bergen", None)):
        further = client.get(client.get("/", {"where": where}).context["more_url"])
        assert (len(names(further)), further.context["unknown_town"]) == (1, told)


def test_a_town_is_known_where_a_partner_is_and_where_none_was_named(client, world, towns):
    Location.objects.filter(id=world.oslo.id).update(city="Lilleby")
    words.rewrite(BusinessProfile.objects.select_related("partner").get(partner=world.fjord))
    for where in ("Lilleby", "Lilleby, Norway", "Trieste", "Triesste", "Norway", ""):
        assert client.get("/", {"where": where}).context["unknown_town"] is None, where
    assert client.get("/", {"where": "Lilleby, Italy"}).context["unknown_town"] is not None


def test_sizes_of_companies_are_offered_from_small_to_large(client, world):
    (sizes,) = (facet for facet in client.get("/").context["facets"] if facet["title"] == "Your size")
    assert [(item["label"], item["count"]) for item in sizes["items"]] == [
        ("10 to 50 employees", "1"),
        ("51 to 250 employees", "2"),
    ]


def test_few_results_say_which_part_of_the_question_costs_most(client, world):
    page = client.get("/", {"what": "zebra", "country": "NO"})
    assert names(page) == []
    assert page.context["cost"] == "Without “zebra” there are 2 partners."
    assert page.context["cost_url"] == "/?country=NO"
    assert "Let Aurora Software find someone" in page.content.decode()


def test_the_tray_asks_the_location_that_was_looked_for_and_keeps_ticks(client, world):
    ticked = {"where": "Trieste, Italy", "location": [str(world.trieste.id), str(world.oslo.id)]}
    page = client.get("/", ticked)
    assert [(card["name"], card["pick"], card["picked"]) for card in page.context["cards"]] == [
        ("Harbour IT", str(world.trieste.id), True),
        ("Fjord Cloud", str(world.oslo.id), True),
    ]


def test_a_partner_on_a_break_is_found_by_name_only_and_cannot_be_ticked(client, world):
    pause(world.harbour.id, actor=world.ada, at=world.at)
    assert names(client.get("/", {"what": "warehouse"})) == []
    (card,) = client.get("/", {"what": "harbour it"}).context["cards"]
    assert (card["pause"], card["pick"]) == ("Takes no requests at present", None)
    page = client.get("/partners/harbour-it").content.decode()
    assert "Harbour IT is taking a break." in page
    assert "/ask?location" not in page


@pytest.mark.django_db
def test_a_full_partner_leaves_the_list_and_is_still_found_by_name(client):
    today = people.world(clock.now())
    BusinessProfile.objects.filter(partner=today.harbour).update(capacity=1)
    make.lead(today)
    assert names(client.get("/", {"what": "warehouse"})) == []
    (card,) = client.get("/", {"what": "harbour it"}).context["cards"]
    assert (card["pause"], card["pick"]) == ("Full at the moment", None)
    page = client.get("/partners/harbour-it").content.decode()
    assert "Harbour IT has as many unanswered requests as it can take." in page
    assert "Ask similar ones" in page


def test_a_profile_leads_to_the_form_and_names_no_person(client, world):
    page = client.get("/partners/harbour-it").content.decode()
    assert f'href="/ask?location={world.bergen.id}"' in page
    assert "Mon–Fri 09:00–17:00" in page
    for actor in (world.ada, world.ben, world.giulia):
        person = world.person(actor)
        assert person.email not in page
        assert person.name not in page


def test_every_location_of_several_can_be_asked(client, world):
    page = client.get("/partners/harbour-it")
    assert [place["ask_url"] for place in page.context["places"]] == [
        f"/ask?location={world.bergen.id}",
        f"/ask?location={world.trieste.id}",
    ]


def test_a_profile_that_is_not_published_is_not_there(client, world):
    assert client.get("/partners/nobody").status_code == 404
    world.harbour.status = "suspended"
    world.harbour.save()
    assert client.get("/partners/harbour-it").status_code == 404


@pytest.mark.parametrize("nonsense", [{"after": "x"}, {"location": "x"}, {"country": "??"}, {"product": "gone"}])
def test_what_cannot_be_read_is_no_error(client, world, nonsense):
    assert client.get("/", nonsense).status_code == 200


def test_as_many_queries_for_one_partner_as_for_two(client, world, capture_queries):
    client.get("/")
    one, two = capture_queries("/?what=warehouse"), capture_queries("/?what=cloud")
    assert one == two


@pytest.fixture
def capture_queries(client):
    def count(url):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200
        return len(queries)

    return count


@pytest.mark.parametrize("name", ["how-ordered", "privacy"])
def test_the_pages_that_explain(client, world, name):
    assert client.get(reverse(name)).status_code == 200


def test_the_page_on_privacy_says_what_is_kept_of_searches_and_how_long_everything_is(client, world):
    page = " ".join(client.get("/privacy").content.decode().split())
    for said in (
        "What is looked for is noted",
        "a name that you type is not. After 90 days all of it is deleted.",
        "The counts are deleted after 2 days.",
        "deleted here 30 days after they were sent",
        "nothing erases it by itself",
    ):
        assert said in page, said


def test_opening_the_link_of_an_alert_does_nothing_and_the_button_says_yes(client, world):
    contact = add_alert_contact(
        world.bergen.id,
        partner_id=world.harbour.id,
        actor=world.ada,
        at=world.at,
        name="Desk",
        email="d@harbour.example",
    )
    url = reverse("alert-contact", args=[alert_token(contact)])
    assert "Yes, mail me" in client.get(url).content.decode()
    contact.refresh_from_db()
    assert contact.verified_at is None
    client.post(url)
    contact.refresh_from_db()
    assert contact.verified_at is not None
    client.post(url, {"answer": "no"})
    assert not AlertContact.objects.filter(id=contact.id).exists()
    assert client.get(url).status_code == 404


def test_a_forged_link_of_an_alert_is_not_there(client, world):
    url = reverse("alert-contact", args=[alert_token(AlertContact.objects.get(location=world.bergen))])
    assert client.get(url).status_code == 200
    forged = re.sub(".$", lambda last: "0" if last[0] != "0" else "1", url)
    assert client.post(forged).status_code == 404


def test_no_more_can_be_ticked_than_may_have_a_request_at_the_same_time(client, world):
    assert client.get("/?what=cloud").context["tray"]["limit"] == "Tick up to three; each gets the same request."
    change_settings(seen=1, by=world.vera.person_id, at=world.at, open_leads_per_request=2)
    tray = client.get("/?what=cloud").context["tray"]
    assert (tray["most"], tray["limit"]) == (2, "Tick up to two; each gets the same request.")


def test_the_tray_says_how_many_it_asks_and_takes_the_question_along_without_script(client, world):
    ids = [str(world.trieste.id), str(world.oslo.id)]
    page = client.get("/", {"what": "cloud", "location": ids})
    tray = page.context["tray"]
    assert (tray["submit"], tray["elsewhere"]) == ("Ask these 2", [str(world.trieste.id)])
    assert tray["kept"] == [{"name": "what", "value": "cloud"}]
    again = client.get("/", {"what": "warehouse", "location": ids})
    assert [field["value"] for field in again.context["ask"]["hidden"]] == ids
    assert client.get("/").context["tray"]["submit"] == "Ask these"


def test_a_partner_that_takes_nobody_now_leads_to_others_like_it(client, world):
    pause(world.harbour.id, actor=world.ada, at=world.at)
    (card,) = client.get("/", {"what": "harbour it"}).context["cards"]
    assert card["similar_url"] == "/?service=migration"
    assert "Ask similar ones" in client.get("/", {"what": "harbour it"}).content.decode()


def test_a_card_says_what_the_programme_has_examined(client, world):
    add_term(Term.Kind.COMPETENCY, Word(labels={"en": "Moves", "it": "Traslochi"}), actor=world.vera, at=world.at)
    said = Said(kind=Distinction.Kind.COMPETENCY, code="moves", since=world.at.date(), level=1)
    give_distinction(world.harbour.id, said, actor=world.vera, at=world.at)
    (card,) = client.get("/", {"what": "warehouse"}).context["cards"]
    assert card["marks"] == ["Moves · Expert"]


def test_the_page_about_the_order_is_written_from_the_settings_in_force(client, world):
    page = client.get(reverse("how-ordered"))
    assert [(term["name"], term["points"]) for term in page.context["terms"]][:2] == [("Words", "21"), ("Fit", "18")]
    assert "They have not been changed since the programme began." in page.content.decode()
    wanted = Wanted(tenths=TENTHS | {"text": 0, "load": 255, "report": 55}, newcomers_slot=False, exposure_cap=True)
    proposed = propose_ordering(wanted, actor=world.vera, at=world.at, seen=0)
    assert client.get(reverse("how-ordered")).context["changed"] == ""
    bring_into_force(at=world.at + timedelta(hours=24))
    page = client.get(reverse("how-ordered"))
    assert proposed.version == 1
    terms = [(term["name"], term["points"], term["share"]) for term in page.context["terms"]]
    assert terms[0] == ("Room", "25.5", 100)
    assert ("Reporting back", "5.5", 22) in terms
    assert "Words" not in [name for name, _points, _share in terms]
    assert (page.context["place"], page.context["capped"]) == (0, True)
    assert "They were last changed on Tuesday 8 September, 10:00." in page.content.decode()


def test_what_visitors_are_shown_and_open_is_noted_and_nothing_else(client, as_, world, monkeypatch):
    noted = []
    monkeypatch.setattr(writer, "put", noted.append)
    url = client.get("/", {"what": "warehouse", "product": "erp"}).context["cards"][0]["url"]
    page = noted[0].impression
    assert (page.what, page.filters, page.total, page.by) == ("warehouse", {"product": "erp"}, 1, "directory")
    form = client.get(client.get(url).context["ask"]["url"])
    opened = [(one.impression_id, one.partner_id, one.column) for one in noted[1:]]
    assert opened == [(page.id, world.harbour.id, Did.VIEWED), (page.id, world.harbour.id, Did.CLICKED)]
    assert form.context["searched"]["found"] == page.id.hex
    for address in ("/", url, client.get(url).context["ask"]["url"]):
        noted.clear()
        machine = {"User-Agent": "Mozilla/5.0 (compatible; Bingbot/2.0)"}
        assert client.get(address, headers=machine).status_code == 200
        assert client.head(address).status_code == 200
        assert noted == []
    as_(world.ada)
    for address in ("/", url, client.get(url).context["ask"]["url"]):
        assert client.get(address).status_code == 200
    assert noted == []


def test_a_search_by_a_filter_that_is_no_word_of_the_programme_is_not_noted(client, world, monkeypatch):
    noted = []
    monkeypatch.setattr(writer, "put", noted.append)
    for made_up in ({"industry": "anna@conti.example"}, {"language": "anna"}, {"product": "erp", "size": "555-0101"}):
        assert client.get("/", {"what": "warehouse", **made_up}).status_code == 200
    assert noted == []
    client.get("/", {"size": "51-250", "language": "it", "country": "it", "industry": ""})
    assert [one.impression.filters for one in noted] == [{"country": "IT", "language": "it", "size": "51-250"}]


def test_of_one_address_so_much_is_noted_in_a_minute_and_in_a_day(client, world, monkeypatch, time_machine):
    noted = []
    monkeypatch.setattr(writer, "put", noted.append)
    monkeypatch.setattr("segue.web.public.noted.MOST_IN_A_MINUTE", 2)
    monkeypatch.setattr("segue.web.public.noted.MOST_IN_A_DAY", 4)

    def looked(at, times, **given):
        time_machine.move_to(at, tick=False)
        noted.clear()
        for _ in range(times):
            page = client.get("/", {"what": "warehouse"}, **given)
        return len(noted), page.context["cards"][0]["url"]

    assert looked(world.at, 1) == (1, f"/partners/harbour-it?what=warehouse&found={noted[0].impression.id.hex}")
    client.get(looked(world.at, 1)[1])
    assert [type(one) for one in noted] == [writer.Page]
    assert looked(world.at, 1) == (0, "/partners/harbour-it?what=warehouse")
    assert looked(world.at, 1, REMOTE_ADDR="192.0.2.7")[0] == 1
    assert looked(world.at + timedelta(minutes=1), 1)[0] == 0
    assert looked(world.at + timedelta(days=1), 3)[0] == 2
