"""Rows as batches of a table's columns, or all that does not fit, by column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from sleeper_workflows import _arrow, _large
from sleeper_workflows._chunks import Chunk, Pace
from sleeper_workflows._errors import Fault
from sleeper_workflows._fit import fit
from sleeper_workflows._frames import Frame
from sleeper_workflows._misfit import Misfit, fault_of, refused
from sleeper_workflows._schema import Field, Schema


def batches(frame: Frame, schema: Schema, fields: Sequence[Field] | None = None) -> Iterator[pa.RecordBatch]:
    """Give all rows, fitted. ``fields`` are those that are wanted, all by default; others are then passed over.

    Raises DoesNotFit after the last row, with the first misfit of each column, so that all is told at once. What was given before
    is then worth nothing.
    """
    wanted = schema.fields if fields is None else tuple(fields)
    strict = fields is None
    target = pa.schema([_arrow.field_of(field) for field in wanted])
    pace = Pace()
    faults: dict[str, Fault] = {}
    if frame.names is not None:
        faults.update(_names(frame.names, schema, wanted, strict))
    done = 0
    for chunk in frame.chunks(pace):
        faults.update((name, fault) for name, fault in _names(chunk.names, schema, wanted, strict).items() if name not in faults)
        columns: list[Any] = []
        for field in wanted:
            if field.name in faults:
                continue
            try:
                column = _column(chunk, field)
                _large.check(column)
                columns.append(column)
            except Misfit as misfit:
                faults[field.name] = fault_of(field.name, misfit, done)
        done += chunk.rows
        if not faults:
            batch = pa.RecordBatch.from_arrays(columns, schema=target)
            pace.took(batch.num_rows, batch.nbytes)
            yield batch
    if faults:
        raise refused(_in_order(faults, wanted))


def _column(chunk: Chunk, field: Field) -> Any:
    if field.name in chunk.names:
        return chunk.column(field.name, field)
    # A chunk of dicts has the names of its own rows alone.
    return fit(pa.nulls(chunk.rows), field)


def _names(names: Sequence[str], schema: Schema, wanted: Sequence[Field], strict: bool) -> dict[str, Fault]:
    faults: dict[str, Fault] = {}
    known = [field.name for field in schema.fields]
    for field in wanted:
        if field.name not in names and not field.nullable:
            faults[field.name] = Fault(
                "SCHEMA_MISMATCH", f"column '{field.name}'", "no such column", f"{field.type}, not nullable", "Add the column",
                {"column": field.name},
            )  # fmt: skip
        if names.count(field.name) > 1:
            faults[field.name] = Fault(
                "SCHEMA_MISMATCH",
                f"column '{field.name}'",
                "it twice",
                "each column once",
                "Rename one of them",
                {"column": field.name},
            )
    for name in names if strict else ():
        if name not in known:
            faults[name] = Fault(
                "SCHEMA_MISMATCH", f"column '{name}'", "a column that the table has not", ", ".join(known),
                "Leave the column out, or add the field with Table.add_field", {"column": name},
            )  # fmt: skip
    return faults


def _in_order(faults: dict[str, Fault], wanted: Sequence[Field]) -> list[Fault]:
    order = {field.name: position for position, field in enumerate(wanted)}
    return [fault for _, fault in sorted(faults.items(), key=lambda item: order.get(item[0], len(order)))]
