import pytest

from segue.accounts.models import Person

pytestmark = pytest.mark.django_db


def test_ada_signs_in_with_her_password_and_sees_where_she_is_signed_in(client, world):
    ada = Person.objects.get(email="ada@harbour.example")
    ada.set_password("herring-and-fjords")
    ada.save()
    page = client.get("/accounts/login/").content.decode()
    assert 'type="password"' in page
    assert "placeholder" not in page
    wrong = client.post("/accounts/login/", {"login": "ada@harbour.example", "password": "another-word"})
    assert "_auth_user_id" not in client.session
    assert wrong.status_code == 200
    right = client.post("/accounts/login/", {"login": "ada@harbour.example", "password": "herring-and-fjords"})
    assert right.headers["Location"] == "/home"
    assert "this one" in client.get("/me").content.decode()


def test_what_is_missing_is_said_in_our_words(client, world):
    empty = client.post("/accounts/login/", {"login": "", "password": ""}).content.decode()
    assert "Type your e-mail address." in empty
    assert "Type your password, or let us send you a code." in empty
    assert "Write an e-mail address such as" in client.post("/accounts/login/code/", {"email": "ada"}).content.decode()


def test_the_libraries_write_english_as_we_do(client, world):
    page = client.get("/accounts/password/reset/key/x-y/").content.decode()
    assert "Change password" in page
    assert "This link does not work any more" in page
