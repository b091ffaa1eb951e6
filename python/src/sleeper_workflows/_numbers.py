"""Brings numbers to the types of fields of numbers."""

from __future__ import annotations

import decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sleeper_workflows._misfit import ROUND, Misfit, cast, require, value_at, wrong_type
from sleeper_workflows._schema import Decimal, Field, Type

INTEGERS = {"int": (-(2**31), 2**31 - 1), "long": (-(2**63), 2**63 - 1)}


def integer(array: Any, field: Field, word: str, wanted: Any) -> Any:
    kind = array.type
    allowed = f"whole numbers from {INTEGERS[word][0]} to {INTEGERS[word][1]}"
    if pa.types.is_time(kind):
        array = _micros(array)
    elif pa.types.is_floating(kind):
        if pa.types.is_float16(kind):
            array = array.cast(pa.float32())
        missing = pc.is_nan(array)
        if field.nullable and pc.any(missing).as_py():
            array = pc.if_else(missing, pa.scalar(None, array.type), array)
        whole = pc.equal(pc.floor(array), array)
        within = pc.and_(pc.greater_equal(array, float(INTEGERS[word][0])), pc.less(array, float(INTEGERS[word][1] + 1)))
        require(array, pc.and_(pc.and_(whole, within), pc.is_finite(array)), allowed, ROUND)
        # An exact cast refuses what the check before has let through: whole numbers above 2^53.
        return array.cast(wanted, safe=False)
    elif pa.types.is_decimal(kind):
        array = _not_short(array)
        return cast(array, wanted, allowed, ROUND, lambda value: value == int(value) and _between(int(value), word))
    elif not pa.types.is_integer(kind):
        raise wrong_type(array, field.type, "Make the column one of whole numbers")
    return cast(
        array,
        wanted,
        allowed,
        "Give the table a wider field, or leave the rows out",
        lambda value: _between(value, word),
    )


def _micros(times: Any) -> Any:
    """Give times of day as microseconds since midnight, in whatever unit a library has them."""
    unit = times.type.unit
    counts = times.cast(pa.int32() if pa.types.is_time32(times.type) else pa.int64()).cast(pa.int64())
    if unit != "ns":
        return pc.multiply(counts, {"s": 10**6, "ms": 10**3, "us": 1}[unit])
    micros = pc.divide(counts, 1000)
    require(times, pc.equal(pc.multiply(micros, 1000), counts), "times of day in whole microseconds", ROUND)
    return micros


def _not_short(array: Any) -> Any:
    """Give decimals of 32 or 64 bits as those of 128: pyarrow finds whole numbers of the short ones out of bounds."""
    kind = array.type
    return array.cast(pa.decimal128(kind.precision, kind.scale)) if kind.bit_width < 128 else array


def _between(value: int, word: str) -> bool:
    return INTEGERS[word][0] <= value <= INTEGERS[word][1]


def floating(array: Any, kind: Type, wanted: Any) -> Any:
    source = array.type
    if not (pa.types.is_floating(source) or pa.types.is_integer(source)):
        raise wrong_type(array, kind, "Make the column one of floating-point numbers")
    if source == wanted or (pa.types.is_floating(source) and source.bit_width <= wanted.bit_width):
        return array.cast(wanted)
    narrowed = array.cast(wanted, safe=False)
    back = narrowed.cast(source, safe=False)
    same = pc.equal(array, back)
    if pa.types.is_floating(source):
        same = pc.or_(same, pc.and_(pc.is_nan(array), pc.is_nan(narrowed)))
    elif source.bit_width == 64:
        # A whole number near the end of its range comes back from 2^63, or 2^64, by saturation.
        same = pc.and_(same, pc.less(narrowed, float(2 ** (63 if pa.types.is_signed_integer(source) else 64))))
    require(array, same, f"numbers that {kind} holds exactly", ROUND)
    return narrowed


def decimals(array: Any, kind: Decimal, wanted: Any) -> Any:
    source = array.type
    if not (pa.types.is_decimal(source) or pa.types.is_integer(source)):
        raise wrong_type(array, kind, "Make the column one of decimals, such as decimal.Decimal")
    array = array.cast(pa.decimal128(20, 0)) if pa.types.is_integer(source) else _not_short(array)
    limit = 10**kind.precision

    def holds(value: decimal.Decimal) -> bool:
        with decimal.localcontext(decimal.Context(prec=100)):
            scaled = value.scaleb(kind.scale)
            return scaled == scaled.to_integral_value() and abs(scaled) < limit

    allowed = f"at most {kind.precision} digits, {kind.scale} of them behind the point"
    held = cast(array, wanted, allowed, ROUND, holds)
    try:
        # Decimals that need no cast pyarrow does not look at, and DuckDB gives hugeints of more digits than their type has.
        held.validate(full=True)
    except pa.ArrowInvalid:
        row = next(row for row, value in enumerate(array) if value.is_valid and not holds(value.as_py()))
        raise Misfit(row, value_at(array, row), allowed, ROUND) from None
    return held
