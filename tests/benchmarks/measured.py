"""Servers under load: start one, know what it costs (CPU seconds of it and its children), stop it."""

from __future__ import annotations

import contextlib
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING

from segue.serve import web_command

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextlib.contextmanager
def server(application: str, *, port: int, workers: int, environment: dict[str, str]) -> Iterator[int]:
    """Yield the process id of granian serving a WSGI application, started as `segue serve` does."""
    command = web_command(host="127.0.0.1", port=port, workers=workers, application=application)
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE)
    try:
        _wait(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(port: int) -> None:
    for _ in range(200):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=2)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server does not answer")


def cpu_seconds(pid: int) -> float:
    """CPU seconds that a process and all below it have used, user and system."""
    return sum(_own(one) for one in _tree(pid))


def _tree(pid: int) -> list[int]:
    found = [pid]
    for task in Path(f"/proc/{pid}/task").iterdir():
        children = (task / "children").read_text().split()
        for child in children:
            found += _tree(int(child))
    return found


def _own(pid: int) -> float:
    """By thread, because the process's own count moves in steps of 10 ms."""
    return sum(int((task / "schedstat").read_text().split()[0]) for task in Path(f"/proc/{pid}/task").iterdir()) / 1e9
