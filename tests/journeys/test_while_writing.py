"""What is being written in a browser: it survives a reload and a sending that failed, and shows to nobody else."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session

from segue.accounts.models import Membership
from segue.accounts.roles import PartnerRole
from segue.kit import clock
from segue.leads.models import Lead, Stage
from segue.requests.bots import FASTEST
from segue.requests.models import Request
from tests import make


def form_for(page, partner):
    """Open the request form of a partner as its profile's button does."""
    page.goto(f"/?what={partner}")
    page.get_by_role("link", name=partner).first.click()
    page.get_by_role("link", name="Send a request").first.click()
    page.get_by_role("heading", name=f"Your request to {partner}").wait_for()


def write(page, partner):
    page.get_by_label("What do you need?").fill("Move our warehouse planning into the cloud")
    page.get_by_label("Budget").fill("50,000")
    page.get_by_label("Currency").select_option("NOK")
    page.get_by_label("Company", exact=True).fill("Conti Logistica")
    page.get_by_label("Country").select_option("IT")
    page.get_by_label("Your name").fill("Anna Conti")
    page.get_by_label("E-mail address").fill("anna@conti.example")
    page.get_by_label(f"{partner} may get what I wrote here").check()


def kept_by(page):
    page.wait_for_load_state()
    return page.evaluate("Object.keys(sessionStorage).filter((key) => key.startsWith('segue:'))")


def test_what_one_agreed_to_for_a_partner_is_asked_anew_and_for_another_one_nothing_is_filled_in(page, aurora):
    form_for(page, "Harbour IT")
    write(page, "Harbour IT")
    page.reload()
    assert page.get_by_label("Your name").input_value() == "Anna Conti"
    assert page.get_by_label("Currency").input_value() == "NOK"
    assert not page.get_by_label("Harbour IT may get what I wrote here").is_checked()

    form_for(page, "Fjord Cloud")
    assert page.get_by_label("Your name").input_value() == ""
    assert not page.get_by_label("Fjord Cloud may get what I wrote here").is_checked()


@pytest.mark.parametrize("failure", ["offline", "bad gateway"])
def test_a_request_that_was_never_answered_is_still_in_its_form(page, aurora, pass_time, failure):
    form_for(page, "Harbour IT")
    write(page, "Harbour IT")
    pass_time(seconds=FASTEST.total_seconds())

    def fail(route):
        if route.request.method != "POST":
            route.fallback()
        elif failure == "offline":
            route.abort("internetdisconnected")
        else:
            route.fulfill(status=502, content_type="text/html", body="<h1>Bad Gateway</h1>")

    page.route("**/*", fail)
    page.get_by_role("button", name="Send the request").click()
    if failure == "offline":
        page.wait_for_timeout(300)
    else:
        page.get_by_role("heading", name="Bad Gateway").wait_for()
    page.unroute("**/*")
    form_for(page, "Harbour IT")
    assert page.get_by_label("What do you need?").input_value() == "Move our warehouse planning into the cloud"
    assert page.get_by_label("Currency").input_value() == "NOK"

    page.get_by_label("Harbour IT may get what I wrote here").check()
    pass_time(seconds=FASTEST.total_seconds())
    page.get_by_role("button", name="Send the request").click()
    page.get_by_role("heading", name="Thank you, Anna Conti").wait_for()
    assert kept_by(page) == []
    assert (Request.objects.get().budget_currency, Lead.objects.count()) == ("NOK", 1)


def test_a_form_sent_back_still_keeps_what_was_written_before(page, aurora, pass_time):
    form_for(page, "Harbour IT")
    write(page, "Harbour IT")
    page.get_by_label("E-mail address").fill("")
    pass_time(seconds=FASTEST.total_seconds())
    page.get_by_role("button", name="Send the request").click()
    page.locator(".error-summary").wait_for()
    page.get_by_label("E-mail address").fill("anna@conti.example")
    form_for(page, "Harbour IT")
    assert page.get_by_label("Your name").input_value() == "Anna Conti"
    assert page.get_by_label("E-mail address").input_value() == "anna@conti.example"


def test_a_draft_of_a_deal_goes_when_it_is_saved(sit_down, aurora):
    lead = make.lead(aurora, at=clock.now() - timedelta(hours=1), stage=Stage.ACCEPTED)
    ada = sit_down(aurora.ada)
    ada.goto(f"/leads/{lead.id}/details")
    ada.get_by_label("Deal name").fill("Three warehouses")
    ada.get_by_label("This quarter").check()
    ada.on("dialog", lambda dialog: dialog.accept())
    ada.reload()
    assert ada.get_by_label("Deal name").input_value() == "Three warehouses"
    assert ada.get_by_label("This quarter").is_checked()
    ada.get_by_role("button", name="Save").click()
    ada.get_by_text("Saved.").wait_for()
    assert kept_by(ada) == []


