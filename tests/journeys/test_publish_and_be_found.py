"""A new partner publishes its profile in a browser without script, and a customer finds it."""

import pytest

from segue.accounts.actions import NewPartner, NewPerson, add_partner, add_person
from segue.accounts.models import Partner
from segue.accounts.queries import actor_for
from segue.accounts.roles import PartnerRole
from segue.kit import clock
from tests import people


@pytest.fixture
def enrico(live):
    """Enrico Sala, partner admin of Lago Sistemi, which has nothing but its name."""
    world = people.world(clock.now())
    lago = add_partner(NewPartner(name="Lago Sistemi", status=Partner.Status.ACTIVE), actor=world.vera, at=world.at)
    enrico = NewPerson(email="enrico@lago.example", name="Enrico Sala")
    added = add_person(lago.id, actor=world.vera, at=world.at, person=enrico, roles=[PartnerRole.PARTNER_ADMIN])
    return actor_for(added.person)


def test_a_partner_publishes_and_is_found(new_page, sit_down, enrico):
    page = sit_down(enrico, java_script_enabled=False)
    page.goto("/profile")
    page.get_by_role("button", name="Publish").click()
    assert "Describe in a few sentences what you do." in page.inner_text("main")

    page.get_by_role("link", name="Describe in a few sentences what you do.").click()
    page.get_by_label("Description").fill("Scales and tills for shops by the lake.")
    page.get_by_role("group", name="Services").get_by_label("Support").check()
    page.get_by_label("Skills and keywords").fill("scales, tills")
    page.get_by_role("button", name="Save").click()

    page.get_by_role("link", name="Give at least one location").click()
    page.get_by_label("Name").fill("Como")
    page.get_by_label("Town").fill("Como")
    page.get_by_label("Monday").fill("9-12:30, 14-18")
    page.get_by_role("button", name="Save").click()
    page.get_by_role("link", name="Add a contact Como").click()
    page.get_by_label("Name").fill("Enrico Sala")
    page.get_by_label("E-mail address").fill("enrico@lago.example")
    page.get_by_role("button", name="Add").click()
    page.locator("aside").get_by_role("button", name="Publish").click()
    assert "Your profile is published." in page.inner_text("main")

    customer = new_page(locale="it", java_script_enabled=False)
    customer.goto("/")
    customer.get_by_label("Di che cosa ha bisogno?").fill("bilance tills")
    customer.get_by_role("button", name="Cerca").click()
    assert customer.locator(".card h3").all_inner_texts() == ["Lago Sistemi"]
    customer.get_by_role("link", name="Lago Sistemi").click()
    assert customer.locator("h1").inner_text() == "Lago Sistemi"
    assert "lun 09:00–12:30, 14:00–18:00" in customer.inner_text("main")
    assert "Enrico" not in customer.content()
    assert customer.get_by_role("link", name="Invia una richiesta").get_attribute("href").startswith("/ask?location=")
