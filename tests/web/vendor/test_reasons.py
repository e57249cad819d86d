import pytest

from segue.leads.actions import respond
from segue.leads.actions.answers import Refusal
from segue.leads.models import LeadEvent
from segue.programme.models import Reason
from segue.programme.queries import rules
from tests import make

URL, ADD = "/vendor/programme/reasons", "/vendor/programme/add/reason"
BIG = {
    "label_en": "Too big for us",
    "label_it": "Troppo grande per noi",
    "sentence_en": "It needs more people than we have.",
    "told_en": "it is too big for them",
    "told_it": "è troppo grande per loro",
    "used_for": "decline",
    "meaning": "not_a_fit",
    "customer_hears": "on",
}


def offered():
    return [reason.code for reason in rules().reasons_for(Reason.For.DECLINE)]


@pytest.fixture
def vera(as_, world):
    return as_(world.vera)


def test_the_list_says_of_each_what_ranking_learns_and_who_hears(vera):
    page = vera.get(URL).content.decode()
    for words in ("No capacity now", "Not a fit", "Wrong region", "Declining and losing", "Accepted by mistake"):
        assert words in page


def test_a_reason_of_ones_own_is_offered_at_the_end_and_chosen(vera, world, time_machine):
    time_machine.move_to(world.at, tick=False)
    assert vera.post(ADD, BIG).url == URL
    made = Reason.objects.get(code="too_big_for_us")
    assert (made.version, made.meaning, made.customer_hears, made.onward) == (1, "not_a_fit", True, False)
    assert (made.kind, made.changed_by) == ("ordinary", world.vera.person_id)
    assert made.told == {"en": "it is too big for them", "it": "è troppo grande per loro"}
    assert offered()[-1] == "too_big_for_us"
    lead = make.lead(world)
    respond.decline(lead.id, actor=world.ada, at=world.at, seen=1, answer=Refusal("too_big_for_us"), hold=False)
    event = LeadEvent.objects.get(lead=lead, step="decline")
    assert (event.frozen["reason_meaning"], event.frozen["reason_version"]) == ("not_a_fit", 1)


def test_a_reason_called_add_can_be_changed_like_any_other(vera):
    vera.post(ADD, BIG | {"label_en": "Add"})
    page = vera.get(f"{URL}/add")
    assert page.context["form"]["label_en"].value() == "Add"
    vera.post(f"{URL}/add", BIG | {"label_en": "Adding only", "seen": "1"})
    assert list(Reason.objects.filter(code="add", current=True).values_list("version", flat=True)) == [2]


def test_two_reasons_whose_names_are_alike_have_codes_of_their_own(vera):
    vera.post(ADD, BIG)
    vera.post(ADD, BIG | {"label_en": "Too big for us!", "label_it": "Troppo grande per noi!"})
    assert offered()[-2:] == ["too_big_for_us", "too_big_for_us_2"]


TAKEN = "Another reason is called so already."


@pytest.mark.parametrize("used_for", ["decline", "both"])
def test_who_declines_finds_no_two_reasons_of_one_name(vera, used_for):
    named = BIG | {"used_for": used_for, "label_en": "Too large", "label_it": "  non è la nostra ZONA "}
    page = vera.post(ADD, named)
    assert (page.status_code, page.context["form"].errors) == (422, {"label_it": [TAKEN]})
    page = vera.post(f"{URL}/budget", BIG | {"used_for": used_for, "label_en": "timeline TOO short", "seen": "1"})
    assert (page.status_code, page.context["form"].errors) == (422, {"label_en": [TAKEN]})
    assert set(Reason.objects.values_list("version", flat=True)) == {1}
    assert "too_large" not in offered()


def test_a_reason_for_losing_may_be_called_as_one_for_declining_is(vera):
    named = BIG | {"used_for": "lost", "label_en": "Not our region", "label_it": "Non è la nostra zona"}
    assert vera.post(ADD, named).url == URL
    page = vera.post(f"{URL}/not_our_region_2", named | {"used_for": "both", "seen": "1"})
    assert page.context["form"].errors == {"label_en": [TAKEN], "label_it": [TAKEN]}


def test_the_name_of_a_retired_reason_is_free_until_it_is_offered_again(vera):
    vera.post(f"{URL}/not_our_region/retirement", {"seen": "1"})
    named = BIG | {"label_en": "Not our region", "label_it": "Non è la nostra zona"}
    assert vera.post(ADD, named).url == URL
    response = vera.post(f"{URL}/not_our_region/retirement", {"seen": "2", "offer": "again"})
    assert response.status_code == 409
    assert "Another reason is called so already. Rename one of them first." in response.content.decode()
    assert offered()[-1] == "not_our_region_2"
    assert "not_our_region" not in offered()
    vera.post(f"{URL}/not_our_region_2", named | {"label_en": "Too far", "label_it": "Troppo lontano", "seen": "1"})
    vera.post(f"{URL}/not_our_region/retirement", {"seen": "2", "offer": "again"})
    assert "not_our_region" in offered()


