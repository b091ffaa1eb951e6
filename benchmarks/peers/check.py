"""The one checker of outputs, the same for every contender: `check.py DATASET OUTPUT [--cut]` prints what it found as JSON.

OUTPUT is searched for Parquet files, whatever they are called. Asked of them: one file for each of the 256 leaves;
each sorted by (key, timestamp); each row inside the file's leaf; all columns ZSTD; the row count and the checksum of
rows equal to the input's. With `--cut` a leaf may have several files, if each has a key range of its own. One file is
held in memory at a time.
"""

import json
import pathlib
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dataset import LEAVES, SCHEMA, Dataset, RowsChecksum, letters, words


def sorted_rows(high, low, timestamps):
    """Whether rows ascend by (key, timestamp), the key given as its two words."""
    less = high[:-1] < high[1:]
    equal = high[:-1] == high[1:]
    less |= equal & (low[:-1] < low[1:])
    equal &= low[:-1] == low[1:]
    return bool(np.all(less | (equal & (timestamps[:-1] <= timestamps[1:]))))


def leaf_of(key_words, split_words):
    """The leaf of a key: the number of split points that are at most the key."""
    high, low = key_words
    split_high, split_low = split_words
    return int(np.count_nonzero((split_high < high) | ((split_high == high) & (split_low <= low))))


def check_file(path, split_words, checksum, faults):
    """Returns the file's leaf, first and last key, or None if it has no row; adds its rows to the checksum."""
    with pq.ParquetFile(path) as parquet:
        metadata = parquet.metadata
        for group in range(metadata.num_row_groups):
            for column in range(metadata.num_columns):
                compression = metadata.row_group(group).column(column).compression
                if compression != "ZSTD":
                    faults.append(f"{path}: row group {group}, column {column} is compressed with {compression}, not ZSTD")
        names = parquet.schema_arrow.names
        if names != SCHEMA.names:
            faults.append(f"{path}: columns are {names}, not {SCHEMA.names}")
            return None
        table = parquet.read().combine_chunks()
    if table.num_rows == 0:
        faults.append(f"{path}: no rows")
        return None
    try:
        key_words = words(letters(table.column("key").combine_chunks()))
        value_words = words(letters(table.column("value").combine_chunks()))
    except ValueError as e:
        faults.append(f"{path}: {e}")
        return None
    timestamps = table.column("timestamp").cast(pa.int64()).to_numpy()
    if not sorted_rows(*key_words, timestamps):
        faults.append(f"{path}: rows are not sorted by (key, timestamp)")
    checksum.add(key_words, timestamps, value_words)
    order = np.lexsort((key_words[1], key_words[0]))[[0, -1]]
    first, last = (leaf_of((key_words[0][row], key_words[1][row]), split_words) for row in order)
    if first != last:
        faults.append(f"{path}: rows of leaf {first} and of leaf {last}")
    ends = [(key_words[0][row], key_words[1][row], timestamps[row]) for row in (0, -1)]
    return first, *ends


def check_leaf(leaf, files, cut, faults):
    """Of the files of one leaf, each as (first key, last key, path)."""
    files.sort()
    for (_, end, earlier), (start, _, path) in zip(files, files[1:]):
        if not cut:
            faults.append(f"{path}: leaf {leaf} has {earlier} already")
        elif start < end:
            faults.append(f"{path}: rows that belong between those of {earlier}")


def check(dataset, output, cut=False):
    """Returns {"ok", "files", "rows", "bytes", "faults"}; bytes are those of the Parquet files."""
    splits = pa.array(dataset.read_split_points(), pa.string())
    split_words = words(letters(splits))
    expected = json.loads(dataset.summary.read_text())
    paths = sorted(pathlib.Path(output).rglob("*.parquet"))
    checksum, faults, leaves = RowsChecksum(), [], {}
    for path in paths:
        try:
            found = check_file(path, split_words, checksum, faults)
        except (pa.ArrowException, OSError) as e:
            faults.append(f"{path}: cannot be read: {e}")
            continue
        if found is not None:
            leaf, first, last = found
            leaves.setdefault(leaf, []).append((first, last, path))
    for leaf, files in leaves.items():
        check_leaf(leaf, files, cut, faults)
    if cut and len(leaves) != LEAVES:
        faults.append(f"files of {len(leaves)} leaves, not of {LEAVES}")
    elif not cut and len(paths) != LEAVES:
        faults.append(f"{len(paths)} files, not {LEAVES}")
    if checksum.rows != expected["rows"]:
        faults.append(f"{checksum.rows} rows, not {expected['rows']}")
    elif checksum.hex() != expected["checksum"]:
        faults.append(f"checksum of rows is {checksum.hex()}, not {expected['checksum']}")
    return {
        "ok": not faults,
        "files": len(paths),
        "rows": checksum.rows,
        "bytes": sum(path.stat().st_size for path in paths),
        "faults": faults,
    }


if __name__ == "__main__":
    result = check(Dataset(pathlib.Path(sys.argv[1])), sys.argv[2], cut="--cut" in sys.argv[3:])
    print(json.dumps(result))
    sys.exit(0 if result["ok"] else 1)
