import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.kit import clock
from segue.leads.actions import respond, work
from segue.leads.models import Favourite, HeldAnswer, Type
from tests import make

pytestmark = pytest.mark.django_db

RECEIVED = "/leads/marketplace/received"


def customers(response):
    return re.findall(r'class="lead-link"[^>]*>([^<]+)<', response.content.decode())


def counts(response):
    return {str(part["label"]): part["count"] for part in response.context["stages"]}


def test_each_tab_and_stage_holds_its_own(ada, world):
    make.lead(world, customer_company="Asked")
    make.lead(world, customer_company="Sent", type=Type.SALES, by=world.sven)
    make.lead(world, "accepted", customer_company="Taken")
    make.lead(world, "declined", customer_company="Refused")
    assert customers(ada.get(RECEIVED)) == ["Asked"]
    assert customers(ada.get("/leads/qualified/received")) == ["Sent"]
    assert customers(ada.get("/leads/marketplace/accepted")) == ["Taken"]
    assert customers(ada.get("/leads/marketplace/archived")) == ["Refused"]
    assert counts(ada.get(RECEIVED)) == {"Received": "1", "Accepted": "1", "Archived": ""}


def test_who_may_send_leads_finds_the_way_on_the_list(as_, world):
    offered = {who: as_(getattr(world, who)).get(RECEIVED).context["send_url"] for who in ("ada", "ben", "cleo")}
    assert offered == {"ada": "/send", "ben": "/send", "cleo": ""}
    assert 'data-size="small" href="/send">' in as_(world.ada).get(RECEIVED).content.decode()


def test_the_numbers_over_a_list_count_its_rows_whosever_are_looked_at(ada, world):
    make.lead(world, customer_company="Nobody's")
    work.take(make.lead(world, customer_company="Ben's").id, actor=world.ben, at=world.at, seen=1)
    for whose, rows in (("mine", "0"), ("nobodys", "1"), ("", "2")):
        page = ada.get(f"{RECEIVED}?owned={whose}", follow=True)
        assert (counts(page)["Received"], str(len(customers(page)))) == (rows, rows)


def test_a_favourite_stands_in_its_own_tab_and_in_the_one_it_came_from(ada, world):
    lead = make.lead(world, type=Type.MARKETING, by=world.marta)
    make.lead(world, customer_company="Another")
    answer = ada.post(f"/leads/{lead.id}/heart", {"favourite": "on", "next": "/leads/qualified/received"})
    assert answer.headers["Location"] == "/leads/qualified/received"
    assert customers(ada.get("/leads/favourites/received")) == ["Conti Logistica"]
    assert 'aria-pressed="true"' in ada.get("/leads/qualified/received").content.decode()


def test_htmx_gets_the_heart_again(ada, world):
    lead = make.lead(world)
    on = ada.post(f"/leads/{lead.id}/heart", {"favourite": "on"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="true"' in on.content.decode()
    off = ada.post(f"/leads/{lead.id}/heart", {"favourite": "off"}, headers={"HX-Request": "true"})
    assert 'aria-pressed="false"' in off.content.decode()
    assert not Favourite.objects.exists()


def test_a_filter_stays_until_it_is_cleared(ada, world):
    make.lead(world, customer_company="Italian")
    make.lead(world, customer_company="Norwegian", customer_country="NO")
    assert ada.get(f"{RECEIVED}?country=NO").headers["Location"] == RECEIVED
    assert customers(ada.get(RECEIVED)) == ["Norwegian"]
    assert counts(ada.get(RECEIVED))["Received"] == "1"
    ada.get(f"{RECEIVED}?clear=1")
    assert customers(ada.get(RECEIVED)) == ["Italian", "Norwegian"]


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ("owned=mine", ["Owned"]),
        ("owned=nobodys", ["Free", "Hot"]),
        ("hot=1", ["Hot"]),
        ("type=sales", []),
        ("location=nonsense", ["Free", "Hot", "Owned"]),
        ("country=Italy", ["Free", "Hot", "Owned"]),
    ],
)
def test_filters(ada, world, chosen, found):
    owned = make.lead(world, customer_company="Owned")
    ada.post(f"/leads/{owned.id}/taking")
    make.lead(world, customer_company="Hot", direct_contact=True)
    make.lead(world, customer_company="Free")
    ada.get(f"{RECEIVED}?{chosen}")
    assert sorted(customers(ada.get(RECEIVED))) == found


def test_a_list_is_narrowed_to_words_by_how_they_begin(ada, world):
    make.lead(world, need="Warehouse planning", customer_company="Found")
    make.lead(world, need="Time sheets", customer_company="Other")
    answer = ada.get("/leads?q=wareh", follow=True)
    assert answer.request["PATH_INFO"] == RECEIVED
    assert customers(answer) == ["Found"]
    assert "“wareh”" in answer.content.decode()
    assert 'value="wareh"' in ada.get("/leads/filters").content.decode()


