"""A partner's day in a browser: from the list to won, a no taken back, favourites; also by keyboard, without script."""

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client

from segue.kit import clock
from segue.leads.models import Lead, Type
from tests import make, people


@pytest.fixture
def aurora(live):
    """Aurora Partners as of yesterday, so that both partners are published."""
    return people.world(clock.now() - timedelta(days=1))


@pytest.fixture
def sit_down(new_page, aurora, live):
    """A browser in which somebody has signed in."""

    def sit(actor, **options):
        client = Client()
        client.force_login(aurora.person(actor))
        page = new_page(**options)
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live}])
        page.goto("/leads")
        return page

    return sit


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_from_an_inquiry_to_won(sit_down, aurora, script):
    lead = make.lead(aurora, at=clock.now() - timedelta(hours=1), direct_contact=True)
    page = sit_down(aurora.ada, java_script_enabled=script)
    page.get_by_role("link", name="Conti Logistica").click()
    page.get_by_text("Anna Conti asks to be contacted directly.").wait_for()
    page.get_by_role("link", name="Accept").click()
    page.get_by_label("Estimated value").fill("12,500")
    page.get_by_label("This quarter").check()
    page.get_by_role("button", name="Accept").click()
    page.get_by_text("Accepted. Now contact Anna.").wait_for()

    page.get_by_role("button", name="Called").click()
    page.get_by_text("Ada Berg contacted the customer").wait_for()
    assert page.get_by_text("asks to be contacted directly").count() == 0

    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Deal name").fill("Planning for three warehouses")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Ada Berg changed the deal").wait_for()

    page.get_by_role("link", name="Add a colleague").click()
    page.get_by_label("Name", exact=True).fill("Giulia Ferri")
    page.get_by_label("E-mail").fill("giulia@harbour.example")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Added to the team.").wait_for()

    page.get_by_role("link", name="Won").click()
    page.get_by_label("Final value").fill("13,000")
    page.get_by_role("button", name="Won").click()
    page.get_by_text(re.compile(r"Closing as won at \d\d:\d\d")).wait_for()
    lead.refresh_from_db()
    assert (lead.stage, lead.deal_name, lead.holding) == ("accepted", "Planning for three warehouses", "win")
    assert [person.person_id for person in lead.team.all()] == [aurora.giulia.person_id]


def test_a_no_is_taken_back(sit_down, aurora):
    lead = make.lead(aurora, at=clock.now() - timedelta(hours=1))
    page = sit_down(aurora.ben)
    page.get_by_role("link", name="Conti Logistica").click()
    page.get_by_role("link", name="Decline").click()
    page.get_by_label("Not our region").check()
    page.get_by_role("button", name="Decline and close").click()
    page.get_by_text(re.compile(r"Declining at \d\d:\d\d")).wait_for()
    assert page.get_by_role("link", name="Accept").count() == 0
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Undone. Nobody was told.").wait_for()
    page.get_by_role("link", name="Accept").wait_for()
    lead.refresh_from_db()
    assert (lead.stage, lead.version, lead.holding) == ("received", 1, "")


def test_favourites_of_both_tabs_stand_in_one(sit_down, aurora):
    at = clock.now() - timedelta(hours=1)
    make.lead(aurora, at=at)
    make.lead(aurora, at=at, type=Type.SALES, by=aurora.sven, customer_company="Molo Sette")
    page = sit_down(aurora.ada)
    for tab, customer in (("Marketplace leads", "Conti Logistica"), ("Qualified leads", "Molo Sette")):
        page.get_by_role("link", name=tab).click()
        heart = page.get_by_role("button", name=f"Favourite: {customer}")
        heart.click()
        page.locator('.heart[aria-pressed="true"]').wait_for()
    page.get_by_role("link", name="Favourites").click()
    page.get_by_role("link", name="Molo Sette").wait_for()
    assert page.get_by_role("link", name="Conti Logistica").count() == 1
    page.get_by_role("button", name="Favourite: Molo Sette").click()
    page.locator('.heart[aria-pressed="false"]').wait_for()
    page.reload()
    assert page.get_by_role("link", name="Molo Sette").count() == 0


def test_giulia_reads_and_answers_in_italian(sit_down, aurora):
    lead = make.lead(aurora, at=clock.now() - timedelta(hours=1), location=aurora.trieste)
    page = sit_down(aurora.giulia, locale="it-IT")
    assert page.locator("html").get_attribute("lang") == "it"
    page.get_by_role("link", name="Conti Logistica").click()
    page.get_by_role("link", name="Accetta").click()
    page.get_by_label("Valore stimato").fill("12.500,50")
    page.get_by_role("button", name="Accetta").click()
    page.get_by_text("Accettato. Ora contatti Anna.").wait_for()
    assert "12.500,50" in page.inner_text("main")
    lead.refresh_from_db()
    assert lead.value_minor == 1_250_050


def test_a_lead_is_declined_by_keyboard_alone(sit_down, aurora):
    lead = make.lead(aurora, at=clock.now() - timedelta(hours=1))
    page = sit_down(aurora.ada)
    page.keyboard.press("/")
    page.keyboard.type("wareh")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="“wareh”").wait_for()
    press_until(page, "Conti Logistica")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/leads/{lead.id}")
    press_until(page, "Decline")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Decline this lead").wait_for()
    page.wait_for_function("document.activeElement.id === 'form-title'")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    press_until(page, "Decline and close")
    page.keyboard.press("Enter")
    page.get_by_text(re.compile(r"Declining at \d\d:\d\d")).wait_for()
    assert Lead.objects.get(id=lead.id).held.data["reason"] == "not_our_field"


def test_a_person_without_a_role_reads_who_can_give_one(sit_down, aurora):
    page = sit_down(aurora.nora)
    page.get_by_role("heading", name="You have no role yet").wait_for()
    assert "ada@harbour.example" in page.inner_text("main")


def press_until(page, words):
    """Tab on until what has the focus reads so."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            return
    pytest.fail(f"The keyboard never came to {words!r}.")
