"""Everything once without JavaScript: what the customer's and the publishing partner's journeys do not already do so.

Anna's whole way (ask, confirm, pass on, choose), a profile's and an answer from the mail are walked without script in
test_declined_and_passed_on.py, test_publish_and_be_found.py and test_answer_from_the_mail.py.
"""

import re

from segue.accounts.models import Membership
from segue.leads.models import Favourite, Lead
from tests.journeys.conftest import kinds, link_in, main_of
from tests.journeys.test_sent_leads import choose, hand_over


def test_sender_partner_manager_and_admin_work_without_script(sit_down, aurora, mails_to, pass_time):
    sven = sit_down(aurora.sven, java_script_enabled=False)
    sven.get_by_role("link", name="Send a lead").first.click()
    choose(sven, "Harbour IT", "Bergen")
    hand_over(sven, Why_this_partner="They know warehouses")
    sven.get_by_text("Harbour IT has the lead.").wait_for()

    paula = sit_down(aurora.paula, java_script_enabled=False)
    paula.get_by_role("link", name="Leads", exact=True).click()
    paula.get_by_role("link", name="Conti Logistica").click()
    paula.get_by_role("button", name="Nudge").click()
    paula.get_by_text(re.compile(r"Harbour IT is asked at \d\d:\d\d\.")).wait_for()
    paula.get_by_role("button", name="Undo").click()
    paula.get_by_text("Undone. Nobody was told.").wait_for()

    ben = sit_down(aurora.ben, java_script_enabled=False)
    ben.goto(link_in(mails_to("ben@harbour.example")[-1]))
    ben.get_by_role("button", name="Favourite: Conti Logistica").click()
    assert Favourite.objects.get().person_id == aurora.ben.person_id
    ben.get_by_role("link", name="Hand to").click()
    ben.get_by_label("Cleo Dahl").check()
    ben.get_by_role("button", name="Hand over").click()
    ben.get_by_text("Handed to Cleo Dahl.").wait_for()

    cleo = sit_down(aurora.cleo, java_script_enabled=False)
    cleo.goto("/leads/qualified/received?q=conti")
    cleo.get_by_role("link", name="Conti Logistica").click()
    cleo.get_by_role("link", name="Accept", exact=True).click()
    cleo.get_by_label("Estimated value").fill("about ten")
    cleo.get_by_role("button", name="Accept").click()
    assert "Write the amount as a number" in main_of(cleo)
    cleo.get_by_label("Estimated value").fill("10,000")
    cleo.get_by_role("button", name="Accept").click()
    cleo.get_by_text("Accepted. Now contact Anna.").wait_for()
    cleo.get_by_role("button", name="Mailed").click()
    cleo.get_by_text("Cleo Dahl contacted the customer").wait_for()
    cleo.get_by_role("link", name="Won").click()
    cleo.get_by_role("button", name="Won").click()
    cleo.get_by_text(re.compile(r"Closing as won at \d\d:\d\d")).first.wait_for()
    pass_time(minutes=6)
    assert Lead.objects.get().outcome == "won"
    assert kinds(mails_to("sven@aurora.example")) == ["sender_accepted", "sender_closed"]

    ada = sit_down(aurora.ada, java_script_enabled=False)
    ada.goto("/people")
    ada.get_by_role("link", name="Add a person").click()
    ada.get_by_label("Name").fill("Nils Berg")
    ada.get_by_label("E-mail address").fill("nils@harbour.example")
    ada.get_by_label("Referrals user").check()
    ada.get_by_role("button", name="Add", exact=True).click()
    ada.get_by_role("link", name="Nils Berg").wait_for()
    assert Membership.objects.get(person__email="nils@harbour.example").roles == ["referrals_user"]
