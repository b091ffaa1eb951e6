"""The array that plain Python values are. What pyarrow would silently make another value of is refused, or given by another way."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import pyarrow as pa

from sleeper_workflows._misfit import Misfit, shown

ABSENT, MOMENT, OTHER = "absent", "moment", "other"
WHOLE, REAL, DECIMAL = "whole numbers", "real numbers", "decimals"
TIMES = "times of day"
DATE, LOCAL, INSTANT = "dates without time", "times without zone", "times with a zone"
BASES: tuple[tuple[type, str], ...] = (
    (type(None), ABSENT),
    (bool, "truth values"),
    (int, WHOLE),
    (float, REAL),
    (decimal.Decimal, DECIMAL),
    (str, "texts"),
    (bytes, "bytes"),
    (bytearray, "bytes"),
    (memoryview, "bytes"),
    (datetime.datetime, MOMENT),
    (datetime.date, DATE),
    (datetime.time, TIMES),
    (datetime.timedelta, "durations"),
)
# By name, so that neither library is imported for it.
NAMED = {
    ("numpy", "bool_"): "truth values", ("numpy", "bool"): "truth values", ("numpy", "integer"): WHOLE, ("numpy", "floating"): REAL,
    ("numpy", "timedelta64"): "durations", ("numpy", "datetime64"): MOMENT,
    ("pandas", "NAType"): ABSENT, ("pandas", "NaTType"): ABSENT,
}  # fmt: skip
TOGETHER = ({WHOLE, REAL}, {WHOLE, DECIMAL})
"""Kinds that a column can have both of."""

FAILURES = (pa.ArrowException, ArithmeticError, UnicodeError, TypeError, ValueError, NotImplementedError)
DAY_SECONDS, BILLION = 86_400, 10**9
EPOCH = datetime.datetime(1970, 1, 1)
UTC_EPOCH = EPOCH.replace(tzinfo=datetime.timezone.utc)


def guess(values: Sequence[Any]) -> Any:
    """Give values as an array of the type that they have in common. Raises Misfit if they have none.

    NaN stays what it is among real numbers; elsewhere it says that there is no value, as NA and NaT of pandas do.
    """
    some = _plain(values)
    kinds = _kinds(some)
    if TIMES in kinds:
        _without_zones(values)
    if len(kinds - {OTHER}) > 1 and kinds - {OTHER} not in TOGETHER:
        odd = _first_of_another_kind(some)
        like = next(value for value in some if _kind(value) not in (ABSENT, OTHER))
        raise _odd(values, odd, f"{_kind(like)}, as {shown(like, 40)} is")
    array = _array(some, kinds)
    if array is not None:
        return array
    odd = _end_of_no_column(some)
    others = [value for value in some[:odd] if value is not None]
    if others:
        raise _odd(values, odd, f"values of one type that a column can have, as {shown(others[0], 40)} is")
    raise _odd(values, odd, "values of a type that a column can have")


def _without_zones(values: Sequence[Any]) -> None:
    """Refuse a time of day with a zone, of which pyarrow would take the time alone."""
    for row, value in enumerate(values):
        if isinstance(value, datetime.time) and value.tzinfo is not None:
            raise Misfit(row, shown(value), "times of day without a zone", "Bring the times to one zone, and leave it out", "WRONG_TYPE")


def absent(value: Any) -> bool:
    """Say whether a value says that there is none: None, NaN, or NA or NaT of pandas."""
    kind = _kind_of_type(value.__class__)
    return kind == ABSENT or (kind in (REAL, DECIMAL) and bool(value != value))


def _odd(values: Sequence[Any], row: int, allowed: str) -> Misfit:
    found = f"{shown(values[row])} of type {type(values[row]).__name__}"
    return Misfit(row, found, allowed, "Make the column's values of one such type", "WRONG_TYPE")


@lru_cache(maxsize=1000)
def _kind_of_type(kind: type) -> str:
    for base in kind.__mro__:
        named = NAMED.get((base.__module__.partition(".")[0], base.__name__))
        if named:
            return named
    return next((word for base, word in BASES if issubclass(kind, base)), OTHER)


def _kind(value: Any) -> str:
    kind = _kind_of_type(value.__class__)
    return kind if kind != MOMENT else LOCAL if getattr(value, "tzinfo", None) is None else INSTANT


def _kinds(values: Sequence[Any]) -> set[str]:
    """Give the kinds of values; only those of times are looked at one by one."""
    types = _types(values)
    kinds = {_kind_of_type(kind) for kind in types}
    if MOMENT in kinds:
        kinds |= {LOCAL if value.tzinfo is None else INSTANT for value in values if isinstance(value, datetime.datetime)}
        kinds |= {LOCAL for kind in types if kind.__name__ == "datetime64"}
    return kinds - {ABSENT, MOMENT}


def _types(values: Sequence[Any]) -> set[type]:
    return set(map(type, values))


def _plain(values: Sequence[Any]) -> Sequence[Any]:
    """Put None for what says that there is no value, and values of Python for numpy's times."""
    types = _types(values)
    if any(kind.__name__ == "datetime64" for kind in types):
        values = [_of_numpy(value) for value in values]
    elif any(kind is not type(None) and _kind_of_type(kind) in (ABSENT, DECIMAL) for kind in types):
        values = [None if absent(value) and not isinstance(value, float) else value for value in values]
    kinds = _kinds(values)
    return _without_nan(values) if REAL in kinds and not kinds <= {WHOLE, REAL} else values


