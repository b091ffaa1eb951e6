"""Rows as Parquet files of this machine, which are uploaded once all of them fit."""

from __future__ import annotations

import pathlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from sleeper_workflows import _arrow, _weight
from sleeper_workflows._digest import RowDigest
from sleeper_workflows._schema import Schema

ROW_GROUP_BYTES = 32 * 2**20
"""How much of columns a row group has at most before it is encoded, or one row; as much again is held while it is."""

PAGE_BYTES = 2**20
"""About how much of columns is put into a page at once. Pages of data and of a dictionary end where that is over a megabyte."""

PAGE_ROWS = 1024

PART_BYTES = 16 * ROW_GROUP_BYTES


@dataclass(frozen=True)
class Part:
    """A Parquet file: ``rows`` in it, and the digest of its rows, or an empty word if none was asked for."""

    file: pathlib.Path
    rows: int
    digest: str


class PartWriter:
    """Writes files into a folder, each of ``part_bytes`` and the rest of a row before encoding and compression."""

    def __init__(self, folder: pathlib.Path, schema: Schema, digests: bool, row_group_bytes: int, part_bytes: int) -> None:
        self.parts: list[Part] = []
        self._folder = folder
        self._schema = schema
        self._target = _arrow.schema_of(schema)
        self._digests = digests
        self._row_group_bytes = row_group_bytes
        self._part_bytes = part_bytes
        self._waiting: list[pa.RecordBatch] = []
        self._waiting_bytes = 0
        self._waiting_weight = 0
        self._writer: Any = None
        self._digest = RowDigest(schema)
        self._rows = 0
        self._bytes = 0

    def add(self, batch: pa.RecordBatch) -> None:
        """Take rows more."""
        ends = _weight.running(batch)
        start = 0
        while start < batch.num_rows:
            # The row that fills the file is its last, whatever batches the rows came in: the same rows make the same files.
            before = ends[start - 1].as_py() if start else 0
            fills = _first(pc.greater_equal(ends, before + self._part_bytes - self._bytes))
            over = _first(pc.greater(ends, before + self._row_group_bytes - self._waiting_weight))
            if over is not None and over <= start and self._waiting:
                self._flush()
                continue
            end = min(batch.num_rows if fills is None else fills + 1, batch.num_rows if over is None else max(over, start + 1))
            self._take(batch.slice(start, end - start), ends[end - 1].as_py() - before)
            if self._bytes >= self._part_bytes:
                self._end_part()
            start = end

    def _take(self, batch: pa.RecordBatch, weight: int) -> None:
        self._waiting.append(batch)
        self._waiting_bytes += batch.nbytes
        self._waiting_weight += weight
        self._rows += batch.num_rows
        self._bytes += weight
        if self._digests:
            self._digest.update(batch)
        # Nulls weigh nothing, and are held all the same.
        if self._waiting_bytes >= self._row_group_bytes:
            self._flush()

    def _file(self) -> pathlib.Path:
        return self._folder / f"part-{len(self.parts):05}.parquet"

    def _flush(self) -> None:
        if self._writer is None:
            self._writer = pq.ParquetWriter(
                self._file(),
                self._target,
                compression="zstd",
                write_page_checksum=True,
                version="2.6",
                store_schema=False,
                write_batch_size=self._page_rows(),
            )
        if self._waiting:
            table = pa.Table.from_batches(self._waiting, self._target)
            self._writer.write_table(table, row_group_size=max(1, table.num_rows))
        self._waiting, self._waiting_bytes, self._waiting_weight = [], 0, 0

    def _page_rows(self) -> int:
        """Say after how many rows a page may end: of large ones a few, since it is seen only then that a page is large."""
        rows = sum(batch.num_rows for batch in self._waiting)
        return max(1, min(PAGE_ROWS, PAGE_BYTES * rows // max(1, self._waiting_weight)))

    def _end_part(self) -> None:
        self._flush()
        self._writer.close()
        digest = self._digest.hex() if self._digests else ""
        self.parts.append(Part(self._file(), self._rows, digest))
        self._writer, self._rows, self._bytes = None, 0, 0
        self._digest = RowDigest(self._schema)

    def end(self) -> None:
        """End the last file. There is one at least: it has no rows where there are none."""
        if self._rows or not self.parts:
            self._end_part()

    def abandon(self) -> None:
        """Let go of a file that was begun."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None


def _first(mask: Any) -> int | None:
    found = pc.index(mask, True).as_py()
    return None if found < 0 else found


def write(
    batches: Iterable[pa.RecordBatch],
    folder: pathlib.Path,
    schema: Schema,
    whole: RowDigest | None,
    digests: bool,
    row_group_bytes: int | None = None,
    part_bytes: int | None = None,
) -> list[Part]:
    """Write all rows into files of a folder. ``whole`` takes all of them, too; ``digests`` asks for a digest of each file."""
    writer = PartWriter(folder, schema, digests, row_group_bytes or ROW_GROUP_BYTES, part_bytes or PART_BYTES)
    try:
        for batch in batches:
            if whole is not None:
                whole.update(batch)
            writer.add(batch)
        writer.end()
    finally:
        writer.abandon()
    return writer.parts
