"""Columns of plain Python values, as rows of dicts have them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pyarrow as pa

from sleeper_workflows import _arrow
from sleeper_workflows._fit import fit
from sleeper_workflows._guess import absent, guess
from sleeper_workflows._misfit import Misfit, shown
from sleeper_workflows._schema import Field, ListOf, MapOf, Struct


def column(values: Sequence[Any], field: Field) -> Any:
    """Give values as an array of the field's type. Raises Misfit, whose row counts in ``values``."""
    kind = field.type
    if isinstance(kind, (ListOf, MapOf, Struct)):
        values = [None if absent(value) else value for value in values]
    if isinstance(kind, ListOf):
        return _nulls_checked(_list(values, kind), field)
    if isinstance(kind, MapOf):
        return _nulls_checked(_map(values, kind), field)
    if isinstance(kind, Struct):
        return _struct(values, field, kind)
    return fit(guess(values), field)


def _nulls_checked(array: Any, field: Field) -> Any:
    return fit(array, field) if array.null_count and not field.nullable else array


def _list(values: Sequence[Any], kind: ListOf) -> Any:
    flat: list[Any] = []
    rows: list[int] = []
    offsets = [0]
    for row, value in enumerate(values):
        if value is not None:
            if isinstance(value, (str, bytes, Mapping)) or not hasattr(value, "__iter__"):
                raise _odd(row, value, "a list")
            items = list(value)
            flat.extend(items)
            rows.extend([row] * len(items))
        offsets.append(len(flat))
    elements = _part(flat, rows, Field("element", kind.element, kind.nullable), "[]")
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), elements, type=_arrow.type_of(kind), mask=_absent(values))  # pyright: ignore


def _map(values: Sequence[Any], kind: MapOf) -> Any:
    keys: list[Any] = []
    items: list[Any] = []
    rows: list[int] = []
    offsets = [0]
    for row, value in enumerate(values):
        if value is not None:
            pairs = _pairs(row, value)
            keys.extend(key for key, _ in pairs)
            items.extend(item for _, item in pairs)
            rows.extend([row] * len(pairs))
        offsets.append(len(keys))
    return pa.MapArray.from_arrays(
        pa.array(offsets, pa.int32()),
        _part(keys, rows, Field("key", kind.key), "[key]"),
        _part(items, rows, Field("value", kind.value, kind.nullable), "[value]"),
        type=_arrow.type_of(kind),
        mask=_absent(values),
    )  # pyright: ignore


def _pairs(row: int, value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, Mapping):
        return list(value.items())  # pyright: ignore[reportUnknownArgumentType, reportUnknownMemberType]
    try:
        return [(key, item) for key, item in value]
    except (TypeError, ValueError):
        raise _odd(row, value, "a dict, or pairs") from None


def _struct(values: Sequence[Any], field: Field, kind: Struct) -> Any:
    known = {part.name for part in kind.fields}
    for row, value in enumerate(values):
        if value is None:
            continue
        if not isinstance(value, Mapping):
            raise _odd(row, value, "a dict")
        for name in value:  # pyright: ignore[reportUnknownVariableType]
            if name not in known:
                raise Misfit(row, f"a part {name!r:.80}", str(kind), "Leave the part out", "SCHEMA_MISMATCH")
    parts: list[Any] = []
    for part in kind.fields:
        inner = [None if value is None else value.get(part.name) for value in values]
        try:
            parts.append(column(inner, Field(part.name, part.type, True)))
        except Misfit as misfit:
            raise misfit.inside("." + part.name, misfit.row) from None
    array = pa.StructArray.from_arrays(  # pyright: ignore
        parts,
        fields=[pa.field(part.name, _arrow.type_of(part.type), True) for part in kind.fields],
        mask=_absent(values),
    )
    # Which parts may be null is told of the whole, where a null whole is known from a null part.
    return fit(array, field)


def _part(values: Sequence[Any], rows: Sequence[int], field: Field, name: str) -> Any:
    try:
        return column(values, field)
    except Misfit as misfit:
        raise misfit.inside(name, None if misfit.row is None else rows[misfit.row]) from None


def _absent(values: Sequence[Any]) -> Any:
    return pa.array([value is None for value in values], pa.bool_()) if any(value is None for value in values) else None


def _odd(row: int, value: Any, allowed: str) -> Misfit:
    return Misfit(
        row,
        f"{shown(value)} of type {type(value).__name__}",
        allowed,
        "Make the column's values of one type",
        "WRONG_TYPE",
    )
