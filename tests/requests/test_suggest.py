"""Whom a request fits best, in the scorer's order and with reasons, and why others are not suggested."""

from dataclasses import replace
from datetime import timedelta

import pytest

from segue.accounts.actions import change_partner_status
from segue.accounts.models import Partner
from segue.directory.actions import edit_profile, pause, unpublish
from segue.directory.models import BusinessProfile, Tag
from segue.directory.ranking.reasons import Because
from segue.requests.queries import fitting, others, who_does_not_fit
from segue.requests.suggest import Described, left_out, suggested
from tests.requests.asking import asked, nordlicht, sent

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
ANNA = Described(
    country="IT",
    city="Trieste",
    need="Move our warehouse planning",
    products=("erp", "cloud"),
    services=("migration",),
    industries=("transport",),
    size="51-250",
    language="it",
)


def names(found):
    return [one.profile.partner.name for one in found.results]


def whys(found):
    return {one.name: one.why for one in found}


def test_who_fits_best_comes_first_with_points_that_add_up_and_reasons(world):
    found = suggested(ANNA, at=world.at, most=10)
    assert names(found) == ["Harbour IT", "Fjord Cloud"]
    harbour, fjord = found.results
    assert harbour.location == world.trieste
    assert [one.placed.position for one in found.results] == [1, 2]
    assert harbour.placed.scored.total > fjord.placed.scored.total
    for one in found.results:
        assert sum(one.placed.scored.points) == one.placed.scored.total
    assert {Because.PRODUCTS, Because.INDUSTRIES, Because.SIZE, Because.LANGUAGE} <= {
        reason.because for reason in harbour.reasons
    }


def test_who_is_as_good_as_tied_takes_turns_by_day_and_a_no_puts_nobody_else_behind(world):
    """Nordlicht says what Fjord Cloud says; the request says nothing that one of them answers better."""
    nordlicht(world)
    plain = Described(country="", need="")
    firsts = set()
    for days in range(20):
        at = world.at + days * DAY
        order = names(suggested(plain, at=at, most=10))
        assert names(suggested(plain, at=at + timedelta(hours=3), most=10)) == order
        asked_one = replace(plain, asked=frozenset({world.harbour.id}))
        assert names(suggested(asked_one, at=at, most=10)) == [name for name in order if name != "Harbour IT"]
        firsts.add(order[0])
    assert len(firsts) > 1
    assert replace(ANNA, products=("cloud", "erp"), asked=frozenset({world.fjord.id})).key() == ANNA.key()


def test_the_customers_others_are_in_the_same_order(world):
    nordlicht(world)
    request = asked(world, products=("cloud", "erp"), services=("migration",))
    order = names(fitting(request, at=world.at, most=10))
    assert order[0] == "Harbour IT"
    assert [one.partner.name for one in others(request, at=world.at).locations()] == order[:3]


def test_who_was_asked_and_who_sent_it_are_left_out_and_named(world):
    lead = sent(world, world.oslo, by=world.ada, typed={"products": ("cloud",)})
    assert whys(who_does_not_fit(lead.request_id, actor=world.ada, at=world.at)) == {
        "Fjord Cloud": "Was asked already",
        "Harbour IT": "Sends this lead",
    }
    assert who_does_not_fit(lead.request_id, actor=world.dora, at=world.at) == []


def test_what_a_partner_rules_out_bars_it_with_the_reason(world):
    Tag.objects.create(profile_id=world.harbour.id, kind=Tag.Kind.NOT_SIZE, code="51-250")
    BusinessProfile.objects.filter(partner=world.fjord).update(budget_from_minor=5_000_000)
    rich, poor = 6_000_000, 1_000_000
    for budget, left in ((rich, ["Fjord Cloud"]), (poor, [])):
        about = Described(**{**_plain(ANNA), "budget_minor": budget})
        assert names(suggested(about, at=world.at, most=10)) == left
    assert whys(left_out(about, at=world.at, published_only=False)) == {
        "Fjord Cloud": "Takes no budget below €50,000",
        "Harbour IT": "Rules out companies of this size",
    }
    swedish = Described(**{**_plain(ANNA), "country": "SE", "size": ""})
    assert whys(left_out(swedish, at=world.at, published_only=False)) == {
        "Fjord Cloud": "Rules out customers in this country: Sweden"
    }


