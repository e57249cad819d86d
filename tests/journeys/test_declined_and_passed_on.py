"""Anna asks Harbour IT, hears that they cannot, asks Fjord Cloud with one press, chooses them: all without script."""

import re

from segue.leads.models import Lead
from segue.requests.models import Request
from tests.journeys.conftest import ask, kinds, link_in, main_of


def test_declined_told_passed_on_accepted_without_script(new_page, sit_down, aurora, mails_to, pass_time):
    anna = new_page(java_script_enabled=False)
    ask(anna, "Harbour IT", pass_time=pass_time, forgets_to_agree=True)
    assert "Harbour IT has your request." in main_of(anna)
    [thanks] = mails_to("anna@conti.example")
    anna.get_by_label("Code from our mail").fill(re.search(r"^ {4}(\d{6})$", thanks.body, re.MULTILINE)[1])
    anna.get_by_role("button", name="Confirm").click()
    anna.get_by_role("heading", name="Your request to Harbour IT").wait_for()
    assert "Harbour IT has your request and answers by" in main_of(anna)

    ada = sit_down(aurora.ada, java_script_enabled=False)
    ada.goto(link_in(mails_to("ada@harbour.example")[-1]))
    ada.get_by_role("link", name="Decline", exact=True).click()
    ada.get_by_label("No capacity now").check()
    ada.get_by_label("Note for the vendor").fill("Send us fewer of these")
    ada.get_by_label("Message to the customer").fill("Ask us again in autumn.")
    ada.get_by_role("button", name="Decline and close").click()
    ada.get_by_text(re.compile(r"Declining at \d\d:\d\d")).first.wait_for()
    anna.reload()
    assert "Harbour IT has your request and answers by" in main_of(anna)

    pass_time(minutes=5)
    told = mails_to("anna@conti.example")[-1]
    assert told.subject == "Harbour IT cannot take on your request"
    assert "Send us fewer of these" not in told.body
    anna.goto(link_in(told))
    assert "Harbour IT cannot take this on: they have no capacity at the moment." in main_of(anna)
    assert "Ask us again in autumn." in main_of(anna)
    assert "Send us fewer of these" not in anna.content()
    ada.reload()
    ada.get_by_text("Declined on").wait_for()
    assert "Anna" not in main_of(ada)

    anna.get_by_role("button", name="Ask Fjord Cloud").click()
    anna.get_by_text("Fjord Cloud has your request now.").wait_for()
    dora = sit_down(aurora.dora, java_script_enabled=False)
    dora.goto(link_in(mails_to("dora@fjord.example")[-1]))
    dora.get_by_role("link", name="Accept", exact=True).click()
    dora.get_by_role("button", name="Accept").click()
    dora.get_by_text("Accepted. Now contact Anna.").wait_for()

    yes = mails_to("anna@conti.example")[-1]
    assert yes.subject == "Fjord Cloud has accepted your request"
    anna.goto(link_in(yes))
    assert "Fjord Cloud has taken on your request and will contact you." in main_of(anna)
    anna.get_by_role("link", name="I have chosen Fjord Cloud").click()
    assert "Fjord Cloud is told that you have chosen them." in main_of(anna)
    anna.get_by_role("button", name="Yes, I have chosen Fjord Cloud").click()
    anna.get_by_text("You have chosen Fjord Cloud").wait_for()
    assert Request.objects.get().chosen_lead_id == Lead.objects.get(partner=aurora.fjord).id
    assert kinds(mails_to("dora@fjord.example")) == ["lead_new", "lead_chosen"]
