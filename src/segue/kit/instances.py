"""Objects read by a query whose SQL is written once a process: later readers only bring their values.

To build and compile a query of a row with its relations takes Django far longer than the database takes to answer it.
Use it where every request asks the same thing: who is asking, the lead in question.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model
from django.db.models.query import get_related_populators  # type: ignore[attr-defined] # not in the stubs

from segue.kit import compiled

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence

    from django.db.models import QuerySet

    from segue.kit.compiled import Value

_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True)
class _Text(compiled.Text):
    """One statement and how its rows become objects."""

    columns: slice
    model: type[Model]
    names: Sequence[str]
    related: Sequence[Any]
    annotations: Mapping[str, int]


def instances(
    shape: Hashable, build: Callable[[Mapping[str, Any]], QuerySet[_Row]], values: Mapping[str, Value]
) -> list[_Row]:
    """Return the objects of the queryset that `build` makes of the values, with what it selects along with them.

    `build` gets stand-ins in place of the values. `shape` names everything the query depends on beside them: for
    equal shapes the SQL must be the same.
    """
    try:
        text = compiled.kept(("instances", shape), lambda: _compiled(build, values))
    except EmptyResultSet:
        # Nobody can match, as for who may see nothing at all: there is no statement to run.
        return []
    return [_object(row, text) for row in compiled.fetched(text, values)]


def _compiled(build: Callable[[Mapping[str, Any]], QuerySet[_Row]], values: Mapping[str, Value]) -> _Text:
    stand_ins = compiled.stand_ins_for(values)
    compiler = build(stand_ins).query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    own = compiler.klass_info["select_fields"]
    place = slice(own[0], own[-1] + 1)
    return _Text(
        sql=sql,
        params=compiled.unbound(params, stand_ins),
        converters=compiled.converters_of(compiler),
        columns=place,
        model=compiler.klass_info["model"],
        names=[column.target.attname for column, _sql, _alias in compiler.select[place]],
        related=get_related_populators(compiler.klass_info, compiler.select, connection.alias),
        annotations=compiler.annotation_col_map or {},
    )


def _object(row: tuple[Any, ...], text: _Text) -> Any:  # noqa: ANN401 -- of the class that was asked for
    read = compiled.converted(row, text.converters)
    made = text.model.from_db(connection.alias, text.names, read[text.columns])
    for one in text.related:
        one.populate(read, made)
    for name, at in text.annotations.items():
        setattr(made, name, read[at])
    return made
