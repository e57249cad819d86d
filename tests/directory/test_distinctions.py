from dataclasses import replace
from datetime import date, timedelta

import pytest

from segue.accounts.actions import add_term, retire_term
from segue.accounts.models import Partner
from segue.directory.actions import (
    DistinctionChanged,
    Said,
    change_distinction,
    change_group,
    give_distinction,
    take_back_distinction,
)
from segue.directory.distinctions import distinctions_in_force, distinctions_of, said_of, that_count
from segue.directory.models import Distinction
from segue.directory.ranking import facts
from segue.directory.search import Search, search
from segue.kit.errors import Forbidden, Invalid, NotFound
from segue.kit.names import TURNED
from segue.programme.models import Term
from segue.programme.queries import rules
from segue.programme.terms import Word

Kind = Distinction.Kind
SINCE = date(2026, 1, 1)
COVERS = {"product": ["erp"], "service": ["migration"]}


@pytest.fixture
def world(world):
    for kind, label in ((Kind.COMPETENCY, "Cloud migration"), (Kind.BADGE, "Green host"), (Kind.ENDORSEMENT, "Retail")):
        word = Word(labels={"en": label, "it": label}, covers=COVERS)
        add_term(Term.Kind(kind), word, actor=world.vera, at=world.at)
    return world


COMPETENCY = Said(kind=Kind.COMPETENCY, code="cloud_migration", since=SINCE, level=2)
BADGE = Said(kind=Kind.BADGE, code="green_host", since=SINCE)
ENDORSEMENT = Said(
    kind=Kind.ENDORSEMENT, code="retail", since=SINCE, endorser="Lena Holm, Fjellsport", sentence="They stayed."
)


def give(world, said, *, by=None):
    return give_distinction(world.harbour.id, said, actor=by or world.vera, at=world.at)


def in_force(world, at):
    found = distinctions_in_force([world.harbour.id, world.fjord.id], at=at, rules=rules())
    return {partner: [row.code for row in rows] for partner, rows in found.items()}


def test_the_admin_and_the_companys_own_manager_give_them(world):
    Partner.objects.filter(id=world.fjord.id).update(manager=None)
    give(world, COMPETENCY)
    give(world, BADGE, by=world.paula)
    with pytest.raises(Forbidden):
        give_distinction(world.fjord.id, BADGE, actor=world.paula, at=world.at)
    assert in_force(world, world.at) == {world.harbour.id: ["cloud_migration", "green_host"]}


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("ada", Forbidden), ("otto", Forbidden), ("marta", Forbidden), ("dora", NotFound), ("nora", NotFound)],
)
def test_nobody_else_says_anything_of_a_company(world, who, refusal):
    row, actor = give(world, BADGE), getattr(world, who)
    before = list(Distinction.objects.values())
    with pytest.raises(refusal):
        give(world, COMPETENCY, by=actor)
    with pytest.raises(refusal):
        change_distinction(row.id, BADGE, partner_id=world.harbour.id, actor=actor, at=world.at, seen=1)
    with pytest.raises(refusal):
        take_back_distinction(row.id, partner_id=world.harbour.id, actor=actor, at=world.at, seen=1)
    with pytest.raises(refusal):
        change_group(world.harbour.id, actor=actor, at=world.at, group="Nordhavn")
    assert list(Distinction.objects.values()) == before
    assert Partner.objects.get(id=world.harbour.id).corporate_group == ""


def test_the_first_and_the_last_day_count_in_the_programmes_time_zone(world):
    give(world, Said(kind=Kind.BADGE, code="green_host", since=date(2026, 9, 7), until=date(2026, 9, 8)))
    midnight = world.at.replace(hour=22, minute=0)  # in Rome the 8th begins
    held = {world.harbour.id: ["green_host"]}
    assert in_force(world, midnight - timedelta(days=1, minutes=1)) == {}
    assert in_force(world, midnight - timedelta(days=1)) == held
    assert in_force(world, midnight + timedelta(days=1, minutes=-1)) == held
    assert in_force(world, midnight + timedelta(days=1)) == {}


def test_competencies_and_endorsements_count_for_what_they_cover_and_badges_are_only_shown(world):
    for said in (BADGE, ENDORSEMENT, COMPETENCY):
        give(world, said)
    retire_term(Term.Kind.COMPETENCY, "cloud_migration", actor=world.vera, at=world.at, seen=1)
    rows = distinctions_in_force([world.harbour.id], at=world.at, rules=rules())[world.harbour.id]
    assert [row.code for row in rows] == ["cloud_migration", "retail", "green_host"]
    covers = frozenset({"erp"}), frozenset({"migration"})
    assert that_count(rows, rules=rules()) == (facts.Distinction(2, *covers), facts.Distinction(3, *covers))


