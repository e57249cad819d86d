"""What is saved as it was shown is no new version: the history says what was changed, and nothing was."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from segue.accounts.actions import add_term
from segue.outbox.models import Message
from segue.programme.actions import change_settings
from segue.programme.models import Programme, Reason, Term
from segue.programme.queries import rules
from segue.programme.terms import Word

PAGE = "/vendor/programme"
NOTHING = "Nothing was changed."


@pytest.fixture
def vera(as_, world):
    return as_(world.vera)


def save_as_shown(client, url, **changes):
    """Press Save on the page of a form without touching it, but for `changes`; what the next page says on top."""
    form = client.get(url).context["form"]
    shown = {field.html_name: field.value() for field in form}
    sent = {name: value for name, value in shown.items() if value not in (None, False)} | changes
    return said_by(client.post(url, sent, follow=True))


def said_by(response):
    return [str(message) for message in response.context["messages"]]


def picture(colour):
    written = BytesIO()
    Image.new("RGB", (96, 10), colour).save(written, "PNG")
    return SimpleUploadedFile("logo.png", written.getvalue(), content_type="image/png")


def test_settings_saved_as_they_are_stay_the_version_they_were(vera, world):
    revision = rules().revision
    assert save_as_shown(vera, PAGE) == [NOTHING]
    assert save_as_shown(vera, PAGE, name=" Aurora Partners ", inbox="Partners@Aurora.example") == [NOTHING]
    assert (Programme.objects.count(), rules().revision) == (1, revision)
    assert save_as_shown(vera, PAGE, answer_days="10") == ["The settings are saved and in force."]
    assert rules().programme.version == 2


def test_a_page_from_before_a_change_is_told_so_also_where_it_changes_nothing(vera, world):
    change_settings(seen=1, by=world.vera.person_id, at=world.at, answer_days=10)
    page = vera.get(PAGE)
    assert page.context["form"]["answer_days"].value() == 10
    assert save_as_shown(vera, PAGE, seen="1") == []
    assert Programme.objects.count() == 2


def test_the_same_logo_and_none_instead_of_none_are_no_new_version(vera):
    assert said_by(vera.post(f"{PAGE}/logo", {"remove": "1", "seen": "1"}, follow=True)) == [NOTHING]
    for colour, seen, said in (
        ("teal", 1, "The logo is saved."),
        ("teal", 2, NOTHING),
        ("red", 2, "The logo is saved."),
    ):
        sent = {"logo": picture(colour), "seen": seen}
        assert said_by(vera.post(f"{PAGE}/logo", sent, follow=True)) == [said]
    assert Programme.objects.count() == 3


def test_to_return_to_what_is_in_force_changes_nothing(vera, world):
    change_settings(seen=1, by=world.vera.person_id, at=world.at, answer_days=10)
    change_settings(seen=2, by=world.vera.person_id, at=world.at, answer_days=14)
    assert said_by(vera.post(f"{PAGE}/history/1", {"seen": "3"}, follow=True)) == [NOTHING]
    assert rules().programme.version == 3


@pytest.mark.parametrize("languages", [["en", "it"], ["en"]])
def test_a_reason_saved_as_it_is_stays_the_version_it_was(vera, world, languages):
    change_settings(seen=1, by=world.vera.person_id, at=world.at, languages=languages)
    for code in rules().reasons:
        assert save_as_shown(vera, f"{PAGE}/reasons/{code}") == [NOTHING], code
    assert set(Reason.objects.values_list("version", flat=True)) == {1}
    assert rules().reasons["no_capacity"].labels["it"] == "Nessuna disponibilità ora"
    saved = ["Saved. Leads answered before keep what the reason meant then."]
    assert save_as_shown(vera, f"{PAGE}/reasons/no_capacity", sentence_en="") == saved
    assert rules().reasons["no_capacity"].version == 2


def test_a_word_saved_as_it_is_stays_the_version_it_was(vera, world):
    named = Word(labels={"en": "Moving", "it": "Trasloco"}, covers={"product": ["erp", "cloud"]})
    add_term(Term.Kind.COMPETENCY, named, actor=world.vera, at=world.at)
    url = f"{PAGE}/words/competency/moving"
    assert save_as_shown(vera, url, product=["cloud", "erp"]) == [NOTHING]
    assert save_as_shown(vera, f"{PAGE}/words/product/erp") == [NOTHING]
    assert set(Term.objects.values_list("version", flat=True)) == {1}
    assert not Message.objects.filter(fact="programme.word_renamed").exists()
    assert save_as_shown(vera, url, product=["cloud"]) == ["Saved. It has its new name wherever it stands."]
