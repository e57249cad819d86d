"""The directory is told of partners' leads in numbers: soon after a change, every day, and from when a partner says."""

from dataclasses import replace
from datetime import timedelta

import pytest

from segue.accounts.actor import Customer
from segue.directory.models import PartnerSignals
from segue.directory.ranking.facts import Means, Signals, Tally
from segue.directory.signals import means, signals_of, tier, usually_within
from segue.insights.actions.afresh import count_again, start_afresh
from segue.insights.actions.refold import refold
from segue.insights.actions.tell import tell_means_if_due, tell_signals
from segue.insights.queries import afresh_of, one_reason_of
from segue.kit.errors import Forbidden, NotFound
from segue.leads.actions.withdraw import withdraw
from segue.outbox.models import Message
from tests import make
from tests.insights.counting import facts

pytestmark = pytest.mark.django_db
HOUR, DAY, SECOND = timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)


def lead(world, stage, number=0, **more):
    return make.lead(world, stage, customer_email=f"{stage}{number}@conti.example", **more)


def hear():
    for fact in facts():
        refold(fact)


def test_a_partners_signals_are_its_leads_faded_to_the_moment(world, django_assert_num_queries):
    for stage in ("won", "declined"):
        lead(world, stage)
    lead(world, "accepted", location=world.oslo)
    hear()
    assert tell_signals(at=world.at + 12 * HOUR) == 2

    with django_assert_num_queries(1):
        told = signals_of([world.harbour.id, world.fjord.id])
    harbour = told[world.harbour.id]
    assert harbour.prompt == {"inquiry": Tally(2.0, 2.0)}
    assert harbour.speed == {"inquiry": Tally(2.0, 1.834)}
    assert (harbour.taken, harbour.passed_up, harbour.leads) == (1.5, 1.0, 2.0)
    assert harbour.facets["product:erp"] == (1.5, 1.0)
    assert (harbour.won, harbour.reported) == (Tally(1.0, 1.0), Tally(1.0, 1.0))
    assert told[world.fjord.id].prompt == {"inquiry": Tally(1.0, 1.0)}

    tell_signals(at=world.at + 180 * DAY)
    later = signals_of([world.harbour.id])[world.harbour.id]
    assert later.prompt == {"inquiry": Tally(1.0, 1.0)}
    assert later.leads == 2.0


def test_who_changed_is_told_of_next_and_everybody_once_a_day(world):
    lead(world, "won")
    lead(world, "won", location=world.oslo)
    hear()
    assert [tell_signals(at=world.at + n * HOUR) for n in (12, 13)] == [2, 0]
    lead(world, "declined", 1)
    hear()
    assert tell_signals(at=world.at + 14 * HOUR) == 1
    assert tell_signals(at=world.at + 36 * HOUR - SECOND) == 0
    assert tell_signals(at=world.at + 36 * HOUR) == 1
    assert tell_signals(at=world.at + 38 * HOUR) == 1


def test_what_is_usual_is_told_from_all_partners(world, django_assert_num_queries):
    assert means(half=3.0) == Means(half=3.0)
    lead(world, "won")
    lead(world, "lost")
    lead(world, "declined", location=world.oslo)
    hear()
    tell_means_if_due(at=world.at)
    with django_assert_num_queries(1):
        usual = means(half=3.0)
    assert usual.half == 3.0
    assert usual.prompt == {"inquiry": (3 + 4 * 0.5) / (3 + 4)}
    assert usual.won == (1 + 6 * 0.5) / (2 + 6)
    assert usual.facets["country:IT"] == (1.0, 1.0)

    make.lead(world, "won", customer_email="")
    hear()
    tell_means_if_due(at=world.at + HOUR)
    assert means(half=3.0) == usual
    tell_signals(at=world.at + HOUR)
    tell_means_if_due(at=world.at + 2 * HOUR)
    assert means(half=3.0).won == pytest.approx((2 + 6 * 0.5) / (3 + 6), abs=0.01)


def test_how_soon_a_partner_usually_answers_is_said_from_its_fifth_answer(world):
    for number in range(4):
        lead(world, "declined", number)
    hear()
    tell_signals(at=world.at + DAY)
    assert usually_within([world.harbour.id]) == {}
    lead(world, "accepted", 5)
    hear()
    tell_signals(at=world.at + DAY)
    assert usually_within([world.harbour.id, world.fjord.id]) == {world.harbour.id: "hours"}


