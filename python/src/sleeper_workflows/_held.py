"""About how many bytes values of Python hold, as they are taken of an iterator."""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any, cast

LITTLE = frozenset((type(None), bool, int, float, decimal.Decimal, datetime.date, datetime.datetime, datetime.time, datetime.timedelta))
LITTLE_BYTES = 8
"""What is counted of a number, and of what does not tell its size."""


def of_row(row: Any) -> int:
    """Say what a row holds. Every row is asked, so that the common case is one loop without a call for each value."""
    if type(row) is not dict:
        return of_value(row)
    size = 0
    for value in cast("dict[Any, Any]", row).values():
        kind = type(value)  # pyright: ignore[reportUnknownVariableType]
        if kind is str:
            size += len(value)
        elif kind in LITTLE:
            size += LITTLE_BYTES
        else:
            size += of_value(value)
    return size


def of_value(value: Any) -> int:
    """Say what a value holds: numpy's arrays by their bytes, what has values by those."""
    kind: Any = value.__class__
    if kind is list or kind is tuple:
        return _of_each(value)
    if kind is dict:
        return _of_each(value.values())
    if isinstance(value, (str, bytes, bytearray)):
        return len(value)
    if _is_little(kind):
        return LITTLE_BYTES
    objects = getattr(getattr(value, "dtype", None), "kind", "") == "O"
    own: Any = getattr(value, "nbytes", None)
    dimensions: Any = getattr(value, "ndim", 1)
    if isinstance(own, int) and not objects:
        return own
    if isinstance(value, Mapping):
        return _of_each(cast("Mapping[Any, Any]", value).values())
    # An array of numpy without dimensions has no values that it gives.
    return _of_each(cast("Collection[Any]", value)) if isinstance(value, Collection) and dimensions else LITTLE_BYTES


def _of_each(values: Collection[Any]) -> int:
    kinds = set(map(type, values))
    if kinds <= LITTLE:
        return LITTLE_BYTES * (1 + len(values))
    return LITTLE_BYTES + sum(map(len if kinds == {str} else of_value, values))


@lru_cache(maxsize=1000)
def _is_little(kind: type) -> bool:
    """Say whether values of a type hold nothing: numbers, of numpy, too, and what has neither a length nor bytes."""
    bases = [(base.__module__, base.__name__) for base in kind.__mro__]
    of_numpy = ("numpy", "generic") in bases and ("numpy", "flexible") not in bases and kind.__name__ != "object_"
    return not LITTLE.isdisjoint(kind.__mro__) or of_numpy or not (hasattr(kind, "__len__") or hasattr(kind, "nbytes"))
