"""A customer finds three partners in Italian, with slips of the hand, and passes a no on; a partner follows advice and
rises; the vendor tries other weights and goes back."""

import re
from datetime import timedelta

import pytest

from segue.accounts.actions import NewPartner, NewPerson, Place, add_location, add_partner, add_person
from segue.accounts.models import Partner
from segue.accounts.queries import actor_for
from segue.accounts.roles import PartnerRole
from segue.directory.actions import add_alert_contact, edit_profile, impression_writer, publish
from segue.directory.gazetteer.fill import fill
from segue.kit import clock
from segue.kit.working_time import office_hours
from segue.leads.models import Lead
from segue.programme.defaults import TENTHS
from segue.programme.queries import rules
from segue.requests.bots import FASTEST
from segue.requests.models import Request
from tests import make
from tests.journeys.conftest import link_in, main_of
from tests.requests.asking import nordlicht
from tests.towns import TOWNS

UDINE = (46.0693, 13.23715)
MOVES = {"service": ["migration"], "language": ["it"], "keyword": ["magazzino"]}


@pytest.fixture
def lago(aurora, pass_time):
    """A third partner, Lago Sistemi in Udine; like both others it moves systems."""
    at = aurora.at
    fill(TOWNS)
    made = add_partner(NewPartner(name="Lago Sistemi", status=Partner.Status.ACTIVE), actor=aurora.vera, at=at)
    who = NewPerson(email="enrico@lago.example", name="Enrico Sala")
    added = add_person(made.id, actor=aurora.vera, at=at, person=who, roles=[PartnerRole.PARTNER_ADMIN])
    enrico = actor_for(added.person)
    hours = office_hours("Europe/Rome").hours
    udine = Place(name="Udine", city="Udine", country="IT", time_zone="Europe/Rome", hours=hours, point=UDINE)
    place = add_location(made.id, actor=aurora.vera, at=at, place=udine)
    edit_profile(made.id, actor=enrico, at=at, seen=None, description="Gestionali in ordine.", tags=MOVES)
    add_alert_contact(
        place.id, partner_id=made.id, actor=aurora.vera, at=at, name="Enrico Sala", email="enrico@lago.example"
    )
    publish(made.id, actor=enrico, at=at)
    text = "Cloud platforms that are watched day and night."
    edit_profile(aurora.fjord.id, actor=aurora.dora, at=at, seen=None, description=text, tags=MOVES, remote=True)
    pass_time(seconds=0)
    return made


def test_three_are_found_near_a_town_in_spite_of_slips_asked_at_once_and_a_no_is_passed_on(
    new_page, sit_down, aurora, mails_to, lago, pass_time
):
    nordlicht(aurora)
    page = new_page(locale="it")
    page.goto("/")
    page.get_by_label("Di che cosa ha bisogno?").fill("migrasione")
    page.get_by_label("Dove?").fill("Triestte")
    page.get_by_role("button", name="Cerca").click()
    found = main_of(page)
    assert "Nessuno ha «migrasione». Questi sono i risultati per «migrazione»." in found
    assert "Si è cercato intorno a Trieste, Italia." in found
    cards = page.locator(".card")
    assert sorted(cards.locator("h3 a").all_inner_texts()) == ["Fjord Cloud", "Harbour IT", "Lago Sistemi"]
    harbour = cards.filter(has_text="Harbour IT")
    harbour.get_by_text("Perché qui?").click()
    assert "A Trieste." in harbour.inner_text()
    assert "punti su 100 in tutto" in harbour.inner_text()

    harbour.get_by_label("Chiedi").check()
    page.reload()
    page.get_by_role("button", name="Chiedi a questo").wait_for()
    page.get_by_label("Di che cosa ha bisogno?").fill("magazzino")
    page.get_by_role("button", name="Cerca").click()
    for name in ("Fjord Cloud", "Lago Sistemi"):
        cards.filter(has_text=name).get_by_label("Chiedi").check()
    page.get_by_role("button", name="Chiedi a questi 3").click()
    page.get_by_label("Di che cosa ha bisogno?").fill("Spostare il magazzino prima dell'estate")
    page.get_by_label("Azienda", exact=True).fill("Conti Logistica")
    page.get_by_label("Paese").select_option("IT")
    page.get_by_label("Il suo nome").fill("Anna Conti")
    page.get_by_role("textbox", name="Indirizzo e-mail").fill("anna@conti.example")
    page.get_by_role("checkbox").last.check()
    pass_time(seconds=FASTEST.total_seconds())
    page.locator("main form button[type=submit]").last.click()
    page.locator("h1", has_text="Anna Conti").wait_for()
    assert Request.objects.get().wishes.count() == 3

    [thanks] = mails_to("anna@conti.example")
    page.goto(link_in(thanks))
    page.get_by_role("button", name="Sì, sono io").click()
    assert sorted(page.locator("[data-kind=having] strong").all_inner_texts()) == [
        "Fjord Cloud",
        "Harbour IT",
        "Lago Sistemi",
    ]

    giulia = sit_down(aurora.giulia, locale="it")
    giulia.goto(link_in(mails_to("giulia@harbour.example")[-1]))
    giulia.get_by_role("link", name="Rifiuta", exact=True).click()
    giulia.get_by_label("Nessuna disponibilità ora").check()
    giulia.get_by_role("button", name="Rifiuta e chiudi").click()
    giulia.get_by_text(re.compile(r"Rifiuto alle \d\d:\d\d")).first.wait_for()
    pass_time(minutes=5)
    page.goto(link_in(mails_to("anna@conti.example")[-1]))
    page.get_by_role("button", name="Chiedi a Nordlicht").click()
    page.get_by_text("Nordlicht ha ora la sua richiesta.").wait_for()
    assert {lead.partner.name: lead.stage for lead in Lead.objects.select_related("partner")} == {
        "Fjord Cloud": "received",
        "Harbour IT": "archived",
        "Lago Sistemi": "received",
        "Nordlicht": "received",
    }


