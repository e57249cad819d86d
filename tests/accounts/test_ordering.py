from dataclasses import replace
from datetime import timedelta

import pytest

from segue.accounts.actions import (
    NewPerson,
    add_person,
    approve_ordering,
    drop_ordering,
    propose_ordering,
    remove_membership,
    return_to_ordering,
)
from segue.accounts.actions.ordering import bring_into_force
from segue.accounts.queries import actor_for
from segue.accounts.roles import VendorRole
from segue.directory.ordering import weights_of
from segue.directory.ranking.terms import Term
from segue.directory.ranking.weights import DEFAULT
from segue.kit.errors import Forbidden, Invalid, NotFound
from segue.programme.defaults import TENTHS
from segue.programme.models import Ordering
from segue.programme.ordering import NotByOneselfAlone, OrderingChanged, ProposalWaits, Wanted
from segue.programme.queries import ordering_proposed, orderings, rules
from segue.work.loop import drain

DAY = timedelta(hours=24)
LESS_TEXT = Wanted(tenths=TENTHS | {"text": 110, "similarity": 240}, exposure_cap=True)


@pytest.fixture
def eva(world):
    """A second programme admin."""
    who = NewPerson(email="eva@aurora.example", name="Eva Holm")
    added = add_person(None, actor=world.vera, at=world.at, person=who, roles=[VendorRole.PROGRAMME_ADMIN])
    return actor_for(added.person)


def in_force():
    found = rules().ordering
    return found.version, found.tenths["text"], found.newcomers_slot, found.exposure_cap


BEGINNING = (0, 210, True, False)


def test_a_programme_begins_with_the_weights_of_the_scorer(world):
    assert in_force() == BEGINNING
    assert list(TENTHS) == list(Term)
    assert weights_of(rules().ordering.tenths) == DEFAULT


def test_two_who_may_must_agree(world, eva):
    made = propose_ordering(LESS_TEXT, actor=world.vera, at=world.at, seen=0, note="Words say little here.")
    assert (made.version, in_force(), ordering_proposed()) == (1, BEGINNING, made)
    with pytest.raises(NotByOneselfAlone):
        approve_ordering(1, actor=world.vera, at=world.at)
    assert bring_into_force(at=world.at + 2 * DAY) == 0
    approve_ordering(1, actor=eva, at=world.at + 3 * DAY)
    assert in_force() == (1, 110, True, True)
    row = Ordering.objects.get()
    assert (row.proposed_by, row.decided_by, row.in_force_at, row.note) == (
        world.vera.person_id,
        eva.person_id,
        world.at + 3 * DAY,
        "Words say little here.",
    )
    with pytest.raises(OrderingChanged):
        approve_ordering(1, actor=eva, at=world.at + 3 * DAY)


def test_whoever_else_may_approve_it_is_told_by_mail_as_long_as_it_waits(world, eva, mailoutbox):
    drain(at=world.at)
    mailoutbox.clear()
    propose_ordering(LESS_TEXT, actor=world.vera, at=world.at, seen=0, note="Words say little here.")
    drain(at=world.at)
    [mail] = mailoutbox
    assert (mail.to, mail.subject) == (["eva@aurora.example"], "Vera Lind proposes another order of results")
    assert "Words say little here." in mail.body
    assert "/vendor/programme/order" in mail.body
    approve_ordering(1, actor=eva, at=world.at)
    drop_ordering(propose_ordering(LESS_TEXT, actor=eva, at=world.at, seen=1).version, actor=eva, at=world.at)
    drain(at=world.at)
    assert len(mailoutbox) == 1


def test_who_is_alone_waits_a_day(world):
    propose_ordering(LESS_TEXT, actor=world.vera, at=world.at, seen=0)
    assert bring_into_force(at=world.at + DAY - timedelta(seconds=1)) == 0
    assert in_force() == BEGINNING
    assert bring_into_force(at=world.at + DAY) == 1
    assert in_force() == (1, 110, True, True)
    assert Ordering.objects.get().decided_by is None


def test_who_removes_the_others_waits_a_day_from_then(world, eva):
    propose_ordering(LESS_TEXT, actor=world.vera, at=world.at, seen=0)
    remove_membership(eva.membership_id, actor=world.vera, at=world.at + 2 * DAY)
    assert bring_into_force(at=world.at + 2 * DAY) == 0
    assert bring_into_force(at=world.at + 3 * DAY - timedelta(seconds=1)) == 0
    assert in_force() == BEGINNING
    assert bring_into_force(at=world.at + 3 * DAY) == 1


