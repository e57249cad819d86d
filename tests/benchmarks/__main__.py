"""`make bench`: pages under load beside a bare server that runs the same statements, on both databases.

Prints requests per second, p50 and p99 in ms, and CPU seconds of the server per 1,000 requests, at 1 and 16 clients.
A row is void when the bare server's own CPU differs by more than 20 % between its three runs: the machine was busy.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import secrets
import subprocess
import sys
import tempfile
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from tests.benchmarks import load, measured
from tests.setup import postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent.parent
CLIENTS = (1, 16)
BARE_RUNS = 3
MOST_QUESTIONS = 200
"""Of each kind, to the directory."""
WARM_UPS = 4
VOID_BEYOND = 0.20
WRITES = ("ask", "accept")
WIDTHS = (8, 8, 9, 9, 9, 12, 8)
APPLICATIONS = {"segue": "segue.wsgi:application", "bare": "tests.benchmarks.bare:application"}


def main() -> int:
    """Measure every scenario on the databases asked for."""
    parser = argparse.ArgumentParser(prog="make bench B=...")
    parser.add_argument("--leads", type=int, default=300_000)
    parser.add_argument("--requests", type=int, default=1000, help="per scenario and number of clients")
    parser.add_argument("--directory", type=int, metavar="PROFILES", help="measure the directory with so many instead")
    parser.add_argument("--database", choices=["sqlite", "postgresql"])
    options = parser.parse_args()
    for database in [options.database] if options.database else ["sqlite", "postgresql"]:
        with prepared(database) as (environment, cluster):
            if options.directory:
                print(f"\n== {database}, directory of {options.directory:,} synthetic profiles", flush=True)
                sizes = [str(options.directory), str(min(options.requests, MOST_QUESTIONS))]
                run([sys.executable, "-m", "tests.benchmarks.directory", *sizes], environment)
                continue
            print(f"\n== {database}, {options.leads:,} leads, {os.cpu_count()} cores", flush=True)
            run([sys.executable, "-m", "tests.benchmarks.prepare", str(options.leads)], environment)
            if cluster:
                yardstick(cluster, environment)
            measure(database, environment, requests=options.requests)
    return 0


@contextlib.contextmanager
def prepared(database: str) -> Iterator[tuple[dict[str, str], postgres.Cluster | None]]:
    """Yield the environment of a database of its own, and its server if it has one."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="segue-bench-")))
        cluster = None
        url = f"sqlite:///{folder / 'segue.sqlite3'}"
        if database == "postgresql":
            # As a server is run: durable, with room to cache.
            durable = {"fsync": "on", "synchronous_commit": "on", "full_page_writes": "on", "shared_buffers": "512MB"}
            cluster = stack.enter_context(postgres.private_cluster(**durable))
            url = cluster.url
        yield (
            os.environ
            | {
                "SEGUE_DATA": str(folder),
                "SEGUE_BENCH": str(folder),
                "SEGUE_DATABASE_URL": url,
                "SEGUE_SECRET_KEY": secrets.token_urlsafe(48),
                "SEGUE_HOSTS": "localhost,127.0.0.1,testserver",
                "SEGUE_LOG_FORMAT": "json",
                "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
                "DJANGO_SETTINGS_MODULE": "segue.settings",
            },
            cluster,
        )


def measure(database: str, environment: dict[str, str], *, requests: int) -> None:
    """Print a row for each scenario, number of clients and server."""
    plan = json.loads((Path(environment["SEGUE_BENCH"]) / "plan.json").read_text(encoding="utf-8"))
    workers = 1 if database == "sqlite" else len(os.sched_getaffinity(0))
    heads = ("clients", "server", "req/s", "p50 ms", "p99 ms", "CPU-s/1000", "x bare")
    print("scenario  " + "".join(f"{head:>{width}}" for head, width in zip(heads, WIDTHS, strict=True)))
    source = Source(plan)
    if min(source.most.values()) <= WARM_UPS * workers:
        sys.exit("There are too few unanswered leads to measure: take more --leads.")
    for scenario in ("list", "page", "ask", "accept"):
        for clients in CLIENTS:
            costs = []
            for _ in range(BARE_RUNS):
                asked = source.of_bare(scenario, requests)
                costs.append(under_load("bare", environment, asked, clients=clients, workers=workers))
            cpus = sorted(cost[1] for cost in costs)
            void = (cpus[-1] - cpus[0]) / cpus[0] > VOID_BEYOND
            row(scenario, clients, "bare", min(costs, key=lambda cost: cost[1]), void)
            asked = source.of_segue(scenario, requests)
            wanted = 302 if scenario in WRITES else 200
            ours = under_load("segue", environment, asked, clients=clients, workers=workers, wanted=wanted)
            row(scenario, clients, "segue", ours, void, beside=cpus[1])


