"""Every page that lists things asks the database as often for three of each as for one, and eight times at most.

The directory asks five times more: it also counts what its answer can be narrowed down to, compares the partners by
what is known of them, and says what the programme has examined and how soon they answer. Where few are found, it asks
twice more for each filter: how many there would be without it.
"""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from segue.accounts.actions import NewPerson, add_person
from segue.accounts.actor import Customer
from segue.accounts.roles import PartnerRole, VendorRole
from segue.leads.actions import employees, favourite, respond, work
from segue.leads.actions.answers import Colleague
from segue.leads.actions.withdraw import withdraw
from segue.leads.models import Type
from segue.requests.bots import Posted
from tests import make
from tests.requests.asking import asked, sent

pytestmark = pytest.mark.django_db

MOST = 8
MOST_OF_THE_DIRECTORY = 15
STAGES = ("received", "accepted", "archived")
PAGES = {
    "ada": [
        *(f"/leads/{tab}/{stage}" for tab in ("marketplace", "qualified", "favourites") for stage in STAGES),
        "/people",
        "/profile",
    ],
    "cleo": [f"/leads/marketplace/{stage}" for stage in STAGES],
    "ben": ["/sent"],
    "marta": ["/vendor/leads", "/vendor/today"],
    "paula": [
        "/vendor/today",
        "/vendor/leads",
        "/vendor/leads?view=partners",
        "/vendor/leads?q=conti",
        "/vendor/inbox",
        "/vendor/partners",
    ],
    "vera": [
        "/vendor/today",
        "/vendor/leads",
        "/vendor/inbox",
        "/vendor/partners",
        "/people",
        "/vendor/programme/reasons",
    ],
    None: ["/", "/?what=cloud"],
}


def one_more_of_everything(world, number):
    """A lead in each state that a list shows in its own way, requests that wait, and people."""
    soon = {"direct_contact": True}
    plain = make.lead(world, **soon)
    held = make.lead(world)
    respond.decline(held.id, actor=world.cleo, at=world.at, seen=1, answer=make.NO)
    owned = make.lead(world)
    work.take(owned.id, actor=world.ben, at=world.at, seen=1)
    for stage in ("accepted", "won", "lost", "declined", "withdrawn"):
        make.lead(world, stage)
        make.lead(world, stage, type=Type.MARKETING, by=world.marta)
    team = make.lead(world, "accepted")
    employees.add_employee(
        team.id, actor=world.ada, at=world.at + timedelta(hours=2), seen=2,
        colleague=Colleague(name="Cleo Dahl", email="cleo@harbour.example"),
    )  # fmt: skip
    given_up = make.lead(world, "accepted")
    withdraw([given_up.id], actor=Customer(given_up.request_id), at=world.at + timedelta(hours=2))
    for lead in (plain, held, owned, team):
        favourite.mark(lead.id, actor=world.ada)
    sent(world, world.oslo, by=world.ben, form_key=f"sent-{number}")
    sent(world, world.bergen, by=world.marta, type=Type.MARKETING, form_key=f"marketing-{number}")
    asked(world, form_key=f"waits-{number}", email=f"anna{number}@conti.example", address=f"192.0.2.{number}")
    asked(
        world, world.bergen, world.oslo, form_key=f"suspected-{number}", email=f"x{number}@conti.example",
        posted=Posted("cheap watches", rendered_at=world.at - timedelta(hours=1)), address=f"192.0.2.{100 + number}",
    )  # fmt: skip
    for partner_id, role in ((world.harbour.id, PartnerRole.REFERRALS_USER), (None, VendorRole.MARKETER)):
        new = NewPerson(email=f"new{number}@{'harbour' if partner_id else 'aurora'}.example", name="Somebody New")
        add_person(partner_id, actor=world.vera, at=world.at, person=new, roles=[role])


def counted(clients):
    found = {}
    for who, paths in PAGES.items():
        for path in paths:
            clients[who].get(path)  # what is read once a process
            with CaptureQueriesContext(connection) as taken:
                answer = clients[who].get(path)
            assert answer.status_code == 200, (who, path)
            found[who, path] = [query["sql"] for query in taken.captured_queries]
    return found


def test_pages_ask_as_often_for_three_rows_as_for_one(world, time_machine):
    time_machine.move_to(world.at + timedelta(hours=3), tick=False)
    clients = {who: Client() for who in PAGES}
    for who, client in clients.items():
        if who:
            client.force_login(world.person(getattr(world, who)))
    one_more_of_everything(world, 1)
    of_one = counted(clients)
    one_more_of_everything(world, 2)
    one_more_of_everything(world, 3)
    of_three = counted(clients)

    for page, asked_of_one in of_one.items():
        assert len(of_three[page]) == len(asked_of_one), (page, *of_three[page])
        most = MOST if page[0] else MOST_OF_THE_DIRECTORY
        assert len(asked_of_one) <= most, (page, *asked_of_one)
