from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from segue.kit.pictures import MOST_BYTES
from segue.leads.models import Type
from segue.programme.models import Programme
from segue.programme.queries import rules
from segue.work.loop import drain
from tests import make

URL = "/vendor/programme/logo"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind="PNG", size=(960, 100), **options):
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **options)
    return written.getvalue()


def upload(data, name="logo.png"):
    return SimpleUploadedFile(name, data, content_type="image/png")


@pytest.fixture
def vera(as_, world):
    return as_(world.vera)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_small_png_of_our_own_shown_on_every_page(vera, client, kind):
    hidden = {"comment": b"canary-comment"} if kind == "JPEG" else {}
    assert vera.post(URL, {"logo": upload(picture(kind, **hidden)), "seen": "1"}).url == "/vendor/programme"
    assert 'src="/logo/2.png"' in vera.get("/vendor/programme").content.decode()
    client.logout()
    assert 'src="/logo/2.png"' in client.get("/").content.decode()
    response = client.get("/logo/2.png")
    assert response.headers["Content-Type"] == "image/png"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    shown = Image.open(BytesIO(response.content))
    assert (shown.format, shown.size) == ("PNG", (480, 50))
    assert b"canary-comment" not in response.content


@pytest.mark.parametrize(
    "data",
    [
        SVG,
        b"GIF89a" + bytes(100),
        picture()[:60],
        b"\x89PNG\r\n\x1a\n" + bytes(50),
        b"<html>",
        picture() + bytes(MOST_BYTES),
        picture(size=(5000, 4000)),
    ],
    ids=["svg", "gif", "cut", "broken", "page", "long", "huge"],
)
def test_what_is_no_small_picture_is_refused_with_a_sentence(vera, data):
    page = vera.post(URL, {"logo": upload(data), "seen": "1"}, follow=True).content.decode()
    assert "Choose a picture as PNG, JPEG or WebP, of at most 1 MB." in page
    assert Programme.objects.count() == 1
    assert vera.get("/logo/1.png").status_code == 404


def test_no_file_and_an_old_page_are_refused(vera):
    assert "Choose a file." in vera.post(URL, {"seen": "1"}, follow=True).content.decode()
    page = vera.post(URL, {"logo": upload(picture()), "seen": "7"}, follow=True).content.decode()
    assert "Somebody changed the settings meanwhile." in page
    assert Programme.objects.count() == 1


def test_other_settings_keep_the_logo_and_mails_show_it_also_after_it_went(vera, world, mailoutbox):
    vera.post(URL, {"logo": upload(picture()), "seen": "1"})
    settings = {
        "name": "Aurora Partners",
        "vendor_name": "Aurora Software",
        "inbox": "partners@aurora.example",
        "answer_days": "10",
        "hot_hours": "48",
        "hold_minutes": "0",
        "open_leads_per_request": "3",
        "leads_per_request": "6",
        "currency": "EUR",
        "time_zone": "Europe/Rome",
        "country": "IT",
        "languages": ["en", "it"],
        "seen": "2",
    }
    assert vera.post("/vendor/programme", settings).url == "/vendor/programme"
    make.lead(world, type=Type.INQUIRY)
    drain(at=world.at)
    [(page, _kind)] = [mail.alternatives[0] for mail in mailoutbox if mail.subject == "New lead: Conti Logistica"]
    assert '<img src="http://localhost:8000/logo/3.png" alt="Aurora Partners"' in page
    assert vera.post(URL, {"remove": "1", "seen": "3"}).url == "/vendor/programme"
    assert rules().programme.logo == b""
    assert "/logo/" not in vera.get("/").content.decode()
    assert vera.get("/logo/3.png").status_code == 200
    assert vera.get("/logo/4.png").status_code == 404


@pytest.mark.parametrize(("name", "status"), [("otto", 403), ("paula", 404), ("marta", 404), ("ada", 404)])
def test_the_logo_is_the_programme_admins(as_, world, name, status):
    client = as_(getattr(world, name))
    assert client.post(URL, {"logo": upload(picture()), "seen": "1"}).status_code == status
    assert client.post(URL, {"remove": "1", "seen": "1"}).status_code == status
    assert client.post(URL, {}).status_code == status
    assert Programme.objects.count() == 1
