"""The rows and counts by which profiles are found follow whatever changes a profile."""

from collections import Counter
from datetime import date

import pytest

from segue.accounts.actions import Place, add_term
from segue.directory import actions
from segue.directory.actions.distinctions import Said, give_distinction, take_back_distinction
from segue.directory.models import BusinessProfile, SearchCount, SearchRow, SearchWord
from segue.directory.search import Search, search
from segue.directory.search.rebuild import AT_ONCE, empty, is_missing, rebuild
from segue.kit.working_time import office_hours
from segue.programme.models import Term
from segue.programme.terms import Word


def counted():
    """The counts that are not zero, as kept."""
    return dict(SearchCount.objects.exclude(number=0).values_list("key", "number"))


def counted_anew():
    """What the counts must be, from the rows alone."""
    found = Counter()
    for row in SearchRow.objects.all():
        found.update(one for one in row.lexemes.split() if not one.startswith("+"))
        found["#profiles"] += 1
        for field, line in zip(("#name", "#keywords", "#offers", "#description"), row.words.split("\n"), strict=True):
            found[field] += len(line.split())
    return {key: number for key, number in found.items() if number}


def state():
    rows = SearchRow.objects.order_by("profile_id").values("profile_id", "words", "marks", "places", "vouched", "name")
    return list(rows), counted(), set(SearchWord.objects.values_list("word", "stem"))


def found(world, **question):
    return {result.profile.partner.name for result in search(Search(at=world.at, **question)).results}


def test_counts_are_those_of_the_rows_whatever_happens(world):
    assert counted() == counted_anew()
    does = {"actor": world.dora, "at": world.at}
    actions.edit_profile(world.fjord.id, seen=None, description="Ole", tags={"product": ["crm"]}, **does)
    assert counted() == counted_anew()
    hours = office_hours("Europe/Oslo").hours
    place = Place(name="North", city="Tromsø", country="NO", time_zone="Europe/Oslo", hours=hours, point=(69.65, 18.96))
    actions.edit_place(world.oslo.id, place=place, **does)
    assert counted() == counted_anew()
    actions.pause(world.fjord.id, **does)
    actions.unpublish(world.harbour.id, actor=world.ada, at=world.at)
    assert counted() == counted_anew()
    assert list(SearchRow.objects.values_list("name", "places")) == [("fjord cloud", "NO 69.65 18.96")]
    actions.unpublish(world.fjord.id, **does)
    assert (counted(), SearchRow.objects.count()) == ({}, 0)


def test_made_anew_rows_are_what_they_were(world):
    before = state()
    assert rebuild(tell=lambda *_: None) == 2
    assert state() == before
    empty()
    assert is_missing()
    assert found(world, what="warehouse") == set()
    rebuild(tell=lambda *_: None)
    assert not is_missing()
    assert state() == before
    assert found(world, what="warehouse") == {"Harbour IT"}


def test_an_interrupted_rebuild_goes_on_where_it_was(world, monkeypatch):
    monkeypatch.setattr("segue.directory.search.rebuild.AT_ONCE", 1)
    assert AT_ONCE > 1

    class PowerCutError(Exception):
        pass

    def fails(what, done, total):
        assert (what, done, total) == ("profiles", 1, 2)
        raise PowerCutError

    with pytest.raises(PowerCutError):
        rebuild(tell=fails)
    told = []
    assert rebuild(tell=lambda *one: told.append(one)) == 2
    assert told == [("profiles", 2, 2)]
    assert counted() == counted_anew()
    assert SearchCount.objects.filter(key__startswith="#reached").count() == 0


def test_rows_alone_show_nobody(world):
    """They are derived: a profile taken back behind their back is neither shown nor counted."""
    BusinessProfile.objects.filter(partner=world.harbour).update(state="draft")
    answer = search(Search(at=world.at, what="cloud"))
    assert ([one.profile.partner.name for one in answer.results], answer.total) == (["Fjord Cloud"], 1)
    assert {facet.name: facet.counts for facet in answer.facets}["country"] == [("NO", 1)]


def test_a_competency_finds_its_partner_while_it_is_in_force(world):
    word = Word(labels={"en": "Cloud expert", "it": "Esperto di cloud"}, covers={"product": ["cloud"]})
    code = add_term(Term.Kind.COMPETENCY, word, actor=world.vera, at=world.at).code
    said = Said(kind="competency", code=code, level=1, since=date(2026, 9, 1), until=date(2026, 9, 7))
    given = give_distinction(world.fjord.id, said, actor=world.paula, at=world.at)
    asked = {"tags": {"competency": code}}
    assert found(world, **asked) == {"Fjord Cloud"}
    facets = {facet.name: facet.counts for facet in search(Search(at=world.at)).facets}
    assert facets["competency"] == [(code, 1)]
    tomorrow = world.at.replace(day=8)
    assert search(Search(at=tomorrow, **asked)).results == []
    take_back_distinction(given.id, partner_id=world.fjord.id, actor=world.paula, at=world.at, seen=1)
    assert found(world, **asked) == set()
