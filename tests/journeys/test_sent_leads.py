"""Leads that somebody sends: the vendor's marketer and seller, one partner to another; what each may see afterwards."""

import re
from datetime import timedelta

from segue.kit import clock
from segue.leads.models import Lead
from segue.programme.queries import rules
from tests.journeys.conftest import kinds, link_in, main_of


def choose(page, partner, place):
    """Search for the partner who gets a lead and choose one of its locations."""
    page.get_by_label("Words of the profile or the name").fill(partner)
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("button", name=f"{place} ({partner})").click()
    page.get_by_text(f"{partner}, {place}").wait_for()


def hand_over(page, **more):
    """Fill in what every sent lead says of Conti Logistica and its consent, and what is told besides; send it."""
    page.get_by_label("Company", exact=True).fill("Conti Logistica")
    page.get_by_label("Contact person").fill("Anna Conti")
    page.get_by_label("E-mail address").fill("anna@conti.example")
    page.get_by_label("Town").fill("Trieste")
    page.get_by_label("Country").select_option("IT")
    page.get_by_label("What the customer needs").fill("Plan the shifts of three warehouses in one place")
    page.get_by_label("How the customer agreed to be passed on").fill("On the phone with us")
    yesterday = clock.now().astimezone(rules().zone) - timedelta(days=1)
    page.get_by_label("On which day").fill(f"{yesterday:%Y-%m-%d}")
    for label, answer in more.items():
        page.get_by_label(label.replace("_", " ")).fill(answer)
    page.get_by_role("button", name="Send", exact=True).click()


def test_a_marketing_lead_that_nobody_answers_expires_and_all_are_told(page, new_page, mails_to, pass_time):
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_role("link", name="Send me a sign-in code").click()
    page.get_by_label("E-mail address").fill("marta@aurora.example")
    page.get_by_role("button", name="Send the code").click()
    [mail] = mails_to("marta@aurora.example")
    page.get_by_label("Code").fill(re.search(r"^ {4}(\S+)$", mail.body, re.MULTILINE)[1])
    page.get_by_role("button", name="Go on").click()

    page.get_by_role("link", name="Send a lead").first.click()
    choose(page, "Fjord Cloud", "Oslo")
    page.get_by_label("Campaign").fill("Spring 2026")
    page.get_by_role("button", name="Choose another").click()
    choose(page, "Harbour IT", "Bergen")
    page.get_by_label("Language of the customer").select_option("it")
    page.get_by_label("Channel").select_option("webinar")
    hand_over(page)
    page.get_by_text("Harbour IT has the lead.").wait_for()
    assert "webinar" in main_of(page)
    assert "Spring 2026" in main_of(page)

    # Who can answer hears of it, without a word of how to reach the customer; the customer hears where it went.
    [new] = mails_to("ben@harbour.example")
    assert new.subject == "New lead: Conti Logistica"
    assert "Marta Rossi, Aurora Software sends you this lead." in new.body
    assert "Anna" not in new.body
    [introduction] = mails_to("anna@conti.example")
    assert "Marta Rossi, Aurora Software" in introduction.body
    anna = new_page(locale="it-IT")
    anna.goto(link_in(introduction))
    anna.get_by_text("Harbour IT ha la sua richiesta").wait_for()

    lead = Lead.objects.get()
    pass_time(days=14)
    lead.refresh_from_db()
    assert (lead.stage, lead.outcome) == ("archived", "expired")
    assert kinds(mails_to("ada@harbour.example")) == ["lead_expired"]
    [told] = mails_to("marta@aurora.example")[1:]
    assert told.subject == "Harbour IT did not answer: Conti Logistica"
    page.goto(link_in(told))
    page.get_by_text("Expired: Harbour IT did not answer in time").wait_for()
    assert page.get_by_role("link", name="Recall the lead").count() == 0
    page.get_by_role("button", name="Send to Fjord Cloud").wait_for()

    sorry = mails_to("anna@conti.example")[-1]
    assert sorry.subject == "Nessuna risposta da Harbour IT"
    anna.goto(link_in(sorry))
    anna.get_by_role("button", name="Chiedi a Fjord Cloud").click()
    anna.get_by_text("Fjord Cloud ha ora la sua richiesta.").wait_for()
    assert list(Lead.objects.order_by("received_at").values_list("partner__name", "type", "stage")) == [
        ("Harbour IT", "marketing", "archived"),
        ("Fjord Cloud", "marketing", "received"),
    ]


def test_who_changes_their_mind_about_the_partner_finds_the_same_form_again(sit_down, aurora):
    sven = sit_down(aurora.sven)
    sven.get_by_role("link", name="Send a lead").first.click()
    choose(sven, "Harbour IT", "Bergen")
    sven.get_by_label("Budget").fill("20,000")
    sven.get_by_role("button", name="Choose another").click()
    sven.get_by_label("Where?").click()
    sven.once("dialog", lambda dialog: dialog.dismiss())
    with sven.expect_event("dialog") as asked:
        sven.evaluate("setTimeout(() => location.assign('/vendor/leads'), 0)")
    assert asked.value.type == "beforeunload"
    sven.get_by_role("button", name="Keep Harbour IT, Bergen").click()
    sven.get_by_text("Harbour IT, Bergen").wait_for()
    assert sven.get_by_label("Budget").input_value() == "20,000"
    assert "20,000" in sven.evaluate("Object.values(sessionStorage).join()")
    hand_over(sven)
    sven.get_by_text("Harbour IT has the lead.").wait_for()
    sven.wait_for_load_state()
    assert "20,000" not in sven.evaluate("Object.values(sessionStorage).join()")


