import pytest
from django.test import Client

from segue.accounts.models import Person

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/129.0 Safari/537.36 Edg/129.0"
ADA = {"name": "Ada Berg-Lie", "phone": "+47 555 0101", "language": "it", "time_zone": "Europe/Oslo"}


@pytest.fixture
def signed_in(world, db):
    """Signs a person in from a browser of its own, by password, as people do."""

    def enter(actor, user_agent):
        person = world.person(actor)
        if not person.has_usable_password():
            # Another password would end the sessions that are there.
            person.set_password("a-good-long-word")
            person.save(update_fields=["password"])
        client = Client(headers={"user-agent": user_agent})
        response = client.post("/accounts/login/", {"login": person.email, "password": "a-good-long-word"})
        assert response.status_code == 302
        return client

    return enter


def test_the_menu_leads_to_ones_own_page(as_, world):
    for actor in (world.ada, world.vera, world.nora):
        client = as_(actor)
        assert client.get("/me").status_code == 200
    assert 'href="/me"' in as_(world.ada).get("/leads", follow=True).content.decode()
    assert 'href="/me"' in as_(world.vera).get("/vendor/leads").content.decode()
    assert Client().get("/me").url == "/accounts/login/?next=/me"


def test_name_language_and_time_zone_are_ones_own_and_count_at_once(as_, world):
    client = as_(world.ada)
    response = client.post("/me", ADA)
    assert (response.status_code, response.url) == (302, "/me")
    ada = Person.objects.get(id=world.ada.person_id)
    assert [getattr(ada, name) for name in ADA] == list(ADA.values())
    page = client.get("/me").content.decode()
    assert '<html lang="it"' in page
    assert "Ada Berg-Lie" in page
    assert "Salvato." in page
    assert Person.objects.get(id=world.ben.person_id).name == "Ben Haugen"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": " "}, "Write your name, in at most 120 characters."),
        ({"name": "x" * 121}, "120"),
        ({"language": "fr"}, "fr"),
        ({"time_zone": "Mars/Olympus"}, "Mars/Olympus"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_kept(as_, world, change, sentence):
    response = as_(world.ada).post("/me", ADA | change)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Person.objects.get(id=world.ada.person_id).name == "Ada Berg"


def test_one_sees_where_one_is_signed_in_and_ends_one_of_them(signed_in, world):
    desk, phone, other = signed_in(world.ada, FIREFOX), signed_in(world.ada, IPHONE), signed_in(world.ada, EDGE)
    response = desk.get("/me")
    rows = response.context["sessions"]
    assert (rows[0]["device"], rows[0]["here"]) == ("Firefox, Linux", True)
    assert {row["device"] for row in rows[1:]} == {"Safari, iPhone", "Edge, Windows"}
    [phones] = [row["id"] for row in rows if row["device"] == "Safari, iPhone"]
    page = desk.post("/me/sessions", {"session": phones}, follow=True).content.decode()
    assert "Signed out there." in page
    assert phone.get("/me").status_code == 302
    assert other.get("/me").status_code == 200
    page = desk.post("/me/sessions", {"session": phones}, follow=True).content.decode()
    assert "That sign-in had ended already." in page


def test_everywhere_else_is_everywhere_but_here(signed_in, world):
    desk, phone = signed_in(world.ada, FIREFOX), signed_in(world.ada, IPHONE)
    bens = signed_in(world.ben, FIREFOX)
    desk.post("/me/sessions", {"session": "others"})
    assert phone.get("/me").status_code == 302
    assert desk.get("/me").status_code == 200
    assert bens.get("/me").status_code == 200


def test_nobody_ends_a_session_of_somebody_else(signed_in, world):
    ada, ben = signed_in(world.ada, FIREFOX), signed_in(world.ben, IPHONE)
    [adas] = [row["id"] for row in ada.get("/me").context["sessions"]]
    page = ben.post("/me/sessions", {"session": adas}, follow=True).content.decode()
    assert "That sign-in had ended already." in page
    assert ada.get("/me").status_code == 200
    ada.post("/me/sessions", {"session": adas})
    assert ada.get("/me").status_code == 200, "the own one ends by signing out"


def test_who_signs_in_reads_their_own_language_until_another_is_chosen(signed_in, world):
    Person.objects.filter(id=world.giulia.person_id).update(language="it")
    client = signed_in(world.giulia, FIREFOX)
    assert '<html lang="it"' in client.get("/me").content.decode()
    client.post("/preferences/language", {"language": "en", "next": "/me"})
    assert '<html lang="en"' in client.get("/me").content.decode()
