"""Many rows of one table written by one prepared statement: a thousand dates without an expression for each value."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """New rows with these fields, in this order; a field that is not named needs a default of the database's own."""
    columns = _columns(model, names)
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {_quoted(model._meta.db_table)} ({', '.join(columns)}) VALUES ({marks})"
    _execute(statement, _prepared(model, names, rows))


def update_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows that are there, with new values in these fields; the last value of each row is its primary key."""
    new = ", ".join(f"{column} = %s" for column in _columns(model, names))
    key = _columns(model, ["pk"])[0]
    statement = f"UPDATE {_quoted(model._meta.db_table)} SET {new} WHERE {key} = %s"
    _execute(statement, _prepared(model, [*names, "pk"], rows))


def _execute(statement: str, rows: list[tuple[Any, ...]]) -> None:
    if rows:
        with connection.cursor() as cursor:
            cursor.executemany(statement, rows)


def _columns(model: type[models.Model], names: Sequence[str]) -> list[str]:
    return [_quoted(_field(model, name).column or name) for name in names]


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _prepared(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]
) -> list[tuple[Any, ...]]:
    """The values as the database takes them, column by column: only instants and UUIDs differ from Python's own."""
    columns = [
        _as_stored(_field(model, name), values)
        for name, values in zip(names, zip(*rows, strict=True), strict=False)
    ]
    return list(zip(*columns, strict=True))


def _as_stored(field: "models.Field[Any, Any]", values: Sequence[Any]) -> Sequence[Any]:
    if isinstance(field, models.DateTimeField):
        return list(map(connection.ops.adapt_datetimefield_value, values))
    if isinstance(field, models.UUIDField) and not connection.features.has_native_uuid_field:
        return [value.hex for value in values]
    return values


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    found = model._meta.pk if name == "pk" else model._meta.get_field(name)
    assert isinstance(found, models.Field)
    return found
