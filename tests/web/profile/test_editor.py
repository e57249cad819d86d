from datetime import timedelta

import pytest
from django.urls import reverse

from segue.accounts.models import Location
from segue.accounts.roles import PartnerRole
from segue.directory.actions import pause
from segue.directory.gazetteer.fill import fill
from segue.directory.models import AlertContact, BusinessProfile
from segue.kit import clock
from segue.leads.actions import respond
from segue.leads.actions.answers import Refusal
from segue.outbox.models import Message
from segue.work.loop import drain
from tests import make, people
from tests.towns import TOWNS


@pytest.fixture
def world(db):
    return people.world()


@pytest.fixture
def enter(client, world):
    def enter_as(actor):
        client.force_login(world.person(actor))
        return client

    return enter_as


PAGES = ("profile", "profile-text", "profile-preview", "profile-location-new")
TEXT = {
    "seen": "1",
    "description": "We repair what others built.",
    "product": ["erp"],
    "keyword": "barcode, scales\nbarcode",
    "country": "Slovenia, Austria",
    "budget_from": "5,000",
    "capacity": "3",
}


def profile(partner):
    return BusinessProfile.objects.get(partner=partner)


@pytest.mark.parametrize("name", PAGES)
def test_a_profile_admin_opens_every_page_of_the_editor(enter, world, name):
    assert enter(world.pia).get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", PAGES[:3])
def test_a_colleague_without_the_role_is_told_so(enter, world, name):
    assert enter(world.cleo).get(reverse(name)).status_code == 403


def test_visitors_are_asked_to_sign_in_and_the_vendors_people_find_nothing(client, enter, world):
    assert client.get("/profile").headers["Location"] == "/accounts/login/?next=/profile"
    assert enter(world.vera).get("/profile").status_code == 404


def test_a_stranger_finds_no_location_or_contact_of_another_company(enter, world):
    contact = AlertContact.objects.get(location=world.bergen)
    stranger = enter(world.dora)
    assert stranger.get(reverse("profile-location", args=[world.bergen.id])).status_code == 404
    assert stranger.post(reverse("profile-location-unpublish", args=[world.bergen.id])).status_code == 404
    assert stranger.get(reverse("profile-contact-new", args=[world.bergen.id])).status_code == 404
    stranger.post(reverse("profile-contact-remove", args=[contact.id]))
    assert AlertContact.objects.filter(id=contact.id).exists()
    assert Location.objects.get(id=world.bergen.id).published


def test_what_is_typed_is_what_the_profile_says(enter, world):
    seen = profile(world.harbour).version
    answer = enter(world.pia).post(reverse("profile-text"), TEXT | {"seen": seen})
    assert answer.status_code == 302, answer.context["form"].errors
    kept = profile(world.harbour)
    assert (kept.description, kept.capacity, kept.budget_from_minor) == (TEXT["description"], 3, 500_000)
    assert sorted(kept.tags.values_list("kind", "code")) == [
        ("country", "AT"),
        ("country", "SI"),
        ("keyword", "barcode"),
        ("keyword", "scales"),
        ("product", "erp"),
    ]


@pytest.mark.parametrize(("language", "written"), [("en", "1,234.5"), ("it", "1.234,5")])
def test_a_budget_stands_in_its_field_as_the_reader_writes_it_and_is_the_same_when_saved(
    enter, world, language, written
):
    BusinessProfile.objects.filter(partner=world.harbour).update(budget_from_minor=123_450)
    pia = enter(world.pia)
    pia.cookies["django_language"] = language
    form = pia.get(reverse("profile-text")).context["form"]
    assert form["budget_from"].value() == written
    typed = TEXT | {"seen": profile(world.harbour).version, "budget_from": written}
    assert pia.post(reverse("profile-text"), typed).status_code == 302
    assert profile(world.harbour).budget_from_minor == 123_450


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(enter, world):
    stale = profile(world.harbour).version - 1
    answer = enter(world.pia).post(reverse("profile-text"), TEXT | {"seen": stale})
    assert answer.status_code == 422
    assert "Somebody changed this profile meanwhile" in answer.content.decode()
    assert profile(world.harbour).description.startswith("We move stock")


def test_wrong_answers_are_named_at_their_questions(enter, world):
    wrong = TEXT | {"country": "Atlantis", "budget_from": "a lot", "capacity": "0", "website": "ftp"}
    form = enter(world.pia).post(reverse("profile-text"), wrong).context["form"]
    assert form.errors == {
        "country": ["We know no country called “Atlantis”."],
        "budget_from": ["Write an amount, or leave it empty."],
        "capacity": ["Write a number from 1 to 10,000, or leave it empty for no limit."],
        "website": ["Write an address such as https://harbour.example, or leave it empty."],
    }


