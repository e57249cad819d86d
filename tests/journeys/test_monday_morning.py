"""Forty leads on a Monday morning: by keyboard alone beside the list, and by thumb on a phone."""

import re
from datetime import timedelta

import pytest

from segue.kit import clock
from segue.leads.models import Favourite, HeldAnswer, Lead
from tests import make
from tests.journeys.conftest import main_of

LEADS = 40
NO_TELEPHONE = "addEventListener('click', (event) => event.target.closest('a[href^=tel]') && event.preventDefault())"


@pytest.fixture
def forty(aurora):
    """Forty leads at Harbour IT: the first is hot, the others came in one after the other."""
    at = clock.now() - timedelta(hours=5)
    names = ["Hot Harbour", *(f"Customer {number:02}" for number in range(2, LEADS + 1))]
    return [
        make.lead(aurora, customer_company=name, at=at + timedelta(minutes=number), direct_contact=not number)
        for number, name in enumerate(names)
    ]


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def top_of(row):
    return row.bounding_box()["y"]


def test_by_keyboard_alone(sit_down, aurora, forty):
    page = sit_down(aurora.ada)
    panel, rows, keys = page.get_by_role("complementary", name="Lead"), page.locator(".leads tbody tr"), page.keyboard
    assert rows.count() == LEADS
    keys.press("?")
    page.get_by_role("heading", name="Keys").wait_for()
    keys.press("Escape")

    # The hot one first: it opens beside the list, which stays where it is.
    keys.press("j")
    assert focused(page) == "Hot Harbour"
    before = top_of(rows.first)
    keys.press("Enter")
    panel.get_by_text("asks to be contacted directly").wait_for()
    assert page.url.endswith(f"/leads/{forty[0].id}")
    assert abs(top_of(rows.first) - before) <= 1
    assert focused(page) == "Hot Harbour"
    keys.press("a")
    panel.get_by_role("heading", name="Accept this lead").wait_for()
    assert Lead.objects.get(id=forty[0].id).stage == "received"  # the key has opened the form, no more
    press_until_name(page, "value")
    keys.type("12,500")
    keys.press("Control+Enter")
    panel.get_by_text("Accepted. Now contact Anna.").wait_for()
    assert "Accepted" in rows.first.inner_text()
    assert rows.count() == LEADS

    declines_what_was_half_written(page, panel, rows, forty[1])

    # Back to the list alone, with the place kept; a heart, and three taken at once.
    keys.press("Escape")
    panel.wait_for(state="hidden")
    assert page.url.endswith("/leads/marketplace/received")
    for customer in ("Customer 03", "Customer 04", "Customer 05"):
        keys.press("j")
        assert focused(page) == customer
        keys.press("x")
    keys.press("f")
    page.locator('.heart[aria-pressed="true"]').wait_for()
    keys.press("b")
    assert focused(page) == "Take"
    keys.press("Enter")
    page.get_by_text("3 leads are yours now.").wait_for()
    assert rows.count() == LEADS - 1  # what was accepted has left, what is held has not
    assert Lead.objects.filter(owner_id=aurora.ada.person_id, stage="received").count() == 3
    assert Favourite.objects.get().lead_id == forty[4].id


def declines_what_was_half_written(page, panel, rows, lead):
    """On to the next lead: what was typed is there again after the form was closed."""
    keys = page.keyboard
    keys.press("j")
    panel.get_by_role("heading", name="Customer 02").wait_for()
    keys.press("d")
    page.locator("#form-title:focus").wait_for()
    press_until_name(page, "note")
    keys.type("Not before March")
    keys.press("Escape")
    page.locator("#answer-form > *").first.wait_for(state="detached")
    keys.press("d")
    page.locator("#form-title:focus").wait_for()
    keys.press("Tab")
    keys.press("Space")
    keys.press("Control+Enter")
    panel.get_by_text(re.compile(r"Declining at \d\d:\d\d")).wait_for()
    assert "Undo" in rows.nth(1).inner_text()
    assert HeldAnswer.objects.get(lead=lead).data["note"] == "Not before March"


def test_on_a_phone(sit_down, aurora, forty):
    page = sit_down(aurora.ada, viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    rows = page.locator(".leads tbody tr")
    fits(page)
    call = rows.first.get_by_role("link", name="Call Hot Harbour")
    assert call.get_attribute("href") == "tel:+39 040 555 0101"
    page.evaluate(NO_TELEPHONE)
    call.tap()
    rows.first.get_by_role("link", name="Hot Harbour", exact=True).tap()
    page.wait_for_url(f"**/leads/{forty[0].id}")
    fits(page)
    for words in ("Accept", "Decline", "Call Anna Conti"):  # what there is to do is on the first screen
        assert page.get_by_role("link", name=words, exact=True).bounding_box()["y"] < 740 - 44
    question = page.get_by_role("status").filter(has_text="Did you reach Anna?")
    question.get_by_role("button", name="Yes").tap()
    page.get_by_text("Ada Berg contacted the customer").wait_for()
    assert question.count() == 0
    page.get_by_role("link", name="Accept", exact=True).tap()
    page.get_by_label("This quarter").tap()
    fits(page)
    page.get_by_role("button", name="Accept").tap()
    page.get_by_text("Accepted. Now contact Anna.").wait_for()

    # Nothing to send back and forth for: the next one of the list, declined, taken back.
    page.get_by_role("link", name="Next lead").tap()
    page.wait_for_url(f"**/leads/{forty[1].id}")
    page.get_by_role("link", name="Decline", exact=True).tap()
    page.get_by_label("No capacity now").tap()
    page.get_by_role("button", name="Decline and close").tap()
    page.get_by_text(re.compile(r"Declining at \d\d:\d\d")).wait_for()
    page.get_by_role("button", name="Undo").tap()
    page.get_by_text("Undone. Nobody was told.").wait_for()
    page.get_by_role("button", name="Favourite: Customer 02").tap()
    page.locator('.heart[aria-pressed="true"]').wait_for()
    page.get_by_role("link", name="Marketplace leads, received").tap()
    rows.first.wait_for()
    assert rows.count() == LEADS - 1
    assert "Hot Harbour" not in main_of(page)
    assert Lead.objects.get(id=forty[0].id).stage == "accepted"


def fits(page):
    """Nothing lies beside the screen."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def press_until_name(page, name):
    """Tab on until the field of this name has the focus."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    pytest.fail(f"The keyboard never came to {name!r}.")
