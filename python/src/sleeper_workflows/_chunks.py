"""Some rows of a frame at a time, whose columns are fitted to fields. How many depends on how large those before were."""

from __future__ import annotations

import itertools
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol, cast

import pyarrow as pa

from sleeper_workflows import _held, _values
from sleeper_workflows._errors import Fault
from sleeper_workflows._fit import fit
from sleeper_workflows._guess import FAILURES, guess
from sleeper_workflows._misfit import expect_known_in, refused, shown
from sleeper_workflows._schema import Field, ListOf, MapOf, Struct

CHUNK_BYTES = 16 * 2**20
"""About how much of fitted columns a chunk has."""

MOST_BYTES = 8 * CHUNK_BYTES
"""How much a chunk has at most where its rows turn out larger than those before, or one row."""

FIRST_ROWS = 64
MOST_ROWS = 2**18
GROWTH = 8
"""How many times the rows of the last chunk a chunk has at most: rows may be larger than those before."""

TEXTS = {str, float, type(None)}
"""Of which pyarrow takes a column as it is meant: as texts with NaN for none, as real numbers, or not at all."""

DICTS = "a dict; of other frames a DataFrame of pandas or Polars, or anything with __arrow_c_stream__"


class Chunk(Protocol):
    """Some rows that follow each other."""

    @property
    def names(self) -> Sequence[str]:
        """The columns."""
        ...

    @property
    def rows(self) -> int:
        """How many rows."""
        ...

    def column(self, name: str, field: Field) -> Any:
        """Give a column as an array of a field's type. Raises Misfit, whose row counts in the chunk."""
        ...


