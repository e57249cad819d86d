"""A lead declined as spam: the vendor has a look, and what it agrees to counts nowhere."""

from datetime import timedelta

import pytest
from django.urls import reverse

from segue.accounts.actor import SYSTEM
from segue.insights.actions.refold import refold
from segue.insights.models import DayCount
from segue.leads.actions import respond
from segue.leads.actions._advance import NoSuchStep
from segue.leads.actions._step import NotYourStep
from segue.leads.actions.answers import Refusal
from segue.leads.actions.judge_spam import confirm_spam, refute_spam
from segue.leads.models import Lead
from segue.leads.needing import Whose
from segue.requests.today import Group, numbers, queue
from tests import make
from tests.insights.counting import facts

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def spam(world):
    made = make.lead(world, customer_company="Win SpA")
    return respond.decline(made.id, actor=world.ada, at=world.at + HOUR, seen=None, answer=Refusal("spam"), hold=False)


def counted():
    for fact in facts():
        refold(fact)
    return set(DayCount.objects.exclude(amount=0).values_list("kind", flat=True))


def on_today(actor, at):
    rows = queue(actor, whose=Whose.ALL, at=at).rows
    return [(row.harm.name, row.lead.customer_company) for row in rows if row.lead]


def test_what_the_vendor_agrees_to_counts_nowhere_until_it_thinks_better(world, spam):
    at = world.at + 2 * HOUR
    assert on_today(world.vera, at) == [("SAID_SPAM", "Win SpA")]
    assert counted() == {"lead", "answered", "ended", "prompt", "speed", "within", "declined"}
    agreed = confirm_spam(spam.id, actor=world.paula, at=at)
    assert (agreed.stage, agreed.outcome, agreed.version, agreed.spam) == ("archived", "declined", 3, True)
    assert (on_today(world.vera, at), counted()) == ([], set())
    with pytest.raises(NoSuchStep):
        confirm_spam(spam.id, actor=world.vera, at=at)
    assert refute_spam(spam.id, actor=world.vera, at=at).spam is False
    assert counted() == {"lead", "answered", "ended", "prompt", "speed", "within", "declined"}
    assert on_today(world.vera, at) == []


def test_it_stands_on_today_and_in_none_of_the_numbers(world, spam, as_, time_machine):
    at = world.at + 2 * HOUR
    time_machine.move_to(at, tick=False)
    counted = numbers(world.vera, whose=Whose.ALL, at=at)
    assert (counted.groups, counted.queue) == (dict.fromkeys(Group, 0), 1)
    for group in Group:
        assert queue(world.vera, whose=Whose.ALL, only=group, at=at).rows == []
    page = as_(world.vera).get(reverse("vendor-today"))
    assert [figure["number"] for figure in page.context["figures"][:4]] == ["0"] * 4
    assert [(row["customer"], row["fact"]) for row in page.context["rows"]] == [("Win SpA", "Is it genuine?")]
    assert "Everyone is being looked after." not in page.content.decode()


def test_only_who_looks_after_the_partner_judges(world, spam):
    for actor in (world.otto, world.ada, SYSTEM):
        with pytest.raises(NotYourStep):
            confirm_spam(spam.id, actor=actor, at=world.at + 2 * HOUR)
    other = make.lead(world, "declined")
    with pytest.raises(NoSuchStep):
        refute_spam(other.id, actor=world.vera, at=world.at + 2 * HOUR)
    assert list(Lead.objects.filter(spam__isnull=False)) == []


def test_a_no_that_is_held_waits_for_the_vendor_from_when_it_was_pressed(world):
    made = make.lead(world)
    respond.decline(made.id, actor=world.ada, at=world.at + HOUR, seen=None, answer=Refusal("not_a_customer"))
    assert on_today(world.vera, world.at + HOUR) == []
    respond.commit_held(at=world.at + 2 * HOUR)
    made.refresh_from_db()
    assert (made.outcome, made.spam_said_at, made.spam) == ("declined", world.at + HOUR, None)


def test_the_page_of_the_lead_asks_and_keeps_the_answer(world, spam, as_, time_machine):
    time_machine.move_to(world.at + 2 * HOUR, tick=False)
    url = f"/vendor/leads/{spam.id}"
    otto = as_(world.otto)
    assert otto.get(url).context["spam"]["actions"] == []
    assert otto.post(f"{url}/spam").status_code == 403
    paula = as_(world.paula)
    page = paula.get(url)
    assert [one["url"] for one in page.context["spam"]["actions"]] == [f"{url}/spam", f"{url}/genuine"]
    assert "Harbour IT declined it as “Abuse, spam or phishing”." in page.content.decode()
    assert paula.post(f"{url}/spam").url == url
    page = paula.get(url)
    assert "it counts nowhere in the order of results" in page.content.decode()
    assert page.context["events"][0]["words"] == "Paula Meyer agreed that it is no real request"