def test_who_is_joined_by_another_waits_for_their_word(world, eva):
    propose_ordering(LESS_TEXT, actor=world.vera, at=world.at, seen=0)
    assert Ordering.objects.get().alone_since is None
    remove_membership(eva.membership_id, actor=world.vera, at=world.at)
    assert bring_into_force(at=world.at) == 0
    another = NewPerson(email="ulf@aurora.example", name="Ulf Dahl")
    joined = add_person(None, actor=world.vera, at=world.at, person=another, roles=[VendorRole.PROGRAMME_ADMIN])
    assert bring_into_force(at=world.at + 2 * DAY) == 0
    remove_membership(joined.id, actor=world.vera, at=world.at + 2 * DAY)
    assert [bring_into_force(at=world.at + days * DAY) for days in (2, 3)] == [0, 1]


def test_one_change_waits_at_a_time_and_can_be_dropped(world):
    propose_ordering(LESS_TEXT, actor=world.vera, at=world.at, seen=0)
    with pytest.raises(ProposalWaits):
        propose_ordering(LESS_TEXT, actor=world.vera, at=world.at, seen=0)
    drop_ordering(1, actor=world.vera, at=world.at)
    assert bring_into_force(at=world.at + 2 * DAY) == 0
    with pytest.raises(OrderingChanged):
        drop_ordering(1, actor=world.vera, at=world.at)
    assert propose_ordering(LESS_TEXT, actor=world.vera, at=world.at, seen=0).version == 2


def test_going_back_is_a_new_version(world):
    propose_ordering(LESS_TEXT, actor=world.vera, at=world.at, seen=0)
    bring_into_force(at=world.at + DAY)
    return_to_ordering(0, actor=world.vera, at=world.at + DAY, seen=1)
    bring_into_force(at=world.at + 2 * DAY)
    assert in_force() == (2, *BEGINNING[1:])
    return_to_ordering(1, actor=world.vera, at=world.at + 2 * DAY, seen=2)
    bring_into_force(at=world.at + 3 * DAY)
    assert in_force() == (3, 110, True, True)
    assert [(one.version, one.returns_to) for one in orderings()] == [(3, 1), (2, 0), (1, None)]
    with pytest.raises(NotFound):
        return_to_ordering(9, actor=world.vera, at=world.at, seen=3)


def test_who_has_not_seen_what_is_in_force_changes_nothing(world):
    propose_ordering(LESS_TEXT, actor=world.vera, at=world.at, seen=0)
    bring_into_force(at=world.at + DAY)
    with pytest.raises(OrderingChanged):
        propose_ordering(LESS_TEXT, actor=world.vera, at=world.at + DAY, seen=0)
    assert ordering_proposed() is None


@pytest.mark.parametrize(
    ("tenths", "wrong"),
    [
        (TENTHS | {"text": 220}, "together"),
        (TENTHS | {"text": -10, "fit": 400}, "text"),
        ({term: points for term, points in TENTHS.items() if term != "load"} | {"text": 260}, "load"),
        (TENTHS | {"size": 0}, "together"),
    ],
)
def test_points_that_cannot_be_are_named(world, tenths, wrong):
    with pytest.raises(Invalid) as refused:
        propose_ordering(replace(LESS_TEXT, tenths=tenths), actor=world.vera, at=world.at, seen=0)
    assert list(refused.value.fields) == [wrong]
    with pytest.raises(Invalid) as refused:
        propose_ordering(LESS_TEXT, actor=world.vera, at=world.at, seen=0, note="x" * 501)
    assert list(refused.value.fields) == ["note"]
    assert not Ordering.objects.exists()


def test_only_the_programme_admin_changes_it(world):
    with pytest.raises(Forbidden):
        propose_ordering(LESS_TEXT, actor=world.otto, at=world.at, seen=0)
    propose_ordering(LESS_TEXT, actor=world.vera, at=world.at, seen=0)
    for verb in (approve_ordering, drop_ordering):
        with pytest.raises(Forbidden):
            verb(1, actor=world.otto, at=world.at)
        with pytest.raises(NotFound):
            verb(1, actor=world.ada, at=world.at)
    with pytest.raises(Forbidden):
        return_to_ordering(0, actor=world.otto, at=world.at, seen=0)
