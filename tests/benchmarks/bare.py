"""A bare WSGI server that runs the same statements as a page and answers with their rows as JSON.

The statements are those that Segue ran for one request of the scenario (`recorded.json`), in the same transactions.
For a write, the ids and keys of the recorded run are replaced by new ones, and the lead by the one to answer.
"""

from __future__ import annotations

import json
import os
import secrets
import sqlite3
import sys
import threading
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
import psycopg
import uuid_utils.compat

sys.setswitchinterval(0.05)  # as Segue does

FOLDER = Path(os.environ["SEGUE_BENCH"])
RECORDED: dict[str, dict[str, Any]] = json.loads((FOLDER / "recorded.json").read_text(encoding="utf-8"))
NOTHING: dict[str, Any] = {"statements": [], "fresh": [], "own": [], "lead": ""}
"""For /health, by which one sees that the server answers."""
URL = os.environ["SEGUE_DATABASE_URL"]
encode = msgspec.json.Encoder(enc_hook=str).encode
per_thread = threading.local()
ID_DIGITS = 32


def connection() -> Any:
    """This thread's connection, opened as Segue opens its own."""
    if not hasattr(per_thread, "connection"):
        if URL.startswith("sqlite"):
            path = unquote(urlsplit(URL).path).removeprefix("/")
            made = sqlite3.connect(path, timeout=20, isolation_level=None)
            made.executescript(
                "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
                "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY; PRAGMA foreign_keys=ON;"
            )
        else:
            made = psycopg.connect(URL, autocommit=True, prepare_threshold=None)
        per_thread.connection = made
    return per_thread.connection


def application(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    """Answer /<scenario> with the rows of its statements; `?<lead>` names the lead to answer."""
    scenario = RECORDED.get(environ["PATH_INFO"].strip("/"), NOTHING)
    swap = swaps(scenario, environ["QUERY_STRING"])
    rows = [rows_of(sql, [swapped(value, swap) for value in params]) for sql, params in scenario["statements"]]
    body = encode(rows)
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    return [body]


def rows_of(sql: str, params: list[Any]) -> list[Any]:
    """Run one statement and return its rows."""
    cursor = connection().cursor()
    cursor.execute(sql, params)
    return cursor.fetchall() if cursor.description else []


def swaps(scenario: dict[str, Any], lead: str) -> dict[str, str]:
    """What to replace in this request: the recorded lead by the given one, each new id and key by a newer."""
    swap = {old: uuid_utils.compat.uuid7().hex for old in scenario["fresh"]}
    swap |= {old: secrets.token_hex(32)[: len(old)] for old in scenario["own"]}
    if scenario["lead"]:
        swap[scenario["lead"]] = lead
    return swap


def swapped(value: Any, swap: dict[str, str]) -> Any:
    """A parameter with its ids replaced, whether written with hyphens or without."""
    if not isinstance(value, str):
        return value
    for old, new in swap.items():
        if old in value:
            value = value.replace(old, new)
        elif len(old) == ID_DIGITS and hyphened(old) in value:
            value = value.replace(hyphened(old), hyphened(new))
    return value


def hyphened(hex_id: str) -> str:
    """An id as PostgreSQL and JSON write it."""
    return f"{hex_id[:8]}-{hex_id[8:12]}-{hex_id[12:16]}-{hex_id[16:20]}-{hex_id[20:]}"
