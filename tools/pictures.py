"""Takes the pictures of the main pages from a fresh demo, so that they show what there is: `make pictures`."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ViewportSize, sync_playwright

from tests.setup import chromium
from tests.setup.demo import Demo, running_demo

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "screenshots"
SIZES: dict[str, ViewportSize] = {"desk": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 760}}
LARGEST = 200_000
"""Bytes a picture may have: they travel with every clone."""


@dataclass(frozen=True, slots=True)
class Scene:
    """Who opens which address, the link to follow there, and how it is seen."""

    name: str
    address: str
    person: str = ""
    link: str = ""
    size: Literal["desk", "phone"] = "desk"
    colours: Literal["light", "dark"] = "light"


LESS_TEXT = (
    "tried=1&newcomers_slot=1&text=60&fit=250&competency=50&proximity=200"
    "&responsiveness=300&similarity=140&outcome=60&report=50&load=50"
)
"""Weights by which quick and near partners rise."""

SCENES = (
    Scene("directory", "/?what=migration&where=Trieste", link=".card-why summary"),
    Scene("directory-phone", "/?what=migrazione&where=Trieste&lang=it", size="phone", colours="dark"),
    Scene("profile", "/partners/harbour-it"),
    Scene("letter", "/demo/mail", link="main a[href*='/r/']"),
    Scene("leads", "/leads", person="Ben Haugen"),
    Scene("leads-phone", "/leads", person="Ben Haugen", size="phone", colours="dark"),
    Scene("lead", "/leads", person="Ben Haugen", link="main table tbody a"),
    Scene("lead-phone", "/leads", person="Ben Haugen", link="main table tbody a", size="phone", colours="dark"),
    Scene("today", "/vendor/today", person="Vera Lind"),
    Scene("workbench", f"/vendor/programme/order?{LESS_TEXT}#difference", person="Vera Lind"),
    Scene("inbox", "/vendor/inbox", person="Vera Lind"),
)


def main() -> None:
    """Write one picture a scene into docs/screenshots; refuse one that is too large."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    program = chromium.find_or_install()
    with running_demo() as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for scene in SCENES:
            take(browser, demo, scene)
        browser.close()


def take(browser: Browser, demo: Demo, scene: Scene) -> None:
    """Sign in as the scene's person, go there, and keep what the page shows."""
    page = browser.new_page(
        base_url=demo.address,
        viewport=SIZES[scene.size],
        locale="en-GB",
        color_scheme=scene.colours,
        has_touch=scene.size == "phone",
    )
    if scene.person:
        people = json.loads((demo.data / "demo.json").read_text(encoding="utf-8"))["people"]
        page.goto(next(one["sign_in_url"] for one in people if one["name"] == scene.person))
    page.goto(scene.address)
    if scene.link:
        page.locator(scene.link).first.click()
        # A lead that opens beside its list is fetched by the page itself.
        page.wait_for_load_state("networkidle")
    picture = PICTURES / f"{scene.name}.png"
    page.screenshot(path=picture)
    page.close()
    if picture.stat().st_size > LARGEST:
        raise SystemExit(f"{picture.name} has more than {LARGEST} bytes.")


if __name__ == "__main__":
    main()
