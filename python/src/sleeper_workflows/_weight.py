"""How many bytes rows have by their values alone, wherever they lie and however they are cut into batches."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sleeper_workflows import _arrow

LENGTH_BYTES = 4


def running(batch: pa.RecordBatch) -> Any:
    """Give for each row the bytes of the batch up to its end. Nulls have none, so that a field which is added later changes nothing."""
    rows: Any = pc.fill_null(pa.nulls(batch.num_rows, pa.int64()), 0)
    for column in batch.columns:
        rows = pc.add(rows, of_each(column))
    return pc.cumulative_sum(rows)


def of_each(array: Any) -> Any:
    """Give the bytes of each value, as a number where they are all of one width."""
    kind = array.type
    if pa.types.is_map(kind):
        array = _arrow.as_list(array)
        kind = array.type
    if pa.types.is_struct(kind):
        whole: Any = pa.scalar(0, pa.int64())
        for child in array.flatten():
            whole = pc.add(whole, of_each(child))
        return whole
    if pa.types.is_list(kind):
        return pc.add(_of_elements(array), _fixed(array, LENGTH_BYTES))
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        return pc.add(pc.fill_null(pc.binary_length(array), 0).cast(pa.int64()), _fixed(array, LENGTH_BYTES))
    return _fixed(array, max(1, kind.bit_width // 8))


def _fixed(array: Any, width: int) -> Any:
    if not array.null_count:
        return pa.scalar(width, pa.int64())
    return pc.multiply(pc.is_valid(array).cast(pa.int64()), width)


def _of_elements(lists: Any) -> Any:
    lengths = pc.fill_null(pc.list_value_length(lists), 0).cast(pa.int64())
    each = of_each(lists.flatten())
    if isinstance(each, pa.Scalar):
        return pc.multiply(lengths, each)
    ends = pa.concat_arrays([pa.array([0], pa.int64()), pc.cumulative_sum(each)])
    last = pc.cumulative_sum(lengths)
    return pc.subtract(ends.take(last), ends.take(pc.subtract(last, lengths)))
