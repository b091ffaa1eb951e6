"""Rows of whatever kind as a stream of chunks."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

import pyarrow as pa
import pyarrow.dataset as pads

from sleeper_workflows import _chunks, _foreign
from sleeper_workflows._chunks import Chunk, Pace
from sleeper_workflows._errors import DoesNotFit, Fault
from sleeper_workflows._guess import FAILURES
from sleeper_workflows._misfit import refused

READ_ROWS = 512
"""How many rows at a time are asked of what reads files or answers a query: few, since nothing is known of their size."""

STAYING = ("duckdb", "_duckdb", "sleeper_workflows")
"""Whose streams are made anew each time that they are asked for."""

READERS = ("to_arrow_reader", "fetch_record_batch", "fetch_arrow_reader")
"""How a relation of DuckDB gives a reader of batches of so many rows, by its versions."""

KINDS = (
    "a DataFrame of pandas or Polars, a Table, RecordBatchReader or Dataset of pyarrow, a relation of DuckDB, dicts, or anything "
    "with __arrow_c_stream__"
)


class Frame:
    """Rows, read once. ``again`` says that what they were taken of can be taken a second time."""

    def __init__(self, names: Sequence[str] | None, chunks: Callable[[Pace], Iterator[Chunk]], again: bool) -> None:
        self.names = names
        self.again = again
        self._chunks = chunks

    def chunks(self, pace: Pace) -> Iterator[Chunk]:
        """Give the rows in order, in chunks as large as the pace says."""
        return self._chunks(pace)


def frame_of(rows: Any, index: bool = False) -> Frame:
    """Take rows of any kind. Raises DoesNotFit for what is none."""
    if is_pandas(rows):
        frame = with_index(rows) if index else rows
        return Frame([str(name) for name in frame.columns], lambda pace: _chunks.of_pandas(frame, pace), again=True)
    table = arrow_of(rows)
    if isinstance(table, (pa.Table, pa.RecordBatch)):
        batches = [table] if isinstance(table, pa.RecordBatch) else table.to_batches()
        return Frame(table.schema.names, lambda pace: _chunks.of_batches(batches, pace), again=True)
    if isinstance(table, pa.RecordBatchReader):
        again = isinstance(rows, (pads.Dataset, pads.Scanner)) or _library(rows) in STAYING
        return Frame(table.schema.names, lambda pace: _chunks.of_batches(table, pace), again)
    if isinstance(rows, (Mapping, str, bytes)) or not hasattr(rows, "__iter__"):
        raise _no_rows(rows)
    items = cast("Iterable[Any]", rows)
    again = isinstance(items, Sequence)
    # No rows have no names: of whatever kind they are, they are an empty job.
    names = _chunks.names_of_dicts(items) or None if again else None
    return Frame(names, lambda pace: _chunks.of_dicts(items, pace), again)


def is_pandas(rows: Any) -> bool:
    """Say whether rows are a DataFrame of pandas, without importing it."""
    pandas = sys.modules.get("pandas")
    return pandas is not None and isinstance(rows, pandas.DataFrame)


def with_index(frame: Any) -> Any:
    """Make columns of a DataFrame's index. Raises DoesNotFit if a column has its name."""
    try:
        return frame.reset_index()
    except ValueError as error:
        fault = Fault("SCHEMA_MISMATCH", "the index", str(error), "names that no column has", "Rename it, or leave index= out")
        raise refused([fault]) from error


def arrow_of(rows: Any) -> Any:
    """Give rows that speak Arrow as a Table, RecordBatch or RecordBatchReader; None for others. Raises DoesNotFit for what is no frame."""
    try:
        return _arrow_of(rows)
    except FAILURES as error:
        raise _no_rows(rows, f", which pyarrow does not take ({error})") from error


def _arrow_of(rows: Any) -> Any:
    if isinstance(rows, (pa.Table, pa.RecordBatch, pa.RecordBatchReader)):
        return rows
    if isinstance(rows, pads.Dataset):
        return _scanner_of(rows).to_reader()
    if isinstance(rows, pads.Scanner):
        return rows.to_reader()
    polars = sys.modules.get("polars")
    if polars is not None and isinstance(rows, (polars.DataFrame, polars.LazyFrame)):
        return _of_polars(rows.collect() if isinstance(rows, polars.LazyFrame) else rows)
    if _library(rows) in ("duckdb", "_duckdb"):
        _foreign.expect_arrow_of_duckdb(rows)
        for name in READERS:
            if hasattr(rows.__class__, name):
                return getattr(rows, name)(READ_ROWS)
    if hasattr(rows, "__arrow_c_stream__"):
        return pa.RecordBatchReader.from_stream(rows)
    if hasattr(rows, "__arrow_c_array__"):
        return pa.record_batch(rows)
    # As cursors of databases have it.
    return rows.fetch_record_batch() if hasattr(rows, "fetch_record_batch") else None


def _scanner_of(dataset: Any) -> Any:
    """Give a scanner that holds little more than a row group: threads of its own read ahead as much as a gigabyte."""
    parquet = isinstance(getattr(dataset, "format", None), pads.ParquetFileFormat)
    options = {"fragment_scan_options": pads.ParquetFragmentScanOptions(pre_buffer=False)} if parquet else {}
    return dataset.scanner(batch_size=READ_ROWS, batch_readahead=2, fragment_readahead=1, use_threads=False, **options)


def _of_polars(frame: Any) -> Any:
    _foreign.expect_arrow_of_polars(frame.schema)
    return frame.to_arrow()


def _library(rows: Any) -> str:
    return type(rows).__module__.partition(".")[0]


def _no_rows(rows: Any, more: str = "") -> DoesNotFit:
    found = f"a {type(rows).__name__}{more}"
    return refused([Fault("WRONG_TYPE", "the rows", found, KINDS, "Give rows of one of these kinds")])