def test_a_sales_lead_is_lost_and_the_seller_sees_why_and_can_change_nothing(sit_down, aurora, mails_to, pass_time):
    sven = sit_down(aurora.sven)
    sven.get_by_role("link", name="Send a lead").first.click()
    choose(sven, "Harbour IT", "Bergen")
    assert sven.get_by_label("Channel").count() == 0
    hand_over(sven, Why_this_partner="They know warehouses", Budget="20,000")
    sven.get_by_text("Harbour IT has the lead.").wait_for()

    ben = sit_down(aurora.ben)
    ben.goto(link_in(mails_to("ben@harbour.example")[-1]))
    assert "Sent by Sven Olsen. They know warehouses" in main_of(ben)
    ben.get_by_role("link", name="Accept", exact=True).click()
    ben.get_by_label("Deal name").fill("Shifts of three warehouses")
    ben.get_by_label("Estimated value").fill("18,000")
    ben.get_by_label("What is the customer looking for?").fill("They bargain; our own note")
    ben.get_by_role("button", name="Accept").click()
    ben.get_by_text("Accepted. Now contact Anna.").wait_for()
    ben.get_by_role("link", name="Lost").click()
    ben.get_by_label("Customer chose another vendor").check()
    ben.get_by_label("Note for the vendor").fill("A cousin sells the other one")
    ben.get_by_role("button", name="Close as lost").click()
    ben.get_by_text(re.compile(r"Closing as lost at \d\d:\d\d")).first.wait_for()
    assert kinds(mails_to("sven@aurora.example")) == ["sender_accepted"]

    pass_time(minutes=5)
    told = mails_to("sven@aurora.example")[-1]
    assert told.subject == "Harbour IT has lost: Conti Logistica"
    assert "Reason: Customer chose another vendor" in told.body
    sven.goto(link_in(told))
    seen = main_of(sven)
    assert "Harbour IT marked it as lost" in seen
    assert "Customer chose another vendor" in seen
    assert "A cousin sells the other one" in seen
    assert "€18,000" in seen
    for own in ("Shifts of three warehouses", "They bargain"):
        assert own not in seen
    assert sven.locator("main").locator("form, input, textarea, select, button").count() == 0
    assert sven.goto(f"/leads/{Lead.objects.get().id}/details").status == 404


def test_a_partner_sends_a_lead_to_another_and_sees_stage_and_outcome_only(sit_down, aurora, mails_to, pass_time):
    ada = sit_down(aurora.ada)
    ada.get_by_role("link", name="Send", exact=True).click()
    assert "Harbour IT" not in main_of(ada)
    choose(ada, "Fjord Cloud", "Oslo")
    hand_over(ada, Why_this_partner="They run clouds, we do not")
    ada.get_by_text("Fjord Cloud has the lead.").wait_for()

    dora = sit_down(aurora.dora)
    dora.get_by_role("link", name="Qualified leads").click()
    assert "from Harbour IT" in dora.get_by_role("row").filter(has_text="Conti Logistica").inner_text()
    dora.get_by_role("link", name="Conti Logistica").click()
    dora.get_by_text("Sent by Harbour IT. They run clouds, we do not").wait_for()
    dora.get_by_role("link", name="Accept", exact=True).click()
    dora.get_by_label("Estimated value").fill("7,777")
    dora.get_by_role("button", name="Accept").click()
    dora.get_by_text("Accepted. Now contact Anna.").wait_for()

    [yes] = mails_to("ada@harbour.example")
    assert yes.subject == "Fjord Cloud has accepted: Conti Logistica"
    ada.goto(link_in(yes))
    ada.get_by_text("Fjord Cloud accepted").wait_for()
    assert "7,777" not in ada.content()

    dora.get_by_role("link", name="Won").click()
    dora.get_by_role("button", name="Won").click()
    dora.get_by_text(re.compile(r"Closing as won at \d\d:\d\d")).first.wait_for()
    pass_time(minutes=5)
    won = mails_to("ada@harbour.example")[-1]
    assert won.subject == "Fjord Cloud has won: Conti Logistica"
    assert "7,777" not in won.body
    ada.get_by_role("link", name="What we sent").click()
    assert "Won" in ada.get_by_role("row").filter(has_text="Conti Logistica").inner_text()
    ada.get_by_role("link", name="Conti Logistica").click()
    ada.get_by_text("Fjord Cloud marked it as won").wait_for()
    assert "7,777" not in ada.content()
    assert ada.locator("main").get_by_role("button").count() == 0
