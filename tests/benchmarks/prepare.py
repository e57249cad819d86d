"""Prepare a database to measure on: the crowd, somebody signed in, and the statements each scenario runs.

Runs as a process of its own, so that the measured servers share nothing with it:
`SEGUE_BENCH=folder python -m tests.benchmarks.prepare LEADS`. Writes `plan.json` and `recorded.json` into the folder.
"""

from __future__ import annotations

import json
import os
import re
import sys
import time
from pathlib import Path
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "segue.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 -- Django is set up first
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402

from segue.accounts.models import Location, Membership, Partner  # noqa: E402
from segue.directory.models import BusinessProfile  # noqa: E402
from segue.kit import clock  # noqa: E402
from segue.leads.models import Lead  # noqa: E402
from segue.worlds import crowd  # noqa: E402

FOLDER = Path(os.environ["SEGUE_BENCH"])
WRITES = 6000
ACCEPTANCE = {"deal_name": "Bench", "value": "12500", "currency": "EUR", "time_frame": "this_quarter", "notes": "Bench"}
CSRF = "a" * 32


def main(leads: int) -> None:
    """Build the crowd and record every scenario once."""
    call_command("migrate", verbosity=0)
    begun = time.perf_counter()
    crowd.build(clock.now(), leads=leads)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(f"  crowd of {Lead.objects.count():,} leads in {time.perf_counter() - begun:.0f} s", flush=True)
    big = Partner.objects.get(id=biggest())
    people = Membership.objects.filter(partner=big).select_related("person")
    admin = next(member for member in people if "partner_admin" in member.roles)
    client = Client(headers={"host": "localhost"})
    client.force_login(admin.person)
    session = client.cookies[settings_cookie()].value
    received = list(
        Lead.objects.filter(partner=big, stage="received", due_at__gt=clock.now(), holding="")
        .order_by("id")
        .values_list("id", flat=True)[: 2 * WRITES + 1]
    )
    location = Location.objects.filter(
        published=True, removed_at__isnull=True, partner__profile__state=BusinessProfile.State.PUBLISHED
    ).first()
    plan = {
        "session": f"{settings_cookie()}={session}; csrftoken={CSRF}",
        "csrf": CSRF,
        "big": str(big.id),
        "received": [str(lead) for lead in received],
        "location": str(location.id) if location else "",
        "acceptance": ACCEPTANCE,
    }
    recorded = {
        "list": record(client, "get", "/leads/marketplace/received"),
        "page": record(client, "get", f"/leads/{received[0]}"),
        "accept": record(client, "post", f"/leads/{received[0]}/acceptance", lead=received[0], leads=received[WRITES:]),
    }
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


def record(client: Client, method: str, path: str, *, lead: Any = None, leads: Any = ()) -> dict[str, Any]:
    """Make one request and return the statements it ran, with their parameters as sent."""
    client.get(path)  # whatever is read once per process is read now
    statements: list[tuple[str, list[Any]]] = []

    def keep(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append((sql.replace("%s", "?") if connection.vendor == "sqlite" else sql, list(params or ())))
        return execute(sql, params, many, context)

    data = {**ACCEPTANCE, "seen": "1"} if method == "post" else {}
    with connection.execute_wrapper(keep):
        answer = getattr(client, method)(path, data)
    assert answer.status_code in {200, 302}, (path, answer.status_code, answer.content[:2000])
    own = str(lead).replace("-", "")
    return {
        "statements": [(sql, [plain(value) for value in params]) for sql, params in statements],
        "lead": own,
        "leads": [str(one).replace("-", "") for one in leads],
        "fresh": sorted(inserted(statements) - {own}) if method == "post" else [],
    }


def inserted(statements: list[tuple[str, list[Any]]]) -> set[str]:
    """The ids of rows that the statements insert: each stands first in its row."""
    found = set()
    for sql, params in statements:
        if sql.startswith("INSERT") and re.match(r'INSERT INTO "(outbox_message|leads_leadevent)"', sql) and params:
            found.add(str(params[0]).replace("-", ""))
    return found


def plain(value: Any) -> Any:
    """A parameter as JSON keeps it; what PostgreSQL wraps as JSON is unwrapped to text."""
    if hasattr(value, "obj"):
        return json.dumps(value.obj)
    return value if isinstance(value, int | float | str | type(None)) else str(value)


if __name__ == "__main__":
    main(int(sys.argv[1]))
