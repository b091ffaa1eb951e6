"""Row keys that people give, and the conditions that they are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sleeper_workflows._errors import Refused
from sleeper_workflows._schema import Field, Schema

KINDS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "long": (int,),
    "string": (str,),
    "bytearray": (bytes, bytearray, memoryview),
}
MOST_IN = 200
"""Of a condition with more values pyiceberg opens every file."""


def values(schema: Schema, key: Any, what: str) -> list[tuple[Field, Any]]:
    """Give the values of the first row keys, or of those that a dict names."""
    fields = schema.row_keys
    if isinstance(key, Mapping):
        by_name = cast("Mapping[str, Any]", key)
        require_row_keys(schema, list(by_name), what)
        pairs = [(field, by_name[field.name]) for field in fields if field.name in by_name]
    else:
        given = cast("Sequence[Any]", key) if isinstance(key, (tuple, list)) else (key,)
        if not 1 <= len(given) <= len(fields):
            raise Refused(
                f"{what} has {len(given)} values; there are {len(fields)} row keys. Give 1 to {len(fields)}.",
                "BAD_COMMAND_LINE",
            )
        pairs = list(zip(fields, given, strict=False))
    return [(field, literal(field, value, what)) for field, value in pairs]


def require_row_keys(schema: Schema, names: Sequence[str], what: str) -> None:
    """Refuse names that are no row keys, and none at all."""
    known = [field.name for field in schema.row_keys]
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        raise Refused(
            f"{what} names {', '.join(map(repr, unknown)) or 'no field'}; the row keys are {', '.join(map(repr, known))}. "
            "Name row keys alone.",
            "BAD_COMMAND_LINE",
        )


def literal(field: Field, value: Any, what: str) -> Any:
    """Give a value as one of a row key's type, which pyiceberg takes."""
    kinds = KINDS[str(field.type)]
    item: Any = value if isinstance(value, kinds) else _of_library(value)
    if not isinstance(item, kinds) or isinstance(item, bool):
        raise Refused(
            f"{what} has {value!r:.80} of type {type(value).__name__} for row key '{field.name}'; allowed is a value of {field.type}. "
            "Give one.",
            "WRONG_TYPE",
        )
    bits = {"int": 31, "long": 63}.get(str(field.type))
    if bits is not None and not -(2**bits) <= item < 2**bits:
        raise Refused(
            f"{what} has {item} for row key '{field.name}', which holds {field.type}. Give a value of its range.",
            "VALUE_OUT_OF_RANGE",
        )
    return item if isinstance(item, (int, str)) else bytes(item)


def _of_library(value: Any) -> Any:
    """Give a value of numpy as one of Python; what has none, or several, stays as it is."""
    try:
        return value.item()
    except (AttributeError, TypeError, ValueError):
        return value


def exactly(pairs: list[tuple[Field, Any]]) -> Any:
    """Give the condition of a key."""
    from pyiceberg.expressions import And, EqualTo, Reference

    terms: list[Any] = [EqualTo(Reference(field.name), value) for field, value in pairs]
    return terms[0] if len(terms) == 1 else And(*terms)


def any_of(keys: Sequence[list[tuple[Field, Any]]]) -> Any:
    """Give the condition of one key of some, of which there may be many."""
    from pyiceberg.expressions import In, Reference

    fields = {field.name for key in keys for field, _ in key}
    if len(fields) > 1:
        return either([exactly(key) for key in keys])
    ordered = sorted({value for key in keys for _, value in key})
    (name,) = fields
    # Values that lie together are in the same files, so that of each lot some files are left out.
    return either([In(Reference(name), ordered[start : start + MOST_IN]) for start in range(0, len(ordered), MOST_IN)])


def either(conditions: Sequence[Any]) -> Any:
    """Give the condition that one of some holds, as a tree whose depth is the logarithm of their number."""
    from pyiceberg.expressions import Or

    if len(conditions) == 1:
        return conditions[0]
    half = len(conditions) // 2
    return Or(either(conditions[:half]), either(conditions[half:]))


def between(low: list[tuple[Field, Any]] | None, high: list[tuple[Field, Any]] | None) -> Any:
    """Give the condition of keys from ``low`` to before ``high``, which are compared value by value."""
    from pyiceberg.expressions import And, Not

    at_least = None if low is None else Not(_below(low))
    below = None if high is None else _below(high)
    if at_least is None:
        return below
    return at_least if below is None else And(at_least, below)


def _below(pairs: list[tuple[Field, Any]]) -> Any:
    from pyiceberg.expressions import And, EqualTo, LessThan, Or, Reference

    condition: Any = None
    for field, value in reversed(pairs):
        less: Any = LessThan(Reference(field.name), value)
        condition = less if condition is None else Or(less, And(EqualTo(Reference(field.name), value), condition))
    return condition
