"""Similar deals: the company's own, the most alike first, with what became of them, and none a person may not see."""

import re
from datetime import timedelta

import pytest

from segue.directory.actions.record_signals import record_means
from segue.directory.ranking.facts import Means
from segue.leads.similar import similar_deals
from tests import make

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
BAKERY = {"products": ["crm"], "services": ["training"], "industries": ["retail"], "customer_country": "SE"}
BAKERY |= {"customer_size": "1-9", "customer_language": "sv"}


@pytest.fixture(autouse=True)
def _now(world, time_machine):
    time_machine.move_to(world.at + DAY, tick=False)


def found(lead, actor):
    return [(one.lead.id, round(one.alike, 2)) for one in similar_deals(lead, actor=actor)]


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_the_most_alike_come_first_and_what_is_not_alike_not_at_all(world, django_assert_num_queries):
    won = make.lead(world, "won", products=["erp"], industries=[])
    same = make.lead(world, "declined")
    make.lead(world, "won", **BAKERY)
    for undecided in ("received", "expired", "withdrawn"):
        make.lead(world, undecided)
    make.lead(world, "accepted", test_of_id=world.ada.person_id)
    make.lead(world, "won", location=world.oslo)
    lead = make.lead(world)
    with django_assert_num_queries(3):
        assert found(lead, world.ada) == [(same.id, 1.0), (won.id, 0.71)]
    assert similar_deals(lead, actor=world.ada)[1].shared == (
        "country:IT", "language:it", "product:erp", "service:migration", "size:51-250",
    )  # fmt: skip


def test_a_rare_thing_in_common_counts_for_more_than_a_common_one(world):
    usual = {"product:erp": (0.9, 0.9), "industry:transport": (0.02, 0.02), "country:IT": (0.9, 0.9)}
    record_means(Means(facets=usual), at=world.at)
    few = {"services": [], "customer_size": "", "customer_language": ""}
    common = make.lead(world, "won", products=["erp"], industries=[], **few)
    rare = make.lead(world, "won", products=[], industries=["transport"], customer_country="NO", **few)
    lead = make.lead(world, products=["erp"], industries=["transport"], **few)
    assert [one for one, _alike in found(lead, world.ada)] == [rare.id]
    assert common.id not in dict(found(lead, world.ada))


def test_only_what_a_person_may_see(world):
    lead = make.lead(world, location=world.trieste)
    bergens = make.lead(world, "won")
    triestes = make.lead(world, "lost", location=world.trieste)
    assert {one for one, _alike in found(lead, world.ada)} == {bergens.id, triestes.id}
    assert {one for one, _alike in found(lead, world.giulia)} == {triestes.id}


def test_the_page_says_what_became_of_each(world, as_):
    make.lead(world, "won")
    make.lead(world, "declined")
    lead = make.lead(world)
    client = as_(world.ada)
    assert f'href="/leads/{lead.id}/similar"' in client.get(f"/leads/{lead.id}").content.decode()
    page = text(client.get(f"/leads/{lead.id}/similar"))
    assert "Cloud planning · Trieste, Italy won 7 Sep €13,000 100% alike: Italy, Travel and transport, Italian" in page
    assert "declined Not our region, 7 Sep 100% alike" in page
    assert "None of your decided deals" in text(client.get(f"/leads/{make.lead(world, **BAKERY).id}/similar"))
    assert as_(world.dora).get(f"/leads/{lead.id}/similar").status_code == 404
