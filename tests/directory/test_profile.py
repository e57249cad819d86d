from datetime import date, timedelta

import pytest

from segue.accounts.actions import NewPerson, Place, add_person
from segue.accounts.models import Location
from segue.accounts.queries import actor_for
from segue.accounts.roles import PartnerRole
from segue.directory import actions
from segue.directory.actions import ProfileChanged
from segue.directory.actions.alerts import ContactThere, EnoughContacts, LastContact
from segue.directory.models import AlertContact, BusinessProfile, SearchRow, Tag
from segue.directory.queries import alert_contacts, location_for_lead, profile_to_edit, published_locations
from segue.kit.errors import Forbidden, Invalid, NotFound, TooMany
from segue.kit.working_time import office_hours
from segue.outbox.models import Message
from tests import people


@pytest.fixture
def world(db):
    return people.world()


def profile(partner):
    return BusinessProfile.objects.get(partner=partner)


def found_by(partner):
    """The stems by which a partner is found, by field: name, keywords, offers, description; nothing for a draft."""
    words = SearchRow.objects.filter(profile_id=partner.id).values_list("words", flat=True).first()
    return [set(field.split()) for field in words.split("\n")] if words else []


EDITS = {
    "edit_profile": {"seen": None, "description": "Ours now", "tags": {}},
    "publish": {},
    "unpublish": {},
    "pause": {},
    "resume": {},
}


@pytest.mark.parametrize("verb", EDITS)
@pytest.mark.parametrize(
    ("who", "refusal"),
    [("dora", NotFound), ("nora", NotFound), ("cleo", Forbidden), ("paula", Forbidden), ("otto", Forbidden)],
)
def test_who_may_not_edit_changes_nothing(world, verb, who, refusal):
    before = BusinessProfile.objects.values().get(partner=world.harbour)
    with pytest.raises(refusal):
        getattr(actions, verb)(world.harbour.id, actor=getattr(world, who), at=world.at, **EDITS[verb])
    assert BusinessProfile.objects.values().get(partner=world.harbour) == before


@pytest.fixture
def bo(world):
    """Bo, a partner admin of Harbour IT in Bergen only."""
    bo = NewPerson(email="bo@harbour.example", name="Bo Lie")
    given = {"roles": [PartnerRole.PARTNER_ADMIN], "scope": people.only(world.bergen)}
    return actor_for(add_person(world.harbour.id, actor=world.ada, at=world.at, person=bo, **given).person)


@pytest.mark.parametrize("verb", ["unpublish", "pause", "resume"])
def test_who_keeps_one_location_does_not_decide_for_the_others(world, bo, verb):
    if verb == "resume":
        actions.pause(world.harbour.id, actor=world.ada, at=world.at)
    before = BusinessProfile.objects.values().get(partner=world.harbour)
    with pytest.raises(Forbidden, match="only who looks after the whole company"):
        getattr(actions, verb)(world.harbour.id, actor=bo, at=world.at)
    assert BusinessProfile.objects.values().get(partner=world.harbour) == before
    assert set(published_locations([world.harbour.id])) == {world.bergen, world.trieste}


def test_who_keeps_one_location_does_not_say_what_the_company_does_and_takes(world, bo):
    before = BusinessProfile.objects.values().get(partner=world.harbour)
    with pytest.raises(Forbidden, match="only who looks after the whole company"):
        actions.edit_profile(
            world.harbour.id, actor=bo, at=world.at, seen=None, description="Ours", tags={Tag.Kind.NOT_COUNTRY: ["NO"]}
        )
    assert BusinessProfile.objects.values().get(partner=world.harbour) == before
    assert not Tag.objects.filter(profile=world.harbour.id, code="NO").exists()


def test_who_keeps_one_location_publishes_that_one(world, bo):
    actions.unpublish(world.harbour.id, actor=world.ada, at=world.at)
    actions.publish(world.harbour.id, actor=bo, at=world.at)
    assert list(published_locations([world.harbour.id])) == [world.bergen]
    with pytest.raises(Forbidden):
        actions.publish(world.harbour.id, actor=bo, at=world.at, location_ids=[world.trieste.id])
    actions.unpublish_location(world.bergen.id, partner_id=world.harbour.id, actor=bo, at=world.at)
    assert profile(world.harbour).state == "draft"


@pytest.mark.parametrize("who", ["ada", "ben", "pia", "vera"])
def test_who_may_edit(world, who):
    assert profile_to_edit(world.harbour.id, actor=getattr(world, who)).missing == []


