"""A partner answers from the mail, on a phone, without scripts and without signing in."""

from django.contrib.sessions.models import Session

from segue.leads.models import Lead
from tests.journeys.conftest import ask, kinds, link_in, main_of


def test_ada_declines_undoes_and_accepts_without_a_session(new_page, aurora, mails_to, pass_time):
    ask(new_page(), "Harbour IT", pass_time=pass_time)
    ada = new_page(viewport={"width": 360, "height": 740}, java_script_enabled=False)
    ada.goto(link_in(mails_to("ada@harbour.example")[-1]))
    assert "Anna" not in main_of(ada)
    assert Lead.objects.get().stage == "received"

    ada.get_by_role("link", name="Decline").click()
    ada.get_by_text("Not our region").click()
    ada.get_by_role("button", name="Decline and close").click()
    ada.get_by_text("Declining at").wait_for()
    ada.get_by_role("button", name="Undo").click()
    ada.get_by_text("Undone. Nobody was told.").wait_for()

    ada.get_by_role("link", name="Accept").click()
    ada.get_by_label("Estimated value").fill("48,000")
    ada.get_by_role("button", name="Accept").click()
    ada.get_by_text("Accepted. Now contact the customer: sign in to see whom.").wait_for()
    ada.get_by_text("This lead has been answered.").wait_for()

    lead = Lead.objects.get()
    assert (lead.stage, lead.value_minor) == ("accepted", 4_800_000)
    assert not Session.objects.exists()
    assert "customer_accepted" in kinds(mails_to("anna@conti.example"))
    ada.get_by_role("link", name="Sign in and open the lead").click()
    assert f"/accounts/login/?next=/leads/{lead.id}" in ada.url
