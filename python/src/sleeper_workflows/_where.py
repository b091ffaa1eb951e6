"""Conditions on rows, held against a table's fields before anything is read."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sleeper_workflows import _literals
from sleeper_workflows._errors import Fault, Refused, listed
from sleeper_workflows._extra import need
from sleeper_workflows._schema import Decimal, Field, ListOf, MapOf, Schema, Struct, Timestamp, Type

WORDS = {
    "int": "IntegerType", "long": "LongType", "string": "StringType", "bytearray": "BinaryType", "float": "FloatType",
    "double": "DoubleType", "boolean": "BooleanType", "date": "DateType",
}  # fmt: skip


def checked(table: str, schema: Schema, left_out: Collection[str], where: Any) -> Any:
    """Give a condition as an expression of pyiceberg. Raises Refused for what is none, or none of this table's fields."""
    parser = need("pyiceberg.expressions.parser", "iceberg", "Reading a table")
    expressions = need("pyiceberg.expressions", "iceberg", "Reading a table")
    visitors = need("pyiceberg.expressions.visitors", "iceberg", "Reading a table")
    if not isinstance(where, (str, expressions.BooleanExpression)):
        raise _refused(table, where, (f"it is a {type(where).__name__}", "a text, or an expression of pyiceberg"))
    fields = [field for field in schema.fields if field.name not in left_out]
    try:
        expression = parser.parse(where) if isinstance(where, str) else where
    except Exception as error:
        raise _refused(table, where, (str(error), "conditions as \"customer >= 'm' and amount < 10\"")) from error
    ids = _Ids()
    schema_of_ids = ids.schema(fields)
    misfits = _literals.misfits(expression, lambda name: ids.kind_of(schema_of_ids, name))
    if misfits:
        raise _refused(table, where, *misfits)
    try:
        visitors.bind(schema_of_ids, expression, case_sensitive=True)
    except Exception as error:
        allowed = ", ".join(f"{field.name} ({field.type})" for field in fields)
        raise _refused(table, where, (str(error), f"the fields {allowed}, each with values of its type")) from error
    return expression


def _refused(table: str, where: Any, *wrong: tuple[str, str]) -> Refused:
    faults = [Fault("BAD_COMMAND_LINE", f"where={where!r:.200}", found, allowed, "Correct the condition") for found, allowed in wrong]
    return Refused(f"Table '{table}' was not read.{listed(faults)}", faults[0].code, faults)


class _Ids:
    """Makes the types of pyiceberg, in which each field has a number."""

    def __init__(self) -> None:
        self._types = need("pyiceberg.types", "iceberg", "Reading a table")
        self._last = 0
        self._kinds: dict[int, Type] = {}

    def schema(self, fields: list[Field]) -> Any:
        return need("pyiceberg.schema", "iceberg", "Reading a table").Schema(*map(self._field, fields))

    def kind_of(self, schema: Any, name: str) -> Type | None:
        """Give the type of a field of what ``schema`` made, by its name with dots; None if there is none."""
        try:
            return self._kinds.get(schema.find_field(name, case_sensitive=True).field_id)
        except ValueError:
            return None

    def _next(self) -> int:
        self._last += 1
        return self._last

    def _field(self, field: Field) -> Any:
        number = self._next()
        self._kinds[number] = field.type
        return self._types.NestedField(number, field.name, self._type(field.type), required=not field.nullable)

    def _type(self, kind: Type) -> Any:
        types = self._types
        if isinstance(kind, Timestamp):
            return types.TimestamptzType() if kind.utc else types.TimestampType()
        if isinstance(kind, Decimal):
            return types.DecimalType(kind.precision, kind.scale)
        if isinstance(kind, ListOf):
            return types.ListType(self._next(), self._type(kind.element), element_required=not kind.nullable)
        if isinstance(kind, MapOf):
            key, value = (self._next(), self._type(kind.key)), (self._next(), self._type(kind.value))
            return types.MapType(*key, *value, value_required=not kind.nullable)
        if isinstance(kind, Struct):
            return types.StructType(*map(self._field, kind.fields))
        return getattr(types, WORDS[kind.word])()