def test_who_always_gives_the_same_reason_is_looked_at(world, as_):
    for number in range(10):
        lead(world, "declined", number)
        if number == 8:
            hear()
            tell_signals(at=world.at + DAY)
            assert one_reason_of(world.harbour.id) == ""
    hear()
    tell_signals(at=world.at + DAY)
    assert one_reason_of(world.harbour.id) == "not_our_region"
    assert one_reason_of(world.fjord.id) == ""

    record = f"/vendor/partners/{world.harbour.id}"
    sentence = "Nearly all its declines give one reason: Not our region."
    for reader, told in ((world.paula, True), (world.otto, True), (world.sven, False)):
        assert (sentence in as_(reader).get(record).content.decode()) is told


# --- tiers -------------------------------------------------------------------------------------------------------


def answering(share):
    """A partner with a hundred leads of which it answers this share at once; outcome and report are as usual."""
    tally = Tally(100.0, 100.0 * share)
    return Signals(prompt={"inquiry": tally}, speed={"inquiry": tally})


@pytest.mark.parametrize(("share", "expected"), [(0.0, 10), (0.3, 19), (0.5, 25), (0.8, 33), (1.0, 39)])
def test_a_tier_is_what_a_partner_makes_of_its_leads(share, expected):
    assert tier(answering(share), Means()) == expected


@pytest.mark.parametrize(
    ("share", "before", "expected"),
    [(0.52, 25, 25), (0.52, 26, 26), (0.56, 25, 26), (0.44, 25, 23), (1.0, 0, 39), (0.0, 49, 10)],
)
def test_a_tier_changes_only_well_beyond_its_border(share, before, expected):
    assert tier(answering(share), Means(), before=before) == expected


def test_another_tier_is_told_as_a_fact_and_the_same_is_not(world):
    lead(world, "won")
    hear()
    tell_signals(at=world.at)
    tell_signals(at=world.at + 2 * DAY)
    told = Message.objects.filter(fact="partner.tier_changed").values_list("payload", flat=True)
    assert list(told) == [{"partner": str(world.harbour.id), "tier": 29}]
    assert PartnerSignals.objects.get().tier == 29


# --- starting afresh ---------------------------------------------------------------------------------------------


def test_a_partner_starts_afresh_for_one_kind_of_deal(world):
    lead(world, "declined")
    hear()
    tell_signals(at=world.at)
    start_afresh("product:erp", actor=world.ada, at=world.at + DAY)
    assert afresh_of(world.harbour.id) == {"product:erp": (world.at + DAY).date()}
    assert tell_signals(at=world.at + DAY) == 1
    facets = signals_of([world.harbour.id])[world.harbour.id].facets
    assert "product:erp" not in facets
    assert facets["product:cloud"][1] == pytest.approx(1.0, abs=0.01)

    lead(world, "declined", 1, at=world.at + 2 * DAY)
    hear()
    tell_signals(at=world.at + 3 * DAY)
    assert signals_of([world.harbour.id])[world.harbour.id].facets["product:erp"][1] == pytest.approx(1.0, abs=0.01)

    count_again("product:erp", actor=world.ada, at=world.at + 3 * DAY)
    tell_signals(at=world.at + 3 * DAY)
    assert signals_of([world.harbour.id])[world.harbour.id].facets["product:erp"][1] == pytest.approx(2.0, abs=0.01)


def test_only_who_keeps_the_whole_profile_may_start_afresh_and_only_for_what_its_deals_had(world):
    for act in (start_afresh, count_again):
        with pytest.raises(Forbidden):
            act("product:erp", actor=world.cleo, at=world.at)
        with pytest.raises(Forbidden):
            act("product:erp", actor=replace(world.pia, location_ids=frozenset({world.bergen.id})), at=world.at)
        for none_of_its_deals in ("", "product:", "product:erp", "product:" + "x" * 80):
            with pytest.raises(NotFound):
                act(none_of_its_deals, actor=world.pia, at=world.at)
    lead(world, "declined")
    hear()
    tell_signals(at=world.at)
    start_afresh("product:erp", actor=world.pia, at=world.at + DAY)
    tell_signals(at=world.at + DAY)
    count_again("product:erp", actor=world.pia, at=world.at + DAY)
    assert afresh_of(world.harbour.id) == {}
    start_afresh("product:cloud", actor=world.pia, at=world.at + DAY)
    with pytest.raises(NotFound):
        start_afresh("product:cloud", actor=world.dora, at=world.at + DAY)
    assert afresh_of(world.fjord.id) == {}


def test_a_customers_withdrawal_takes_its_lead_out_of_the_signals(world):
    accepted = lead(world, "accepted")
    hear()
    tell_signals(at=world.at)
    withdraw([accepted.id], actor=Customer(accepted.request_id), at=world.at + HOUR)
    hear()
    tell_signals(at=world.at + HOUR)
    assert signals_of([world.harbour.id])[world.harbour.id] == Signals()
