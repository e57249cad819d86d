"""What stops the start, in which words; what an installation gets that says nothing."""

import os
import runpy

import pytest

from segue import settings
from tests.passwords import IN_EARNEST


@pytest.fixture
def settings_from(monkeypatch, tmp_path):
    """Reads the settings as a start would, with these variables and no others."""

    def read(**variables):
        with monkeypatch.context() as patched:
            for name in [name for name in os.environ if name.startswith("SEGUE_") or name == "PORT"]:
                patched.delenv(name)
            for name, value in {"SEGUE_DATA": str(tmp_path / "data"), **variables}.items():
                patched.setenv(name, value)
            return runpy.run_path(settings.__file__)

    return read


@pytest.mark.parametrize(
    ("variables", "sentence"),
    [
        ({"SEGUE_DEBUG": "maybe"}, "SEGUE_DEBUG is 'maybe'; write 1 or 0."),
        ({"SEGUE_SMTP_PORT": "70000"}, "SEGUE_SMTP_PORT is '70000'; write a whole number from 1 to 65535."),
        ({"PORT": "0"}, "PORT is '0'; write a whole number from 1 to 65535."),
        ({"SEGUE_SECRET_KEY": "short"}, "SEGUE_SECRET_KEY is shorter than 32 characters."),
        ({"SEGUE_METRICS_TOKEN": "short"}, "SEGUE_METRICS_TOKEN is shorter than 16 characters."),
        ({"SEGUE_CLOCK": "+14d"}, "SEGUE_CLOCK moves the clock and is for the demo only; unset it."),
        (
            {"SEGUE_CLOCK": "-1d", "SEGUE_DEMO": "1"},
            "SEGUE_CLOCK: a shift looks like +13d23h or +90m and only goes forward, not '-1d'.",
        ),
        (
            {"SEGUE_DATABASE_URL": "mysql://localhost/segue"},
            "SEGUE_DATABASE_URL starts with 'mysql'; it must be sqlite:///file or postgresql://host/name.",
        ),
        (
            {"SEGUE_DATABASE_URL": "postgresql://localhost:many/segue"},
            "SEGUE_DATABASE_URL cannot be read: Port could not be cast to integer value as 'many'.",
        ),
        (
            {"SEGUE_BASE_URL": "leads.aurora.example"},
            "SEGUE_BASE_URL is 'leads.aurora.example'; write an address such as https://leads.aurora.example.",
        ),
        ({"SEGUE_LOG_FORMAT": "xml"}, "SEGUE_LOG_FORMAT is 'xml'; write text or json."),
        (
            {"SEGUE_SMTP_TLS": "1", "SEGUE_SMTP_STARTTLS": "1"},
            "SEGUE_SMTP_STARTTLS and SEGUE_SMTP_TLS are both 1; a mail server speaks one of them.",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_value_stops_the_start_with_a_sentence_that_names_it(settings_from, variables, sentence):
    with pytest.raises(SystemExit) as stopped:
        settings_from(**variables)
    assert stopped.value.code == f"segue: {sentence}"


def test_a_file_that_cannot_be_read_is_named(settings_from, tmp_path):
    with pytest.raises(SystemExit, match=r"SEGUE_SMTP_PASSWORD_FILE is '.*nowhere', which cannot be read"):
        settings_from(SEGUE_SMTP_PASSWORD_FILE=str(tmp_path / "nowhere"))


def test_a_secret_may_stand_in_a_file(settings_from, tmp_path):
    (tmp_path / "password").write_text("open sesame\n")
    assert settings_from(SEGUE_SMTP_PASSWORD_FILE=str(tmp_path / "password"))["EMAIL_HOST_PASSWORD"] == "open sesame"


def test_an_installation_that_says_nothing_keeps_its_secret_beside_its_data(settings_from, tmp_path):
    first, second = settings_from(), settings_from()
    assert first["SECRET_KEY"] == second["SECRET_KEY"] == (tmp_path / "data" / "secret-key").read_text()
    assert (first["DEBUG"], first["DEMO"], first["ALLOWED_HOSTS"]) == (False, False, ["localhost"])
    assert oct((tmp_path / "data" / "secret-key").stat().st_mode)[-3:] == "600"


def test_further_hosts_are_answered_beside_the_own_one(settings_from):
    read = settings_from(SEGUE_BASE_URL="https://leads.aurora.example", SEGUE_HOSTS="10.0.0.7, partners.aurora.example")
    assert read["ALLOWED_HOSTS"] == ["leads.aurora.example", "10.0.0.7", "partners.aurora.example"]
    assert (read["SESSION_COOKIE_SECURE"], read["SESSION_COOKIE_NAME"]) == (True, "__Host-session")


@pytest.mark.parametrize(
    ("variables", "address"),
    [
        ({}, "http://localhost:8000"),
        ({"PORT": "9000"}, "http://localhost:9000"),
        ({"PORT": "9000", "SEGUE_BASE_URL": "https://leads.aurora.example/"}, "https://leads.aurora.example"),
    ],
    ids=["alone", "port", "address"],
)
def test_every_command_knows_the_port_that_links_lead_to(settings_from, variables, address):
    assert settings_from(**variables)["BASE_URL"] == address


def test_passwords_are_hashed_at_full_cost_wherever_no_test_says_otherwise():
    assert settings.PASSWORD_HASHERS == [IN_EARNEST]