def test_what_a_partner_rules_out_and_who_is_not_published_is_for_the_vendor_alone(world):
    for partner in (world.harbour, world.fjord):
        Tag.objects.create(profile_id=partner.id, kind=Tag.Kind.NOT_SIZE, code="51-250")
    unpublish(world.fjord.id, actor=world.dora, at=world.at)
    ruled_out = "Rules out companies of this size"
    vendor = {"Fjord Cloud": ruled_out, "Harbour IT": ruled_out}
    assert whys(left_out(ANNA, at=world.at, published_only=False)) == vendor
    assert left_out(ANNA, at=world.at, published_only=True) == []
    pause(world.harbour.id, actor=world.ada, at=world.at)
    assert whys(left_out(ANNA, at=world.at, published_only=True)) == {"Harbour IT": "Takes no requests at present"}


@pytest.mark.parametrize("status", [Partner.Status.SUSPENDED, Partner.Status.LEFT])
def test_who_takes_no_part_is_not_named_to_a_partner(world, status):
    Tag.objects.create(profile_id=world.fjord.id, kind=Tag.Kind.NOT_COUNTRY, code="IT")
    change_partner_status(world.fjord.id, actor=world.vera, at=world.at, status=status)
    assert whys(left_out(ANNA, at=world.at, published_only=False)) == {
        "Fjord Cloud": "Rules out customers in this country: Italy"
    }
    assert left_out(ANNA, at=world.at, published_only=True) == []


def _plain(about):
    return {name: getattr(about, name) for name in about.__slots__}


def test_who_takes_nothing_is_named_with_why_and_what_is_not_public_only_to_the_vendor(world):
    pause(world.harbour.id, actor=world.ada, at=world.at)
    unpublish(world.fjord.id, actor=world.dora, at=world.at)
    assert names(suggested(ANNA, at=world.at, most=10)) == []
    assert whys(left_out(ANNA, at=world.at, published_only=False)) == {
        "Fjord Cloud": "Not published",
        "Harbour IT": "Takes no requests at present",
    }
    assert whys(left_out(ANNA, at=world.at, published_only=True)) == {"Harbour IT": "Takes no requests at present"}


def test_a_full_and_a_suspended_partner_are_not_suggested(world):
    BusinessProfile.objects.filter(partner=world.harbour).update(capacity=1)
    asked(world, world.bergen)
    change_partner_status(world.fjord.id, actor=world.vera, at=world.at, status=Partner.Status.SUSPENDED)
    assert names(suggested(ANNA, at=world.at, most=10)) == []
    assert whys(left_out(ANNA, at=world.at, published_only=False)) == {
        "Fjord Cloud": "Takes part no longer, or is suspended",
        "Harbour IT": "Full at the moment",
    }


def test_the_number_of_statements_does_not_grow_with_the_partners(world, django_assert_max_num_queries):
    edit_profile(
        world.fjord.id, actor=world.dora, at=world.at, seen=None, description="All.", tags={"product": ["erp", "cloud"]}
    )
    with django_assert_max_num_queries(40) as one:
        suggested(ANNA, at=world.at, most=10)
    for number in range(2):
        _another(world, number)
    with django_assert_max_num_queries(40) as more:
        suggested(ANNA, at=world.at, most=10)
    assert len(more) == len(one)


def _another(world, number):
    place = nordlicht(world)
    Partner.objects.filter(id=place.partner_id).update(name=f"Nordlicht {number}", slug=f"nordlicht-{number}")
