"""A partner's lists read its own rows by an index, with the same number of queries however many there are."""

import re
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import product

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from segue.accounts.models import Membership
from segue.accounts.queries import actor_for
from segue.accounts.roles import VendorRole
from segue.kit.sql import keep_statistics, refresh_statistics
from segue.leads.following import View, declined_inquiries, followed_leads
from segue.leads.lists import lead_list, tab_counts
from segue.leads.models import Lead, Stage
from segue.leads.needing import Whose
from segue.leads.opened import opened
from segue.leads.wanted import ORDERS, Filters, Owned, Tab
from segue.requests import today
from segue.worlds import crowd
from tests.people import MONDAY_MORNING as AT

pytestmark = pytest.mark.django_db
LISTS = [(tab, stage) for tab in Tab for stage in Stage]
FILTERS = {
    "words": Filters(words="north wareh"),
    "type": Filters(type="sales"),
    "country": Filters(country="NO"),
    "mine": Filters(owned=Owned.MINE),
    "nobodys": Filters(owned=Owned.NOBODYS),
    "campaign": Filters(campaign="Spring"),
    "hot": Filters(hot=True),
}
PEOPLE = {
    "admin of the big one": "admin@crowd-0000.example",
    "user of the big one": "person2@crowd-0000.example",
    "user with a scope": "person3@crowd-0000.example",
    "admin of a typical one": "admin@crowd-0001.example",
    "user of a typical one": "person1@crowd-0001.example",
    "admin of the one with a single lead": "admin@crowd-0050.example",
}

SMALL = [who for who in PEOPLE if "big" not in who and "scope" not in who]


@pytest.fixture
def everybody():
    """People of a partner with 2,000 leads, of one with 81, and of one with a single lead, among 6,000."""
    crowd.build(AT, partners=51, leads=6000)
    refresh_statistics()
    found = Membership.objects.select_related("person")
    return {name: actor_for(found.get(person__email=email).person) for name, email in PEOPLE.items()}


def taken(act):
    with CaptureQueriesContext(connection) as captured:
        act()
    return [query["sql"] for query in captured.captured_queries]


def listed(actor, *, tab, stage, filters=Filters(), order="received", page=""):  # noqa: B008 -- frozen
    return lead_list(actor, tab=tab, stage=stage, filters=filters, order=order, page=page, at=AT)


def statements(actor):
    """What every tab, stage, order and filter of a person asks, and the second page."""
    for tab, stage in LISTS:
        for order in ORDERS:
            first = listed(actor, tab=tab, stage=stage, order=order)
            yield from taken(lambda: listed(actor, tab=tab, stage=stage, order=order))  # noqa: B023 -- at once
            if first.older:
                yield from taken(lambda: listed(actor, tab=tab, stage=stage, order=order, page=first.older))  # noqa: B023
        for filters in FILTERS.values():
            yield from taken(lambda: listed(actor, tab=tab, stage=stage, filters=filters))  # noqa: B023 -- at once
            yield from taken(lambda: tab_counts(actor, tab=tab, stages=[stage], filters=filters, at=AT))  # noqa: B023


def steps(sql):
    how = "EXPLAIN QUERY PLAN" if connection.vendor == "sqlite" else "EXPLAIN"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # As on a disk without moving parts: with so few leads PostgreSQL thinks the same of reading all of them.
            cursor.execute("SET LOCAL random_page_cost = 1.1")
        cursor.execute(f"{how} {sql}")
        return [str(row[-1]) for row in cursor.fetchall()]


OF_ALL = "leads_all_(received|accepted|archived)"


def scans(sql, *, walked="none"):
    """The steps that read the leads, words, hearts or teams of every partner, but for a walk along an index."""
    # Small tables, such as hearts, PostgreSQL rightly reads as a whole.
    read = [step for step in steps(sql) if re.match(r"(SCAN|.*Seq Scan on) leads_lead(text)?\b", step)]
    return [step for step in read if not re.search(f"INDEX {walked}", step)]


def test_lists_scan_no_other_partners_leads(everybody):
    for who in SMALL:
        asked = list(statements(everybody[who]))
        assert len(asked) >= len(LISTS) * (len(ORDERS) + 2 * len(FILTERS))
        for sql in asked:
            assert not scans(sql), sql


def test_the_big_partners_lists_are_read_by_an_index(everybody):
    for who in set(PEOPLE) - set(SMALL):
        for tab, stage in LISTS:
            for order in ORDERS:
                for sql in taken(lambda: listed(everybody[who], tab=tab, stage=stage, order=order)):  # noqa: B023
                    assert not scans(sql), sql


def test_what_is_shown_of_a_page_is_looked_up_by_the_key(everybody):
    """Half of the leads are the big partner's, and the statistics know of the average only."""
    for who in [who for who in PEOPLE if "single" not in who]:
        _keys, sql = taken(lambda: listed(everybody[who], tab=Tab.MARKETPLACE, stage=Stage.RECEIVED))  # noqa: B023
        plan = "\n".join(steps(sql))
        assert "leads_lead_pkey" in plan or "sqlite_autoindex_leads_lead_1 (id=?)" in plan, plan


def test_a_scan_of_all_leads_is_seen(everybody):
    assert scans("SELECT id FROM leads_lead WHERE need = 'anything'")


def test_lists_ask_as_often_of_many_rows_as_of_few(everybody):
    for (tab, stage), role in product(LISTS, ("admin", "user")):
        big = everybody[f"{role} of the big one"]
        typical = everybody[f"{role} of a typical one"]
        for order in ORDERS:
            for actor in (big, typical):
                page = listed(actor, tab=tab, stage=stage, order=order)
                asked = taken(lambda: listed(actor, tab=tab, stage=stage, order=order))  # noqa: B023 -- at once
                assert len(asked) == (2 if page.rows else 1)  # the keys, and what is shown of them


