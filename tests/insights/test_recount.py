"""Counting anew equals what was kept; where it does not it is said, counted and mended."""

from datetime import timedelta

import pytest
from typer.testing import CliRunner

from segue.cli import command_line, doctor
from segue.insights.actions import recount
from segue.insights.actions.refold import refold
from segue.insights.models import Contribution, DayCount, Ledger
from segue.insights.queries import differences
from segue.kit import clock
from segue.leads.actions import respond
from tests import make
from tests.insights.counting import counted, differing, facts, kept, recount_all

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def leads(world):
    """One lead of each end, and one more at Fjord Cloud."""
    found = [make.lead(world, stage, customer_email="") for stage in ("won", "declined", "accepted")]
    found.append(make.lead(world, "won", location=world.oslo))
    for fact in facts():
        refold(fact)
    return found


def test_what_was_kept_stands(world, leads):
    before = kept()
    assert recount_all(world.at + 2 * DAY) == 0
    assert kept() == before == counted(world.at + 2 * DAY)
    assert set(Ledger.objects.values_list("checked_at", flat=True)) == {world.at + 2 * DAY}


def test_what_differs_is_mended_and_counted(world, leads):
    wanted = kept()
    DayCount.objects.filter(partner=world.fjord, kind="won").update(amount=5000)
    DayCount.objects.filter(partner=world.fjord, kind="lead").delete()
    declined = Contribution.objects.get(lead=leads[1])
    Contribution.objects.filter(lead=leads[1]).update(counts=declined.counts[:3])
    Contribution.objects.filter(lead=leads[0]).delete()
    at = world.at + 2 * DAY

    # The contributions' two, and what their days then had too much of; the two days at Fjord Cloud.
    found = recount_all(at)

    assert kept() == wanted
    assert found == sum(differing().values())
    assert differing()[world.fjord.id] == 2
    assert differing()[world.harbour.id] >= 2
    assert (differences().places, differences().last) == (found, at)
    assert recount_all(at + DAY) == 0
    sentence = doctor.signals_are_right(at + HOUR)
    assert (sentence.fine, sentence.sentence) == (
        False,
        f"Signals: {found} counts differed and were mended, last at 2026-09-09 08:00:00 UTC.",
    )
    assert doctor.signals_are_right(at + 8 * DAY).fine


def test_what_is_on_its_way_is_no_difference(world, leads):
    """A fact that is not heard yet, and a moment that the sweep has not come to."""
    lead = make.lead(world, at=world.at + DAY)
    respond.decline(lead.id, actor=world.ada, at=world.at + DAY + HOUR, seen=1, answer=make.NO, hold=False)
    assert recount_all(world.at + DAY + HOUR) == 0
    assert recount_all(world.at + 30 * DAY) == 0
    assert kept() == counted(world.at + 30 * DAY)


def test_a_fact_that_nobody_heard_is_a_difference_after_an_hour(world, leads):
    make.lead(world, at=world.at + DAY)
    assert recount_all(world.at + DAY + 2 * HOUR) == 1


def test_leads_of_a_time_before_there_were_ledgers_are_no_difference(world, leads):
    wanted = kept()
    Ledger.objects.all().delete()
    Contribution.objects.all().delete()
    DayCount.objects.all().delete()
    assert recount_all(world.at + 2 * DAY) == 0
    assert kept() == wanted


def test_a_slice_is_looked_at_by_night_and_all_in_time(world, leads, monkeypatch):
    monkeypatch.setattr(recount, "AT_ONCE", 1)
    monkeypatch.setattr(recount, "SLICE", 2)
    noon = world.at + 2 * HOUR
    night = (world.at + DAY).replace(hour=0)  # two o'clock in Rome
    assert recount.check_slice(at=noon) == 0
    turns = [recount.check_slice(at=night + n * timedelta(minutes=5)) for n in range(5)]
    assert sum(turns) == len(leads)
    assert all(Ledger.objects.values_list("checked_at", flat=True))
    assert recount.check_slice(at=night + timedelta(minutes=30)) == 0
    assert recount.check_slice(at=night + DAY) == 2


def test_whom_a_night_has_counted_in_part_the_rebuild_counts_from_the_first_lead(world, leads, monkeypatch):
    monkeypatch.setattr(recount, "AT_ONCE", 1)
    monkeypatch.setattr(recount, "SLICE", 1)
    wanted = kept()
    assert recount.check_slice(at=(world.at + DAY).replace(hour=0)) == 1
    half_way = Ledger.objects.exclude(checked_up_to=None).get()
    Contribution.objects.filter(lead_id=half_way.checked_up_to).delete()
    assert recount_all(world.at + 2 * DAY) > 0
    assert kept() == wanted


def rebuilt(*options):
    """The command's last line; before it stands what was logged."""
    done = CliRunner().invoke(command_line(), ["signals", "rebuild", *options])
    assert done.exit_code == 0
    return done.output.splitlines()[-1]


def test_the_command_counts_anew_and_goes_on_where_it_was(world, leads, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: world.at + 2 * DAY)
    assert rebuilt() == "All counts are as the leads say."

    Ledger.objects.filter(partner=world.harbour).update(checked_at=None)
    DayCount.objects.update(amount=7)
    mended = rebuilt("--resume")
    harbours = DayCount.objects.filter(partner=world.harbour).count()
    assert mended == f"Mended {harbours} counts that differed."
    assert set(DayCount.objects.filter(partner=world.fjord).values_list("amount", flat=True)) == {7}
    rebuilt()
    assert kept() == counted(world.at + 2 * DAY)
