"""A company applies on the public form; the vendor says yes or no, and the applicant hears it."""

import re
from datetime import timedelta

import pytest

from segue.accounts.actions.applications import DecidedAlready, approve
from segue.accounts.models import Application, Membership, Partner
from segue.requests.bots import FASTEST
from segue.work.loop import drain

pytestmark = pytest.mark.django_db

TYPED = {
    "company": "Moen Data",
    "website": "https://moen.example",
    "country": "NO",
    "name": "Lars Moen",
    "email": "lars@moen.example",
    "about": "Payroll for shipping companies",
}


@pytest.fixture
def apply(client, world, time_machine):
    time_machine.move_to(world.at, tick=False)

    def send(*, wait=FASTEST * 2, **typed):
        page = client.get("/become-a-partner").content.decode()
        stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
        time_machine.shift(wait)
        return client.post("/become-a-partner", {**TYPED, "stamp": stamp, **typed})

    return send


def test_an_application_is_told_approved_and_becomes_a_company(world, apply, as_, mailoutbox):
    assert apply().url == "/become-a-partner/thanks"
    drain(at=world.at + timedelta(minutes=1))
    assert {mail.to[0]: mail.subject for mail in mailoutbox if "Moen" in mail.subject + mail.body} == {
        "lars@moen.example": "Your application to Aurora Partners",
        "vera@aurora.example": "Moen Data would like to be a partner",
    }
    one = Application.objects.get()
    vera = as_(world.vera)
    assert "1 company would like to be a partner." in vera.get("/vendor/today").content.decode()
    assert "Payroll for shipping companies" in vera.get("/vendor/applications").content.decode()
    vera.post(f"/vendor/applications/{one.id}/approval")
    made = Partner.objects.get(name="Moen Data")
    assert (made.status, made.website) == ("approved", "https://moen.example")
    assert Membership.objects.get(partner=made, person__email="lars@moen.example").roles == ["partner_admin"]
    drain(at=world.at + timedelta(minutes=2))
    assert mailoutbox[-1].to == ["lars@moen.example"]
    with pytest.raises(DecidedAlready):
        approve(one.id, actor=world.vera, at=world.at)


def test_a_no_is_told_with_its_reason(world, apply, as_, mailoutbox):
    apply()
    one = Application.objects.get()
    for name, expected in (("paula", 404), ("otto", 403)):
        assert as_(getattr(world, name)).post(f"/vendor/applications/{one.id}/refusal").status_code == expected
    vera = as_(world.vera)
    for reason, said in ((" ", "Say why not, in words for the applicant."), ("No. " * 501, "Shorten this to 2000")):
        page = vera.post(f"/vendor/applications/{one.id}/refusal", {"reason": reason})
        assert (page.status_code, said in page.content.decode()) == (422, True)
        assert f">\n{reason}</textarea>" in page.content.decode()
    assert Application.objects.get().decided_at is None
    vera.post(f"/vendor/applications/{one.id}/refusal", {"reason": "We look for partners in Italy only."})
    drain(at=world.at + timedelta(minutes=1))
    said = [mail for mail in mailoutbox if "We look for partners in Italy only." in mail.body]
    assert [mail.to for mail in said] == [["lars@moen.example"]]
    assert not Partner.objects.filter(name="Moen Data").exists()


def test_what_looks_like_a_machine_is_kept_and_told_nobody(world, apply, as_, mailoutbox):
    assert apply(homepage="http://watches.example").status_code == 302
    assert apply(wait=timedelta(0)).status_code == 302
    drain(at=world.at + timedelta(minutes=1))
    assert [one.suspected for one in Application.objects.all()] == [True, True]
    assert not [mail for mail in mailoutbox if "lars@moen.example" in mail.to]
    assert "Possible spam" in as_(world.vera).get("/vendor/applications").content.decode()
    apply()
    assert apply().status_code == 429


def test_what_is_wrong_is_said_at_its_field(apply):
    page = apply(company="", email="lars", country="", name="").content.decode()
    for said in ("Write the company&#x27;s name", "Write your name", "Choose the country", "complete e-mail address"):
        assert said in page
    assert 'value="https://moen.example"' in page
    long = apply(email=f"{'l' * 250}@moen.example").content.decode()
    assert "complete e-mail address" in long  # no column holds it, and PostgreSQL would say so with an error
    assert not Application.objects.exists()


def test_nobody_has_a_message_mailed_to_others_by_applying_for_them(world, apply, mailoutbox):
    apply(company="Your account is closed: sign in at https://evil.example", email="anna@conti.example")
    drain(at=world.at + timedelta(minutes=1))

    [mail] = [mail for mail in mailoutbox if mail.to == ["anna@conti.example"]]
    assert "evil" not in mail.subject + mail.body + mail.alternatives[0][0]
    assert "has arrived" in mail.body
