"""A request that is not wanted any more: taken back by the customer on the private page, or recalled by the vendor."""

import re

from segue.leads.models import Lead, Type
from tests.journeys.conftest import ask, kinds, link_in, main_of
from tests.requests.asking import sent


def test_a_customer_withdraws_before_an_answer(new_page, sit_down, aurora, mails_to, pass_time):
    anna = new_page()
    ask(anna, "Harbour IT", pass_time=pass_time)
    anna.goto(link_in(mails_to("anna@conti.example")[-1]))
    anna.get_by_role("button", name="Yes, this is me").click()
    ada = sit_down(aurora.ada)
    ada.get_by_role("link", name="Conti Logistica").click()
    ada.get_by_text("anna@conti.example").wait_for()

    anna.get_by_role("link", name="Withdraw my request").click()
    assert "Harbour IT: we tell them that you no longer want it." in main_of(anna)
    anna.get_by_role("link", name="Keep it").click()
    assert Lead.objects.get().stage == "received"
    anna.get_by_role("link", name="Withdraw my request").click()
    anna.get_by_role("button", name="Withdraw it").click()
    anna.get_by_text("You withdrew this request on").wait_for()
    assert anna.get_by_role("link", name="Withdraw my request").count() == 0

    # Ada still looks at the page as it was: her yes is refused, and the page says what happened.
    ada.get_by_role("link", name="Accept", exact=True).click()
    ada.get_by_text("Withdrawn on").wait_for()
    assert "Anna" not in main_of(ada)
    assert ada.get_by_role("link", name="Accept", exact=True).count() == 0
    assert kinds(mails_to("ada@harbour.example")) == ["lead_new", "lead_withdrawn"]
    assert kinds(mails_to("anna@conti.example")) == ["request_received", "customer_withdrawn"]


def test_a_customer_withdraws_an_accepted_request_and_the_partner_closes_it(
    new_page, sit_down, aurora, mails_to, pass_time
):
    anna = new_page()
    ask(anna, "Harbour IT", pass_time=pass_time)
    ada = sit_down(aurora.ada)
    ada.get_by_role("link", name="Conti Logistica").click()
    ada.get_by_role("button", name="Take it").click()
    ada.get_by_text("Ada Berg took the lead").wait_for()
    ada.get_by_role("link", name="Accept", exact=True).click()
    ada.get_by_role("button", name="Accept").click()
    ada.get_by_text("Accepted. Now contact Anna.").wait_for()

    [_thanks, yes] = mails_to("anna@conti.example")
    assert "Ada Berg will contact you." in yes.body
    anna.goto(link_in(yes))
    anna.get_by_role("link", name="Withdraw my request").click()
    anna.get_by_role("button", name="Withdraw it").click()
    anna.get_by_text("You withdrew this request on").wait_for()

    told = mails_to("ada@harbour.example")[-1]
    assert told.subject == "Withdrawn: Conti Logistica"
    assert "The lead stays with you. Close it as lost when you are done." in told.body
    ada.goto("/leads/marketplace/accepted")
    assert "Withdrawn: close it" in ada.get_by_role("row").filter(has_text="Conti Logistica").inner_text()
    ada.goto(link_in(told))
    ada.get_by_text("The customer withdrew on").wait_for()
    assert "Anna Conti" in main_of(ada)
    ada.get_by_role("link", name="Lost").click()
    ada.get_by_label("Customer withdrew").check()
    ada.get_by_role("button", name="Close as lost").click()
    ada.get_by_text(re.compile(r"Closing as lost at \d\d:\d\d")).first.wait_for()
    pass_time(minutes=5)
    ada.reload()
    ada.get_by_text("Lost on").wait_for()
    lead = Lead.objects.get()
    assert (lead.stage, lead.outcome, lead.reason) == ("archived", "lost", "customer_withdrew")
    anna.reload()
    assert "You withdrew this request on" in main_of(anna)
    assert kinds(mails_to("anna@conti.example")) == ["request_received", "customer_accepted", "customer_withdrawn"]


def test_the_vendor_recalls_a_lead(new_page, sit_down, aurora, mails_to):
    sent(aurora, aurora.bergen, by=aurora.sven, type=Type.SALES)
    paula = sit_down(aurora.paula)
    paula.get_by_role("link", name="Leads", exact=True).click()
    paula.get_by_role("link", name="Conti Logistica").click()
    paula.get_by_role("link", name="Recall the lead").click()
    paula.get_by_text("The partner can no longer answer, and is told so.").wait_for()
    paula.get_by_role("button", name="Recall the lead").click()
    paula.get_by_text("The lead is recalled. The partner is told.").wait_for()
    paula.get_by_text("The vendor recalled it from Harbour IT").wait_for()
    assert paula.get_by_role("link", name="Recall the lead").count() == 0

    assert kinds(mails_to("sven@aurora.example")) == ["sender_withdrawn"]
    told = mails_to("ben@harbour.example")[-1]
    assert told.subject == "Withdrawn: Conti Logistica"
    ben = sit_down(aurora.ben)
    ben.goto(link_in(told))
    ben.get_by_text("Withdrawn on").wait_for()
    assert "Anna" not in main_of(ben)
    assert ben.get_by_role("link", name="Accept", exact=True).count() == 0
    told = mails_to("anna@conti.example")[-1]
    assert told.subject == "Harbour IT non ha più la sua richiesta"
    anna = new_page(locale="it-IT")
    anna.goto(link_in(told))
    assert "Aurora Software ha ritirato la sua richiesta da Harbour IT" in main_of(anna)
    anna.get_by_role("button", name="Chiedi a Fjord Cloud").wait_for()
