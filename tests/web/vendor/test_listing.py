from datetime import date, timedelta

import pytest

from segue.accounts.models import Partner
from segue.directory.actions import edit_profile, pause, unpublish
from segue.directory.models import BusinessProfile
from tests import make

TAGS = {"product": ["erp"], "not_country": ["SE"], "not_size": ["1-9"]}


def told(as_, world, who="paula"):
    return as_(getattr(world, who)).get(f"/vendor/partners/{world.harbour.id}").context["listing"]


def test_who_is_listed_leads_to_its_page_and_says_for_whom_it_is_never_shown(as_, world):
    assert told(as_, world) == {"listed": True, "url": "/partners/harbour-it", "why_not": [], "never": []}
    edit_profile(
        world.harbour.id, actor=world.ada, at=world.at, seen=None, description="Stock.", tags=TAGS,
        budget_from_minor=500_000,
    )  # fmt: skip
    assert told(as_, world)["never"] == [
        "It rules out these countries: Sweden.",
        "It rules out companies of these sizes: 1 to 9 employees.",
        "It rules out budgets below €5,000.",
    ]


@pytest.mark.django_db
def test_what_keeps_a_partner_out_is_said_in_the_order_in_which_it_is_mended(as_, world, time_machine):
    time_machine.move_to(world.at, tick=False)
    BusinessProfile.objects.filter(partner=world.harbour).update(capacity=1)
    make.lead(world)
    full = told(as_, world)
    assert (full["listed"], full["url"]) == (False, "/partners/harbour-it")
    assert full["why_not"] == ["Unanswered requests: 1 of the 1 it takes at a time."]
    pause(world.harbour.id, actor=world.ada, at=world.at, until=world.at + timedelta(days=3))
    assert told(as_, world)["why_not"][0] == (
        "It takes a break until 10 September. By its name it is found all the same."
    )
    unpublish(world.harbour.id, actor=world.ada, at=world.at)
    assert told(as_, world)["why_not"] == ["Its business profile is a draft; the company has not published it."]
    Partner.objects.filter(id=world.harbour.id).update(status="suspended")
    suspended = told(as_, world)
    assert suspended["url"] == ""
    assert suspended["why_not"][0] == "The company does not take part: only approved and active ones are listed."
    BusinessProfile.objects.filter(partner=world.harbour).delete()
    assert told(as_, world)["why_not"][-1] == "It has no business profile yet."


def test_without_a_published_location_nobody_is_listed(as_, world):
    world.bergen.published = world.trieste.published = False
    world.bergen.save()
    world.trieste.save()
    assert told(as_, world)["why_not"] == ["None of its locations is published."]


def test_the_end_of_a_break_is_the_same_day_for_everybody_with_its_year_when_it_is_another(as_, client, world):
    person = world.person(world.paula)
    person.time_zone = "America/New_York"
    person.save(update_fields=["time_zone"])
    pause(world.harbour.id, actor=world.ada, at=world.at, until=date(2028, 1, 3))
    said = "It takes a break until 3 January 2028. By its name it is found all the same."
    assert told(as_, world)["why_not"] == [said]
    client.logout()
    assert "Harbour IT accepts requests from 3 January 2028." in client.get("/partners/harbour-it").content.decode()