def test_the_website_is_saved_with_the_rest_or_not_at_all(enter, world):
    pia, seen = enter(world.pia), profile(world.harbour).version
    answer = pia.post(reverse("profile-text"), TEXT | {"seen": seen, "website": "javascript:alert(1)"})
    assert answer.context["form"].errors == {
        "website": ["Write an address such as https://harbour.example, or leave it empty."]
    }
    assert profile(world.harbour).description.startswith("We move stock")
    assert pia.post(reverse("profile-text"), TEXT | {"seen": seen, "website": "https://harbour.example/it"}).url
    kept = profile(world.harbour)
    assert (kept.partner.website, kept.version) == ("https://harbour.example/it", seen + 1)


def test_a_preview_shows_the_words_of_the_form_and_saves_nothing(enter, world):
    pia = enter(world.pia)
    seen = profile(world.harbour).version
    page = pia.post(reverse("profile-text"), TEXT | {"seen": seen, "preview": "1", "website": "javascript:alert(1)"})
    text = page.content.decode()
    typed = ("We repair what others built.", "barcode", "Slovenia, Austria", "from €5,000", "Trieste")
    assert [words for words in typed if words not in text] == []
    assert "it is not saved yet" in text
    assert "/ask?" not in text
    assert "javascript:" not in text
    assert profile(world.harbour).version == seen
    assert "We repair" not in pia.get(f"/partners/{world.harbour.slug}").content.decode()


def test_what_a_profile_lacks_leads_to_its_question(enter, world):
    page = enter(world.pia).get("/profile")
    assert page.context["strength"]["word"] == "Taking shape"
    urls = [one["url"] for one in page.context["advice"]]
    assert urls == [f"/profile/text#id_{part}" for part in ("description", "logo", "model", "country")]
    form = page.client.get("/profile/text").content.decode()
    assert all(f'id="{url.partition("#")[2]}"' in form for url in urls)


def test_a_word_that_brings_the_wrong_leads_is_named_and_left_out_by_a_button(enter, world, time_machine):
    time_machine.move_to(world.at + timedelta(hours=2), tick=False)
    for _ in range(2):
        lead = make.lead(world, products=["cloud"], services=[], industries=[], customer_size="", need="Help")
        respond.decline(lead.id, actor=world.ada, at=world.at, seen=1, answer=Refusal("not_our_field"), hold=False)
    pia = enter(world.pia)
    [word] = pia.get("/profile/text").context["turned_down"]
    assert (word["text"], word["sentence"]) == (
        "Cloud platform",
        "2 of the 2 leads that asked for it were declined: not your field, or not your region.",
    )
    before = profile(world.harbour)
    typed = TEXT | {"seen": before.version, "product": ["erp", "cloud"], "keyword": "barcode, scales"}
    page = pia.post(reverse("profile-text"), typed | {"without": "product:cloud"})
    form = page.context["form"]
    assert (page.status_code, form.tags()["product"], form["description"].value()) == (
        200,
        ["erp"],
        TEXT["description"],
    )
    assert page.context["turned_down"] == []
    assert profile(world.harbour).version == before.version
    for without, kind, left in (("keyword:barcode", "keyword", ["scales"]), ("country:SI", "country", ["AT"])):
        assert pia.post(reverse("profile-text"), typed | {"without": without}).context["form"].tags()[kind] == left


def test_unpublished_published_paused_and_resumed_by_buttons(enter, world):
    pia = enter(world.pia)
    states = []
    for name, answers in (("unpublish", {}), ("publish", {}), ("pause", {"until": "2099-01-01"}), ("resume", {})):
        assert pia.post(reverse(f"profile-{name}"), answers).status_code == 302
        states.append(profile(world.harbour).state)
    assert states == ["draft", "published", "paused", "published"]


def test_who_keeps_one_location_is_not_offered_what_concerns_all(enter, world):
    whole = {reverse(f"profile-{name}") for name in ("unpublish", "pause", "resume")}
    offered = enter(world.pia).get("/profile").content.decode()
    assert [url for url in sorted(whole) if f'action="{url}"' in offered] == ["/profile/pause", "/profile/unpublish"]
    pia = enter(people.keeping_only(world, world.pia, PartnerRole.PROFILE_ADMIN, world.bergen))
    page = pia.get("/profile").content.decode()
    assert [url for url in sorted(whole) if f'action="{url}"' in page] == []
    assert "Your locations can be unpublished one by one." in page
    assert reverse("profile-location-unpublish", args=[world.bergen.id]) in page
    assert {url: pia.post(url).status_code for url in whole} == dict.fromkeys(whole, 403)
    assert "Only who looks after the whole company edits this." in page
    assert "/profile/text" not in page
    typed = TEXT | {"seen": profile(world.harbour).version, "capacity": "1"}
    assert [pia.get("/profile/text").status_code, pia.post("/profile/text", typed).status_code] == [403, 403]
    kept = profile(world.harbour)
    assert (kept.description == TEXT["description"], kept.capacity, kept.state) == (False, None, "published")
    pause(world.harbour.id, actor=world.ada, at=clock.now())
    assert "Only who looks after the whole company may end the break." in pia.get("/profile").content.decode()


