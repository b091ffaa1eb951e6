"""The schema of a table that is to be like a frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as pads

from sleeper_workflows import _frames
from sleeper_workflows._chunks import names_of_dicts, pandas_array
from sleeper_workflows._errors import DoesNotFit, Fault, Refused, listed
from sleeper_workflows._fit import is_list
from sleeper_workflows._guess import guess
from sleeper_workflows._misfit import BOOL8, Misfit, expect_known, expect_known_in, fault_of, plain
from sleeper_workflows._schema import (
    KEY_TYPES,
    Decimal,
    Field,
    ListOf,
    MapOf,
    Primitive,
    Schema,
    Struct,
    Timestamp,
    Type,
)

ADVICE = {
    "timestamp": "Make whole numbers of it, such as microseconds since 1970, or texts that sort as the times do",
    "date": "Make whole numbers of it, such as days since 1970, or texts as 2026-01-31",
}

Found = tuple[Any, Any, bool]
"""Of a column: its type in pyarrow, or why it has none; its values where they are at hand; whether it may have nulls."""


def schema_of(like: Any, row_keys: list[str], sort_keys: list[str], index: bool = False) -> Schema:
    """Give the schema that holds what a frame has. Raises Refused with a fault for each column that no table can have."""
    try:
        columns = _columns(like, index)
    except DoesNotFit as error:
        raise _no_table(error.faults) from error
    names = [name for name, _ in columns]
    faults: list[Fault] = []
    for name in dict.fromkeys([*row_keys, *sort_keys]):
        if name not in names:
            faults.append(_fault(name, "no such column", f"one of {', '.join(names)}", "Name a column of the frame"))
        elif (row_keys + sort_keys).count(name) > 1:
            faults.append(_fault(name, "it twice among the keys", "each column once", "Name it once"))
    faults.extend(
        _fault(name, f"{names.count(name)} columns of this name", "one", "Rename the others, or leave them out")
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    )
    fields: dict[str, Field] = {}
    for name, (kind, data, nullable) in columns:
        key = name in row_keys or name in sort_keys
        try:
            if isinstance(kind, Misfit):
                raise kind
            found = type_of(kind, data, key)
        except Misfit as misfit:
            faults.append(fault_of(name, misfit, 0))
            continue
        if key and str(found) not in KEY_TYPES:
            word = str(found).partition("(")[0]
            faults.append(_fault(name, f"a key of {found}", ", ".join(KEY_TYPES), ADVICE.get(word, "Choose another column as key")))
        fields[name] = Field(name, found, nullable and not key)
    if faults:
        raise _no_table(faults)
    values = [field for name, field in fields.items() if name not in row_keys and name not in sort_keys]
    return Schema(tuple(fields[name] for name in row_keys), tuple(fields[name] for name in sort_keys), tuple(values))


def _no_table(faults: Sequence[Fault]) -> Refused:
    return Refused(f"No table can be like these columns; none was created.{listed(faults)}", faults[0].code, faults)


def _fault(name: str, found: str, allowed: str, action: str) -> Fault:
    return Fault("BAD_SCHEMA", f"column '{name}'", found, allowed, action, {"column": name})


def _columns(like: Any, index: bool) -> list[tuple[str, Found]]:
    if _frames.is_pandas(like):
        frame = _frames.with_index(like) if index else like
        return [(str(name), _of_series(frame.iloc[:, position])) for position, name in enumerate(frame.columns)]
    if isinstance(like, pads.Dataset):
        like = like.schema
    table = like if isinstance(like, pa.Schema) else _frames.arrow_of(like)
    if isinstance(table, pa.RecordBatchReader):
        table = table.schema
    if isinstance(table, pa.Schema):
        return [(field.name, _of_field(field, None)) for field in table]
    if table is not None:
        return [(field.name, _of_field(field, table.column(i))) for i, field in enumerate(table.schema)]
    items = cast("Sequence[Any]", like) if isinstance(like, Sequence) else ()
    if not items or not all(isinstance(row, Mapping) for row in items):
        found = "a list without a row" if isinstance(like, list) and not like else f"a {type(cast('object', like)).__name__}"
        raise Refused(
            f"like= is {found}; allowed is {_frames.KINDS}; of dicts a list with at least one. Give one of them, or a schema=.",
            "WRONG_TYPE",
        )
    rows = cast("Sequence[Mapping[str, Any]]", like)
    return [(name, _of_values([row.get(name) for row in rows])) for name in names_of_dicts(rows)]


def _of_field(field: Any, data: Any) -> Found:
    try:
        expect_known_in(field)
    except Misfit as misfit:
        return misfit, None, True
    return field.type, data, field.nullable


def _of_series(series: Any) -> Found:
    try:
        array = pandas_array(series)
    except Misfit as misfit:
        return misfit, None, True
    return array.type, array, True


def _of_values(values: Sequence[Any]) -> Found:
    try:
        array = guess(values)
    except Misfit as misfit:
        return misfit, None, True
    return array.type, array, True


def type_of(kind: Any, data: Any, key: bool) -> Type:
    """Give the narrowest type of a field that holds every value of a type of pyarrow, or of ``data`` where that is narrower."""
    types = pa.types
    if isinstance(kind, pa.BaseExtensionType):
        expect_known(kind.extension_name)
        if kind.extension_name == BOOL8:
            return Primitive("boolean")
        return type_of(kind.storage_type, None if data is None else plain(data), key)
    if types.is_dictionary(kind) or types.is_run_end_encoded(kind):
        return type_of(kind.value_type, None if data is None else plain(data), key)
    if types.is_null(kind):
        return Primitive("string")
    if types.is_boolean(kind):
        return Primitive("boolean")
    if types.is_integer(kind):
        return _integer(kind, data, key)
    if types.is_floating(kind):
        return Primitive("double" if kind.bit_width == 64 else "float")
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return Primitive("string")
    if types.is_decimal(kind):
        return _decimal(kind)
    if types.is_binary(kind) or types.is_large_binary(kind) or types.is_fixed_size_binary(kind) or types.is_binary_view(kind):
        return Primitive("bytearray")
    if types.is_date(kind):
        return Primitive("date")
    if types.is_time(kind):
        return Primitive("long")
    if types.is_timestamp(kind):
        return _timestamp(kind, data)
    return _nested(kind)


def _integer(kind: Any, data: Any, key: bool) -> Type:
    if kind.bit_width < 32 or kind == pa.int32():
        return Primitive("int")
    if kind != pa.uint64():
        return Primitive("long")
    most = pc.max(data).as_py() if data is not None else None
    fits = most is None if data is not None else False
    if fits or key or (most is not None and most < 2**63):
        return Primitive("long")
    return Decimal(20, 0)


def _decimal(kind: Any) -> Type:
    if kind.precision > 38 or not 0 <= kind.scale <= kind.precision:
        raise Misfit(None, f"a column of {kind}", "decimals of at most 38 digits", "Cast it to decimal128(38, S)", "BAD_SCHEMA")
    return Decimal(kind.precision, kind.scale)


def _timestamp(kind: Any, data: Any) -> Type:
    utc = kind.tz is not None
    if kind.unit in ("s", "ms"):
        return Timestamp("millis", utc)
    if kind.unit == "us":
        return Timestamp("micros", utc)
    if data is not None:
        counts = plain(data).cast(pa.int64())
        even = pc.equal(pc.multiply(pc.divide(counts, 1000), 1000), counts)
        if pc.all(pc.fill_null(even, True)).as_py() is not False:
            return Timestamp("micros", utc)
    return Timestamp("nanos", utc)


def _nested(kind: Any) -> Type:
    types = pa.types
    if is_list(kind):
        return ListOf(type_of(kind.value_type, None, False), True)
    if types.is_map(kind):
        return MapOf(type_of(kind.key_type, None, False), type_of(kind.item_type, None, False), True)
    if types.is_struct(kind):
        fields = [kind.field(i) for i in range(kind.num_fields)]
        if fields:
            return Struct(tuple(Field(field.name, type_of(field.type, None, False), field.nullable) for field in fields))
    raise Misfit(
        None,
        f"a column of {kind}",
        "the types of the page of types",
        "Leave the column out, or make another of it",
        "BAD_SCHEMA",
    )
