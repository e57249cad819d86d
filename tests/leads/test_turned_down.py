from datetime import timedelta

import pytest

from segue.leads.actions import respond
from segue.leads.actions.answers import Refusal
from segue.leads.turned_down import TurnedDown, turned_down
from tests import make

pytestmark = pytest.mark.django_db

TAGS = {
    "product": ["erp", "cloud"],
    "industry": ["transport"],
    "size": ["51-250"],
    "keyword": ["warehouse planning", "barcode"],
    "country": ["IT"],
}


def declined(world, reason, *, days=0, **copy):
    lead = make.lead(world, at=world.at - timedelta(days=days), **copy)
    at = world.at - timedelta(days=days) + timedelta(hours=1)
    respond.decline(lead.id, actor=world.ada, at=at, seen=1, answer=Refusal(reason), hold=False)


def found(world):
    return turned_down(world.harbour.id, TAGS, at=world.at + timedelta(days=1))


def test_words_are_named_whose_leads_were_mostly_declined_for_what_they_say(world):
    declined(world, "not_our_field", products=["erp"], industries=[], customer_size="")
    assert found(world) == []
    declined(world, "budget", products=["erp"], industries=["transport"], need="Barcodes")
    declined(world, "not_our_region", products=["cloud"], industries=[])
    declined(world, "not_our_region", products=["cloud"], industries=[])
    make.lead(world, "accepted", products=["cloud"])
    make.lead(world, "accepted", products=["security"])
    make.lead(world)
    assert found(world) == [TurnedDown("product", "erp", 2, 2)]


def test_a_region_that_does_not_suit_speaks_against_the_country_only(world):
    for _ in range(3):
        declined(world, "not_our_region")
    assert found(world) == [TurnedDown("country", "IT", 3, 3)]


def test_keywords_are_found_in_what_the_customer_wrote_or_searched(world):
    for number in range(2):
        declined(world, "not_our_field", products=[], industries=[], customer_size="", found_what=f"BARCODE {number}")
    assert [(one.kind, one.code) for one in found(world)] == [("keyword", "barcode"), ("keyword", "warehouse planning")]


def test_no_capacity_says_nothing_and_last_years_no_is_forgotten(world):
    for _ in range(2):
        declined(world, "no_capacity")
        declined(world, "not_our_field", days=366)
    assert found(world) == []


def test_other_companies_leads_are_not_counted(world):
    lead = [make.lead(world, location=world.oslo) for _ in range(2)]
    for one in lead:
        respond.decline(one.id, actor=world.dora, at=world.at, seen=1, answer=Refusal("not_our_field"), hold=False)
    assert found(world) == []
