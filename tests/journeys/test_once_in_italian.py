"""Everything once in Italian: Anna asks, Ada answers and wins, Paula nudges; no page says anything in English."""

import re
from datetime import timedelta
from functools import cache

from babel.messages.pofile import read_po

from segue.kit import clock
from segue.leads.models import Lead
from segue.requests.bots import FASTEST
from tests import make
from tests.journeys.conftest import kinds, link_in, main_of
from tools.messages import catalogue_path


@cache
def english():
    """The sentences and labels of two words and more that are said otherwise in Italian, and always as they stand."""
    with catalogue_path("it").open("rb") as file:
        catalogue = read_po(file)
    plain = {message.id for message in catalogue if isinstance(message.id, str) and message.id != message.string}
    return {text for text in plain if " " in text and "%" not in text and "<" not in text}


def all_italian(page):
    """Refuse a page that says it is in another language, or has a line of ours in English; return its text."""
    assert page.locator("html").get_attribute("lang") == "it"
    shown = page.inner_text("body")
    assert not english() & {line.strip() for line in shown.splitlines()}, page.url
    return shown


def test_anna_ada_and_paula_work_in_italian(new_page, sit_down, aurora, mails_to, pass_time):
    before = {"at": clock.now() - timedelta(days=5), "customer_email": "info@mulino.example"}
    quiet = make.lead(aurora, "accepted", customer_company="Mulino Bianchi", **before)
    mails_to("ada@harbour.example")
    anna_asks(new_page(locale="it-IT"), mails_to=mails_to, pass_time=pass_time)

    ada = in_italian(sit_down(aurora.ada))
    for page in ("/me/mails", "/notices", "/people", "/people/add", "/profile", "/leads/more", "/leads"):
        ada.goto(page)
        all_italian(ada)
    ada_wins(ada)
    pass_time(minutes=6)
    assert Lead.objects.get(customer_company="Conti Logistica").value_minor == 1_250_000
    assert [mail.subject for mail in mails_to("anna@conti.example")][1:] == ["Harbour IT ha accettato la sua richiesta"]

    paula = in_italian(sit_down(aurora.paula))
    for page in ("/vendor/leads", "/vendor/inbox", "/vendor/partners", f"/vendor/leads/{quiet.id}", "/vendor/today"):
        paula.goto(page)
        all_italian(paula)
    paula.get_by_role("button", name="Sollecita").click()
    paula.get_by_text(re.compile(r"A Harbour IT viene chiesto alle \d\d:\d\d")).wait_for()
    assert "Ci si sta occupando di tutti." in all_italian(paula)
    pass_time(minutes=6)
    nudged = mails_to("ada@harbour.example")[-1]
    assert kinds([nudged]) == ["lead_nudged"]
    ada.goto(link_in(nudged))
    assert "Mulino Bianchi" in main_of(ada)
    all_italian(ada)


def in_italian(page):
    """Choose Italian on one's own page, and return the page."""
    page.goto("/me")
    page.get_by_role("combobox", name="Language").select_option("it")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Salvato.").wait_for()
    all_italian(page)
    return page


def anna_asks(anna, *, mails_to, pass_time):
    """As Anna, ask Harbour IT from its profile, and confirm on the page that the mail leads to."""
    anna.goto("/partners/harbour-it")
    all_italian(anna)
    anna.get_by_role("link", name="Invia una richiesta").first.click()
    anna.get_by_label("Di che cosa ha bisogno?").fill("Spostare la pianificazione del magazzino nel cloud")
    anna.get_by_label("Azienda", exact=True).fill("Conti Logistica")
    anna.get_by_label("Paese").select_option("IT")
    anna.get_by_label("Il suo nome").fill("Anna Conti")
    anna.get_by_label("Indirizzo e-mail").fill("anna@conti.example")
    all_italian(anna)
    pass_time(seconds=FASTEST.total_seconds())
    anna.get_by_label("Harbour IT può ricevere quanto ho scritto qui").check()
    anna.get_by_role("button", name="Invia la richiesta").click()
    anna.get_by_role("heading", name="Grazie, Anna Conti").wait_for()
    [thanks] = mails_to("anna@conti.example")
    anna.goto(link_in(thanks))
    anna.get_by_role("button", name="Sì, sono io").click()
    all_italian(anna)


def ada_wins(ada):
    """As Ada, open Anna's lead in the list, accept it, log a call and close it as won."""
    ada.get_by_role("link", name="Conti Logistica").click()
    ada.get_by_role("link", name="Accetta", exact=True).click()
    ada.get_by_label("Valore stimato").fill("12.500")
    all_italian(ada)
    ada.get_by_role("button", name="Accetta").click()
    ada.get_by_text("Accettato. Ora contatti Anna.").wait_for()
    ada.get_by_role("button", name="Per telefono").click()
    ada.get_by_text("Ada Berg ha contattato il cliente").wait_for()
    ada.get_by_role("link", name="Vinto").click()
    ada.get_by_role("button", name="Vinto").click()
    ada.get_by_text(re.compile(r"Chiusura come vinto alle \d\d:\d\d")).first.wait_for()
    all_italian(ada)
