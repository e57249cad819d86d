"""Somebody who works for two companies, and is taken out of one of them."""

from datetime import timedelta

from segue.accounts.models import Membership
from segue.accounts.roles import PartnerRole
from segue.kit import clock
from segue.leads.models import Lead
from tests import make
from tests.journeys.conftest import kinds, main_of


def work_for(page, company):
    page.locator("summary", has_text="Menu of Dora Vik").click()
    page.get_by_role("button", name=company).click()
    page.get_by_role("heading", name="Leads").first.wait_for()


def test_what_is_looked_for_in_one_company_hides_nothing_in_the_other(sit_down, aurora):
    at = clock.now() - timedelta(hours=1)
    make.lead(aurora, at=at)
    make.lead(aurora, at=at, location=aurora.oslo, customer_company="Molo Sette")
    Membership.objects.create(
        person_id=aurora.dora.person_id, partner=aurora.harbour, roles=[PartnerRole.PARTNER_ADMIN], created_at=at
    )
    dora = sit_down(aurora.dora)
    dora.goto(f"/leads/marketplace/received?location={aurora.oslo.id}&q=molo")
    assert "Molo Sette" in main_of(dora)
    work_for(dora, "Harbour IT")
    assert "Conti Logistica" in main_of(dora)

    # Where it was looked for it still is, until it is cleared.
    work_for(dora, "Fjord Cloud")
    dora.get_by_role("link", name="“molo”").wait_for()
    dora.get_by_role("link", name="Clear all").click()
    assert "Molo Sette" in main_of(dora)


def test_a_person_of_two_companies_sees_each_by_itself_and_leaves_one_in_order(
    sit_down, aurora, mails_to, pass_time, live
):
    at = clock.now() - timedelta(hours=1)
    for_harbour = make.lead(aurora, at=at)
    make.lead(aurora, at=at, location=aurora.oslo, customer_company="Molo Sette")

    # Ada asks Dora of Fjord Cloud to help out.
    ada = sit_down(aurora.ada)
    ada.get_by_role("link", name="People").click()
    ada.get_by_role("link", name="Add a person").click()
    ada.get_by_label("Name").fill("Dora Vik")
    ada.get_by_label("E-mail address").fill("dora@fjord.example")
    ada.get_by_label("Referrals user").check()
    ada.get_by_label("Bergen").check()
    assert ada.get_by_label("In these locations only").is_checked()
    ada.get_by_label("Bergen").uncheck()
    ada.get_by_label("In the whole company").check()
    ada.get_by_role("button", name="Add").click()
    ada.get_by_text("Dora Vik was added and gets a mail.").wait_for()
    assert kinds(mails_to("dora@fjord.example")) == ["lead_new", "person_added"]

    # Each company's leads only while she works for it.
    dora = sit_down(aurora.dora)
    assert "Molo Sette" in main_of(dora)
    assert "Conti Logistica" not in main_of(dora)
    work_for(dora, "Harbour IT")
    assert "Conti Logistica" in main_of(dora)
    assert "Molo Sette" not in main_of(dora)
    work_for(dora, "Fjord Cloud")

    # The link of a mail about the other company leads there.
    assert dora.goto(f"/leads/{for_harbour.id}").status == 404
    dora.get_by_text("You work for Fjord Cloud at the moment.").wait_for()
    dora.get_by_role("button", name="Look in Harbour IT").click()
    dora.get_by_role("button", name="Take it").click()
    dora.get_by_text("Dora Vik took the lead").wait_for()
    dora.goto("/people")
    assert "Ada Berg" in main_of(dora)
    assert "Add a person" not in main_of(dora)

    # Ada takes her out again, and says who goes on with her lead.
    ada.goto("/people")
    ada.get_by_role("link", name="Dora Vik").click()
    ada.get_by_role("link", name="Remove from the company").click()
    ada.get_by_text("Open leads they own: 1.").wait_for()
    ada.get_by_label("Who gets their open leads?").select_option(label="Ben Haugen")
    ada.get_by_role("button", name="Remove Dora Vik").click()
    ada.get_by_text("Dora Vik was removed.").wait_for()
    pass_time(minutes=1)
    assert Lead.objects.get(id=for_harbour.id).owner_id == aurora.ben.person_id
    assert "lead_handed_over" in kinds(mails_to("ben@harbour.example"))
    ada.get_by_role("link", name="Changes").click()
    assert "Dora Vik was removed" in main_of(ada)

    # Her next click is in her own company; nothing of the other is there any more.
    dora.goto("/leads")
    assert "Molo Sette" in main_of(dora)
    assert "Conti Logistica" not in main_of(dora)
    assert dora.goto(f"/leads/{for_harbour.id}").status == 404