class Source:
    """The requests of each scenario; no lead is answered twice, and every customer is another one."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self.plan = plan
        self.unanswered = iter(plan["received"])
        self.customers = enumerate(plan["stamps"])
        runs = len(CLIENTS) * (BARE_RUNS + 1)
        self.most = {"accept": len(plan["received"]) // runs, "ask": len(plan["stamps"]) // runs}
        """How many each run may have, so that there are some for the last one."""

    def of_bare(self, scenario: str, number: int) -> Iterator[load.Asked]:
        """What the bare server is asked: the scenario's name, and for an answer the lead."""
        number = min(number, self.most.get(scenario, number))
        if scenario == "accept":
            leads = islice(self.unanswered, number)
            return (load.Asked(f"/accept?{lead.replace('-', '')}") for lead in leads)
        if scenario == "ask":
            return (load.Asked("/ask", address=loopback(n)) for n, _stamp in islice(self.customers, number))
        return (load.Asked(f"/{scenario}") for _ in range(number))

    def of_segue(self, scenario: str, number: int) -> Iterator[load.Asked]:
        """The real requests: pages with the session's cookie, forms as a browser sends them."""
        plan = self.plan
        number = min(number, self.most.get(scenario, number))
        if scenario == "list":
            return (load.Asked("/leads/marketplace/received", cookie=plan["session"]) for _ in range(number))
        if scenario == "page":
            return (load.Asked(f"/leads/{plan['page']}", cookie=plan["session"]) for _ in range(number))
        if scenario == "ask":
            return (self._request(n, stamp) for n, stamp in islice(self.customers, number))
        form = urlencode({**plan["acceptance"], "seen": "1", "csrfmiddlewaretoken": plan["csrf"]}).encode()
        return (
            load.Asked(f"/leads/{lead}/acceptance", form, plan["session"]) for lead in islice(self.unanswered, number)
        )

    def _request(self, number: int, stamp: str) -> load.Asked:
        own = {"stamp": stamp, "email": f"customer{number}@conti.example", "csrfmiddlewaretoken": self.plan["csrf"]}
        form = urlencode({**self.plan["form"], **own}).encode()
        return load.Asked("/ask", form, f"csrftoken={self.plan['csrf']}", loopback(number))


def loopback(number: int) -> str:
    """An address of this machine for one customer."""
    return f"127.{1 + number // 62_500}.{number // 250 % 250}.{1 + number % 250}"


def under_load(
    server: str,
    environment: dict[str, str],
    asked: Iterator[load.Asked],
    *,
    clients: int,
    workers: int,
    wanted: int = 200,
) -> tuple[load.Measured, float]:
    """What came of the requests, and the server's CPU seconds per 1,000 of them; a few go before to warm it up."""
    port = 18100
    with measured.server(APPLICATIONS[server], port=port, workers=workers, environment=environment) as pid:
        base = f"http://localhost:{port}"
        load.run(base, islice(asked, WARM_UPS * workers), clients=workers, wanted=wanted)
        before = measured.cpu_seconds(pid)
        came = load.run(base, asked, clients=clients, wanted=wanted)
        spent = measured.cpu_seconds(pid) - before
    if came.wrong:
        print(f"  {came.wrong} of {len(came.answers)} answers had another status than {wanted}", flush=True)
    return came, spent / len(came.answers) * 1000


def row(
    scenario: str,
    clients: int,
    server: str,
    cost: tuple[load.Measured, float],
    void: bool,
    *,
    beside: float | None = None,
) -> None:
    """Print one row."""
    came, cpu = cost
    times = f"{cpu / beside:>8.1f}" if beside else f"{'':>8}"
    print(
        f"{scenario:<10}{clients:>8}{server:>8}{came.rate():>9.0f}{came.milliseconds(0.5):>9.1f}"
        f"{came.milliseconds(0.99):>9.1f}{cpu:>12.2f}{times}{'  void: the machine was busy' if void else ''}",
        flush=True,
    )


def yardstick(cluster: postgres.Cluster, environment: dict[str, str]) -> None:
    """Say what pgbench does on this server, as a measure of the machine."""
    pgbench = cluster.programs / "pgbench"
    host = ["-h", str(cluster.folder), "-U", "segue"]
    run([str(cluster.programs / "createdb"), *host, "pgbench"], environment)
    run([str(pgbench), *host, "-i", "-q", "-s", "5", "pgbench"], environment, quiet=True)
    for name, kind in (("read", ["-S"]), ("write", [])):
        for clients in CLIENTS:
            said = run(
                [str(pgbench), *host, *kind, "-c", str(clients), "-j", "1", "-T", "4", "pgbench"],
                environment,
                quiet=True,
            )
            tps = next(line for line in said.splitlines() if line.startswith("tps"))
            print(f"  pgbench {name}, {clients} clients: {tps}", flush=True)


def run(command: list[str], environment: dict[str, str], *, quiet: bool = False) -> str:
    """Run a command and return what it said; its words are shown unless `quiet`."""
    done = subprocess.run(
        command,
        env=environment,
        cwd=ROOT,
        check=True,
        text=True,
        stdout=subprocess.PIPE if quiet else None,
        stderr=subprocess.STDOUT if quiet else None,
    )
    return done.stdout or ""


if __name__ == "__main__":
    sys.exit(main())
