"""Prepare a database to measure on: the crowd, somebody signed in, and the statements each scenario runs.

Runs as a process of its own, so that the measured servers share nothing with it:
`SEGUE_BENCH=folder python -m tests.benchmarks.prepare LEADS`. Writes `plan.json` and `recorded.json` into the folder.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.settings")
(Path(os.environ["SEGUE_DATA"]) / "static").mkdir(exist_ok=True)  # WhiteNoise warns when it is missing
django.setup()

from django.core.management import call_command  # noqa: E402 -- Django is set up first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from segue.accounts.models import Location, Membership, Partner  # noqa: E402
from segue.kit import clock  # noqa: E402
from segue.kit.ids import new_secret  # noqa: E402
from segue.leads.models import Lead  # noqa: E402
from segue.requests import bots  # noqa: E402
from segue.requests.models import Request  # noqa: E402
from segue.worlds import crowd  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(os.environ["SEGUE_BENCH"])
FORMS = 20_000
ACCEPTANCE = {"deal_name": "Bench", "value": "12500", "currency": "EUR", "time_frame": "this_quarter", "notes": "Bench"}
REQUEST = {
    "need": "Move our warehouse planning into the cloud before the summer",
    "company": "Conti Logistica",
    "country": "IT",
    "city": "Trieste",
    "name": "Anna Conti",
    "consent": "on",
}
CSRF = "a" * 32
ID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}")


def main(leads: int) -> None:
    """Build the crowd and record every scenario once."""
    call_command("migrate", verbosity=0)
    begun, cpu = time.perf_counter(), time.process_time()
    crowd.build(clock.now(), leads=leads)
    print(
        f"  crowd of {Lead.objects.count():,} leads in {time.perf_counter() - begun:.0f} s, "
        f"{time.process_time() - cpu:.0f} CPU seconds of this process",
        flush=True,
    )
    big = Partner.objects.get(id=biggest())
    people = Membership.objects.filter(partner=big).select_related("person")
    admin = next(member for member in people if "partner_admin" in member.roles)
    client = Client(headers={"host": "localhost"})
    client.force_login(admin.person)
    session = client.cookies[settings_cookie()].value
    unanswered = Lead.objects.filter(partner=big, stage="received", version=1, holding="")
    first, *received = map(str, unanswered.order_by("-due_at", "id").values_list("id", flat=True))
    location = Location.objects.get(partner__slug="crowd-0001")
    rendered = clock.now() - timedelta(minutes=1)
    stamps = [bots.stamp(new_secret(), at=rendered) for _ in range(FORMS)]
    form = {**REQUEST, "location": str(location.id)}
    plan = {
        "session": f"{settings_cookie()}={session}; csrftoken={CSRF}",
        "csrf": CSRF,
        "page": first,
        "received": received[1:],
        "stamps": stamps[1:],
        "form": form,
        "acceptance": ACCEPTANCE,
    }
    accepted = {**ACCEPTANCE, "seen": "1"}
    asked = {**form, "stamp": stamps[0], "email": "recorded@conti.example"}
    recorded = {
        "list": record(client, "get", "/leads/marketplace/received"),
        "page": record(client, "get", f"/leads/{first}"),
        "ask": record(Client(headers={"host": "localhost"}), "post", "/ask", asked),
        "accept": record(client, "post", f"/leads/{received[0]}/acceptance", accepted, lead=received[0]),
    }
    made = Request.objects.get(customer_email="recorded@conti.example")
    assert not made.held, "the recorded request looks like a machine's"
    recorded["ask"]["own"] = [made.form_key, "recorded@conti.example", "address:127.0.0.1"]
    (FOLDER / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    (FOLDER / "recorded.json").write_text(json.dumps(recorded, default=str), encoding="utf-8")


def biggest() -> Any:
    """The partner with the most leads."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT partner_id FROM leads_lead GROUP BY partner_id ORDER BY count(*) DESC LIMIT 1")
        return cursor.fetchone()[0]


def settings_cookie() -> str:
    """The name of the session cookie."""
    from django.conf import settings  # noqa: PLC0415 -- only here

    return settings.SESSION_COOKIE_NAME


def record(client: Client, method: str, path: str, data: Any = None, *, lead: str = "") -> dict[str, Any]:
    """Make one request and return the statements it ran, with their parameters as sent and its transactions."""
    client.get(path)  # whatever is read once per process is read now
    statements: list[tuple[str, list[Any]]] = []
    if connection.settings_dict["CONN_HEALTH_CHECKS"]:
        # A server asks at the beginning of each request whether its connection still lives; a test client does not.
        statements.append(("SELECT 1", []))

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql.replace("%s", "?") if connection.vendor == "sqlite" else sql, list(params or ())))
        return execute(sql, params, many, context)

    begun = int(time.time() * 1000)  # noqa: TID251 -- ids hold the real time
    with connection.execute_wrapper(keep), transactions_kept(statements):
        answer = getattr(client, method)(path, data or {})
    assert answer.status_code == (302 if method == "post" else 200), (path, answer.status_code, answer.content[:2000])
    plainly = [(sql, [plain(value) for value in params]) for sql, params in statements]
    ids = {found.replace("-", "") for _sql, params in plainly for value in params for found in ID.findall(str(value))}
    return {
        "statements": plainly,
        "lead": lead.replace("-", ""),
        # An id begins with the millisecond in which it was made.
        "fresh": sorted(found for found in ids if int(found[:12], 16) >= begun),
        "own": [],
    }


@contextlib.contextmanager
def transactions_kept(statements: list[tuple[str, list[Any]]]) -> Iterator[None]:
    """Write down where transactions begin and end: their statements pass no cursor."""
    commit, set_autocommit = connection.commit, connection.set_autocommit

    def committed() -> None:
        statements.append(("COMMIT", []))
        commit()

    def switched(autocommit: bool, **options: Any) -> None:
        if not autocommit and connection.vendor == "postgresql":
            statements.append(("BEGIN", []))
        set_autocommit(autocommit, **options)

    connection.commit, connection.set_autocommit = committed, switched
    try:
        yield
    finally:
        del connection.commit, connection.set_autocommit


def plain(value: Any) -> Any:
    """A parameter as JSON keeps it; what PostgreSQL wraps as JSON is unwrapped to text."""
    if hasattr(value, "obj"):
        return json.dumps(value.obj)
    return value if isinstance(value, int | float | str | type(None)) else str(value)


if __name__ == "__main__":
    main(int(sys.argv[1]))