def test_today_walks_its_own_indexes(everybody):
    """Whatever needs the vendor's people is found by the index of its branch; no statement reads all leads."""
    keep_statistics(at=AT)  # as an installation does: SQLite takes each stage, and "sent by no partner", for few leads
    member = Membership.objects.select_related("person").get(partner__isnull=True, person__name__startswith="Paula")
    actor = replace(actor_for(member.person), roles=frozenset({VendorRole.PROGRAMME_ADMIN}))
    for whose in Whose:
        first = today.queue(actor, whose=whose, at=AT)
        asked = taken(lambda: today.numbers(actor, whose=whose, at=AT))  # noqa: B023 -- at once
        asked += taken(lambda: today.queue(actor, whose=whose, at=AT))  # noqa: B023 -- at once
        since = AT - timedelta(days=3)
        asked += taken(lambda: declined_inquiries(actor, since=since, until=AT, most=20))  # noqa: B023 -- at once
        if first.more:
            asked += taken(lambda: today.queue(actor, whose=whose, page=first.more, at=AT))  # noqa: B023 -- at once
        assert asked
        for sql in asked:
            assert not scans(sql), sql
            assert strayed(sql) == []


def strayed(sql):
    """The steps that look for what needs somebody in all leads of a stage, or in all that somebody (or nobody) sent."""
    return [step for step in steps(sql) if re.search(r"leads_lead .*INDEX leads_(all_|of_|lead_sender)", step)]


def test_a_page_of_leads_that_are_followed_is_a_walk_to_its_end(everybody):
    """Of all leads and of those somebody or somebody's company sent: none is read or sorted that is not shown."""
    of_vendor = Membership.objects.select_related("person").filter(partner__isnull=True)
    paula, marta = (actor_for(of_vendor.get(person__name__startswith=name).person) for name in ("Paula", "Marta"))
    big = everybody["admin of the big one"]
    Lead.objects.filter(sender_name__startswith="Sven").update(sender_partner=big.partner_id)
    refresh_statistics()
    admin = replace(paula, roles=frozenset({VendorRole.PROGRAMME_ADMIN, VendorRole.PARTNER_MANAGER}))
    walks = [(admin, View.ALL, OF_ALL), (marta, View.SENT, "leads_of_sender")]
    walks += [(big, View.SENT, "leads_of_sending_partner")]
    for (actor, view, walked), stage in product(walks, (None, *Stage)):
        listed = partial(followed_leads, actor, view=view, stage=stage)
        for page in ("", listed(page="").older):
            keys, _shown = taken(lambda: listed(page=page))  # noqa: B023 -- at once
            assert walks_only(keys, walked, stages=1 if stage else 3), "\n".join(steps(keys))
    for stage in (None, *Stage):
        asked = taken(lambda: followed_leads(admin, view=View.PARTNERS, stage=stage, page=""))  # noqa: B023 -- at once
        if connection.vendor == "sqlite":  # PostgreSQL knows of each partner how much it has, and chooses by that
            assert walks_only(asked[-2], OF_ALL, stages=1 if stage else 3), "\n".join(steps(asked[-2]))
        assert not any(scans(sql, walked=OF_ALL) for sql in asked)


def walks_only(sql, index, *, stages):
    """Whether leads are met along this index only, once a stage, and none is sorted.

    SQLite looks into those it does not pass over: it does not know that what the index is made for holds of them.
    """
    plan = steps(sql)
    how = (
        r"USING (COVERING )?INDEX {}( \(|$)" if connection.vendor == "sqlite" else "Index Only Scan Backward using {} "
    )
    reads = [step for step in plan if re.search(r"leads_lead\b|(INDEX|using) leads_", step)]
    walks = [step for step in reads if re.search(how.format(index), step)]
    return len(reads) == len(walks) == stages and not any(re.search(r"Sort|ORDER BY", step) for step in plan)


def test_those_who_follow_leads_find_them_by_an_index(everybody):
    """A name that few have; for one that many have the databases rightly walk from the newest lead on."""
    member = Membership.objects.select_related("person").get(partner__isnull=True, person__name__startswith="Paula")
    roles = frozenset({VendorRole.PROGRAMME_ADMIN, VendorRole.PARTNER_MANAGER})
    actor = replace(actor_for(member.person), roles=roles)
    company = Lead.objects.order_by("id").values_list("customer_company", flat=True)[0]
    looked = (company, "crowd 0001", f"{company} crowd", "conti 0001")
    for looked_for, view, stage in product(looked, (View.ALL, View.PARTNERS), (None, *Stage)):
        found = partial(followed_leads, actor, view=view, stage=stage, page="", looked_for=looked_for)
        for sql in taken(found):
            # PostgreSQL is asked how many it expects, too.
            assert sql.startswith("EXPLAIN") or not scans(sql, walked=OF_ALL), sql
        assert found().rows or stage or view is not View.ALL


def test_a_lead_is_opened_by_its_id(everybody):
    for who in ("user with a scope", "user of a typical one"):
        actor = everybody[who]
        lead = listed(actor, tab=Tab.MARKETPLACE, stage=Stage.ACCEPTED).rows[0]
        (sql,) = taken(lambda: opened(lead.id, actor=actor))  # noqa: B023 -- at once
        assert not scans(sql), sql
    assert Lead.objects.count() == 6000
