"""A partner's logo: read strictly, kept small, shown to whom the profile is shown."""

import struct
import zlib
from base64 import b64decode
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, PngImagePlugin

from segue.directory.actions import edit_profile, unpublish
from segue.directory.models import BusinessProfile, Logo
from segue.kit.pictures import MOST_BYTES

URL = "/profile/text"
TEXT = {"description": "We repair what others built.", "product": ["erp"]}
REFUSED = "Choose a picture as PNG, JPEG or WebP, of at most 1 MB."


def picture(kind="PNG", size=(900, 450), **options):
    written = BytesIO()
    Image.new("RGB", size, "teal").save(written, kind, **options)
    return written.getvalue()


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb(side=30_000):
    """A PNG of a few thousand bytes that would fill gigabytes."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    pixels = zlib.compress(bytes(3 * side + 1) * 30, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def hidden_text():
    """A PNG whose comment unpacks to a hundred megabytes."""
    good = picture(size=(10, 10))
    text = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(100_000_000), 9))
    return good[:33] + text + good[33:]


def odd_exif(tag, kind, value):
    """A JPEG to be turned, whose EXIF says something else that is of no sense there."""
    entries = [(0x0112, 3, 6), (tag, kind, value), (0x8769, 4, 8)]
    directory = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in sorted(entries))
    return picture("JPEG", exif=b"Exif\0\0II*\0\x08\0\0\0\x03\0" + directory + bytes(4))


@pytest.fixture
def pia(as_, world):
    return as_(world.pia)


def profile(world):
    return BusinessProfile.objects.select_related("partner").get(partner=world.harbour)


def send(client, world, data, **answers):
    files = {} if data is None else {"logo": SimpleUploadedFile("logo.png", data, content_type="image/png")}
    return client.post(URL, TEXT | {"seen": profile(world).version} | files | answers)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_becomes_a_small_png_with_an_address_of_its_version(pia, client, world, kind):
    assert send(pia, world, picture(kind)).url == "/profile"
    url = f"/partners/harbour-it/logo/{profile(world).version}.png"
    assert url in pia.get("/profile").content.decode()
    client.logout()
    several = f"/ask?location={world.bergen.id}&location={world.oslo.id}"
    for page in (f"/partners/{world.harbour.slug}", "/", several):
        assert f'src="{url}"' in client.get(page).content.decode()
    answer = client.get(url)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    shown = Image.open(BytesIO(answer.content))
    assert (shown.format, shown.size) == ("PNG", (300, 150))
    assert client.get(url.replace(f"{profile(world).version}.png", "1.png")).status_code == 404


HOSTILE = {
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "page": b"<!doctype html><script>alert(1)</script>",
    "gif": b"GIF89a" + bytes(100),
    "cut": picture()[:60],
    "long": picture() + bytes(MOST_BYTES),
    "huge": picture(size=(5000, 4000)),
    "bomb": bomb(),
    "hidden text": hidden_text(),
    "EXIF with a number below zero": odd_exif(0x011A, 6, 0xFFFFFFFF),
    "EXIF with a number for a name": odd_exif(0x010F, 11, 0x3F800000),
    "EXIF with a name for a number": odd_exif(0x011A, 2, 0x41414141),
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_small_picture_is_named_at_its_question(pia, world, data):
    before = profile(world).version
    answer = send(pia, world, data)
    assert (answer.status_code, answer.context["form"].errors) == (422, {"logo": [REFUSED]})
    assert 'name="logo_chosen" value' not in answer.content.decode()
    assert (profile(world).version, Logo.objects.count()) == (before, 0)


def test_only_pixels_are_kept_of_what_is_two_things_at_once(pia, world):
    comment = PngImagePlugin.PngInfo()
    comment.add_text("Comment", "canary-comment")
    both = picture(pnginfo=comment) + b"PK\x03\x04<script>canary-script</script>"
    assert send(pia, world, both).status_code == 302
    kept = bytes(Logo.objects.get().picture)
    assert b"canary" not in kept
    assert kept.startswith(b"\x89PNG")
    assert kept.endswith(b"IEND\xaeB`\x82")


def test_a_picture_outlives_an_answer_that_needs_another_look(pia, world):
    answer = send(pia, world, picture(), capacity="0")
    assert list(answer.context["form"].errors) == ["capacity"]
    held = answer.context["form"]["logo_chosen"].value()
    assert Image.open(BytesIO(b64decode(held))).size == (300, 150)
    assert f'src="data:image/png;base64,{held}"' in answer.content.decode()
    assert "img-src 'self' data:;" in answer.headers["Content-Security-Policy"] + ";"
    preview = send(pia, world, None, logo_chosen=held, preview="1").content.decode()
    assert f'<img class="logo" src="data:image/png;base64,{held}"' in preview
    assert send(pia, world, None, logo_chosen=held, capacity="3").status_code == 302
    assert Image.open(BytesIO(Logo.objects.get().picture)).size == (300, 150)
    assert send(pia, world, None, logo_chosen="PHNjcmlwdD4=").context["form"].errors == {"logo": [REFUSED]}


def test_another_one_has_another_address_and_none_has_none(pia, world):
    send(pia, world, picture())
    first = profile(world).logo_version
    assert send(pia, world, None).status_code == 302
    assert profile(world).logo_version == first
    send(pia, world, picture(size=(20, 20)))
    assert profile(world).logo_version == first + 2
    send(pia, world, None, logo_gone="on")
    assert (profile(world).logo_version, Logo.objects.count()) == (None, 0)


def test_the_logo_of_a_draft_is_seen_by_the_company_and_the_vendor_only(as_, client, world):
    edit_profile(world.harbour.id, actor=world.ada, at=world.at, seen=None, logo=picture(), description="Ours", tags={})
    unpublish(world.harbour.id, actor=world.ada, at=world.at)
    url = f"/partners/harbour-it/logo/{profile(world).logo_version}.png"
    for who, status in (("ada", 200), ("cleo", 200), ("otto", 200), ("dora", 404)):
        answer = as_(getattr(world, who)).get(url)
        assert answer.status_code == status, who
        assert "immutable" not in answer.headers.get("Cache-Control", ""), who
    client.logout()
    assert client.get(url).status_code == 404
