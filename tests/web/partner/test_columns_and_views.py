import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.accounts.models import Membership
from tests import make
from tests.web.partner.test_lead_list import RECEIVED, customers

pytestmark = pytest.mark.django_db


def heads(response):
    page = response.content.decode()
    return [
        code for code in ("type", "value", "country", "received", "owner", "due") if f'<th class="lead-{code}"' in page
    ]


def save(client, name, of="marketplace/received"):
    return client.post("/leads/views", {"of": of, "name": name})


def views(client):
    return {one["label"]: one for one in client.get(RECEIVED).context["views"]["list"]}


def test_a_person_chooses_the_columns_and_finds_them_at_the_next_sign_in(ada, as_, world):
    make.lead(world, customer_city="Muggia", campaign="Autumn")
    answer = ada.post("/leads/columns", {"of": "marketplace/received", "columns": ["value", "city", "campaign"]})
    assert answer.url == RECEIVED
    page = as_(world.ada).get(RECEIVED)
    assert heads(page) == ["value"]
    assert 'title="Muggia">Muggia</td>' in page.content.decode()
    assert [head["code"] for head in page.context["more_heads"]] == ["city", "campaign"]
    assert heads(as_(world.ben).get(RECEIVED)) == ["type", "value", "country", "received", "owner", "due"]
    ada = as_(world.ada)
    ada.post("/leads/columns", {"of": "marketplace/received", "usual": "1"})
    assert heads(ada.get(RECEIVED)) == ["type", "value", "country", "received", "owner", "due"]


def test_a_column_that_does_not_exist_is_refused_and_nothing_is_chosen(ada, world):
    make.lead(world)
    answer = ada.post("/leads/columns", {"of": "marketplace/received", "columns": ["value", "password"]})
    assert (answer.status_code, "password" in answer.content.decode()) == (422, True)
    assert heads(ada.get(RECEIVED)) == ["type", "value", "country", "received", "owner", "due"]


def test_choosing_columns_asks_the_database_no_more_often(ada, world):
    make.lead(world)
    with CaptureQueriesContext(connection) as before:
        ada.get(RECEIVED)
    ada.post("/leads/columns", {"columns": ["city", "email", "location", "updated", "crm_id"]})
    save(ada, "Wide")
    ada.get(RECEIVED)
    with CaptureQueriesContext(connection) as after:
        page = ada.get(RECEIVED)
    assert "Bergen" in page.content.decode()
    assert len(after) == len(before) <= 8


def test_who_said_no_sees_the_person_no_more_in_any_column(ada, world):
    make.lead(world, "declined")
    make.lead(world, "won", customer_name="Bruno Conti", customer_email="bruno@conti.example")
    ada.post("/leads/columns", {"columns": ["contact", "phone", "email"]})
    page = ada.get("/leads/marketplace/archived").content.decode()
    assert "bruno@conti.example" in page
    assert "Bruno Conti" in page
    assert "anna@conti.example" not in page
    assert "Anna Conti" not in page


def test_a_view_is_a_list_with_filters_order_and_columns_in_one_press(ada, world):
    make.lead(world, customer_company="Italian")
    make.lead(world, customer_company="Norwegian", customer_country="NO")
    ada.post("/leads/columns", {"columns": ["city"]})
    ada.get(f"{RECEIVED}?country=NO&order=received")
    assert save(ada, "  Norway,\nnewest ").url == RECEIVED
    assert views(ada)["Norway, newest"]["current"]

    ada.get(f"{RECEIVED}?clear=1")
    ada.post("/leads/columns", {"usual": "1"})
    page = ada.get("/leads/qualified/accepted")
    assert page.context["views"]["current"] == ""
    page = ada.get(views(ada)["Norway, newest"]["url"], follow=True)
    assert page.redirect_chain[-1][0] == RECEIVED
    assert customers(page) == ["Norwegian"]
    assert page.context["views"]["current"] == "Norway, newest"
    assert page.context["columns"] == ["city"]
    # Another filter makes another list of it; clearing brings the own columns back.
    ada.get(f"{RECEIVED}?country=IT")
    assert ada.get(RECEIVED).context["views"]["current"] == ""
    ada.get(f"{RECEIVED}?clear=1")
    assert heads(ada.get(RECEIVED)) == ["type", "value", "country", "received", "owner", "due"]


def test_views_are_renamed_replaced_and_removed_by_their_owner_only(ada, as_, world):
    save(ada, "Mornings")
    save(ada, "Evenings")
    ada.get(f"{RECEIVED}?hot=1")
    save(ada, "MORNINGS")
    assert list(views(ada)) == ["MORNINGS", "Evenings"]
    url = views(ada)["Evenings"]["url"]
    ben = as_(world.ben)
    assert ben.get(url).status_code == 404
    assert ben.post(f"{url}/name", {"name": "His"}).status_code == 404
    ben.post(f"{url}/removal")
    ada = as_(world.ada)
    taken = ada.post(f"{url}/name", {"name": "mornings"})
    assert (taken.status_code, "Another of your views has this name." in taken.content.decode()) == (422, True)
    assert list(views(ada)) == ["MORNINGS", "Evenings"]
    ada.post(f"{url}/name", {"name": "Nights"})
    assert list(views(ada)) == ["MORNINGS", "Nights"]
    assert "Nights" in ada.get("/leads/views").content.decode()
    ada.post(f"{url}/removal")
    assert list(views(ada)) == ["MORNINGS"]
    assert ada.get(url).status_code == 404


def test_a_view_needs_a_name_and_there_are_twenty_at_most(ada, world):
    assert save(ada, " ").status_code == 422
    assert save(ada, "x", of="elsewhere/received").status_code == 404
    for number in range(20):
        save(ada, f"View {number}")
    refused = save(ada, "One more")
    assert refused.status_code == 422
    assert "20 views already" in refused.content.decode()


def test_a_name_that_is_too_long_is_refused_whole_at_its_view(ada):
    save(ada, "Mornings")
    save(ada, "Evenings")
    long, url = "Evenings in Bergen, " * 4, views(ada)["Evenings"]["url"]

    refused = ada.post(f"{url}/name", {"name": long})

    assert refused.status_code == 422
    assert [(row["name"], row["form"].errors) for row in refused.context["views"]] == [
        ("Mornings", {}),
        ("Evenings", {"name": ["Shorten this to 60 characters; it has 79."]}),
    ]
    assert f'value="{long}"' in refused.content.decode()
    assert list(views(ada)) == ["Mornings", "Evenings"]


def test_what_a_desk_keeps_from_another_time_is_left_out(ada, world):
    make.lead(world)
    desk = {"columns": ["value", "gone"], "views": [{"name": "Old"}, {"name": "Odd", "tab": "gone", "filters": {}}]}
    Membership.objects.filter(id=world.ada.membership_id).update(desk=desk)
    page = ada.get(RECEIVED)
    assert page.context["columns"] == ["value"]
    assert page.context["views"]["list"] == []