def test_a_box_that_came_ticked_and_was_unticked_is_unticked_after_a_reload(sit_down, aurora):
    sven = sit_down(aurora.sven)
    sven.on("dialog", lambda dialog: dialog.accept())
    sven.goto(f"/send?location={aurora.bergen.id}")
    box = sven.get_by_label("The customer asks to be contacted directly")
    box.check()
    sven.get_by_role("button", name="Choose another").click()
    sven.get_by_role("button", name="Keep Harbour IT, Bergen").click()
    sven.get_by_role("button", name="Choose another").wait_for()
    assert box.is_checked()
    box.uncheck()
    sven.reload()
    assert not box.is_checked()


def test_who_sits_down_next_at_the_same_browser_finds_nothing_of_who_wrote_before(sit_down, aurora):
    sven = sit_down(aurora.sven)
    sven.goto(f"/send?location={aurora.bergen.id}")
    sven.get_by_label("Contact person").fill("Anna Conti")
    sven.get_by_label("How the customer agreed to be passed on").fill("On the phone")
    sven.on("dialog", lambda dialog: dialog.accept())
    sven.reload()
    assert sven.get_by_label("Contact person").input_value() == "Anna Conti"
    assert sven.get_by_label("How the customer agreed to be passed on").input_value() == ""
    sven.locator("summary", has_text="Menu of Sven Olsen").click()
    sven.get_by_role("button", name="Sign out").click()
    sven.get_by_role("link", name="Sign in").wait_for()
    assert kept_by(sven) == []


@pytest.mark.parametrize(("name", "found"), [("ada", "Three warehouses"), ("ben", "")])
def test_who_is_signed_out_while_writing_finds_the_words_again_and_nobody_else_does(
    sit_down, signed_in, aurora, live, name, found
):
    lead = make.lead(aurora, at=clock.now() - timedelta(hours=1), stage=Stage.ACCEPTED)
    page = sit_down(aurora.ada)
    page.goto(f"/leads/{lead.id}/details")
    page.get_by_label("CRM id").fill("Three warehouses")
    Session.objects.all().delete()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("You were signed out meanwhile. Sign in and go on where you were.").wait_for()
    assert page.url == f"{live}/accounts/login/?next=/leads/{lead.id}/details"
    signed_in(page, getattr(aurora, name))
    page.goto(f"/leads/{lead.id}/details")
    assert page.get_by_label("CRM id").input_value() == found


def test_going_back_from_a_page_that_was_open_for_too_long_the_words_are_there_and_can_be_sent(
    sit_down, aurora, settings
):
    ada = sit_down(aurora.ada)
    ada.goto("/people/add")
    ada.get_by_label("Name").fill("Eva Moe")
    ada.get_by_label("E-mail address").fill("eva@harbour.example")
    ada.context.clear_cookies(name=settings.CSRF_COOKIE_NAME)
    ada.context.new_page().goto("/people/add")
    ada.get_by_role("button", name="Add").click()
    ada.get_by_text("Go back and send it again; what you wrote is still there.").wait_for()
    ada.go_back()
    assert ada.get_by_label("Name").input_value() == "Eva Moe"
    ada.get_by_role("button", name="Add").click()
    ada.get_by_text("Eva Moe was added and gets a mail.").wait_for()


def test_each_company_of_a_person_has_drafts_of_its_own(sit_down, aurora):
    Membership.objects.create(
        person_id=aurora.ada.person_id,
        partner=aurora.fjord,
        roles=[PartnerRole.PARTNER_ADMIN],
        created_at=clock.now(),
    )
    ada = sit_down(aurora.ada)
    ada.on("dialog", lambda dialog: dialog.accept())
    ada.goto(f"/send?location={aurora.oslo.id}")
    ada.get_by_label("Contact person").fill("Anna Conti")
    ada.reload()
    assert ada.get_by_label("Contact person").input_value() == "Anna Conti"
    ada.locator("summary", has_text="Menu of Ada Berg").click()
    ada.get_by_role("button", name="Fjord Cloud").click()
    ada.get_by_role("heading", name="Leads").first.wait_for()
    ada.goto(f"/send?location={aurora.bergen.id}")
    ada.get_by_text("Harbour IT, Bergen").wait_for()
    assert ada.get_by_label("Contact person").input_value() == ""


def test_words_kept_of_a_profile_do_not_go_over_newer_ones(sit_down, aurora):
    ada, pia = sit_down(aurora.ada), sit_down(aurora.pia)
    for page in (ada, pia):
        page.goto("/profile/text")
    ada.get_by_label("Description").fill("Words of this morning")
    ada.get_by_role("link", name="Cancel").click()
    ada.goto("/profile/text")
    assert ada.get_by_label("Description").input_value() == "Words of this morning"
    pia.get_by_label("Description").fill("Newer words")
    pia.get_by_role("button", name="Save").click()
    pia.get_by_text("Saved.").wait_for()
    ada.goto("/profile/text")
    assert ada.get_by_label("Description").input_value() == "Newer words"
