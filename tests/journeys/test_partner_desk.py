"""A partner's day in a browser: from the list to won, a no taken back, hearts and flames; also by keyboard."""

import re
from datetime import timedelta

import pytest

from segue.kit import clock
from segue.leads.models import Favourite, Lead, Type
from tests import make
from tests.journeys.conftest import ask, kinds, link_in, main_of


def test_from_an_inquiry_to_won(sit_down, aurora, mails_to, pass_time):
    lead = make.lead(aurora, at=clock.now() - timedelta(hours=1), direct_contact=True)
    page = sit_down(aurora.ada)
    page.get_by_role("link", name="Conti Logistica").click()
    page.get_by_text("Anna Conti asks to be contacted directly.").wait_for()
    page.get_by_role("link", name="Accept", exact=True).click()
    page.get_by_label("Estimated value").fill("12,500")
    page.get_by_label("This quarter").check()
    page.get_by_role("button", name="Accept").click()
    page.get_by_text("Accepted. Now contact Anna.").wait_for()

    assert kinds(mails_to("anna@conti.example")) == ["customer_accepted"]

    page.get_by_role("button", name="Called").click()
    page.get_by_text("Ada Berg contacted the customer").wait_for()
    assert page.get_by_text("asks to be contacted directly").count() == 0

    page.get_by_role("link", name="Edit").click()
    page.get_by_label("Deal name").fill("Planning for three warehouses")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Ada Berg changed the deal").wait_for()

    page.get_by_role("link", name="Add a colleague").click()
    page.get_by_label("Name", exact=True).fill("Giulia Ferri")
    page.get_by_label("E-mail address").fill("giulia@harbour.example")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Added to the team.").wait_for()

    page.get_by_role("link", name="Won").click()
    page.get_by_label("Final value").fill("13,000")
    page.get_by_role("button", name="Won").click()
    page.get_by_text(re.compile(r"Closing as won at \d\d:\d\d")).first.wait_for()
    lead.refresh_from_db()
    assert (lead.stage, lead.deal_name, lead.holding) == ("accepted", "Planning for three warehouses", "win")
    assert [person.person_id for person in lead.team.all()] == [aurora.giulia.person_id]

    # Giulia works elsewhere; as one of the team she opens the lead from her mail.
    giulia = sit_down(aurora.giulia)
    giulia.goto(link_in(mails_to("giulia@harbour.example")[-1]))
    giulia.get_by_text(re.compile(r"Closing as won at \d\d:\d\d")).first.wait_for()

    pass_time(minutes=5)
    page.reload()
    page.get_by_text(re.compile(r"Won on .*")).wait_for()
    page.goto("/leads/marketplace/archived")
    assert "€13,000" in page.get_by_role("row").filter(has_text="Planning for three warehouses").inner_text()
    assert kinds(mails_to("giulia@harbour.example")) == ["employee_added", "lead_closed"]
    assert kinds(mails_to("anna@conti.example")) == ["customer_accepted"]


def test_a_no_is_taken_back(sit_down, aurora, mails_to, pass_time):
    lead = make.lead(aurora, at=clock.now() - timedelta(hours=1))
    page = sit_down(aurora.ben)
    page.get_by_role("link", name="Conti Logistica").click()
    page.get_by_role("link", name="Decline", exact=True).click()
    page.get_by_label("Not our region").check()
    page.get_by_role("button", name="Decline and close").click()
    page.get_by_text(re.compile(r"Declining at \d\d:\d\d")).first.wait_for()
    assert page.get_by_role("link", name="Accept", exact=True).count() == 0
    page.get_by_role("button", name="Undo", exact=True).click()
    page.get_by_text("Undone. Nobody was told.").wait_for()
    page.get_by_role("link", name="Accept", exact=True).wait_for()
    pass_time(minutes=6)
    lead.refresh_from_db()
    assert (lead.stage, lead.version, lead.holding) == ("received", 1, "")
    assert mails_to("anna@conti.example") == []


def test_a_favourite_shows_in_its_tab_and_among_the_favourites(sit_down, aurora):
    at = clock.now() - timedelta(hours=1)
    make.lead(aurora, at=at)
    sales = make.lead(aurora, at=at, type=Type.SALES, by=aurora.sven, customer_company="Molo Sette")
    page = sit_down(aurora.ada)

    def pressed(customer):
        return page.get_by_role("button", name=f"Favourite: {customer}").get_attribute("aria-pressed")

    tabs = {"Conti Logistica": "Marketplace leads", "Molo Sette": "Qualified leads"}
    for customer, tab in tabs.items():
        page.get_by_role("link", name=tab).click()
        page.get_by_role("button", name=f"Favourite: {customer}").click()
        page.locator('.heart[aria-pressed="true"]').wait_for()
    page.get_by_role("link", name="Favourites").click()
    for customer in tabs:
        page.get_by_role("link", name=customer).wait_for()
        assert pressed(customer) == "true"
    for customer, tab in tabs.items():
        page.get_by_role("link", name=tab).click()
        page.get_by_role("link", name=customer).wait_for()
        assert pressed(customer) == "true"

    # What is not liked any more goes from the favourites and stays in its tab; the page of the lead says the same.
    page.get_by_role("link", name="Favourites").click()
    page.get_by_role("button", name="Favourite: Molo Sette").click()
    page.locator('.heart[aria-pressed="false"]').wait_for()
    page.reload()
    assert page.get_by_role("link", name="Molo Sette").count() == 0
    assert page.get_by_role("link", name="Conti Logistica").count() == 1
    page.goto(f"/leads/{sales.id}")
    assert pressed("Molo Sette") == "false"
    assert [heart.person_id for heart in Favourite.objects.all()] == [aurora.ada.person_id]


