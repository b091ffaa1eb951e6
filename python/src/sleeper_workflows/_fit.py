"""Brings a column to the type of its field, without loss, or says which value does not fit."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sleeper_workflows import _arrow
from sleeper_workflows._misfit import Misfit, described, first, plain, wrong_type
from sleeper_workflows._numbers import INTEGERS, decimals, floating, integer
from sleeper_workflows._schema import Decimal, Field, ListOf, MapOf, Primitive, Struct, Timestamp, Type
from sleeper_workflows._times import date, timestamp

FLOATING = ("float", "double")


def fit(array: Any, field: Field) -> Any:
    """Give the array in the field's type.

    Raises Misfit for the first value that the field cannot hold exactly, or if no value of the array's type is one of the field's.
    """
    array = plain(array)
    wanted = _arrow.type_of(field.type)
    if pa.types.is_null(array.type) or _says_nothing(array, field.type):
        array = pa.nulls(len(array), wanted)
    elif isinstance(field.type, ListOf):
        array = _list(array, field.type)
    elif isinstance(field.type, MapOf):
        array = _map(array, field.type)
    elif isinstance(field.type, Struct):
        array = _struct(array, field.type)
    else:
        array = _simple(array, field, wanted)
    if not field.nullable and array.null_count:
        row = first(pc.is_null(array))
        raise Misfit(
            row,
            "a null",
            f"no null: the field is {described(field)}",
            "Fill the nulls, or leave their rows out",
            "NULL_VALUE",
        )
    return array


def _says_nothing(array: Any, kind: Type) -> bool:
    """Say whether a column is of NaN alone, where the field has no numbers of which NaN could be one."""
    numbers = isinstance(kind, Primitive) and (kind.word in INTEGERS or kind.word in FLOATING)
    if numbers or not pa.types.is_floating(array.type):
        return False
    # Half of a real number is one of pyarrow's types, but none of those that it looks at.
    return pc.all(pc.is_nan(array.cast(pa.float64())), min_count=0).as_py()


def _simple(array: Any, field: Field, wanted: Any) -> Any:
    kind = field.type
    if isinstance(kind, Timestamp):
        return timestamp(array, kind, wanted)
    if isinstance(kind, Decimal):
        return decimals(array, kind, wanted)
    assert isinstance(kind, Primitive)
    if kind.word in INTEGERS:
        return integer(array, field, kind.word, wanted)
    if kind.word in FLOATING:
        return floating(array, kind, wanted)
    if kind.word == "string":
        return _string(array, kind, wanted)
    if kind.word == "bytearray":
        return _bytes(array, kind, wanted)
    if kind.word == "boolean":
        if pa.types.is_boolean(array.type):
            return array
        raise wrong_type(array, kind, "Make the column one of booleans")
    return date(array, kind, wanted)


def _string(array: Any, kind: Type, wanted: Any) -> Any:
    source = array.type
    if not (pa.types.is_string(source) or pa.types.is_large_string(source) or pa.types.is_string_view(source)):
        raise wrong_type(array, kind, "Make the column one of texts")
    array = array.cast(wanted)
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        raw = array.cast(pa.binary(), safe=False)
        for row in range(len(raw)):
            value: bytes = raw[row].as_py() or b""
            try:
                value.decode("utf-8")
            except UnicodeDecodeError:
                raise Misfit(row, f"bytes that are no UTF-8: {value[:40]!r}", "texts in UTF-8", "Encode the text as UTF-8") from None
        raise
    return array


def _bytes(array: Any, kind: Type, wanted: Any) -> Any:
    source = array.type
    binary = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view, pa.types.is_fixed_size_binary)
    if not any(is_kind(source) for is_kind in binary) or pa.types.is_decimal(source):
        raise wrong_type(array, kind, "Make the column one of bytes: a text by .encode()")
    return array.cast(wanted)


def is_list(source: Any) -> bool:
    """Say whether a type of pyarrow is one of its kinds of lists."""
    types = pa.types
    kinds = (types.is_list, types.is_large_list, types.is_fixed_size_list, types.is_list_view, types.is_large_list_view)
    return any(is_kind(source) for is_kind in kinds)


def _list(array: Any, kind: ListOf) -> Any:
    if not is_list(array.type):
        raise wrong_type(array, kind, "Make the column one of lists")
    # No cast to a plain list: pyarrow makes an array that is not valid of a list view.
    parents = pc.list_parent_indices(array)
    try:
        elements = fit(array.flatten(), Field("element", kind.element, kind.nullable))
    except Misfit as misfit:
        raise misfit.inside("[]", None if misfit.row is None else parents[misfit.row].as_py()) from None
    return pa.ListArray.from_arrays(_offsets(array), elements, type=_arrow.type_of(kind), mask=_mask(array))


def _offsets(array: Any) -> Any:
    """Give offsets into what ``flatten`` gives, which leaves out what nulls point to."""
    lengths = pc.fill_null(pc.list_value_length(array), 0).cast(pa.int32())
    return pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths)]) if len(array) else pa.array([0], pa.int32())


def _mask(array: Any) -> Any:
    return pc.is_null(array) if array.null_count else None


def _map(array: Any, kind: MapOf) -> Any:
    if not pa.types.is_map(array.type):
        raise wrong_type(array, kind, "Make the column one of maps: of pyarrow's map type, or dicts in rows of dicts")
    lists = _arrow.as_list(array)
    pairs, parents = lists.flatten(), pc.list_parent_indices(lists)
    fitted: list[Any] = []
    for index, part in enumerate((Field("key", kind.key), Field("value", kind.value, kind.nullable))):
        try:
            fitted.append(fit(pairs.field(index), part))
        except Misfit as misfit:
            row = None if misfit.row is None else parents[misfit.row].as_py()
            raise misfit.inside(f"[{part.name}]", row) from None
    return pa.MapArray.from_arrays(_offsets(lists), fitted[0], fitted[1], type=_arrow.type_of(kind), mask=_mask(array))


def _struct(array: Any, kind: Struct) -> Any:
    if not pa.types.is_struct(array.type):
        raise wrong_type(array, kind, "Make the column one of structs: of pyarrow's struct type, or dicts")
    names = [array.type.field(i).name for i in range(array.type.num_fields)]
    extra = [name for name in names if name not in {field.name for field in kind.fields}]
    if extra:
        raise Misfit(None, f"a part {extra[0]!r}", str(kind), "Leave the part out", "SCHEMA_MISMATCH")
    children = array.flatten()
    absent = pc.is_null(array)
    fitted: list[Any] = []
    for field in kind.fields:
        child = children[names.index(field.name)] if field.name in names else pa.nulls(len(array))
        try:
            # A struct that is null has null parts, whatever they may be.
            fitted_child = fit(child, Field(field.name, field.type, True))
        except Misfit as misfit:
            raise misfit.inside("." + field.name, misfit.row) from None
        if not field.nullable and fitted_child.null_count:
            missing = pc.and_(pc.is_null(fitted_child), pc.invert(absent))
            if pc.any(missing).as_py():
                found = f"no null in {described(field)}"
                raise Misfit(first(missing), "a null", found, "Fill the nulls", "NULL_VALUE", "." + field.name)
            fitted_child = _filled(fitted_child, field.type)
        fitted.append(fitted_child)
    fields = [_arrow.field_of(field) for field in kind.fields]
    return pa.StructArray.from_arrays(fitted, fields=fields, mask=absent if array.null_count else None)


def _filled(array: Any, kind: Type) -> Any:
    """Put any value in the place of nulls: what is required is written as present, in a struct that is null, too."""
    any_value = pa.array([_any_value(kind)], array.type)
    positions = pa.array(range(len(array)), pa.int64())
    chosen = pc.if_else(pc.is_null(array), pa.scalar(len(array), pa.int64()), positions)
    return pa.concat_arrays([array, any_value]).take(chosen)


def _any_value(kind: Type) -> Any:
    if isinstance(kind, Struct):
        return {field.name: None if field.nullable else _any_value(field.type) for field in kind.fields}
    if isinstance(kind, (ListOf, MapOf)):
        return []
    return {"string": "", "bytearray": b"", "boolean": False}.get(str(kind), 0)