def test_a_reason_without_words_is_explained_and_not_kept(vera):
    response = vera.post(ADD, BIG | {"label_it": " "})
    assert response.status_code == 422
    assert "Say in a few words what the reason is." in response.content.decode()
    assert not Reason.objects.filter(code="too_big_for_us").exists()


def test_a_change_is_a_new_version_and_what_was_answered_keeps_the_old_meaning(vera, world, time_machine):
    time_machine.move_to(world.at, tick=False)
    lead = make.lead(world, "declined")
    changed = BIG | {"label_en": "Too far away", "meaning": "nothing", "seen": "1"}
    assert vera.post(f"{URL}/not_our_region", changed).url == URL
    versions = Reason.objects.filter(code="not_our_region").order_by("version")
    assert list(versions.values_list("version", "meaning", "current")) == [
        (1, "wrong_region", False),
        (2, "nothing", True),
    ]
    assert LeadEvent.objects.get(lead=lead, step="decline").frozen["reason_meaning"] == "wrong_region"
    assert "Too far away" in vera.get(f"/vendor/leads/{lead.id}").content.decode()
    response = vera.post(f"{URL}/not_our_region", changed)
    assert response.status_code == 422
    assert "Somebody changed this reason meanwhile." in response.content.decode()


def test_a_retired_reason_is_offered_no_more_and_old_leads_keep_showing_it(vera, world, as_):
    lead = make.lead(world, "declined")
    assert vera.post(f"{URL}/not_our_region/retirement", {"seen": "1"}).url == URL
    assert "not_our_region" not in offered()
    assert "Offer it again" in vera.get(URL).content.decode()
    assert "Not our region" in vera.get(f"/vendor/leads/{lead.id}").content.decode()
    ada = as_(world.ada)
    assert "Not our region" in ada.get(f"/leads/{lead.id}").content.decode()
    other = make.lead(world)
    answer = {"reason": "not_our_region", "seen": "1"}
    assert ada.post(f"/leads/{other.id}/declination", answer).status_code == 422
    again = {"seen": "2", "offer": "again"}
    assert as_(world.vera).post(f"{URL}/not_our_region/retirement", again).url == URL
    assert "not_our_region" in offered()


def test_one_reason_is_left_for_declining_and_one_for_losing(vera):
    for code in ("no_capacity", "not_our_field", "not_our_region", "duplicate", "not_a_customer", "spam"):
        vera.post(f"{URL}/{code}/retirement", {"seen": "1"})
    for reason in rules().reasons_for(Reason.For.DECLINE)[1:]:
        vera.post(f"{URL}/{reason.code}/retirement", {"seen": "1"})
    [last] = offered()
    response = vera.post(f"{URL}/{last}/retirement", {"seen": "1"})
    assert response.status_code == 409
    assert "At least one reason must be left" in response.content.decode()
    assert offered() == [last]


def test_the_order_is_changed_by_buttons_and_stops_at_the_ends(vera):
    first, second, third = offered()[:3]
    assert vera.post(f"{URL}/{second}/place", {"to": "up"}).url == URL
    assert offered()[:3] == [second, first, third]
    vera.post(f"{URL}/{second}/place", {"to": "up"})
    assert offered()[:3] == [second, first, third]
    vera.post(f"{URL}/{second}/place", {"to": "down"})
    assert offered()[:3] == [first, second, third]
    assert set(Reason.objects.values_list("version", flat=True)) == {1}


def test_of_spam_nobody_is_told_whatever_the_form_says(vera):
    page = vera.get(f"{URL}/spam").content.decode()
    assert 'name="customer_hears"' not in page
    vera.post(f"{URL}/spam", BIG | {"onward": "on", "seen": "1"})
    spam = Reason.objects.get(code="spam", current=True)
    assert (spam.version, spam.kind, spam.customer_hears, spam.onward) == (2, "spam", False, False)


POSTS = (
    ("/add", BIG),
    ("/budget", BIG | {"seen": "1"}),
    ("/budget/place", {"to": "up"}),
    ("/budget/retirement", {"seen": "1"}),
)


@pytest.mark.parametrize(
    ("name", "reads", "changes"),
    [("otto", 200, 403), ("paula", 404, 404), ("marta", 404, 404), ("sven", 404, 404), ("ada", 404, 404)],
)
def test_reasons_are_the_programme_admins(as_, world, name, reads, changes):
    client = as_(getattr(world, name))
    response = client.get(URL)
    assert response.status_code == reads
    assert "Add a reason" not in response.content.decode()
    for path in ("/add", "/budget"):
        assert client.get(f"{URL}{path}").status_code == changes
    for path, answers in POSTS:
        assert client.post(f"{URL}{path}", answers).status_code == changes, path
    assert set(Reason.objects.values_list("version", "active")) == {(1, True)}
    assert offered()[0] == "no_capacity"


def test_a_reason_that_is_not_there_is_not_there(vera):
    for path in ("", "/place", "/retirement"):
        assert vera.post(f"{URL}/nothing{path}", BIG | {"seen": "1"}).status_code == 404
