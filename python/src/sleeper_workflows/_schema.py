"""A table's fields, as the instance describes them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

KEY_TYPES = ("int", "long", "string", "bytearray")
WORDS = (*KEY_TYPES, "float", "double", "boolean", "date")
_DECIMAL = re.compile(r"decimal\(\s*(\d+)\s*,\s*(\d+)\s*\)")


@dataclass(frozen=True)
class Primitive:
    """A type without parts: one of ``WORDS``."""

    word: str

    def __str__(self) -> str:
        return self.word


@dataclass(frozen=True)
class Timestamp:
    """A count of ``unit`` (millis, micros, nanos) since 1970; ``utc`` says whether it is an instant or a local time."""

    unit: str = "micros"
    utc: bool = True

    def __str__(self) -> str:
        return f"timestamp({self.unit},{'utc' if self.utc else 'local'})"


@dataclass(frozen=True)
class Decimal:
    """A number of at most ``precision`` (1 to 38) digits, of which ``scale`` stand behind the point."""

    precision: int
    scale: int

    def __str__(self) -> str:
        return f"decimal({self.precision},{self.scale})"


@dataclass(frozen=True)
class ListOf:
    """A list."""

    element: Type
    nullable: bool = False

    def __str__(self) -> str:
        return f"list<{self.element}{'?' if self.nullable else ''}>"


@dataclass(frozen=True)
class MapOf:
    """A map; its keys are never null."""

    key: Type
    value: Type
    nullable: bool = False

    def __str__(self) -> str:
        return f"map<{self.key},{self.value}{'?' if self.nullable else ''}>"


@dataclass(frozen=True)
class Struct:
    """A group of named fields."""

    fields: tuple[Field, ...]

    def __str__(self) -> str:
        parts = (f"{field.name}:{field.type}{'?' if field.nullable else ''}" for field in self.fields)
        return f"struct<{','.join(parts)}>"


Type = Primitive | Timestamp | Decimal | ListOf | MapOf | Struct


@dataclass(frozen=True, init=False)
class Field:
    """A field of a table, or of a struct."""

    name: str
    type: Type
    nullable: bool

    def __init__(self, name: str, type: Type | str | Mapping[str, Any], nullable: bool = False) -> None:  # noqa: A002
        """Take a type, or what a schema file has for it: a word such as ``string``, or an object. Raises ValueError for no type."""
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "type", type if isinstance(type, Type) else type_from_json(type))
        object.__setattr__(self, "nullable", nullable)

    def to_json(self) -> dict[str, Any]:
        """Give the field as a schema file has it."""
        json: dict[str, Any] = {"name": self.name, "type": type_to_json(self.type)}
        return {**json, "nullable": True} if self.nullable else json

    @staticmethod
    def from_json(json: Mapping[str, Any]) -> Field:
        """Read a field of a schema file."""
        return Field(json["name"], type_from_json(json["type"]), bool(json.get("nullable", False)))


@dataclass(frozen=True)
class Schema:
    """The fields of a table. Rows are ordered by the row keys, then the sort keys; row keys partition them."""

    row_keys: tuple[Field, ...]
    sort_keys: tuple[Field, ...] = ()
    values: tuple[Field, ...] = ()

    @property
    def fields(self) -> tuple[Field, ...]:
        """All fields in column order."""
        return self.row_keys + self.sort_keys + self.values

    @property
    def keys(self) -> tuple[Field, ...]:
        """Row keys, then sort keys."""
        return self.row_keys + self.sort_keys

    def to_json(self) -> dict[str, Any]:
        """Give the schema as a schema file has it."""
        parts = {"rowKeyFields": self.row_keys, "sortKeyFields": self.sort_keys, "valueFields": self.values}
        return {name: [field.to_json() for field in fields] for name, fields in parts.items()}

    @staticmethod
    def from_json(json: Mapping[str, Sequence[Mapping[str, Any]]]) -> Schema:
        """Read a schema file."""
        names = ("rowKeyFields", "sortKeyFields", "valueFields")
        return Schema(*(tuple(Field.from_json(field) for field in json.get(name, ())) for name in names))


def type_to_json(kind: Type) -> Any:
    """Give a type as a schema file has it: a word or an object."""
    if isinstance(kind, (Primitive, Decimal)):
        return str(kind)
    if isinstance(kind, Timestamp):
        return "timestamp" if kind == Timestamp() else {"type": "timestamp", "unit": kind.unit, "utc": kind.utc}
    if isinstance(kind, ListOf):
        json = {"type": "list", "element": type_to_json(kind.element)}
        return {**json, "elementNullable": True} if kind.nullable else json
    if isinstance(kind, MapOf):
        json = {"type": "map", "key": type_to_json(kind.key), "value": type_to_json(kind.value)}
        return {**json, "valueNullable": True} if kind.nullable else json
    return {"type": "struct", "fields": [field.to_json() for field in kind.fields]}


def type_from_json(json: Any) -> Type:
    """Read a type: a word such as ``decimal(10,2)``, or an object. One that is not known raises ValueError."""
    if isinstance(json, str):
        decimal = _DECIMAL.fullmatch(json)
        if decimal:
            return Decimal(int(decimal[1]), int(decimal[2]))
        if json == "timestamp":
            return Timestamp()
        if json in WORDS:
            return Primitive(json)
        allowed = ", ".join((*WORDS, "timestamp", "decimal(P,S)"))
        raise ValueError(f"type {json!r} is not known; allowed: {allowed}, or an object.")
    parts = cast("Mapping[str, Any]", json) if isinstance(json, Mapping) else dict[str, Any]()
    word = parts.get("type")
    if word == "timestamp":
        return Timestamp(parts.get("unit", "micros"), bool(parts.get("utc", True)))
    if word == "decimal":
        return Decimal(parts["precision"], parts["scale"])
    if word == "list":
        return ListOf(type_from_json(parts["element"]), bool(parts.get("elementNullable", False)))
    if word == "map":
        return MapOf(type_from_json(parts["key"]), type_from_json(parts["value"]), bool(parts.get("valueNullable", False)))
    if word == "struct":
        return Struct(tuple(Field.from_json(field) for field in parts["fields"]))
    raise ValueError(f"type {json!r} is not known; allowed: timestamp, decimal, list, map, struct. Correct its word.")
