"""Objects read by a query whose SQL is written once a process: later readers only bring their values.

To build and compile a query of a row with its relations takes Django far longer than the database takes to answer it.
Use it where every request asks the same thing: who is asking, the lead in question.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model
from django.db.models.query import get_related_populators  # type: ignore[attr-defined] # not in the stubs

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from django.db.models import QuerySet

    Value = UUID | datetime | str

_Row = TypeVar("_Row", bound=Model)

MOST = 500
"""Texts kept; the one known longest goes first."""


@dataclass(frozen=True, slots=True)
class _Text:
    """One statement and how its rows become objects; a parameter is a value's name, or a constant in a tuple of one."""

    sql: str
    params: tuple[str | tuple[Any], ...]
    converters: Sequence[tuple[int, Sequence[Callable[..., Any]], Any]]
    columns: slice
    model: type[Model]
    names: Sequence[str]
    related: Sequence[Any]
    annotations: Mapping[str, int]


_texts: dict[tuple[str, Hashable], _Text] = {}


def instances(
    shape: Hashable, build: Callable[[Mapping[str, Any]], QuerySet[_Row]], values: Mapping[str, Value]
) -> list[_Row]:
    """Return the objects of the queryset that `build` makes of the values, with what it selects along with them.

    `build` gets stand-ins in place of the values. `shape` names everything the query depends on beside them: for
    equal shapes the SQL must be the same.
    """
    key = (connection.vendor, shape)
    text = _texts.get(key)
    if text is None:
        try:
            text = _texts[key] = _compiled(build, values)
        except EmptyResultSet:
            # Nobody can match, as for who may see nothing at all: there is no statement to run.
            return []
        if len(_texts) > MOST:
            _texts.pop(next(iter(_texts)), None)
    with connection.cursor() as cursor:
        params = [_adapted(values[param]) if isinstance(param, str) else param[0] for param in text.params]
        cursor.execute(text.sql, params)
        found = cursor.fetchall()
    return [_object(row, text) for row in found]


def _compiled(build: Callable[[Mapping[str, Any]], QuerySet[_Row]], values: Mapping[str, Value]) -> _Text:
    stand_ins = {name: _stand_in(value, number) for number, (name, value) in enumerate(values.items())}
    named = {_adapted(stand_in): name for name, stand_in in stand_ins.items()}
    compiler = build(stand_ins).query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    columns = [column for column, _sql, _alias in compiler.select]
    own = compiler.klass_info["select_fields"]
    place = slice(own[0], own[-1] + 1)
    return _Text(
        sql=sql,
        params=tuple(named.get(one, (one,)) if isinstance(one, UUID | datetime | str) else (one,) for one in params),
        converters=[(at, *found) for at, found in compiler.get_converters(columns).items()],
        columns=place,
        model=compiler.klass_info["model"],
        names=[column.target.attname for column in columns[place]],
        related=get_related_populators(compiler.klass_info, compiler.select, connection.alias),
        annotations=compiler.annotation_col_map or {},
    )


def _object(row: tuple[Any, ...], text: _Text) -> Any:  # noqa: ANN401 -- of the class that was asked for
    read = list(row)
    for at, functions, column in text.converters:
        for function in functions:
            read[at] = function(read[at], column, connection)
    made = text.model.from_db(connection.alias, text.names, read[text.columns])
    for one in text.related:
        one.populate(read, made)
    for name, at in text.annotations.items():
        setattr(made, name, read[at])
    return made


def _stand_in(value: Value, number: int) -> Value:
    match value:
        case UUID():
            return UUID(int=2**128 - 1 - number)
        case datetime():
            return datetime(9000, 1, 1, tzinfo=UTC) + timedelta(seconds=number)
        case _:
            return f"\ue000{number}"


def _adapted(value: Value) -> Any:  # noqa: ANN401 -- whatever the driver takes
    match value:
        case UUID():
            return value if connection.features.has_native_uuid_field else value.hex
        case datetime():
            return connection.ops.adapt_datetimefield_value(value)
        case _:
            return value
