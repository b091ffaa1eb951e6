"""DuckDB's contender: an `ORDER BY` stream of Arrow batches, sliced at the split points, written by pyarrow.

`duckdb_stream.py DATASET OUTPUT THREADS`, one process. DuckDB sorts with all threads; a leaf is handed to a pool of
as many writers as soon as the stream has passed its end, at most a few leaves ahead.
"""

import pathlib
import sys
import threading
from bisect import bisect_left
from concurrent.futures import ThreadPoolExecutor

import duckdb
import pyarrow as pa

from dataset import Dataset, output_file
from pyarrow_output import write_leaf

BATCH_ROWS = 200_000


def leaves(batches, split_points):
    """Yields (leaf, table) from sorted batches; a leaf is yielded once, when its last row has come."""
    pending, leaf = [], 0
    for batch in batches:
        keys, start = batch.column("key"), 0
        while leaf < len(split_points) and keys[len(keys) - 1].as_py() >= split_points[leaf]:
            end = bisect_left(keys, split_points[leaf], start, key=lambda scalar: scalar.as_py())
            pending.append(batch.slice(start, end - start))
            yield leaf, pa.Table.from_batches(pending)
            pending, leaf, start = [], leaf + 1, end
        pending.append(batch.slice(start))
    yield leaf, pa.Table.from_batches(pending)


def main(dataset, output, threads):
    connection = duckdb.connect()
    connection.execute(f"SET threads = {threads}")
    stream = connection.sql(
        "SELECT key, timestamp, value FROM read_parquet($files) ORDER BY key, timestamp",
        params={"files": dataset.input_files()},
    ).to_arrow_reader(BATCH_ROWS)
    ahead = threading.Semaphore(2 * threads)
    with ThreadPoolExecutor(threads) as pool:
        writes = []
        for leaf, table in leaves(stream, dataset.read_split_points()):
            ahead.acquire()
            write = pool.submit(write_leaf, table, output_file(output, leaf))
            write.add_done_callback(lambda _: ahead.release())
            writes.append(write)
        for write in writes:
            write.result()


if __name__ == "__main__":
    main(Dataset(pathlib.Path(sys.argv[1])), sys.argv[2], int(sys.argv[3]))