def test_a_break_does_not_end_before_it_begins(enter, world):
    answer = enter(world.pia).post(reverse("profile-pause"), {"until": "2020-01-01"})
    assert answer.status_code == 422
    assert answer.context["pause_form"].errors == {"until": ["Choose a day that is still to come."]}


def test_a_new_location_gets_a_contact_and_is_published(enter, world):
    pia = enter(world.pia)
    hours = {f"day_{day}": "9-12:30, 14-18" for day in range(5)}
    place = {"name": "Koper", "city": "Koper", "country": "SI", "time_zone": "Europe/Ljubljana"}
    pia.post(reverse("profile-location-new"), place | hours)
    koper = Location.objects.get(city="Koper")
    assert koper.hours["0"] == [[540, 750], [840, 1080]]
    assert not koper.published
    told = {"name": "Order desk", "email": "Orders@Harbour.example"}
    assert pia.post(reverse("profile-contact-new", args=[koper.id]), told).status_code == 302
    contact = AlertContact.objects.get(location=koper)
    assert (contact.email, contact.verified_at) == ("orders@harbour.example", None)
    assert Message.objects.filter(fact="alert.added", payload={"contact": str(contact.id)}).count() == 1
    pia.post(reverse("profile-location-publish", args=[koper.id]))
    assert Location.objects.get(id=koper.id).published
    found = pia.get("/", {"where": "Koper"}).context["cards"]
    assert {card["place"] for card in found} == {"Koper, Slovenia", "Oslo, Norway"}


def test_a_test_alert_goes_to_the_contact_in_its_language(enter, world, mailoutbox):
    drain(at=clock.now())
    mailoutbox.clear()
    url = reverse("profile-contact-test", args=[AlertContact.objects.get(location=world.trieste).id])
    assert enter(world.dora).post(url).status_code == 404
    answer = enter(world.pia).post(url, follow=True).content.decode()
    assert "A test alert is on its way to giulia@harbour.example." in answer
    drain(at=clock.now())
    [mail] = mailoutbox
    assert mail.to == ["giulia@harbour.example"]
    assert mail.subject == "Prova: i nuovi lead per Harbour IT vengono comunicati a lei"


def test_the_last_contact_of_a_published_location_stays(enter, world):
    contact = AlertContact.objects.get(location=world.bergen)
    answer = enter(world.pia).post(reverse("profile-contact-remove", args=[contact.id]), follow=True)
    assert "A published location needs somebody who is told." in answer.content.decode()
    assert AlertContact.objects.filter(id=contact.id).exists()


def test_hours_that_cannot_be_are_named_at_their_day(enter, world):
    url = reverse("profile-location", args=[world.bergen.id])
    page = enter(world.pia).get(url)
    answer = page.client.post(url, page.context["form"].initial | {"day_2": "all day"})
    assert answer.context["form"].errors == {"day_2": ["Write hours such as 9:00-12:30, 14:00-18:00."]}


def test_who_is_removed_disappears_from_the_profile_which_says_who_is_told_instead(enter, world):
    AlertContact.objects.filter(location=world.trieste).update(email="giulia@harbour.example", name="Giulia Ferri")
    admin = enter(world.ada)
    removal = f"/people/{world.giulia.membership_id}/removal"
    assert "They are told of new requests at: Trieste." in admin.get(removal).content.decode()
    assert "Giulia Ferri" in admin.get("/profile").content.decode()
    admin.post(removal, follow=True)
    drain(at=clock.now())
    page = admin.get("/profile").content.decode()
    assert "Giulia Ferri" not in page
    assert "Nobody. The partner admins are told instead." in page


def test_a_location_is_found_by_its_town_and_corrected_on_the_map(enter, world):
    fill(TOWNS)
    pia, url = enter(world.pia), reverse("profile-location", args=[world.bergen.id])

    def sent(**answers):
        typed = pia.get(url).context["form"].initial | answers
        answer = pia.post(url, {name: "" if value is None else value for name, value in typed.items()})
        kept = Location.objects.get(id=world.bergen.id)
        return answer, (kept.latitude, kept.longitude)

    assert sent()[1] == (60.39299, 5.32415)
    assert sent(latitude="60,3971", longitude="5.3245")[1] == (60.3971, 5.3245)
    assert sent(street="Bryggen 14")[1] == (60.3971, 5.3245)
    assert sent(city="Oslo")[1] == (59.91273, 10.74609)
    assert "#map=15/59.91273/10.74609" in pia.get("/profile").content.decode()
    answer, kept = sent(latitude="91", longitude="")
    assert answer.context["form"].errors == {"latitude": ["Write degrees from −90 to 90, such as 45.64."]}
    assert sent(longitude="")[0].context["form"].errors == {"longitude": ["Write both degrees, or leave both empty."]}
    assert kept == (59.91273, 10.74609)
