"""The browser of the journeys: the machine's own, else Debian's, else Playwright's download."""

import os
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.setup.machine import CannotBeHad, apt_install, can_use_apt, first_program

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The one without windows first: a whole browser draws its own tabs and menus, too, and costs twice as much."""
VARIABLE = "SEGUE_TEST_CHROMIUM"


def find_or_install() -> Path:
    """Return a Chromium that Playwright can drive, or refuse with what to do."""
    require_driver()
    if found := find():
        return found
    if can_use_apt() and apt_install("chromium-headless-shell", "fonts-liberation") and (found := find()):
        return found
    print("Downloading a Chromium with Playwright ...", flush=True)
    playwright("install", "chromium")
    if found := find():
        return found
    raise CannotBeHad(
        "The journeys need a Chromium, and it could neither be found nor installed from Debian or by Playwright. "
        f"Install one, or name it with {VARIABLE}=path."
    )


def require_driver() -> None:
    """Return when Playwright's own program runs; a bare Debian lacks one library that it needs."""
    tried = playwright("--version")
    if tried.returncode and can_use_apt() and apt_install("libatomic1"):
        tried = playwright("--version")
    if tried.returncode:
        raise CannotBeHad(f"The journeys need Playwright, and its driver does not run here:\n{tried.stderr}")


def find() -> Path | None:
    """Return the browser named by the environment, the machine's, or one Playwright has already; or nothing."""
    if named := os.environ.get(VARIABLE):
        if not os.access(named, os.X_OK):
            raise CannotBeHad(f"{VARIABLE} names {named}, and there is no program there.")
        return Path(named)
    if found := first_program(NAMES):
        return found
    with sync_playwright() as driver:
        downloaded = Path(driver.chromium.executable_path)
    return downloaded if downloaded.exists() else None


def playwright(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run Playwright's command and return what came of it."""
    command = [sys.executable, "-m", "playwright", *arguments]
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