def test_an_empty_profile_is_refused_with_a_sentence_for_each_thing(world):
    BusinessProfile.objects.filter(partner=world.harbour).delete()
    AlertContact.objects.filter(partner=world.harbour).delete()
    with pytest.raises(actions.NotReady) as refused:
        actions.publish(world.harbour.id, actor=world.ada, at=world.at)
    assert [lack.code for lack in refused.value.missing] == ["description", "offer", "location"]
    assert str(refused.value).startswith("Describe in a few sentences what you do. Choose at least one product")


def test_publishing_shows_the_locations_that_are_ready_and_tells_it_once(world):
    actions.unpublish(world.harbour.id, actor=world.ada, at=world.at)
    AlertContact.objects.filter(location=world.trieste).delete()
    told = Message.objects.filter(fact="profile.published", payload={"partner": str(world.harbour.id)})
    before = told.count()
    for _ in range(2):
        actions.publish(world.harbour.id, actor=world.ada, at=world.at)
    assert list(published_locations([world.harbour.id])) == [world.bergen]
    assert told.count() == before + 1


def test_who_hides_its_profile_and_shows_it_again_is_no_newcomer_anew(world):
    since = profile(world.harbour).published_at
    later = world.at + timedelta(days=200)
    actions.unpublish(world.harbour.id, actor=world.ada, at=later)
    actions.publish(world.harbour.id, actor=world.ada, at=later)
    assert since == profile(world.harbour).published_at < later


def test_another_companys_location_is_not_published_by_naming_it(world):
    actions.unpublish(world.fjord.id, actor=world.dora, at=world.at)
    with pytest.raises(NotFound):
        actions.publish(world.harbour.id, actor=world.ada, at=world.at, location_ids=[world.oslo.id])
    assert not Location.objects.get(id=world.oslo.id).published


def test_without_its_last_location_a_profile_is_a_draft_that_nobody_finds(world):
    for location in (world.bergen, world.trieste):
        actions.unpublish_location(location.id, partner_id=world.harbour.id, actor=world.ada, at=world.at)
    assert profile(world.harbour).state == "draft"
    assert found_by(world.harbour) == []


def test_who_read_the_profile_before_its_last_place_went_publishes_nothing_over_it(world):
    seen = profile(world.harbour).version
    Location.objects.filter(id=world.trieste.id).update(published=False, is_main=False)
    Location.objects.filter(id=world.bergen.id).update(is_main=False)
    actions.remove_place(world.bergen.id, actor=world.ada, at=world.at)
    assert profile(world.harbour).state == "draft"
    with pytest.raises(ProfileChanged):
        actions.unpublish(world.harbour.id, actor=world.ada, at=world.at, seen=seen)


def test_a_break_ends_by_itself_in_the_morning_of_the_main_location(world):
    actions.pause(world.harbour.id, actor=world.ada, at=world.at, until=date(2026, 9, 14))
    assert profile(world.harbour).paused_until.isoformat() == "2026-09-13T22:00:00+00:00"


def test_only_what_is_published_takes_a_break(world):
    actions.unpublish(world.harbour.id, actor=world.ada, at=world.at)
    for verb in (actions.pause, actions.resume):
        with pytest.raises(actions.NotPublished):
            verb(world.harbour.id, actor=world.ada, at=world.at)


def test_the_words_of_a_profile_weigh_by_where_they_stand(world):
    assert found_by(world.fjord) == [
        {"fjord", "cloud"},
        {"backup"},
        {"cloud", "platform", "piattaform", "secur", "sicurezz", "manag", "servic", "serviz", "gest"},
        {"cloud", "platform", "that", "are", "watch", "day", "and", "night", "financi", "servic", "serviz", "finanziar"}
        | {"english", "ingles", "norwegian", "norveges", "oslo"},
    ]


def test_words_follow_an_edit_and_a_place_that_moves(world):
    actions.edit_profile(
        world.fjord.id, actor=world.dora, at=world.at, seen=None, description="Øl", tags={"product": ["crm"]}
    )
    hours = office_hours("Europe/Oslo").hours
    place = Place(name="North", city="Tromsø", country="NO", time_zone="Europe/Oslo", hours=hours)
    actions.edit_place(world.oslo.id, actor=world.dora, at=world.at, place=place)
    assert found_by(world.fjord) == [{"fjord", "cloud"}, set(), {"crm"}, {"ol", "troms"}]


