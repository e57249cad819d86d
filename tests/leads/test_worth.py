"""Values of several currencies sort by what they are worth in the programme's, by the rate they were entered with."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest

from segue.accounts.actions import Settings, change_programme, change_rate
from segue.kit.errors import Forbidden, Invalid, NotFound
from segue.kit.money import Money, converted
from segue.leads.actions import respond, work
from segue.leads.actions.answers import Acceptance, Deal
from segue.leads.lists import lead_list
from segue.leads.models import Lead, LeadEvent, Stage
from segue.leads.wanted import Filters, Tab
from segue.programme.models import Rate
from segue.programme.queries import rules
from segue.programme.rates import RateChanged
from segue.work.loop import drain
from tests import make

HOUR = timedelta(hours=1)
NOK = Decimal("0.0852")


def accepted(world, minor, currency):
    made = make.lead(world)
    deal = Deal(money=Money(minor, currency) if currency else None)
    return respond.accept(made.id, actor=world.ada, at=world.at + HOUR, seen=1, answer=Acceptance(deal))


def by_value(world):
    page = lead_list(
        world.ada, tab=Tab.MARKETPLACE, stage=Stage.ACCEPTED, filters=Filters(), order="value", page="", at=world.at
    )
    return [(lead.value_minor, lead.currency) for lead in page.rows]


def set_nok(world, rate=NOK, *, seen=0):
    return change_rate("NOK", rate, actor=world.vera, at=world.at, seen=seen)


def valued(lead):
    return Lead.objects.values_list("value_sort", "value_rate", "value_in").get(id=lead.id)


@pytest.mark.parametrize(
    ("money", "rate", "into", "minor"),
    [
        (Money(1_250_000, "NOK"), "0.0852", "EUR", 106_500),
        (Money(1, "NOK"), "0.5", "EUR", 1),
        (Money(5_000, "JPY"), "0.0061", "EUR", 3_050),
        (Money(12_345, "EUR"), "163.9", "JPY", 20_233),
        (Money(10**15, "KWD"), "80000", "VND", 80_000_000_000_000_000),
        (Money(10**15, "EUR"), "1000000", "EUR", 9 * 10**18),
    ],
)
def test_an_amount_is_converted_to_the_minor_units_of_the_other_currency(money, rate, into, minor):
    assert converted(money, rate=Decimal(rate), into=into) == Money(minor, into)


def test_values_sort_by_the_programmes_currency_and_unknown_ones_last(world):
    set_nok(world)
    for minor, currency in ((900_000, "EUR"), (11_000_000, "NOK"), (99_000_000, "SEK"), (50_000, "EUR"), (0, "")):
        accepted(world, minor, currency)
    rows = by_value(world)
    assert rows[:3] == [(11_000_000, "NOK"), (900_000, "EUR"), (50_000, "EUR")]
    assert sorted(rows[3:], key=str) == [(99_000_000, "SEK"), (None, "EUR")]


def test_a_value_keeps_the_rate_it_was_entered_with(world):
    set_nok(world)
    lead = accepted(world, 1_250_000, "NOK")
    assert valued(lead) == (106_500, "0.0852", "EUR")
    set_nok(world, Decimal("0.09"), seen=1)
    drain(at=world.at)
    assert valued(lead) == (106_500, "0.0852", "EUR")
    work.edit(lead.id, actor=world.ada, at=world.at + 2 * HOUR, seen=2, deal=Deal(money=Money(1_250_000, "NOK")))
    assert valued(lead) == (112_500, "0.09", "EUR")
    assert "value_rate" not in LeadEvent.objects.get(lead=lead, version=3).changes


def test_a_rate_that_becomes_known_values_what_waited_for_it(world):
    lead, other = accepted(world, 1_250_000, "NOK"), accepted(world, 700, "SEK")
    assert valued(lead) == (-1, "", "EUR")
    set_nok(world)
    drain(at=world.at)
    assert valued(lead) == (106_500, "0.0852", "EUR")
    assert valued(other) == (-1, "", "EUR")
    assert Lead.objects.get(id=lead.id).version == lead.version


def test_another_currency_of_the_programme_values_everything_anew(world):
    euro, krone = accepted(world, 100_000, "EUR"), accepted(world, 100_000, "NOK")
    settings = Settings(
        name="Aurora Partners", vendor_name="Aurora Software", inbox="partners@aurora.example", currency="NOK"
    )
    change_programme(settings, actor=world.vera, at=world.at, seen=1)
    drain(at=world.at)
    assert valued(krone) == (100_000, "1", "NOK")
    assert valued(euro) == (-1, "", "NOK")


def test_rates_are_versions_and_one_may_end(world):
    set_nok(world)
    set_nok(world, Decimal("0.09"), seen=1)
    set_nok(world, None, seen=2)
    assert list(Rate.objects.order_by("version").values_list("version", "rate", "current")) == [
        (1, "0.0852", False),
        (2, "0.09", False),
        (3, "", True),
    ]
    assert rules().rate("NOK") is None
    with pytest.raises(RateChanged):
        set_nok(world, seen=2)


@pytest.mark.parametrize("rate", ["0", "-1", "0.000000001", "1000001", "NaN", "Infinity"])
def test_what_is_no_rate_is_refused(world, rate):
    with pytest.raises(Invalid):
        set_nok(world, Decimal(rate))


def test_who_may_set_rates(world):
    for actor, refusal in ((world.otto, Forbidden), (world.paula, NotFound), (world.ada, NotFound)):
        with pytest.raises(refusal):
            change_rate("NOK", NOK, actor=actor, at=world.at, seen=0)
    with pytest.raises(Invalid):
        change_rate("EUR", NOK, actor=world.vera, at=world.at, seen=0)


def test_the_pages_say_it(as_, world, time_machine):
    time_machine.move_to(world.at, tick=False)
    client = as_(world.vera)
    assert "No rate is known yet" in client.get("/vendor/programme/rates").content.decode()
    assert client.post("/vendor/programme/rates", {"currency": "NOK", "rate": "cheap"}).status_code == 422
    nameless = client.post("/vendor/programme/rates", {"currency": "", "rate": "0.0852"}).content.decode()
    assert "Choose the currency whose rate you write." in nameless
    assert client.post("/vendor/programme/rates", {"currency": "NOK", "rate": "0,0852"}).status_code == 302
    assert "0.0852" in client.get("/vendor/programme/rates").content.decode()
    assert as_(world.otto).post("/vendor/programme/rates", {"currency": "NOK", "rate": "1"}).status_code == 403
    lead, unknown = accepted(world, 1_250_000, "NOK"), accepted(world, 1_250_000, "SEK")
    page = as_(world.ada).get(f"/leads/{lead.id}").content.decode()
    assert "Value in EUR" in page
    assert "€1,065 at 0.0852" in page
    assert "no rate is known; it sorts last" in as_(world.ada).get(f"/leads/{unknown.id}").content.decode()
    rows = as_(world.ada).get("/leads/marketplace/accepted").content.decode()
    assert 'title="€1,065 at 0.0852"' in rows
    assert "Highest value first, in EUR" in rows


def test_of_two_admins_who_look_at_the_same_rates_the_second_is_told_that_one_has_changed(as_, world):
    set_nok(world)
    client, url = as_(world.vera), "/vendor/programme/rates"
    [seen] = re.findall(r'name="seen-NOK" value="(\d+)"', client.get(url).content.decode())
    first, second = ({"currency": "NOK", "rate": rate, "seen-NOK": seen} for rate in ("0.09", "0.08"))
    assert client.post(url, first).status_code == 302
    refused = client.post(url, second)
    assert (refused.status_code, rules().rates["NOK"].rate) == (422, "0.09")
    assert "Somebody changed this rate meanwhile." in refused.content.decode()

    # The page now shows the other's rate; saving again is meant.
    [seen] = re.findall(r'name="seen-NOK" value="(\d+)"', refused.content.decode())
    assert client.post(url, second | {"seen-NOK": seen}).status_code == 302
    assert rules().rates["NOK"].rate == "0.08"
