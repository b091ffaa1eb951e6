"""Makes the seeded input of a comparison, once: `make_data.py ROWS FOLDER [SHARE]`, SHARE of the rows with one key.

Ten files of rows {key: ten random letters a-z, timestamp: long in [0, 10^10), value: ten random letters}, all columns
required, ZSTD, PLAIN, row groups of a million rows; the split points of 256 leaves; row count and checksum.
"""

import json
import pathlib
import shutil
import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from dataset import FILES, LEAVES, LETTERS, ROW_GROUP_ROWS, SCHEMA, SEED, TIMESTAMPS_BELOW, Dataset, RowsChecksum

SAMPLE_ROWS_A_FILE = 100_000
ONE_KEY = np.frombuffer(b"manyrowsof", dtype=np.uint8)


def random_strings(random, rows, share_of_one=0):
    data = random.integers(ord("a"), ord("z") + 1, size=rows * LETTERS, dtype=np.uint8)
    if share_of_one:
        data.reshape(rows, LETTERS)[random.random(rows) < share_of_one] = ONE_KEY
    offsets = np.arange(0, (rows + 1) * LETTERS, LETTERS, dtype=np.int32)
    return pa.StringArray.from_buffers(rows, pa.py_buffer(offsets), pa.py_buffer(data))


def random_rows(random, rows, share):
    timestamps = pa.array(random.integers(0, TIMESTAMPS_BELOW, size=rows, dtype=np.int64))
    return pa.Table.from_arrays(
        [random_strings(random, rows, share), timestamps, random_strings(random, rows)], schema=SCHEMA
    )


def write_files(dataset, rows, share):
    """Writes the files. Returns a sample of the keys, the checksum of all rows, and what each file holds."""
    sample, checksum, files = [], RowsChecksum(), []
    for number in range(FILES):
        random = np.random.default_rng([SEED, rows, number])
        file_rows = rows * (number + 1) // FILES - rows * number // FILES
        path = dataset.input_folder / f"part-{number:02d}.parquet"
        with pq.ParquetWriter(path, SCHEMA, compression="zstd", use_dictionary=False) as writer:
            for start in range(0, file_rows, ROW_GROUP_ROWS):
                group = random_rows(random, min(ROW_GROUP_ROWS, file_rows - start), share)
                writer.write_table(group, row_group_size=ROW_GROUP_ROWS)
                checksum.add_table(group)
                if start == 0:
                    sample += group.column("key").slice(0, SAMPLE_ROWS_A_FILE).to_pylist()
        files.append({"name": path.name, "rows": file_rows, "rowGroups": -(-file_rows // ROW_GROUP_ROWS)})
    return sample, checksum, files


def split_points(sample):
    keys = sorted(set(sample))
    if len(keys) < LEAVES:
        raise SystemExit(f"{len(keys)} distinct keys in the sample cannot make {LEAVES} leaves: ask for more rows")
    return [keys[len(keys) * leaf // LEAVES] for leaf in range(1, LEAVES)]


def main(rows, folder, share=0):
    dataset = Dataset(pathlib.Path(folder))
    if dataset.summary.exists():
        return
    shutil.rmtree(dataset.folder, ignore_errors=True)
    dataset.input_folder.mkdir(parents=True)
    sample, checksum, files = write_files(dataset, rows, share)
    dataset.split_points.write_text("".join(json.dumps(key) + "\n" for key in split_points(sample)))
    summary = {"rows": checksum.rows, "checksum": checksum.hex(), "seed": SEED, "files": files}
    dataset.summary.write_text(json.dumps(summary))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], float(sys.argv[3]) if len(sys.argv) > 3 else 0)
