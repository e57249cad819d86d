"""Every list holds exactly what it should, in order, on however many pages: beside a plain reading of all leads."""

from itertools import product

import pytest

from segue.accounts.models import Location, Membership
from segue.accounts.queries import actor_for
from segue.kit.text import words
from segue.leads.lists import lead_list, tab_counts
from segue.leads.models import Employee, Favourite, Lead, LeadText, Stage
from segue.leads.wanted import ORDERS, Filters, Owned, Tab
from segue.worlds import crowd
from tests.people import MONDAY_MORNING as AT

pytestmark = pytest.mark.django_db
PEOPLE = {
    "admin": "admin@crowd-0000.example",
    "user": "person2@crowd-0000.example",
    "user with a scope": "person3@crowd-0000.example",
}
OF_TAB = {
    Tab.MARKETPLACE: {"inquiry"},
    Tab.QUALIFIED: {"marketing", "sales"},
    Tab.FAVOURITES: {"inquiry", "marketing", "sales"},
}
SIZE = 17


class Oracle:
    """All leads of the partner, read once; what a list holds is told by plain conditions on each."""

    def __init__(self):
        crowd.build(AT, partners=4, leads=900)
        found = Membership.objects.select_related("person", "partner")
        members = {name: found.get(person__email=email) for name, email in PEOPLE.items()}
        self.actors = {name: actor_for(member.person) for name, member in members.items()}
        partner = members["admin"].partner_id
        self.leads = list(Lead.objects.filter(partner=partner))
        self.words = dict(LeadText.objects.values_list("lead_id", "words"))
        self.hearts = set(Favourite.objects.values_list("person_id", "lead_id"))
        self.teams = set(Employee.objects.values_list("person_id", "lead_id"))
        self.places = [str(place) for place in Location.objects.filter(partner=partner).values_list("id", flat=True)]

    def filters(self):
        return [
            Filters(),
            Filters(words="conti"),
            Filters(words="north PLAN"),
            Filters(words="s", country="IT"),
            Filters(words="anna", type="sales"),
            Filters(words="zebra"),
            Filters(words="warehouse", hot=True),
            Filters(type="marketing"),
            Filters(country="NO"),
            Filters(location=self.places[0]),
            Filters(location=self.places[1], owned=Owned.NOBODYS),
            Filters(owned=Owned.MINE),
            Filters(campaign="Spring"),
            Filters(hot=True),
        ]

    def listed(self, who, tab, stage, filters, order):
        """The ids of a whole list in its order."""
        actor = self.actors[who]
        mine = [lead for lead in self.leads if self.sees(who, actor, lead) and lead.stage == stage]
        mine = [lead for lead in mine if lead.type in OF_TAB[tab] and self.is_meant(actor, lead, filters)]
        if tab is Tab.FAVOURITES:
            mine = [lead for lead in mine if (actor.person_id, lead.id) in self.hearts]
        by = ORDERS[order]
        mine.sort(key=lambda lead: (getattr(lead, by.column), lead.id), reverse=by.descending)
        if order == "hot":
            mine.sort(key=lambda lead: lead.hot_until <= AT)
        return [lead.id for lead in mine]

    def sees(self, who, actor, lead):
        if who == "admin":
            return True
        in_scope = actor.location_ids is None or lead.location_id in actor.location_ids
        on_team = (actor.person_id, lead.id) in self.teams
        return lead.owner_id == actor.person_id or on_team or (lead.owner_id is None and in_scope)

    def is_meant(self, actor, lead, filters):
        owned = {"": True, "mine": lead.owner_id == actor.person_id, "nobodys": lead.owner_id is None}
        has = self.words[lead.id].split()[1:]
        return (
            filters.type in ("", lead.type)
            and filters.country in ("", lead.customer_country)
            and filters.location in ("", str(lead.location_id))
            and filters.campaign in ("", lead.campaign)
            and owned[filters.owned]
            and (lead.hot_until > AT or not filters.hot)
            and all(any(word.startswith(asked) for word in has) for asked in words(filters.words))
        )


@pytest.fixture
def oracle():
    return Oracle()


def read(actor, **of):
    """The ids on all pages, forth; and back again from the last one."""
    pages = [lead_list(actor, **of, page="", at=AT, size=SIZE)]
    while pages[-1].older:
        pages.append(lead_list(actor, **of, page=pages[-1].older, at=AT, size=SIZE))
    back = [pages[-1]]
    while back[0].newer:
        back.insert(0, lead_list(actor, **of, page=back[0].newer, at=AT, size=SIZE))
    return [[lead.id for page in way for lead in page.rows] for way in (pages, back)]


@pytest.mark.parametrize("every", [11, pytest.param(1, marks=pytest.mark.soak)])
def test_every_list_holds_what_a_plain_reading_of_all_leads_does(oracle, figure, every):
    lists = list(product(PEOPLE, Tab, Stage, oracle.filters(), ORDERS))[::every]
    shown = 0
    for who, tab, stage, filters, order in lists:
        wanted = oracle.listed(who, tab, stage, filters, order)
        forth, back = read(oracle.actors[who], tab=tab, stage=stage, filters=filters, order=order)
        assert forth == wanted, (who, tab, stage, filters, order)
        assert back == wanted, (who, tab, stage, filters, order)
        count = tab_counts(oracle.actors[who], tab=tab, stages=[stage], filters=filters, at=AT)[stage]
        assert (count.number, count.more) == (len(wanted), False), (who, tab, stage, filters)
        shown += len(wanted)
    assert shown > len(lists)
    figure(f"{len(lists):,} lists of {shown:,} leads in all, page by page, forth and back")
