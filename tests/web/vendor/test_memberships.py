from datetime import date

import pytest

from segue.accounts.actions import add_term, retire_term
from segue.accounts.models import Partner
from segue.directory.models import Distinction
from segue.programme.models import Term
from segue.programme.queries import rules
from segue.programme.terms import Word

LABELS = {
    "competency": ("Cloud migration", "Migrazione al cloud"),
    "badge": ("Green host", "Host verde"),
    "endorsement": ("Logistics", "Logistica"),
}
SENTENCE = "The night shift did not notice the move."
GIVEN = {
    "competency": {"code": "cloud_migration", "level": "1", "since": "2026-03-01", "until": "2027-02-28"},
    "badge": {"code": "green_host", "since": "2026-10-01"},
    "endorsement": {"code": "logistics", "since": "2024-01-01", "endorser": "Lena Holm", "sentence": SENTENCE},
}


@pytest.fixture
def world(world, time_machine):
    time_machine.move_to(world.at, tick=False)
    for kind, (english, italian) in LABELS.items():
        word = Word(labels={"en": english, "it": italian}, covers={"product": ["cloud"]})
        add_term(Term.Kind(kind), word, actor=world.vera, at=world.at)
    return world


def url(world, *more):
    return "/".join((f"/vendor/partners/{world.harbour.id}/memberships", *more))


def given(client, world):
    for kind, answers in GIVEN.items():
        assert client.post(url(world, "add", kind), answers).url == url(world), kind


def test_its_manager_gives_them_and_the_profile_shows_what_is_in_force(as_, client, world):
    given(as_(world.paula), world)
    groups = as_(world.paula).get(url(world)).context["groups"]
    assert [(group["kind"], [row["state"]["text"] for row in group["rows"]]) for group in groups] == [
        ("competency", ["in force"]),
        ("endorsement", ["in force"]),
        ("badge", ["to come"]),
    ]
    client.logout()
    page = client.get("/partners/harbour-it")
    assert [(mark["text"], mark["level"], mark["since"]) for mark in page.context["proof"]["competency"]] == [
        ("Cloud migration", "Expert", "since March 2026")
    ]
    assert page.context["proof"]["badge"] == []
    text = page.content.decode()
    assert SENTENCE in text
    assert "ends on" not in text


def test_the_company_reads_when_it_ends(as_, world):
    given(as_(world.vera), world)
    text = as_(world.pia).get("/profile").content.decode()
    assert "ends on 28 February 2027" in text
    assert SENTENCE in text
    assert "Green host" not in text


def test_one_is_corrected_ended_and_removed(as_, world):
    vera = as_(world.vera)
    given(vera, world)
    row = Distinction.objects.get(kind="competency")
    page = vera.get(url(world, str(row.id)))
    assert page.context["form"].initial["until"] == date(2027, 2, 28)
    ended = {"level": "2", "since": "2026-03-01", "until": "2026-09-06", "seen": "1"}
    assert vera.post(url(world, str(row.id)), ended).url == url(world)
    assert vera.get("/partners/harbour-it").context["proof"]["competency"] == []
    assert "Somebody changed this" in vera.post(url(world, str(row.id)), ended).content.decode()
    assert vera.post(url(world, str(row.id), "removal"), {"seen": "2"}).url == url(world)
    assert not Distinction.objects.filter(kind="competency").exists()
    said = [(one["words"], one["details"]) for one in vera.get(url(world)).context["events"]]
    assert len(said) == 5
    assert (
        "Vera Lind changed Cloud migration (Competency)",
        ["Level: Expert, then Advanced", "Last day: 28 February 2027, then 6 September 2026"],
    ) in said
    assert ("Vera Lind added Green host (Badge)", ["First day: 1 October 2026"]) in said


def test_what_is_wrong_is_said_at_its_question(as_, world):
    page = as_(world.vera).post(url(world, "add", "endorsement"), {"since": "soon"})
    assert page.status_code == 422
    assert page.context["form"].errors == {
        "code": ["Choose from the list."],
        "endorser": ["Say who endorses the company."],
        "sentence": ["Write the sentence that customers will read."],
        "since": ["Write a day such as 2027-03-01."],
    }
    assert as_(world.vera).get(url(world, "add", "medal")).status_code == 404


def test_without_a_word_to_choose_the_page_says_where_one_is_added(as_, world):
    term = rules().terms[Term.Kind.BADGE, "green_host"]
    retire_term(Term.Kind.BADGE, term.code, actor=world.vera, at=world.at, seen=term.version)
    page = as_(world.vera).get(url(world, "add", "badge")).content.decode()
    assert "The vocabulary has no word of this kind yet" in page
    assert 'href="/vendor/programme/words/add/badge">Add a word</a>' in page
    page = as_(world.paula).get(url(world, "add", "badge")).content.decode()
    assert "Who runs the programme can add one." in page
    assert "Add a word" not in page


def test_the_corporate_group_stands_on_the_profile(as_, world):
    vera = as_(world.vera)
    version = str(Partner.objects.get(id=world.harbour.id).version)
    group = f"/vendor/partners/{world.harbour.id}/group"
    vera.post(group, {"group": "Nordhavn", "seen": version})
    assert "Part of Nordhavn" in vera.get("/partners/harbour-it").content.decode()
    page = vera.post(group, {"group": "Sudhavn", "seen": version}, follow=True).content.decode()
    assert "Somebody changed this company meanwhile." in page
    assert Partner.objects.get(id=world.harbour.id).corporate_group == "Nordhavn"


def test_a_group_that_is_too_long_is_refused_whole(as_, world):
    long = "Nordhavn and daughters " * 6
    page = as_(world.vera).post(f"/vendor/partners/{world.harbour.id}/group", {"group": long, "seen": "1"})
    assert page.status_code == 422
    assert page.context["sent"].errors == {"group": ["Shorten this to 120 characters; it has 137."]}
    assert f'value="{long}"' in page.content.decode()
    assert Partner.objects.get(id=world.harbour.id).corporate_group == ""


def test_each_change_of_the_corporate_group_stands_in_the_log(as_, world):
    for by, name in (("vera", "Nordhavn"), ("vera", "Nordhavn "), ("paula", "Sudhavn"), ("vera", "")):
        as_(getattr(world, by)).post(f"/vendor/partners/{world.harbour.id}/group", {"group": name})
    events = as_(world.otto).get(url(world)).context["events"]
    assert [(one["words"], one["details"], one["icon"]) for one in reversed(events)] == [
        ("Vera Lind put the company in the corporate group Nordhavn", [], "plus"),
        ("Paula Meyer put the company in another corporate group", ["Corporate group: Nordhavn, then Sudhavn"], "edit"),
        ("Vera Lind took the company out of the corporate group Sudhavn", [], "minus"),
    ]


@pytest.mark.parametrize(("who", "reads", "changes"), [("otto", 200, 403), ("marta", 200, 403), ("ada", 404, 404)])
def test_others_of_the_vendor_read_and_nobody_else_finds_it(as_, world, who, reads, changes):
    given(as_(world.vera), world)
    row = Distinction.objects.get(kind="badge")
    client = as_(getattr(world, who))
    assert client.get(url(world)).status_code == reads
    for address in (url(world, "add", "badge"), url(world, str(row.id)), url(world, str(row.id), "removal")):
        assert client.post(address, GIVEN["badge"] | {"seen": "1"}).status_code == changes, address
    assert Distinction.objects.count() == 3
