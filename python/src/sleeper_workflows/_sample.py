"""A sample of a frame's row keys, by which the instance cuts a new table."""

from __future__ import annotations

import pathlib
import tempfile
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from sleeper_workflows import _fitted, _frames, _parts, _upload
from sleeper_workflows._errors import Refused
from sleeper_workflows._schema import Schema

if TYPE_CHECKING:
    from sleeper_workflows._client import Client

MOST_ROWS = 200_000


@contextmanager
def uploaded(client: Client, schema: Schema, frame: Any, index: bool) -> Generator[str]:
    """Upload a sample for as long as the context lasts; gives ``bucket/key``."""
    source = _frames.frame_of(frame, index)
    if not source.again:
        raise Refused(
            "split_from is a stream, which can be read once alone, and write() is to read it, too. Give a frame that stays: a table, "
            "a DataFrame, a list.",
            "WRONG_TYPE",
        )
    keys = Schema(schema.row_keys)
    with tempfile.TemporaryDirectory(prefix="sleeper-sample-") as folder:
        sample = _thinned(_fitted.batches(source, schema, schema.row_keys))
        if not sample:
            raise Refused("split_from has no rows, by which a table could be cut. Leave it out, or give rows.", "NO_FILES")
        parts = _parts.write(sample, pathlib.Path(folder), keys, whole=None, digests=False)
        with _upload.for_a_while(client, "sample", parts[0].file) as place:
            yield place


def _thinned(batches: Iterable[pa.RecordBatch]) -> list[pa.RecordBatch]:
    """Give rows at even distances, so that the same frame cuts in the same places; a few more are held than are given."""
    kept: list[pa.RecordBatch] = []
    rows = done = 0
    step = 1
    for batch in batches:
        kept.append(_every(batch, step, -done % step))
        rows += kept[-1].num_rows
        done += batch.num_rows
        while rows > MOST_ROWS:
            # Of those that are kept, the first one, the third, and so on are at twice the distance.
            kept = [_every(pa.Table.from_batches(kept).combine_chunks().to_batches()[0], 2, 0)]
            rows = kept[0].num_rows
            step *= 2
    return [batch for batch in kept if batch.num_rows]


def _every(batch: pa.RecordBatch, step: int, start: int) -> pa.RecordBatch:
    return batch if step == 1 else batch.take(pa.array(range(start, batch.num_rows, step), pa.int64()))