def test_a_partner_rises_by_following_the_advice(new_page, sit_down, aurora, lago, pass_time):
    waiting = [
        make.lead(aurora, at=clock.now() - timedelta(hours=1), customer_email=f"anna{number}@conti.example")
        for number in range(3)
    ]
    visitor = new_page()
    assert found_by(visitor) == ["Lago Sistemi", "Harbour IT", "Fjord Cloud"]
    impression_writer.write()

    ada = sit_down(aurora.ada)
    ada.goto("/leads/more")
    ada.get_by_role("link", name="Why am I shown here").click()
    assert "“migration”, near Trieste" in main_of(ada)
    assert "last at place 2 of 3" in main_of(ada)
    ada.get_by_text(re.compile(r"Answering the 3 leads that wait would add about 6\.5 points")).wait_for()
    for lead in waiting:
        ada.goto(f"/leads/{lead.id}/declination")
        ada.get_by_label("No capacity now").check()
        ada.get_by_role("button", name="Decline and close").click()
        ada.get_by_text(re.compile(r"Declining at \d\d:\d\d")).first.wait_for()
    pass_time(minutes=5)
    assert found_by(visitor) == ["Harbour IT", "Lago Sistemi", "Fjord Cloud"]


def found_by(visitor):
    """Who is found near Trieste, in the order shown."""
    visitor.goto("/?what=migration&where=Trieste")
    return visitor.locator(".card h3 a").all_inner_texts()


def test_the_vendor_tries_other_weights_brings_them_into_force_and_goes_back(
    new_page, sit_down, aurora, lago, pass_time
):
    new_page().goto("/?what=magazzino&service=migration&where=Udine")
    impression_writer.write()
    vera = sit_down(aurora.vera)
    vera.goto("/vendor/programme/order")
    vera.get_by_label("Distance").fill("0")
    vera.get_by_label("Words").fill("500")
    assert vera.locator("output[for=weight-proximity]").inner_text() == "0"
    vera.get_by_role("button", name="Show the difference").click()
    assert vera.locator(".figure", has_text="searches replayed").inner_text().startswith("1")
    vera.get_by_label("Why").fill("Words first")
    vera.get_by_role("button", name="Propose").click()
    assert "Nobody else could approve it" in main_of(vera)
    assert rules().ordering.version == 0

    pass_time(hours=24)
    assert (rules().ordering.version, rules().ordering.tenths["proximity"]) == (1, 0)
    vera.goto("/how-results-are-ordered")
    assert "Distance" not in vera.locator(".weights").inner_text()
    vera.goto("/vendor/programme/order")
    assert "Words first" in main_of(vera)
    vera.get_by_role("button", name="Back to this 0").click()
    pass_time(hours=24)
    assert (rules().ordering.version, dict(rules().ordering.tenths)) == (2, TENTHS)
