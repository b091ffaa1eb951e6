"""The inputs: even data as `peers.sh` has it, the same with many rows of one key, and files without rows."""

import json
import pathlib
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "peers"))

import pyarrow.parquet as pq  # noqa: E402

import make_data  # noqa: E402
from dataset import FILES, SCHEMA, Dataset, RowsChecksum  # noqa: E402


def without_rows(folder, like):
    """As many files without rows, and the split points of another data set."""
    dataset, other = Dataset(folder), Dataset(like)
    shutil.rmtree(folder, ignore_errors=True)
    dataset.input_folder.mkdir(parents=True)
    names = [f"part-{number:02d}.parquet" for number in range(FILES)]
    for name in names:
        pq.ParquetWriter(dataset.input_folder / name, SCHEMA, compression="zstd").close()
    shutil.copy(other.split_points, dataset.split_points)
    files = [{"name": name, "rows": 0, "rowGroups": 0} for name in names]
    dataset.summary.write_text(json.dumps({"rows": 0, "checksum": RowsChecksum().hex(), "files": files}))


def main(kind, rows, folder):
    """`data.py even ROWS FOLDER`, `data.py 0.5 ROWS FOLDER` for the share of one key, or `data.py empty LIKE FOLDER`"""
    if kind == "empty":
        without_rows(pathlib.Path(folder), pathlib.Path(rows))
    else:
        make_data.main(int(rows), folder, 0 if kind == "even" else float(kind))


if __name__ == "__main__":
    main(*sys.argv[1:])