class Pace:
    """How many rows the next chunk has, by how large those before were."""

    def __init__(self) -> None:
        self.rows = FIRST_ROWS

    def took(self, rows: int, size: int) -> None:
        """Learn the size of a fitted chunk, in bytes."""
        if rows:
            self.rows = max(1, min(MOST_ROWS, GROWTH * self.rows, CHUNK_BYTES * rows // max(size, 1)))


class ArrowChunk:
    """A batch of pyarrow."""

    def __init__(self, batch: pa.RecordBatch) -> None:
        self._batch = batch
        self.names: Sequence[str] = batch.schema.names
        self.rows = batch.num_rows

    def column(self, name: str, field: Field) -> Any:
        """Fit a column."""
        position = self.names.index(name)
        expect_known_in(self._batch.schema.field(position))
        return fit(self._batch.column(position), field)


class DictChunk:
    """Rows that are dicts; a name that a row lacks is a null."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], first_row: int) -> None:
        self._dicts = rows
        self._are_dicts = set(map(type, rows)) == {dict}
        self.rows = len(rows)
        self.names: Sequence[str] = names_of_dicts(rows, first_row)

    def column(self, name: str, field: Field) -> Any:
        """Fit the values of a name."""
        return _values.column(self._values_of(name), field)

    def _values_of(self, name: str) -> list[Any]:
        if self._are_dicts:
            # Of other mappings one may make what it is asked for.
            with suppress(KeyError):
                return list(map(operator.itemgetter(name), self._dicts))
        return [row.get(name) for row in self._dicts]


class PandasChunk:
    """Rows of a DataFrame of pandas, in which NaN, NaT and NA say that there is no value."""

    def __init__(self, frame: Any) -> None:
        self._frame = frame
        self.names: Sequence[str] = [str(name) for name in frame.columns]
        self.rows = len(frame)

    def column(self, name: str, field: Field) -> Any:
        """Fit a column."""
        series = self._frame.iloc[:, self.names.index(name)]
        if series.dtype.kind == "f" and not field.nullable:
            # Nothing can be missing there, so that NaN is the number.
            return fit(pa.array(series, from_pandas=False), field)
        nested = isinstance(field.type, (ListOf, MapOf, Struct))
        if series.dtype.kind == "O" and nested:
            return _values.column(pandas_objects(series), field)
        return fit(pandas_array(series), field)


def pandas_array(series: Any) -> Any:
    """Give a column of pandas as an array. Raises Misfit if it is none."""
    stored = series.cat.categories if hasattr(series.dtype, "categories") else series
    if stored.dtype == object and not set(map(type, stored.tolist())) <= TEXTS:
        return guess(pandas_objects(series))
    try:
        return pa.Array.from_pandas(series)
    except FAILURES:
        return guess(pandas_objects(series))


def pandas_objects(series: Any) -> list[Any]:
    """Give the values of a column of objects, with None for whatever says that there is no value."""
    absent = series.isna().tolist()
    return [None if gone is True else value for value, gone in zip(series.tolist(), absent, strict=True)]


def names_of_dicts(rows: Iterable[Any], first_row: int = 0) -> list[str]:
    """Give the names in rows of dicts, in the order in which they come up. Raises DoesNotFit for what is no dict, or no name."""
    names: dict[Any, None] = {}
    for position, row in enumerate(rows, first_row):
        if type(row) is dict and cast("dict[Any, Any]", row).keys() <= names.keys():
            continue
        if not isinstance(row, Mapping):
            raise refused([_of_row(position, f"{shown(row, 60)} of type {type(row).__name__}", DICTS, "Give rows of one of these kinds")])
        for name in cast("Mapping[Any, Any]", row):
            if name not in names:
                if not isinstance(name, str):
                    found = f"the key {shown(name, 60)} of type {type(name).__name__}"
                    raise refused([_of_row(position, found, "keys that are texts", "Make a text of the key")])
                names[name] = None
    return list(names)


def _of_row(number: int, found: str, allowed: str, action: str) -> Fault:
    return Fault("WRONG_TYPE", f"row {number} (the first is 0)", found, allowed, action, {"row": number})


def of_batches(batches: Iterable[pa.RecordBatch], pace: Pace) -> Iterator[Chunk]:
    """Cut batches that are larger than the pace, and join those that are smaller."""
    waiting: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        waiting.append(batch)
        rows += batch.num_rows
        size += _bytes(batch)
        if rows >= pace.rows or size >= CHUNK_BYTES:
            yield from _sliced(waiting, pace)
            waiting, rows, size = [], 0, 0
    yield from _sliced(waiting, pace)


def _bytes(batch: pa.RecordBatch, *, sliced: bool = False) -> int:
    try:
        return batch.nbytes
    except pa.ArrowException:
        # Of views pyarrow 20 knows what they lie in alone, of which a slice may be a small part.
        return 0 if sliced else batch.get_total_buffer_size()


def _sliced(waiting: list[pa.RecordBatch], pace: Pace) -> Iterator[Chunk]:
    for batch in _joined(waiting):
        start = 0
        while start < batch.num_rows:
            some = batch.slice(start, pace.rows)
            while some.num_rows > 1 and _bytes(some, sliced=True) > MOST_BYTES:
                # A column of a chunk is an array of Arrow, which ends at 2 GB.
                some = some.slice(0, some.num_rows // 2)
            yield ArrowChunk(some)
            start += some.num_rows


def _joined(batches: list[pa.RecordBatch]) -> Sequence[pa.RecordBatch]:
    try:
        return pa.Table.from_batches(batches).combine_chunks().to_batches() if len(batches) > 1 else batches
    except pa.ArrowException:
        # Of some types pyarrow joins none.
        return batches


def of_dicts(rows: Iterable[Any], pace: Pace) -> Iterator[Chunk]:
    """Take rows of dicts until they are as many as the pace says, or large; each is weighed before the next one is taken."""
    iterator = iter(rows)
    done = 0
    while True:
        some: list[Any] = []
        size = 0
        for row in itertools.islice(iterator, min(pace.rows, MOST_ROWS // 4)):
            some.append(row)
            size += _held.of_row(row)
            if size >= CHUNK_BYTES:
                break
        if not some:
            return
        yield DictChunk(some, done)
        done += len(some)


def of_pandas(frame: Any, pace: Pace) -> Iterator[Chunk]:
    """Cut a DataFrame of pandas."""
    start = 0
    while start < len(frame):
        some = frame.iloc[start : start + pace.rows]
        while 1 < len(some) <= FIRST_ROWS and sum(_held.of_value(series) for _, series in some.items()) > MOST_BYTES:
            some = some.iloc[: len(some) // 2]
        yield PandasChunk(some)
        start += len(some)
