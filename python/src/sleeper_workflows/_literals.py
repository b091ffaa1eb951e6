"""Values in conditions, held against their fields. Some that a field cannot have pyiceberg rounds, or cuts, to others."""

from __future__ import annotations

import decimal
import math
from collections.abc import Callable, Iterator
from typing import Any

from sleeper_workflows._extra import need
from sleeper_workflows._schema import Decimal, Primitive, Timestamp, Type

BITS = {"int": 31, "long": 63}
DAY_MICROS = 86_400 * 10**6


def misfits(expression: Any, kind_of: Callable[[str], Type | None]) -> list[tuple[str, str]]:
    """Give what a condition has that its fields cannot have: what was found, and what is allowed.

    ``kind_of`` gives the type of a field by its name, with dots where it is a part of another; None if there is none.
    """
    found: list[tuple[str, str]] = []
    for predicate in _predicates(expression):
        name = str(getattr(predicate.term, "name", predicate.term))
        kind = kind_of(name)
        if kind is None:
            continue
        for literal in _literals_of(predicate):
            allowed = _allowed(kind, literal) or _allowed_by(predicate, kind, literal)
            if allowed:
                found.append((f"{_shown(literal)} for column '{name}', which is of {kind}", allowed))
    return found


def _predicates(expression: Any) -> Iterator[Any]:
    kinds = need("pyiceberg.expressions", "iceberg", "Reading a table")
    waiting = [expression]
    while waiting:
        some = waiting.pop()
        if isinstance(some, kinds.Not):
            waiting.append(some.child)
        elif isinstance(some, (kinds.And, kinds.Or)):
            waiting += [some.right, some.left]
        elif isinstance(some, kinds.UnboundPredicate):
            yield some


def _literals_of(predicate: Any) -> list[Any]:
    if hasattr(predicate, "literals"):
        return sorted(predicate.literals, key=lambda literal: str(literal.value))
    return [predicate.literal] if hasattr(predicate, "literal") else []


def _shown(literal: Any) -> str:
    return f"{literal.value!r:.60}" if isinstance(literal.value, str) else f"{literal.value!s:.60}"


def _allowed(kind: Type, literal: Any) -> str | None:
    """Say what is allowed in place of a value; None if the value is right, or is refused as it is bound."""
    if isinstance(kind, Decimal):
        return _of_decimal(kind, literal)
    if isinstance(kind, Timestamp):
        zone = "+00:00" if kind.utc else ""
        # Whole numbers would count microseconds, so that the condition "at > 2026" held of every row.
        return f"a text as '2026-01-31T12:00:00{zone}'" if _is(literal, "LongLiteral") else None
    if not isinstance(kind, Primitive):
        return None
    if kind.word in BITS:
        return _of_whole(literal)
    if kind.word in ("float", "double"):
        return _of_floating(kind, literal)
    if kind.word == "date":
        odd = _is(literal, "LongLiteral") or (_is(literal, "TimestampLiteral") and literal.value % DAY_MICROS)
        return "a day, as the text '2026-01-31'" if odd else None
    return None


def _is(literal: Any, *names: str) -> bool:
    return type(literal).__name__ in names


def _of_whole(literal: Any) -> str | None:
    if _is(literal, "LongLiteral") or (_is(literal, "DecimalLiteral") and literal.value == literal.value.to_integral_value()):
        return None
    return "a whole number, without quotation marks" if _is(literal, "StringLiteral") else "a whole number"


def _of_floating(kind: Primitive, literal: Any) -> str | None:
    if not _is(literal, "FloatLiteral", "DoubleLiteral", "DecimalLiteral", "StringLiteral"):
        return None
    try:
        value = float(literal.value)
    except (ValueError, OverflowError):
        return None
    if math.isnan(value):
        return "a number; NaN is found by 'is nan'"
    return "a finite number" if math.isinf(value) and kind.word == "float" else None


def _of_decimal(kind: Decimal, literal: Any) -> str | None:
    floating = _is(literal, "FloatLiteral", "DoubleLiteral")
    if not floating and not _is(literal, "DecimalLiteral", "StringLiteral"):
        return None
    try:
        exponent = decimal.Decimal(repr(literal.value) if floating else literal.value).as_tuple().exponent
    except decimal.InvalidOperation:
        return None
    if not isinstance(exponent, int):
        return f"a number with {kind.scale} digits behind the point"
    # A real number is brought to the field's scale, and one with a scale of its own is not.
    right = -exponent <= kind.scale if floating else abs(exponent) == kind.scale
    return None if right else f"a number with {kind.scale} digits behind the point, as {decimal.Decimal(0).scaleb(-kind.scale)}"


def _allowed_by(predicate: Any, kind: Type, literal: Any) -> str | None:
    """Say what is allowed where a value is right, but not in such a condition."""
    if type(predicate).__name__ in ("StartsWith", "NotStartsWith") and str(kind) != "string":
        return "'like' of texts alone"
    bits = BITS.get(str(kind))
    if bits is not None and hasattr(predicate, "literals") and not -(2**bits) <= literal.value < 2**bits:
        # In a set it would be taken for the end of the range.
        return f"whole numbers from {-(2**bits)} to {2**bits - 1}"
    return None