def test_one_who_saves_what_was_changed_meanwhile_is_told(world):
    seen = profile(world.harbour).version
    values = {"description": "First", "tags": {"service": ["support"]}}
    actions.edit_profile(world.harbour.id, actor=world.ada, at=world.at, seen=seen, **values)
    with pytest.raises(actions.ProfileChanged):
        actions.edit_profile(world.harbour.id, actor=world.pia, at=world.at, seen=seen, description="Second", tags={})
    kept = profile(world.harbour)
    assert (kept.description, list(kept.tags.values_list("kind", "code"))) == ("First", [("service", "support")])


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"description": "x" * 2501}, "description"),
        ({"capacity": 0}, "capacity"),
        ({"budget_from_minor": -1}, "budget_from"),
        ({"tags": {"product": ["time machines"]}}, "product"),
        ({"tags": {"language": ["xx"]}}, "language"),
        ({"tags": {"country": ["Norway"]}}, "country"),
        ({"tags": {"keyword": ["x" * 61]}}, "keyword"),
        ({"tags": {"keyword": [f"word {number}" for number in range(31)]}}, "keyword"),
        ({"tags": {"country": ["NO"], "not_country": ["NO"]}}, "not_country"),
        ({"tags": {"size": ["1-9"], "not_size": ["1-9"]}}, "not_size"),
        ({"tags": {"shoe": ["42"]}}, "shoe"),
    ],
)
def test_what_cannot_be_taken_is_named(world, values, field):
    with pytest.raises(Invalid) as refused:
        actions.edit_profile(
            world.harbour.id, actor=world.ada, at=world.at, seen=None, **{"description": "", "tags": {}} | values
        )
    assert list(refused.value.fields) == [field]


def test_a_colleague_is_told_at_once_and_others_after_they_agree(world):
    def add(name, email):
        return actions.add_alert_contact(
            world.bergen.id, partner_id=world.harbour.id, actor=world.ada, at=world.at, name=name, email=email
        )

    ben, desk = add("Ben Haugen", "ben@harbour.example"), add("Desk", "desk@harbour.example")
    assert (ben.verified_at, desk.verified_at) == (world.at, None)
    assert [contact.name for contact in alert_contacts(world.bergen.id, partner_id=world.harbour.id)] == [
        "Ada Berg",
        "Ben Haugen",
    ]
    with pytest.raises(ContactThere):
        add("Ben again", "BEN@harbour.example")
    add("Four", "four@harbour.example")
    add("Five", "five@harbour.example")
    with pytest.raises(EnoughContacts):
        add("Six", "six@harbour.example")


def test_the_strangers_colleague_is_no_colleague(world):
    contact = actions.add_alert_contact(
        world.oslo.id,
        partner_id=world.fjord.id,
        actor=world.dora,
        at=world.at,
        name="Ada Berg",
        email="ada@harbour.example",
    )
    assert contact.verified_at is None


def test_a_contact_is_tested_five_times_an_hour_and_only_when_verified(world):
    giulia = AlertContact.objects.get(location=world.trieste)
    test = {"partner_id": world.harbour.id, "actor": world.ada, "at": world.at}
    for _ in range(5):
        actions.send_test_alert(giulia.id, **test)
    with pytest.raises(TooMany):
        actions.send_test_alert(giulia.id, **test)
    actions.send_test_alert(giulia.id, **test | {"at": world.at + timedelta(hours=1)})
    AlertContact.objects.filter(id=giulia.id).update(verified_at=None)
    with pytest.raises(actions.NotVerified):
        actions.send_test_alert(giulia.id, **test)


def test_the_last_contact_of_a_published_location_stays(world):
    contact = AlertContact.objects.get(location=world.oslo)
    remove = {"partner_id": world.fjord.id, "actor": world.dora, "at": world.at}
    with pytest.raises(LastContact):
        actions.remove_alert_contact(contact.id, **remove)
    actions.unpublish(world.fjord.id, actor=world.dora, at=world.at)
    actions.remove_alert_contact(contact.id, **remove)
    actions.remove_alert_contact(contact.id, **remove)
    assert not AlertContact.objects.filter(location=world.oslo).exists()


def test_a_lead_finds_its_location_with_everything_in_one_query(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        location = location_for_lead(world.trieste.id)
        assert (location.partner.name, location.partner.profile.state) == ("Harbour IT", "published")


def test_a_suspended_partner_is_not_among_the_published(world):
    world.fjord.status = "suspended"
    world.fjord.save()
    assert set(published_locations()) == {world.bergen, world.trieste}


def test_a_break_that_is_over_takes_leads_again(world):
    actions.pause(world.harbour.id, actor=world.ada, at=world.at)
    resumed = actions.resume(world.harbour.id, actor=world.ada, at=world.at + timedelta(days=1))
    assert (resumed.state, resumed.paused_until) == ("published", None)
