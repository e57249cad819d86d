"""Takes the pictures of the README from a fresh demo, so that they show what there is: `make pictures`."""

import json
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.setup import chromium
from tests.setup.demo import Demo, running_demo

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
SIZE = {"width": 1280, "height": 800}
# Who sees the page, and the address to open and the link to follow there.
WHO_SEES = {
    "directory": ("", "/", ""),
    "lead": ("Ben Haugen", "/leads", "main table tbody a"),
}


def main() -> None:
    """Write one picture a page into docs/pictures."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    program = chromium.find_or_install()
    with running_demo() as demo, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for name, (person, address, link) in WHO_SEES.items():
            take(browser, demo, name=name, person=person, address=address, link=link)
        browser.close()


def take(browser: Browser, demo: Demo, *, name: str, person: str, address: str, link: str) -> None:
    """Sign in as this person, go there, and keep what the page shows."""
    page = browser.new_page(base_url=demo.address, viewport=SIZE, locale="en-GB", color_scheme="light")
    if person:
        people = json.loads((demo.data / "demo.json").read_text(encoding="utf-8"))["people"]
        page.goto(next(one["sign_in_url"] for one in people if one["name"] == person))
    page.goto(address)
    if link:
        page.locator(link).first.click()
        page.wait_for_load_state()
    page.screenshot(path=PICTURES / f"{name}.png")
    page.close()


if __name__ == "__main__":
    main()
