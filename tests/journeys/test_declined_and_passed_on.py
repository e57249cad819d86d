"""Anna asks Harbour IT, hears that they cannot, asks Fjord Cloud with one press, and chooses them."""

from datetime import timedelta

import pytest

from segue.kit import clock
from segue.leads import queries as leads
from segue.leads.actions import respond
from segue.leads.actions.answers import Acceptance, Deal, Refusal
from segue.requests.bots import FASTEST
from segue.requests.links import code_for
from segue.requests.models import Request
from tests import people


@pytest.fixture
def aurora(live):
    """Aurora Partners as of yesterday, so that both partners are published."""
    return people.world(clock.now() - timedelta(days=1))


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_declined_told_passed_on_accepted(new_page, aurora, script):
    page = new_page(java_script_enabled=script)
    page.goto("/?what=warehouse")
    page.get_by_role("link", name="Harbour IT").first.click()
    page.get_by_role("link", name="Send a request").first.click()
    page.get_by_label("What do you need?").fill("Move our warehouse planning into the cloud before the summer")
    page.get_by_label("Company", exact=True).fill("Conti Logistica")
    page.get_by_label("Country").select_option("IT")
    page.get_by_label("Your name").fill("Anna Conti")
    page.get_by_label("Mail address").fill("anna@conti.example")
    page.wait_for_timeout(FASTEST.total_seconds() * 1000)
    page.get_by_role("button", name="Send the request").click()
    assert "Tick this, so that we may pass on what you wrote." in page.inner_text("main")
    assert page.get_by_label("Your name").input_value() == "Anna Conti"

    page.get_by_label("Harbour IT may get what I wrote here").check()
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("heading", name="Thank you, Anna Conti").wait_for()
    assert "Harbour IT has your request." in page.inner_text("main")

    request = Request.objects.get()
    page.get_by_label("Code from our mail").fill(code_for(request))
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("heading", name="Your request to Harbour IT").wait_for()
    assert "Harbour IT has your request and answers by" in page.inner_text("main")

    (lead,) = leads.of_request(request.id)
    assert lead.email_confirmed is True
    refusal = Refusal("no_capacity", message="Ask us again in autumn.")
    respond.decline(lead.id, actor=aurora.ada, at=clock.now(), seen=None, answer=refusal, hold=False)
    page.reload()
    told = page.inner_text("main")
    assert "Harbour IT cannot take this on: they have no capacity at the moment." in told
    assert "Ask us again in autumn." in told

    page.get_by_role("button", name="Ask Fjord Cloud").click()
    page.get_by_text("Fjord Cloud has your request now.").wait_for()
    fjords = leads.of_request(request.id)[1]
    respond.accept(fjords.id, actor=aurora.dora, at=clock.now(), seen=None, answer=Acceptance(Deal()))
    page.reload()
    assert "Fjord Cloud has taken on your request and will contact you." in page.inner_text("main")

    page.get_by_role("button", name="I have chosen Fjord Cloud").click()
    page.get_by_text("You have chosen Fjord Cloud").wait_for()
    request.refresh_from_db()
    assert request.chosen_lead == fjords.id
