"""Values that a field cannot have, and what finds the first of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sleeper_workflows._errors import DoesNotFit, Fault, listed
from sleeper_workflows._schema import Field, Type

ROUND = "Round the values to what the field can hold, or give the table a field that holds them"


EXTENSION = b"ARROW:extension:name"
BOOL8 = "arrow.bool8"
STORED_AS_MEANT = frozenset((
    "arrow.uuid", "arrow.json", "arrow.fixed_shape_tensor", "arrow.variable_shape_tensor", BOOL8,
    "geoarrow.wkb", "geoarrow.wkt", "ogc.wkb", "ogc.wkt",
))  # fmt: skip
"""The extensions of Arrow's types whose storage is the value itself. That of others, such as periods of pandas, is a number of theirs."""


class Misfit(Exception):
    """A value or a type that a field cannot have. ``row`` counts from 0 in the array; None where the type is at fault."""

    def __init__(self, row: int | None, found: str, allowed: str, action: str, code: str = "VALUE_OUT_OF_RANGE", part: str = "") -> None:
        super().__init__(found, allowed, action)
        self.row = row
        self.found = found
        self.allowed = allowed
        self.action = action
        self.code = code
        self.part = part

    def inside(self, part: str, row: int | None) -> Misfit:
        """Give the same as told of the whole, of which it was found in a part."""
        return Misfit(row, self.found, self.allowed, self.action, self.code, part + self.part)


def expect_known(extension: str) -> None:
    """Raise Misfit for a type of a library whose storage is not the value that people see."""
    if extension not in STORED_AS_MEANT:
        raise Misfit(
            None,
            f"a column of {extension}",
            "types of Arrow itself",
            "Convert the column, as to texts, numbers or times",
            "SCHEMA_MISMATCH",
        )


def expect_known_in(field: Any) -> None:
    """Raise Misfit for a field of pyarrow's that is, or has in it, an extension which pyarrow has no class for, and so gives as stored."""
    metadata: Mapping[bytes, bytes] = field.metadata or {}
    if EXTENSION in metadata:
        expect_known(metadata[EXTENSION].decode("utf-8", "replace"))
    kind = field.type
    for position in range(kind.num_fields if pa.types.is_nested(kind) else 0):
        # Of a list the element, of a map its entries.
        expect_known_in(kind.field(position))


def plain(array: Any) -> Any:
    """Take an array out of its chunks, a dictionary, runs, or an extension type. Raises Misfit for an extension that is not known."""
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
        if isinstance(array, pa.ChunkedArray):
            array = pa.concat_arrays(array.chunks) if array.num_chunks else pa.array([], array.type)
    kind = array.type
    if isinstance(kind, pa.BaseExtensionType):
        expect_known(kind.extension_name)
        if kind.extension_name == BOOL8:
            return pc.not_equal(array.storage, 0)
        return plain(array.storage)
    if pa.types.is_dictionary(kind):
        return plain(array.dictionary_decode())
    if pa.types.is_run_end_encoded(kind):
        return plain(pc.run_end_decode(array))
    return array


def first(mask: Any) -> int:
    """Give the first row for which a mask is true; there must be one."""
    return pc.index(pc.fill_null(mask, False), True).as_py()


def described(field: Field) -> str:
    return f"{field.type}, {'nullable' if field.nullable else 'not nullable'}"


def value_at(array: Any, row: int) -> str:
    """Show a value of an array."""
    try:
        return shown(array[row].as_py())
    except (ValueError, OverflowError):
        # A time with nanoseconds, which Python's have not, or one of a year that they have not.
        return shown(array[row], otherwise=f"{getattr(array[row], 'value', 'a value')} of {array.type}")


def shown(value: Any, most: int = 80, otherwise: str = "") -> str:
    """Give a value's repr, of at most so many characters. A repr that fails is no reason not to tell the rest."""
    try:
        text = repr(value)
    except Exception:
        text = otherwise or f"a value of type {type(value).__name__} that cannot be shown"
    return text if len(text) <= most else text[: most - 1] + "…"


def refused(faults: Sequence[Fault]) -> DoesNotFit:
    """Say what does not fit; nothing was sent."""
    return DoesNotFit(f"The rows do not fit the table; nothing was sent.{listed(faults)}", faults[0].code, faults)


def fault_of(name: str, misfit: Misfit, first_row: int) -> Fault:
    """Tell a misfit by its column and row; rows count from 0."""
    where = f"column '{name}{misfit.part}'"
    location: dict[str, Any] = {"column": name}
    if misfit.row is not None:
        location["row"] = first_row + misfit.row
        where += f", row {location['row']} (the first is 0)"
    return Fault(misfit.code, where, misfit.found, misfit.allowed, misfit.action, location)


def wrong_type(array: Any, kind: Type, action: str) -> Misfit:
    return Misfit(None, f"a column of {array.type}", str(kind), action, "SCHEMA_MISMATCH")


def require(array: Any, good: Any, allowed: str, action: str) -> None:
    """Refuse the first value for which ``good`` is false; nulls are good."""
    bad = pc.invert(pc.fill_null(good, True))
    if pc.any(bad).as_py():
        row = first(bad)
        raise Misfit(row, value_at(array, row), allowed, action)


def cast(array: Any, wanted: Any, allowed: str, action: str, holds: Callable[[Any], bool]) -> Any:
    try:
        return array.cast(wanted)
    except pa.ArrowInvalid:
        for row in range(len(array)):
            value = array[row].as_py()
            if value is not None and not holds(value):
                raise Misfit(row, value_at(array, row), allowed, action) from None
        raise
