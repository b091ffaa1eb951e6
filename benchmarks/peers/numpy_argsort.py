"""NumPy's contender: argsort of 64-bit key prefixes, ties by full comparison, pyarrow to gather and to write.

`numpy_argsort.py DATASET OUTPUT THREADS`, one process. Rows are dealt to as many groups of neighbouring leaves as
there are threads; each thread sorts its group, then gathers and writes its leaves.
"""

import pathlib
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dataset import LEAVES, Dataset, output_file
from pyarrow_output import write_leaf


def prefixes(strings):
    """The first eight bytes of each string as a number in the order of the bytes, zero-padded."""
    strings = strings.cast(pa.large_string())
    _, offsets, data = strings.buffers()
    offsets = np.frombuffer(offsets, dtype=np.int64)[strings.offset : strings.offset + len(strings) + 1]
    padded = np.concatenate([np.frombuffer(data, dtype=np.uint8), np.zeros(8, dtype=np.uint8)])
    every_window = np.lib.stride_tricks.as_strided(padded[:8].view(">u8"), shape=(len(padded) - 7,), strides=(1,))
    result = every_window[offsets[:-1]].astype(np.uint64)
    missing = 8 - np.minimum(np.diff(offsets), 8)
    if missing.any():
        shift = (missing * 8).astype(np.uint64)
        result = np.where(shift == 64, np.uint64(0), (result >> (shift % np.uint64(64))) << (shift % np.uint64(64)))
    return result


def sort_ties(order, sorted_prefixes, keys, timestamps):
    """Puts rows of equal prefix into the order of (key, timestamp), in place."""
    equal = np.flatnonzero(sorted_prefixes[1:] == sorted_prefixes[:-1])
    if not len(equal):
        return
    run_starts = equal[np.insert(np.diff(equal) > 1, 0, True)]
    run_ends = equal[np.append(np.diff(equal) > 1, True)] + 2
    for start, end in zip(run_starts.tolist(), run_ends.tolist()):
        rows = order[start:end].tolist()
        order[start:end] = sorted(rows, key=lambda row: (keys[row].as_py(), timestamps[row].as_py()))


def main(dataset, output, threads):
    pa.set_cpu_count(threads)
    table = pa.concat_tables(
        pq.read_table(path, memory_map=True) for path in dataset.input_files()
    ).combine_chunks()
    keys, timestamps = table.column("key").chunk(0), table.column("timestamp").chunk(0)
    key_prefixes = prefixes(keys)
    split_points = dataset.read_split_points()

    def write_group(group):
        first, last = group * LEAVES // threads, (group + 1) * LEAVES // threads
        bounds = prefixes(pa.array(split_points))
        # A group's bounds are split points; rows that share the prefix of a bound are taken by both and cut off below.
        rows = np.ones(len(keys), dtype=bool)
        if first > 0:
            rows &= key_prefixes >= bounds[first - 1]
        if last < LEAVES:
            rows &= key_prefixes <= bounds[last - 1]
        rows = np.flatnonzero(rows)
        order = np.argsort(key_prefixes[rows])
        rows = rows[order]
        sorted_prefixes = key_prefixes[rows]
        sort_ties(rows, sorted_prefixes, keys, timestamps)

        def position(point):
            """Where the first row with a key of at least the split point lies in the sorted group."""
            bound = prefixes(pa.array([point]))[0]
            at = int(np.searchsorted(sorted_prefixes, bound))
            while at < len(rows) and sorted_prefixes[at] == bound and keys[int(rows[at])].as_py() < point:
                at += 1
            return at

        start = position(split_points[first - 1]) if first > 0 else 0
        for leaf in range(first, last):
            end = position(split_points[leaf]) if leaf < LEAVES - 1 else len(rows)
            write_leaf(table.take(pa.array(rows[start:end])), output_file(output, leaf))
            start = end

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(write_group, range(threads)))


if __name__ == "__main__":
    main(Dataset(pathlib.Path(sys.argv[1])), sys.argv[2], int(sys.argv[3]))
