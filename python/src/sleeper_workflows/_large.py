"""Values that are larger than an instance reads."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sleeper_workflows import _arrow, _weight
from sleeper_workflows._misfit import Misfit, first

VALUE_BYTES = 64 * 2**20
"""The longest text or bytes."""

CELL_BYTES = 256 * 2**20
"""How much a list or map of one row has at most: it lies in one page of a file."""

ACTION = "Load it in parts, or leave the row out"


def check(array: Any) -> None:
    """Raise Misfit for the first value of a fitted column that no instance reads."""
    if array.nbytes > VALUE_BYTES:
        _check(array)


def _check(array: Any) -> None:
    kind = array.type
    if pa.types.is_map(kind):
        array = _arrow.as_list(array)
        kind = array.type
    if pa.types.is_struct(kind):
        for position, child in enumerate(array.flatten()):
            try:
                _check(child)
            except Misfit as misfit:
                raise misfit.inside("." + kind.field(position).name, misfit.row) from None
    elif pa.types.is_list(kind):
        _require(array, _weight.of_each(array), CELL_BYTES, "a list or map")
        try:
            _check(array.flatten())
        except Misfit as misfit:
            raise misfit.inside("[]", None if misfit.row is None else pc.list_parent_indices(array)[misfit.row].as_py()) from None
    elif pa.types.is_string(kind) or pa.types.is_binary(kind):
        _require(array, pc.binary_length(array), VALUE_BYTES, "a text" if pa.types.is_string(kind) else "a value")


def _require(array: Any, sizes: Any, most: int, what: str) -> None:
    large = pc.fill_null(pc.greater(sizes, most), False)
    if len(array) and pc.any(large).as_py():
        row = first(large)
        raise Misfit(row, f"{what} of {sizes[row].as_py()} bytes", f"at most {most} bytes", ACTION)