def test_an_order_stays_with_its_stage(ada, world):
    make.lead(world, customer_company="Older", at=world.at.replace(hour=7))
    make.lead(world, customer_company="Newer")
    assert customers(ada.get(RECEIVED)) == ["Older", "Newer"]
    ada.get(f"{RECEIVED}?order=received")
    assert customers(ada.get(RECEIVED)) == ["Newer", "Older"]


def test_a_list_of_more_than_a_page_goes_on_and_back(ada, world):
    for number in range(52):
        make.lead(world, customer_company=f"Customer {number:02d}")
    first = ada.get(RECEIVED)
    assert len(customers(first)) == 50
    second = ada.get(first.context["older_url"])
    assert len(customers(second)) == 2
    assert customers(ada.get(second.context["newer_url"])) == customers(first)


def test_an_empty_list_says_why(ada, world):
    assert "Nothing to answer" in ada.get(RECEIVED).content.decode()
    make.lead(world)
    ada.get(f"{RECEIVED}?country=NO")
    assert "1 hidden by filters" in ada.get(RECEIVED).content.decode()
    assert "No favourites here" in ada.get("/leads/favourites/archived?clear=1", follow=True).content.decode()


def test_the_filter_form_leads_back_to_its_list(ada):
    form = ada.get("/leads/filters?of=qualified/accepted").content.decode()
    assert 'action="/leads/qualified/accepted"' in form
    assert ">Bergen</option>" in form
    assert ada.get("/leads/filters?of=elsewhere/accepted").status_code == 404


def test_a_list_costs_the_same_for_one_row_and_for_three(ada, world):
    def queries():
        with CaptureQueriesContext(
            connection,
        ) as captured:
            ada.get(RECEIVED)
        return len(captured)

    make.lead(world)
    one = queries()
    make.lead(world)
    make.lead(world, direct_contact=True)
    assert queries() == one <= 8


def test_a_stranger_sees_none_of_it(as_, world, at):
    make.lead(world)
    assert customers(as_(world.dora).get(RECEIVED)) == []


def test_a_referrals_user_sees_the_own_location_only(as_, world, at):
    make.lead(world, customer_company="In Bergen")
    make.lead(world, customer_company="In Trieste", location=world.trieste)
    assert customers(as_(world.giulia).get(RECEIVED)) == ["In Trieste"]


def test_a_profile_admin_reads_that_the_role_does_not_include_leads(as_, world, at):
    answer = as_(world.pia).get(RECEIVED)
    assert answer.status_code == 403
    assert "Your role does not include leads." in answer.content.decode()


@pytest.mark.parametrize("path", ["/leads/elsewhere/received", "/leads/marketplace/lost"])
def test_no_other_tabs_exist(ada, path):
    assert ada.get(path).status_code == 404


def test_the_vendor_has_lists_of_its_own(as_, world):
    assert as_(world.vera).get(RECEIVED).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client, world):
    assert client.get(RECEIVED).headers["Location"] == "/accounts/login/?next=/leads/marketplace/received"


@pytest.mark.parametrize(("language", "words"), [("en", "Undo"), ("it", "Annulla")])
def test_a_held_answer_is_undone_where_the_list_shows_it(ada, world, language, words):
    lead = make.lead(world)
    another = make.lead(world, customer_company="Another")
    respond.decline(lead.id, actor=world.ben, at=clock.now(), seen=1, answer=make.NO)
    ada.cookies["django_language"] = language
    session = ada.session
    session.pop("language", None)
    session.save()
    page = ada.get(RECEIVED).content.decode()
    url = f"/leads/{lead.id}/undo"
    assert re.search(rf'form="marks" formaction="{url}"[^>]*>{words}<', page)
    assert f'formaction="/leads/{another.id}/undo"' not in page
    answer = ada.post(url, {"next": RECEIVED})
    assert (answer.status_code, answer.url) == (302, RECEIVED)
    page = ada.get(RECEIVED).content.decode()
    assert url not in page
    assert not HeldAnswer.objects.exists()
    late = ada.post(url, {"next": RECEIVED})
    assert late.status_code == 409


def test_where_nothing_can_be_to_do_there_is_no_column_for_it(ada, world):
    for stage in ("received", "accepted", "won"):
        make.lead(world, stage)
    assert "To do" in ada.get(RECEIVED).content.decode()
    assert "To do" in ada.get("/leads/marketplace/accepted").content.decode()
    archive = ada.get("/leads/marketplace/archived").content.decode()
    assert "Won" in archive
    assert "To do" not in archive
    assert "lead-due" not in archive
