"""Types of DuckDB and Polars that Arrow has not, which are lost, or become another value, before their rows are seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from sleeper_workflows._errors import Fault
from sleeper_workflows._misfit import refused

OF_POLARS = ("Object", "Int128", "UInt128")
POLARS_ACTION = "Cast the column, as to Int64 or Decimal(38, 0), or leave it out"

OF_DUCKDB = {
    "time with time zone": "Cast it to TIME, and keep its offset in a column of its own",
    "bit": "Cast it to VARCHAR or BLOB",
    "uhugeint": "Cast it to DECIMAL(38, 0)",
}
"""What DuckDB gives as times without their offset, bytes of its own, and numbers that may be others."""


def expect_arrow_of_polars(schema: Mapping[str, Any]) -> None:
    """Raise DoesNotFit with each column of Polars that has a type which no other library reads."""
    odd = [(name, str(kind), POLARS_ACTION) for name, kind in schema.items() if any(str(part) in OF_POLARS for part in _of_polars(kind))]
    _refuse(odd)


def _of_polars(kind: Any) -> Iterator[Any]:
    yield kind
    inner = getattr(kind, "inner", None)
    parts = [field.dtype for field in getattr(kind, "fields", None) or ()] if inner is None else [inner]
    for part in parts:
        yield from _of_polars(part)


def expect_arrow_of_duckdb(rows: Any) -> None:
    """Raise DoesNotFit with each column of a relation, or of a result of a cursor, that Arrow is given as another value."""
    if hasattr(rows, "types"):
        columns = zip(rows.columns, rows.types, strict=True)
    else:
        columns = ((column[0], column[1]) for column in rows.description or ())
    _refuse((name, str(kind), OF_DUCKDB[part]) for name, kind in columns for part in list(dict.fromkeys(_of_duckdb(kind)))[:1])


def _of_duckdb(kind: Any) -> Iterator[str]:
    """Name the types of a column that Arrow has not, of those in it, too."""
    word = str(getattr(kind, "id", kind)).lower()
    if word in OF_DUCKDB:
        yield word
    if word in ("list", "array", "struct", "map", "union"):
        for _, part in cast("list[tuple[str, Any]]", kind.children):
            # An array has its length as a child.
            if not isinstance(part, int):
                yield from _of_duckdb(part)


def _refuse(odd: Iterable[tuple[str, str, str]]) -> None:
    faults = [
        Fault("SCHEMA_MISMATCH", f"column '{name}'", f"a column of {kind}", "types that Arrow has", action, {"column": name})
        for name, kind, action in odd
    ]
    if faults:
        raise refused(faults)