def test_it_is_corrected_by_who_saw_it_and_ended_by_its_last_day(world):
    row = give(world, COMPETENCY)
    raised = Said(kind=Kind.COMPETENCY, code="", since=SINCE, until=date(2026, 9, 6), level=1)
    change_distinction(row.id, raised, partner_id=world.harbour.id, actor=world.paula, at=world.at, seen=1)
    row.refresh_from_db()
    assert (row.code, row.level, row.version, row.changed_by) == ("cloud_migration", 1, 2, world.paula.person_id)
    assert in_force(world, world.at) == {}
    with pytest.raises(DistinctionChanged):
        change_distinction(row.id, raised, partner_id=world.harbour.id, actor=world.vera, at=world.at, seen=1)
    with pytest.raises(DistinctionChanged):
        take_back_distinction(row.id, partner_id=world.harbour.id, actor=world.vera, at=world.at, seen=1)
    with pytest.raises(NotFound):
        take_back_distinction(row.id, partner_id=world.fjord.id, actor=world.vera, at=world.at, seen=2)
    take_back_distinction(row.id, partner_id=world.harbour.id, actor=world.vera, at=world.at, seen=2)
    assert not distinctions_of(world.harbour.id).exists()
    log = [(one.what, one.by, one.code, one.changes) for one in said_of(world.harbour.id, actor=world.otto)]
    vera, paula = world.vera.person_id, world.paula.person_id
    assert sorted(log) == sorted(
        [
            ("given", vera, "cloud_migration", {"level": [None, 2], "since": [None, "2026-01-01"]}),
            ("changed", paula, "cloud_migration", {"level": [2, 1], "until": [None, "2026-09-06"]}),
            (
                *("taken_back", vera, "cloud_migration"),
                {"level": [1, None], "since": ["2026-01-01", None], "until": ["2026-09-06", None]},
            ),
        ]
    )
    with pytest.raises(NotFound):
        said_of(world.harbour.id, actor=world.dora)


WRONG = {
    "code": Said(kind=Kind.BADGE, code="cloud_migration", since=SINCE),
    "level": Said(kind=Kind.COMPETENCY, code="cloud_migration", since=SINCE),
    "until": Said(kind=Kind.BADGE, code="green_host", since=SINCE, until=date(2025, 12, 31)),
    "endorser": Said(kind=Kind.ENDORSEMENT, code="retail", since=SINCE, endorser=" ", sentence="They stayed."),
    "sentence": Said(kind=Kind.ENDORSEMENT, code="retail", since=SINCE, endorser="Lena", sentence="x" * 301),
}


@pytest.mark.parametrize("field", WRONG)
def test_what_cannot_be_is_named_at_its_question(world, field):
    with pytest.raises(Invalid) as refused:
        give(world, WRONG[field])
    assert list(refused.value.fields) == [field]


def test_who_endorses_is_no_name_that_reads_as_another_one(world):
    with pytest.raises(Invalid) as refused:
        give(world, replace(ENDORSEMENT, endorser="Lena \u202emloH"))
    assert refused.value.fields == {"endorser": TURNED}


def test_a_company_has_a_competency_once_at_a_time_and_many_endorsements(world):
    give(world, Said(kind=Kind.COMPETENCY, code="cloud_migration", since=SINCE, until=date(2026, 6, 30), level=3))
    with pytest.raises(Invalid) as refused:
        give(world, Said(kind=Kind.COMPETENCY, code="cloud_migration", since=date(2026, 6, 30), level=2))
    assert list(refused.value.fields) == ["since"]
    give(world, Said(kind=Kind.COMPETENCY, code="cloud_migration", since=date(2026, 7, 1), level=2))
    give(world, ENDORSEMENT)
    give(world, ENDORSEMENT)
    assert in_force(world, world.at) == {world.harbour.id: ["cloud_migration", "retail", "retail"]}


def test_the_corporate_group_is_kept_by_its_manager(world):
    version = Partner.objects.get(id=world.harbour.id).version
    kept = change_group(world.harbour.id, actor=world.paula, at=world.at, group="  Nordhavn   Group ", seen=version)
    assert (kept.corporate_group, kept.version) == ("Nordhavn Group", version + 1)
    with pytest.raises(Invalid):
        change_group(world.harbour.id, actor=world.paula, at=world.at, group="x" * 121)


@pytest.mark.parametrize("said", [COMPETENCY, ENDORSEMENT, BADGE], ids=lambda said: said.kind.value)
def test_customers_narrow_the_directory_down_to_what_is_in_force(world, said):
    give(world, replace(said, until=world.at.date()))

    def found(days=0, **tags):
        answer = search(Search(at=world.at + timedelta(days=days), tags=tags))
        choices = {facet.name: facet.counts for facet in answer.facets}.get(said.kind.value)
        return [result.profile.partner_id for result in answer.results], choices

    assert found()[1] == [(said.code, 1)]
    assert found(**{said.kind.value: said.code})[0] == [world.harbour.id]
    assert found(days=1)[1] is None
    assert found(days=1, **{said.kind.value: said.code})[0] == []
    assert found(**{said.kind.value: "something_else"})[0] == []