def _without_nan(values: Sequence[Any]) -> list[Any]:
    return [None if absent(value) else value for value in values]


def _of_numpy(value: Any) -> Any:
    """Give a time of numpy as one of Python's, unless it has parts of a microsecond or a year beyond Python's."""
    if type(value).__name__ != "datetime64":
        return None if absent(value) else value
    if value != value:
        return None
    item = value.item()
    if isinstance(item, datetime.date):
        return item
    micros = value.astype("datetime64[us]")
    item = micros.item()
    return item if micros == value and isinstance(item, datetime.date) else value


def _first_of_another_kind(values: Sequence[Any]) -> int:
    seen: set[str] = set()
    for row, value in enumerate(values):
        seen |= {_kind(value)} - {ABSENT, OTHER}
        if len(seen) > 1 and seen not in TOGETHER:
            return row
    raise AssertionError("values of one kind")


def _array(values: Sequence[Any], kinds: set[str]) -> Any:
    """Give values as an array; None if they are no column."""
    ways = [_moments if kinds in ({LOCAL}, {INSTANT}) else _python_numbers if kinds == {WHOLE, REAL} else pa.array]
    if kinds == {WHOLE}:
        # Whole numbers of more than 63 bits.
        ways.append(lambda some: pa.array([None if value is None else int(value) for value in some], pa.decimal128(38, 0)))
    elif kinds == {WHOLE, REAL} and all(absent(value) for value in values if _kind(value) == REAL):
        ways.append(lambda some: _array(_without_nan(some), {WHOLE}))
    elif kinds == {WHOLE, DECIMAL}:
        ways.append(lambda some: pa.array([None if value is None else decimal.Decimal(int(value)) if _kind(value) == WHOLE else value
                                           for value in some]))  # fmt: skip
    for way in ways:
        try:
            return way(values)
        except FAILURES:
            continue
    return None


def _python_numbers(values: Sequence[Any]) -> Any:
    """Give numbers of both kinds; numpy's would be brought to the narrowest type of them."""
    return pa.array([value.item() if hasattr(value, "item") else value for value in values])


def _moments(values: Sequence[Any]) -> Any:
    zone = "UTC" if INSTANT in _kinds(values) else None
    whole = _types(values) <= {datetime.datetime, type(None)}
    if whole or all(getattr(value, "nanosecond", 0) == 0 and isinstance(value, (datetime.date, type(None))) for value in values):
        return pa.array(values, pa.timestamp("us", zone))  # pyright: ignore
    counts = [None if value is None else _nanoseconds(value) for value in values]
    return pa.array(counts, pa.int64()).cast(pa.timestamp("ns", zone))  # pyright: ignore


def _nanoseconds(moment: Any) -> int:
    if not isinstance(moment, datetime.datetime):
        count = int(moment.astype("datetime64[ns]").astype("int64"))
        if moment.astype("datetime64[ns]") != moment:
            raise ValueError("A part of a nanosecond")
        return count
    since = moment - (EPOCH if moment.tzinfo is None else UTC_EPOCH)
    seconds = since.days * DAY_SECONDS + since.seconds
    return seconds * BILLION + since.microseconds * 1000 + getattr(since, "nanoseconds", 0)


def _end_of_no_column(values: Sequence[Any]) -> int:
    """Give the row that ends the shortest beginning that is no column."""
    low, high = 0, len(values)
    while low + 1 < high:
        middle = (low + high) // 2
        if _array(values[:middle], _kinds(values[:middle])) is None:
            high = middle
        else:
            low = middle
    return high - 1
