"""The input of a comparison: where its parts lie, what a row is, and the checksum of a set of rows.

Start with `Dataset`. Nothing here is timed except `read_split_points`.
"""

import json
import pathlib
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

LEAVES = 256
FILES = 10
LETTERS = 10
TIMESTAMPS_BELOW = 10**10
ROW_GROUP_ROWS = 1_000_000
SEED = 20261121

SCHEMA = pa.schema(
    [
        pa.field("key", pa.string(), nullable=False),
        pa.field("timestamp", pa.int64(), nullable=False),
        pa.field("value", pa.string(), nullable=False),
    ]
)


@dataclass(frozen=True)
class Dataset:
    """A folder that holds the input files, the split points and a summary of the rows."""

    folder: pathlib.Path

    @property
    def input_folder(self):
        return self.folder / "input"

    @property
    def split_points(self):
        return self.folder / "split-points.txt"

    @property
    def summary(self):
        """Row count and checksum of the input, and what each file holds. Written last, so a folder with it is complete."""
        return self.folder / "summary.json"

    def input_files(self):
        return sorted(str(path) for path in self.input_folder.glob("*.parquet"))

    def read_split_points(self):
        """The 255 keys at which a new leaf begins, ascending. One JSON string a line, as a table's split points file."""
        return [json.loads(line) for line in self.split_points.read_text().splitlines()]


def output_file(folder, leaf):
    return f"{folder}/leaf-{leaf:03d}.parquet"


def letters(array):
    """The bytes of a string array as a matrix of rows by ten.

    Raises ValueError if a string is null or not ten bytes long: no row of the input is.
    """
    if array.null_count:
        raise ValueError(f"{array.null_count} nulls where there must be none")
    array = array.cast(pa.large_string())
    rows = len(array)
    _, offsets, data = array.buffers()
    offsets = np.frombuffer(offsets, dtype=np.int64)[array.offset : array.offset + rows + 1]
    if rows and not np.all(np.diff(offsets) == LETTERS):
        raise ValueError(f"a string whose length is not {LETTERS} bytes")
    first = int(offsets[0]) if rows else 0
    data = np.frombuffer(data, dtype=np.uint8) if data is not None and data.size else np.empty(0, dtype=np.uint8)
    return data[first : first + rows * LETTERS].reshape(rows, LETTERS)


def words(matrix):
    """Ten letters a row as two big-endian numbers, whose order as a pair is the order of the strings."""
    high = np.ascontiguousarray(matrix[:, :8]).view(">u8")[:, 0].astype(np.uint64)
    low = np.ascontiguousarray(matrix[:, 8:]).view(">u2")[:, 0].astype(np.uint64)
    return high, low


def _mix(x):
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))


class RowsChecksum:
    """A checksum of a multiset of rows: the order of the rows does not matter, how often each occurs does.

    Two sums, modulo 2^64, of differently keyed 64-bit hashes of whole rows.
    """

    def __init__(self):
        self.rows = 0
        self._sums = [0, 0]

    def add(self, key_words, timestamps, value_words):
        columns = [*key_words, timestamps.astype(np.int64).view(np.uint64), *value_words]
        for i, seed in enumerate((0x9E3779B97F4A7C15, 0xD1B54A32D192ED03)):
            row_hash = np.full(len(timestamps), seed, dtype=np.uint64)
            for column in columns:
                row_hash = _mix(row_hash + column + np.uint64(seed))
            self._sums[i] = (self._sums[i] + int(np.sum(row_hash, dtype=np.uint64))) % 2**64
        self.rows += len(timestamps)

    def add_table(self, table):
        for batch in table.to_batches():
            self.add(
                words(letters(batch.column("key"))),
                batch.column("timestamp").to_numpy(),
                words(letters(batch.column("value"))),
            )

    def hex(self):
        return "".join(f"{total:016x}" for total in self._sums)
