"""Runs pytest on SQLite and on PostgreSQL at the same time; everything it needs it finds or installs.

Each test that asks for the database runs on both; the others, which have none or bring their own, run once.

`python -m tests.setup.run [--database sqlite|postgresql] [--soak] [--workers N] [pytest's own arguments]`
"""

import argparse
import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

from tests.setup import chromium, postgres
from tests.setup.machine import CannotBeHad

ROOT = Path(__file__).resolve().parent.parent.parent
DATABASES = ("sqlite", "postgresql")
NO_TEST_RAN = 5


@dataclass
class Run:
    """One pytest on one database, with its output in a file until its turn to be shown."""

    database: str
    process: subprocess.Popen[bytes]
    output: Path


def main(arguments: list[str]) -> int:
    """Run the tests and return the exit code: 0 only when every database passed."""
    options, rest = parsed(arguments)
    signal.signal(signal.SIGTERM, stop_cleanly)
    databases = [options.database] if options.database else list(DATABASES)
    try:
        with contextlib.ExitStack() as stack:
            environments = stack.enter_context(prepared(databases))
            workers = options.workers or workers_for(databases)
            runs = [
                started(database, environment, arguments=given, workers=workers, soak=options.soak)
                for (database, environment), given in zip(
                    environments.items(), shared_out(rest, len(databases)), strict=True
                )
            ]
            stack.callback(end_all, runs)
            codes = {run.database: shown(run) for run in runs}
    except CannotBeHad as refusal:
        print(refusal, file=sys.stderr)
        return 2
    return verdict(codes)


def parsed(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Return our options and, untouched, pytest's."""
    parser = argparse.ArgumentParser(prog="tests.setup.run")
    parser.add_argument("--database", choices=DATABASES)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--soak", action="store_true")
    return parser.parse_known_args(arguments)


def shared_out(arguments: list[str], databases: int) -> list[list[str]]:
    """Return pytest's arguments for each database; what asks for no database is the same on all, and runs once."""
    return [arguments, *[[*arguments, "--leave-the-rest"]] * (databases - 1)]


def workers_for(databases: list[str]) -> int:
    """Return the processes for one database: together as many as there are cores, and one more each to fill waits."""
    return max(1, (os.cpu_count() or 1) // len(databases)) + 1


@contextlib.contextmanager
def prepared(databases: list[str]) -> Iterator[dict[str, dict[str, str]]]:
    """Yield the environment for pytest on each database; servers and folders are gone afterwards."""
    shared = os.environ | {
        chromium.VARIABLE: str(chromium.find_or_install()),
        "DJANGO_SETTINGS_MODULE": "segue.settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        "SEGUE_SECRET_KEY": secrets.token_urlsafe(48),
    }
    environments = {}
    with contextlib.ExitStack() as stack:
        for database in databases:
            data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=f"segue-{database}-")))
            if database == "postgresql":
                url = stack.enter_context(postgres.private_cluster()).url
            else:
                url = f"sqlite:///{data / 'segue.sqlite3'}"
            environments[database] = shared | {"SEGUE_DATA": str(data), "SEGUE_DATABASE_URL": url}
        yield environments


def started(database: str, environment: dict[str, str], *, arguments: list[str], workers: int, soak: bool) -> Run:
    """Start pytest on one database."""
    output = Path(environment["SEGUE_DATA"]) / "pytest-output"
    command = [sys.executable, "-m", "pytest", "--numprocesses", str(workers), "--dist", "worksteal"]
    # Both are thrown away anyway, and dropping a database fails while some thread still closes its connection.
    command += ["--reuse-db"]
    command += ["--durations", "10", "--color", "yes" if sys.stdout.isatty() else "no"]
    command += ["-o", f"cache_dir=.pytest_cache/{database}", *(["-m", "soak"] if soak else []), *arguments]
    with output.open("wb") as file:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    return Run(database, process, output)


def shown(run: Run) -> int:
    """Copy one run's output to the terminal as it comes, until it ends, and return its exit code."""
    print(f"\n==> Tests on {run.database}", flush=True)
    with run.output.open("rb") as file:
        while True:
            ended = run.process.poll() is not None
            shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.flush()
            if ended:
                return run.process.returncode
            time.sleep(0.2)


def end_all(runs: list[Run]) -> None:
    """End what still runs, so that nobody is connected when PostgreSQL stops."""
    for run in runs:
        if run.process.poll() is None:
            run.process.terminate()
    for run in runs:
        try:
            run.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            run.process.kill()


def verdict(codes: dict[str, int]) -> int:
    """Return the exit code and name the databases that failed."""
    # A test that asks for no database runs on the first one only; a test that nobody has runs on none.
    ran = [code for code in codes.values() if code != NO_TEST_RAN] or [NO_TEST_RAN]
    failed = [database for database, code in codes.items() if code in ran and code]
    if failed:
        print(f"Failed on {' and '.join(failed)}.", file=sys.stderr)
    return max(ran)


def stop_cleanly(_signal: int, _frame: FrameType | None) -> NoReturn:
    """Leave by an exception, so that every `with` above cleans up."""
    sys.exit(143)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
