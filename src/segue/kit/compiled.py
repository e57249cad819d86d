"""Queries whose SQL is written once a process: Django writes it for the first asker, later ones bring their values.

Compiling a list's querysets costs more than running them. `build` is given stand-ins instead of values; wherever
one of them turns up among the parameters, the real value takes its place each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS, connection, connections

from segue.kit.statement import rows_of

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models import QuerySet
    from django.db.models.sql.compiler import SQLCompiler

    Value = UUID | datetime | date | str | int
    Build = Callable[[Mapping[str, Any]], Sequence[QuerySet[Any, Any]]]
    Converters = Sequence[tuple[int, Callable[[Any], Any]]]
    Params = tuple[str | tuple[Any], ...]
    Row = tuple[Any, ...]

_Kind = TypeVar("_Kind", bound="Text")
MOST = 1000
"""Texts kept; the one known longest goes first."""
ROUNDED_TO = 25
"""Values: the last one of `several` comes again until there are a multiple of it."""


@dataclass(frozen=True, slots=True)
class Text:
    """One statement; a parameter is the name of a value, or a constant in a tuple of one."""

    sql: str
    params: Params
    converters: Converters


_texts: dict[tuple[str, Hashable], Any] = {}
_changing = Lock()
"""Threads may look up a text at any time; which is the oldest only one finds out at a time."""


def rows(
    shape: Hashable, build: Build, values: Mapping[str, Value], *, keep: Callable[[list[Row]], list[Row]] | None = None
) -> list[Row]:
    """Return the rows of the querysets that `build` makes of the values, one after the other, in one statement.

    `build` returns querysets of `values_list`, all with the same columns. `shape` names everything they depend on
    beside the values: for equal shapes the SQL must be the same. Rows of several querysets come in no sure order;
    `keep` may order and cut them, as the database gave them, before they are converted into Python's values.
    """
    text = kept(("rows", shape), lambda: _compiled(build, values, of=_one_under_the_other))
    if not text.sql:
        return []
    found = fetched(text, values)
    return [converted(row, text.converters) for row in (keep(found) if keep else found)]


def at_once(querysets: Sequence[QuerySet[Any, Any]]) -> list[Row]:
    """Return the rows of querysets as `rows` does, in one statement that is not kept: it takes lists of any length."""
    text = _compiled(lambda _none: querysets, {}, of=_one_under_the_other)
    return [converted(row, text.converters) for row in fetched(text, {})] if text.sql else []


def several(name: str, values: Iterable[Value]) -> dict[str, Value]:
    """Return some values under names of their own (none: no names), for a query that takes any number of them.

    How many there are is part of its shape. It is rounded up, the last value coming again, so that few texts are kept.
    """
    every = list(values)
    every += every[-1:] * (-len(every) % ROUNDED_TO)
    return {f"{name}{number}": value for number, value in enumerate(every)}


def counts(shape: Hashable, build: Build, values: Mapping[str, Value]) -> list[int]:
    """Return how many rows each of the querysets has, in one statement; a sliced one is not counted beyond."""
    text = kept(("counts", shape), lambda: _compiled(build, values, of=_counted))
    return list(fetched(text, values)[0]) if text.sql else []


def kept(shape: Hashable, write: Callable[[], _Kind]) -> _Kind:
    """Return the text of a shape, written by the first who asks for it in this process."""
    key = (connection.vendor, shape)
    text: _Kind | None = _texts.get(key)
    if text is None:
        text = write()
        with _changing:
            _texts[key] = text
            if len(_texts) > MOST:
                _texts.pop(next(iter(_texts)), None)
    return text


def fetched(text: Text, values: Mapping[str, Value]) -> list[Row]:
    """Run a text with these values and return its rows as the database gave them."""
    return rows_of(text.sql, bound(text.params, values))


def _compiled(build: Build, values: Mapping[str, Value], *, of: Callable[[list[str]], str]) -> Text:
    stand_ins = stand_ins_for(values)
    parts: list[str] = []
    params: Params = ()
    converters: Converters = ()
    for queryset in build(stand_ins):
        compiler = queryset.query.get_compiler(connection=connection)
        try:
            sql, taken = compiler.as_sql()
        except EmptyResultSet:  # nobody can be meant, as in a scope without a location
            parts.append("")
            continue
        parts.append(sql)
        params += unbound(taken, stand_ins)
        converters = converters_of(compiler)
    return Text(of(parts), params, converters)


def _one_under_the_other(parts: list[str]) -> str:
    parts = [part for part in parts if part]
    if len(parts) == 1:
        return parts[0]
    return " UNION ALL ".join(f"SELECT * FROM ({part}) AS part{number}" for number, part in enumerate(parts))  # noqa: S608 -- the ORM's own SQL


def _counted(parts: list[str]) -> str:
    counted = [f"(SELECT count(*) FROM ({part}) AS part)" if part else "0" for part in parts]  # noqa: S608 -- the ORM's own SQL
    return f"SELECT {', '.join(counted)}" if counted else ""


def _stand_in(value: Value, number: int) -> Value:
    match value:
        case UUID():
            return UUID(int=2**128 - 1 - number)
        case datetime():
            return datetime(9000, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
        case date():
            return date(9000, 1, 1) + timedelta(days=number)
        case str():
            return f"\ue000{number}"
        case _:
            return 2**60 - number


def _is_value(param: object) -> bool:
    return isinstance(param, UUID | date | str | int) and not isinstance(param, bool)


def adapted(value: Value, database: BaseDatabaseWrapper) -> Any:  # noqa: ANN401 -- whatever the driver takes
    """Return a value as the driver takes it."""
    match value:
        case UUID():
            return value if database.features.has_native_uuid_field else value.hex
        case datetime():
            return database.ops.adapt_datetimefield_value(value)
        case date():
            return database.ops.adapt_datefield_value(value)
        case _:
            return value


def stand_ins_for(values: Mapping[str, Value]) -> dict[str, Value]:
    """Return a stand-in for each value, of its type and unlike any real one."""
    return {name: _stand_in(value, number) for number, (name, value) in enumerate(values.items())}


def unbound(params: Sequence[Any], stand_ins: Mapping[str, Value]) -> Params:
    """Return the parameters of compiled SQL with the names of the values wherever a stand-in turned up."""
    database = connections[DEFAULT_DB_ALIAS]
    named = {adapted(stand_in, database): name for name, stand_in in stand_ins.items()}
    return tuple(named.get(param, (param,)) if _is_value(param) else (param,) for param in params)


def bound(params: Params, values: Mapping[str, Value]) -> list[Any]:
    """Return the parameters with the real values, as the driver takes them."""
    database = connections[DEFAULT_DB_ALIAS]
    return [adapted(values[param], database) if isinstance(param, str) else param[0] for param in params]


def converters_of(compiler: SQLCompiler) -> Converters:
    """Return how the columns that a compiled query selects become Python's values; NULL is None and not converted."""
    columns = [column for column, _sql, _alias in compiler.select]
    return [
        (at, _PLAINLY.get(function.__name__) or partial(_as_django_does, function, column))
        for at, (functions, column) in compiler.get_converters(columns).items()
        for function in functions
    ]


_PLAINLY: dict[str, Callable[[Any], Any]] = {
    "convert_datetimefield_value": lambda text: datetime.fromisoformat(f"{text}Z"),
    "convert_datefield_value": date.fromisoformat,
    "convert_uuidfield_value": UUID,
    "convert_booleanfield_value": bool,
}
"""What Django's converters for SQLite do, without asking each time for settings: a list of fifty has 400 times."""


def _as_django_does(function: Callable[..., Any], column: object, value: object) -> object:
    return function(value, column, connection)


def converted(row: tuple[Any, ...], converters: Converters) -> tuple[Any, ...]:
    """Return a row as the database gave it in Python's values."""
    read = list(row)
    for at, convert in converters:
        if (value := read[at]) is not None:
            read[at] = convert(value)
    return tuple(read)
