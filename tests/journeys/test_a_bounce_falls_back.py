"""Mails to an alert contact come back: the partner admin hears instead, mends it, and all is well again."""

from django.test import Client

from segue.kit import clock
from tests import make
from tests.journeys.conftest import kinds, link_in, main_of
from tests.mailin.test_report import dsn

SECRET = "a secret of at least twenty"
ADA, GIULIA = "ada@harbour.example", "giulia@harbour.example"


def test_ada_hears_instead_of_giulia_until_giulias_mails_arrive_again(
    sit_down, new_page, aurora, mails_to, settings, pass_time
):
    settings.MAILIN_SECRET, settings.BOUNCE_ADDRESS = SECRET, "bounces@leads.aurora.example"
    make.lead(aurora, location=aurora.trieste, at=clock.now())
    [alert] = mails_to(GIULIA)

    report = dsn(to=alert.from_email)
    bearer = {"Authorization": f"Bearer {SECRET}"}
    answer = Client().post("/mailin/returned", report, content_type="message/rfc822", headers=bearer)
    assert answer.json() == {"heard": 1}
    [told] = mails_to(ADA)
    assert told.subject == f"Mails to {GIULIA} come back"

    # Ada follows the mail; what comes in meanwhile reaches her.
    ada = sit_down(aurora.ada)
    ada.goto(link_in(told))
    assert "mails come back" in main_of(ada)
    lead = make.lead(aurora, location=aurora.trieste, at=clock.now())
    assert kinds(mails_to(ADA))[-1] == "lead_new"
    assert len(mails_to(GIULIA)) == 1
    desk = sit_down(aurora.ada)
    desk.goto(link_in(mails_to(ADA)[-1]))
    assert str(lead.id) in desk.url

    # She asks Giulia again; once Giulia says yes, Giulia is told again.
    ada.goto("/profile")
    ada.get_by_role("button", name="Ask again Giulia Ferri").click()
    ada.get_by_text("Giulia Ferri").first.wait_for()
    giulia = new_page(locale="it-IT")
    giulia.goto(link_in(mails_to(GIULIA)[-1]))
    giulia.get_by_role("button", name="Sì, è ancora giusto").click()
    giulia.get_by_text("Grazie.").wait_for()
    ada.goto("/profile")
    assert "mails come back" not in main_of(ada)
    make.lead(aurora, location=aurora.trieste, at=clock.now())
    assert kinds(mails_to(GIULIA))[-1] == "lead_new"
