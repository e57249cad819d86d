"""What every test stands on: the database that SEGUE_DATABASE_URL names, closed sockets, one browser a process."""

import gc
import ipaddress
import logging
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import hypothesis
import pytest
from playwright.sync_api import sync_playwright

from tests.setup import chromium
from tools.build_hook import compile_catalogues

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "var" / "failed-journeys"
_scratch: list[str] = []

# How long an example takes says how busy the machine is, not whether the rule holds.
hypothesis.settings.register_profile("segue", deadline=None)
hypothesis.settings.load_profile("segue")


def pytest_configure(config):
    # xdist's controller runs no test; its workers come here as well.
    compile_catalogues(ROOT)
    from django.conf import settings  # noqa: PLC0415 -- only after pytest-django has read the settings
    from django.db import connections  # noqa: PLC0415 -- only after pytest-django has read the settings

    logging.getLogger("mail.log").setLevel(logging.WARNING)  # the mail server of some tests tells of each connection
    settings.PASSWORD_HASHERS = ["tests.passwords.QuickArgon2"]
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # WhiteNoise warns when it is missing
    for alias in connections:
        database = connections.settings[alias]
        if database["ENGINE"].endswith("sqlite3"):
            # A file, because threads share it and each has a connection of its own; never the one that is in use.
            _scratch.append(tempfile.mkdtemp(prefix="segue-test-"))
            database["TEST"]["NAME"] = f"{_scratch[-1]}/{alias}.sqlite3"


def pytest_addoption(parser):
    parser.addoption(
        "--leave-the-rest", action="store_true", help="leave tests that ask for no database to the other database's run"
    )


def pytest_collection_modifyitems(config, items):
    if config.getoption("--leave-the-rest"):
        left = [item for item in items if not asks_for_the_database(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if asks_for_the_database(item)]


def asks_for_the_database(item):
    return item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)


def pytest_collection_finish(session):
    gc.freeze()  # what was imported and collected stays; looking at it again and again is a twentieth of the time


def pytest_unconfigure(config):
    for folder in _scratch:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def migrated(tmp_path_factory):
    """The folder of an installation after `segue migrate`, on SQLite; to look at and to copy from."""
    data = tmp_path_factory.mktemp("migrated") / "data"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEGUE_")}
    command = [sys.executable, "-m", "segue", "migrate"]
    subprocess.run(command, env=kept | {"SEGUE_DATA": str(data)}, check=True, capture_output=True)
    return data


# --- people -----------------------------------------------------------------------------------------------


@pytest.fixture
def world(db):
    """Aurora Partners with its people and two partners, as tests/people.py says."""
    from segue.programme.queries import forget  # noqa: PLC0415 -- only after pytest-django has read the settings
    from tests import people  # noqa: PLC0415 -- the same

    yield people.world()
    forget()


@pytest.fixture
def as_(client, world):
    """Signs a person in: `as_(world.ada)` returns the test client."""

    def sign_in(actor):
        client.force_login(world.person(actor))
        return client

    return sign_in


@pytest.fixture(autouse=True)
def _no_search_waits():
    """What one test's searches showed is neither written nor counted in the next one, where its partners are gone."""
    from segue.directory.actions import impression_writer  # noqa: PLC0415 -- the same
    from segue.web.public import noted  # noqa: PLC0415 -- the same

    impression_writer.clear()
    noted._times.clear()


# --- sockets: tests talk to this machine only ---------------------------------------------------------------


def is_here(address):
    """A test may connect to a path or to the loopback; anything else is somebody else's machine."""
    if not isinstance(address, tuple):
        return True
    try:
        return ipaddress.ip_address(address[0]).is_loopback
    except ValueError:
        return address[0] == "localhost"


@pytest.fixture(autouse=True, scope="session")
def _closed_sockets():
    with pytest.MonkeyPatch.context() as patch:
        for name in ("connect", "connect_ex"):
            patch.setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
        yield


def guarded(connect):
    def only_here(self, address):
        if not is_here(address):
            pytest.fail(f"A test tried to connect to {address}; tests talk to this machine only.")
        return connect(self, address)

    return only_here


# --- the browser ----------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def browser():
    """One Chromium for all journeys of a process.

    Playwright leaves its event loop marked as running in this thread, so Django is told that it may be used there,
    and `asyncio.run` belongs in a thread of its own in tests.
    """
    program = chromium.find_or_install()
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        arguments = ["--no-sandbox", "--disable-dev-shm-usage"] if os.geteuid() == 0 else []
        opened = playwright.chromium.launch(executable_path=program, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def live(transactional_db, live_server):
    """The address of a running Segue on the database under test, as in http://localhost:1234."""
    return live_server.url


@pytest.fixture
def new_page(request, browser, live):
    """Opens a page of a fresh visitor, relative to the running Segue: `new_page(locale="it")`."""
    contexts = []

    def open_page(**options):
        context = browser.new_context(base_url=live, **({"locale": "en-GB", "timezone_id": "UTC"} | options))
        context.set_default_timeout(30_000)  # a busy machine is slow, not wrong
        contexts.append(context)
        return context.new_page()

    yield open_page
    for number, context in enumerate(contexts):
        if request.node.stash.get(FAILED, False):
            keep_pictures(context, name=f"{request.node.name}-{number}")
        context.close()


@pytest.fixture
def page(new_page):
    """A page of one fresh visitor."""
    return new_page()


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    if report.when == "call":
        item.stash[FAILED] = report.failed
    return report


def keep_pictures(context, *, name):
    """What each page showed when a journey failed, in var/failed-journeys."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    safe = re.sub(r"[^\w.-]+", "_", name)
    for number, page in enumerate(context.pages):
        page.screenshot(path=PICTURES / f"{safe}-{number}.png", full_page=True)


# --- figures ------------------------------------------------------------------------------------------------


@pytest.fixture
def figure(record_property):
    """Says a figure that a test measured: `figure(f"{n} rounds")`; all of them stand at the end of the run."""
    return lambda sentence: record_property("figure", f"{sentence} [{database_version()}]")


def database_version():
    from django.db import connection  # noqa: PLC0415 -- only after pytest-django has read the settings

    connection.ensure_connection()
    return f"{connection.display_name} {'.'.join(map(str, connection.get_database_version()))}"


def pytest_terminal_summary(terminalreporter):
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    called = [report for report in reports if getattr(report, "when", "") == "call"]
    said = [sentence for report in called for name, sentence in report.user_properties if name == "figure"]
    if said:
        terminalreporter.section("figures")
        terminalreporter.write_line("\n".join(said))