def test_a_flame_burns_for_three_days_and_goes_out_when_a_contact_is_logged(
    new_page, sit_down, aurora, mails_to, pass_time
):
    ask(new_page(), "Harbour IT", pass_time=pass_time, hot=True)
    [mail] = mails_to("ada@harbour.example")
    assert mail.subject == "Hot lead: Conti Logistica"
    page = sit_down(aurora.ada)
    row = page.get_by_role("row").filter(has_text="Conti Logistica")
    assert "Call Anna" in row.inner_text()
    assert row.get_by_role("img", name="Asks for direct contact").count() == 1
    page.goto(link_in(mail))
    page.get_by_text("Anna Conti asks to be contacted directly.").wait_for()
    page.get_by_text("Make contact as soon as you can: it improves your chances.").wait_for()

    pass_time(hours=71, minutes=59)
    page.reload()
    page.get_by_text("Anna Conti asks to be contacted directly.").wait_for()
    pass_time(minutes=1)
    page.reload()
    page.get_by_text("Anna Conti asked for direct contact 3 days ago.").wait_for()
    page.get_by_text("If you are interested, make contact still.").wait_for()
    assert page.get_by_text("asks to be contacted directly").count() == 0
    page.goto("/leads/marketplace/received")
    assert row.get_by_role("img", name="Asked for direct contact").count() == 1
    assert "Call Anna" not in row.inner_text()

    row.get_by_role("link", name="Conti Logistica").click()
    page.get_by_role("button", name="Called").click()
    page.get_by_text("Ada Berg contacted the customer").wait_for()
    assert page.get_by_text("asked for direct contact").count() == 0
    page.goto("/leads/marketplace/received")
    assert row.get_by_role("img").count() == 0
    assert Lead.objects.get().stage == "received"


def test_giulia_reads_and_answers_in_italian(sit_down, aurora):
    lead = make.lead(aurora, at=clock.now() - timedelta(hours=1), location=aurora.trieste)
    page = sit_down(aurora.giulia, locale="it-IT")
    assert page.locator("html").get_attribute("lang") == "it"
    page.get_by_role("link", name="Conti Logistica").click()
    page.get_by_role("link", name="Accetta", exact=True).click()
    page.get_by_label("Valore stimato").fill("12.500,50")
    page.get_by_role("button", name="Accetta").click()
    page.get_by_text("Accettato. Ora contatti Anna.").wait_for()
    assert "12.500,50" in main_of(page)
    lead.refresh_from_db()
    assert lead.value_minor == 1_250_050


def test_a_lead_is_declined_by_keyboard_alone(sit_down, aurora):
    lead = make.lead(aurora, at=clock.now() - timedelta(hours=1))
    page = sit_down(aurora.ada)
    page.keyboard.press("/")
    page.keyboard.type("wareh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/leads/search?q=wareh")
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
    page.get_by_text(re.compile(r"Declining at \d\d:\d\d")).first.wait_for()
    assert Lead.objects.get(id=lead.id).held.data["reason"] == "not_our_field"


def test_a_panel_that_was_left_stays_closed(sit_down, aurora):
    at = clock.now() - timedelta(hours=1)
    make.lead(aurora, at=at)
    make.lead(aurora, at=at + timedelta(minutes=1), customer_company="Molo Sette")
    page = sit_down(aurora.ada, viewport={"width": 1400, "height": 900})
    page.get_by_role("link", name="Conti Logistica").click()
    page.locator("#lead-panel").get_by_role("heading", name="Conti Logistica").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    page.locator("#lead-panel").wait_for(state="hidden")
    page.wait_for_timeout(400)
    assert page.locator("#lead-panel").is_hidden()


@pytest.mark.parametrize("there", [True, False])
def test_a_button_that_copies_is_shown_where_there_is_a_clipboard(sit_down, aurora, there):
    lead = make.lead(aurora, at=clock.now() - timedelta(hours=1))
    page = sit_down(aurora.ada)
    if not there:  # as over plain http
        page.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })")
    page.goto(f"/leads/{lead.id}")
    assert page.locator("[data-copy]").count() > 0
    assert page.get_by_role("button", name="Copy").count() == (page.locator("[data-copy]").count() if there else 0)


def test_a_person_without_a_role_reads_who_can_give_one_and_is_given_one(sit_down, aurora):
    page = sit_down(aurora.nora)
    page.get_by_role("heading", name="You have no role yet").wait_for()
    assert "ada@harbour.example" in main_of(page)
    assert "ben@harbour.example" not in main_of(page)

    ada = sit_down(aurora.ada)
    ada.get_by_role("link", name="People").click()
    ada.get_by_role("link", name="Nora Nilssen").click()
    ada.get_by_label("Referrals admin").check()
    ada.get_by_role("button", name="Save").click()
    ada.get_by_role("row").filter(has_text="Nora Nilssen").get_by_text("Referrals admin").wait_for()
    page.reload()
    page.get_by_role("heading", name="Leads").wait_for()


def press_until(page, words):
    """Tab on until what has the focus reads so."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == words:
            return
    pytest.fail(f"The keyboard never came to {words!r}.")
