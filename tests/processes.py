"""Segue's own processes on the database under test, for tests that kill them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parent.parent
WORKER = [sys.executable, "-m", "segue", "work"]


def environment(data: Path, **more: str) -> dict[str, str]:
    """What a process needs to find the database of this test, with a folder of its own for everything else."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("SEGUE_")}
    return kept | {
        "PYTHONPATH": str(ROOT / "src"),
        "SEGUE_DATA": str(data),
        "SEGUE_DATABASE_URL": database_url(),
        "SEGUE_SECRET_KEY": settings.SECRET_KEY,
        "SEGUE_HOSTS": "localhost",
        **more,
    }


def database_url() -> str:
    """The address of the database of this test."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    port = f"&port={found['PORT']}" if found["PORT"] else ""
    user = ":".join(quote(part) for part in (found["USER"], found["PASSWORD"]) if part)
    return f"postgresql://{user}@/{quote(found['NAME'])}?host={quote(found['HOST'], safe='/')}{port}"


@contextmanager
def running(command: list[str], env: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process in a session of its own; it and what it started are gone afterwards."""
    process = subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True
    )
    with process:
        try:
            yield process
        finally:
            # Before the process is waited for, also when the test has failed.
            kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process and what it started, without a word."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait()


def free_port() -> int:
    """A port on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_that(condition: Callable[[], object], *, seconds: float = 60, every: float = 0.01) -> bool:
    """Whether something came true in time."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if condition():
            return True
        time.sleep(every)
    return False


def healthy(address: str) -> bool:
    """Whether a Segue answers there."""
    try:
        return httpx.get(f"{address}/health", timeout=5).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False
