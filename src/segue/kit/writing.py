"""Rows written by statements put together from the columns alone.

For every insert and update Django walks expressions, relations and signals, which takes several times as long as the
database does. Where a row is written at every press of a button these three do instead: what goes into a column is
still made by its field, so the rows are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections, transaction
from django.db.models import AutoField, Field, Model

from segue.kit.compiled import adapted
from segue.kit.statement import run

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper

_COMPARED = {"": "=", "lte": "<=", "gt": ">"}


@dataclass(frozen=True, slots=True)
class _Table:
    """A model's table: `columns` by field name and by column, each with what makes its value.

    `own` are inserted.
    """

    name: str
    columns: Mapping[str, tuple[str, Callable[..., Any]]]
    own: Sequence[tuple[str, Callable[..., Any]]]
    fields: Sequence[Field[Any, Any]]
    head: str
    row: str


def insert(model: type[Model], rows: Sequence[Model], *, then: str = "") -> None:
    """Insert rows, at most 500 a statement and fewer on SQLite. A key that the database counts out is not told back.

    Fields with values of their own making at saving (`auto_now`, files) are not for this.
    """
    database = connections[DEFAULT_DB_ALIAS]
    table = _table(model, database.vendor)
    most = min(500, database.ops.bulk_batch_size(table.fields, rows)) or 1
    for at in range(0, len(rows), most):
        batch = rows[at : at + most]
        params = [prepare(row.__dict__[name], database) for row in batch for name, prepare in table.own]
        _run(database, f"{table.head} VALUES {', '.join([table.row] * len(batch))}{then}", params)
    for row in rows:
        row._state.adding, row._state.db = False, database.alias  # noqa: SLF001 -- as Django does after an insert


def insert_or_change(model: type[Model], rows: Sequence[Model], *, by: str, columns: Sequence[str]) -> None:
    """Insert rows; where there is one with the same `by` already, change its `columns` to the new ones."""
    table = _table(model, connections[DEFAULT_DB_ALIAS].vendor)
    changed = ", ".join(f"{column} = excluded.{column}" for column in (table.columns[name][0] for name in columns))
    insert(model, rows, then=f" ON CONFLICT ({table.columns[by][0]}) DO UPDATE SET {changed}")


def change(model: type[Model], *, where: Mapping[str, Any], to: Mapping[str, Any]) -> int:
    """Change the columns of the rows that match, in one statement, and return how many there were.

    `where` compares columns with values, as `filter` writes it: `stage`, `due_at__lte`, `due_at__gt`, `id__in`.
    Raise ValueError for None and for no values at all: SQL would match nothing, or fail.
    """
    database = connections[DEFAULT_DB_ALIAS]
    table = _table(model, database.vendor)
    changes, conditions, params = [], [], []
    for name, value in to.items():
        column, prepare = table.columns[name]
        changes.append(f"{column} = %s")
        params.append(prepare(value, database))
    for condition, value in where.items():
        name, _, how = condition.partition("__")
        column, prepare = table.columns[name]
        several = list(value) if how == "in" else [value]
        if not several or None in several:
            message = f"{condition} compares with {value!r}"
            raise ValueError(message)
        marks = ", ".join(["%s"] * len(several))
        conditions.append(f"{column} IN ({marks})" if how == "in" else f"{column} {_COMPARED[how]} %s")
        params += [prepare(one, database) for one in several]
    return _run(database, f"UPDATE {table.name} SET {', '.join(changes)} WHERE {' AND '.join(conditions)}", params)  # noqa: S608 -- names of columns


def _run(database: BaseDatabaseWrapper, sql: str, params: list[Any]) -> int:
    # As after Django's own statements: whoever catches the error inside the transaction cannot go on in it.
    with transaction.mark_for_rollback_on_error(using=database.alias):
        return run(sql, params)


@cache
def _table(model: type[Model], _vendor: str) -> _Table:
    quoted = connections[DEFAULT_DB_ALIAS].ops.quote_name
    meta = model._meta  # noqa: SLF001 -- Django's public name for it
    every = meta.concrete_fields
    own = [field for field in every if not isinstance(field, AutoField)]
    named = {name: field for field in every for name in (field.name, field.attname)}
    name = quoted(meta.db_table)
    heads = ", ".join(quoted(field.column) for field in own)
    return _Table(
        name=name,
        columns={key: (quoted(field.column), _prepare(field)) for key, field in named.items()},
        own=[(field.attname, _prepare(field)) for field in own],
        fields=own,
        head=f"INSERT INTO {name} ({heads})",
        row=f"({', '.join(['%s'] * len(own))})",
    )


def _prepare(field: Field[Any, Any]) -> Callable[[Any, BaseDatabaseWrapper], Any]:
    """Return what makes a column's value of what stands in the row: the field, where it is not plain already."""
    as_is = {NoneType, _PLAIN.get(field.get_internal_type(), NoneType)}
    kind = getattr(field, "target_field", field).get_internal_type()
    adaptable = {"UUIDField": UUID, "DateTimeField": datetime}.get(kind)
    by_field = field.get_db_prep_save

    def prepare(value: Any, database: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 -- whatever a column holds
        if value.__class__ in as_is:
            return value
        if value.__class__ is adaptable:
            return adapted(value, database)
        return by_field(value, database)

    return prepare


_PLAIN: dict[str, type] = {
    "CharField": str,
    "TextField": str,
    "PositiveIntegerField": int,
    "PositiveSmallIntegerField": int,
    "BigIntegerField": int,
    "BooleanField": bool,
}
"""What the database takes as it is, by the kind of field."""
