"""The types of pyarrow that fields have. Whoever imports this needs pyarrow."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from sleeper_workflows._schema import Decimal, Field, ListOf, MapOf, Primitive, Schema, Timestamp, Type

UNITS = {"millis": "ms", "micros": "us", "nanos": "ns"}
PRIMITIVES: dict[str, pa.DataType] = {
    "int": pa.int32(),
    "long": pa.int64(),
    "string": pa.string(),
    "bytearray": pa.binary(),
    "float": pa.float32(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
}


def type_of(kind: Type) -> pa.DataType:
    """Give the type in which values of a field are written."""
    if isinstance(kind, Primitive):
        return PRIMITIVES[kind.word]
    if isinstance(kind, Timestamp):
        return pa.timestamp(UNITS[kind.unit], tz="UTC" if kind.utc else None)  # pyright: ignore
    if isinstance(kind, Decimal):
        return pa.decimal128(kind.precision, kind.scale)
    if isinstance(kind, ListOf):
        return pa.list_(pa.field("element", type_of(kind.element), kind.nullable))
    if isinstance(kind, MapOf):
        key, value = pa.field("key", type_of(kind.key), False), pa.field("value", type_of(kind.value), kind.nullable)
        return pa.map_(key, value)  # pyright: ignore
    return pa.struct([field_of(field) for field in kind.fields])


def field_of(field: Field) -> pa.Field:
    """Give a field as a column of pyarrow."""
    return pa.field(field.name, type_of(field.type), field.nullable)


def schema_of(schema: Schema) -> pa.Schema:
    """Give the schema of the files that are written for a table: its fields in column order."""
    return pa.schema([field_of(field) for field in schema.fields])


def as_list(maps: Any) -> Any:
    """Give maps as lists of their entries, structs of ``key`` and ``value``, which pyarrow has more functions for."""
    return maps.cast(pa.list_(pa.struct([("key", maps.type.key_type), ("value", maps.type.item_type)])))
