"""Polars' contender: the leaf of each row by a search of the split points, `partition_by`, sort, write.

`polars_buckets.py DATASET OUTPUT THREADS`, one process; POLARS_MAX_THREADS is set by the caller as well.
"""

import os
import pathlib
import sys
from concurrent.futures import ThreadPoolExecutor


def main(dataset, output, threads):
    import polars as pl

    from dataset import output_file

    rows = pl.read_parquet(dataset.input_files())
    leaf = pl.Series(dataset.read_split_points()).search_sorted(rows.get_column("key"), side="right")
    buckets = rows.with_columns(leaf.cast(pl.UInt16).alias("leaf")).partition_by("leaf", as_dict=True, include_key=False)
    del rows, leaf

    def write(leaf):
        sorted_rows = buckets.pop(leaf).sort("key", "timestamp")
        sorted_rows.write_parquet(output_file(output, leaf[0]), compression="zstd", compression_level=3)

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(write, sorted(buckets)))


if __name__ == "__main__":
    os.environ["POLARS_MAX_THREADS"] = sys.argv[3]
    from dataset import Dataset

    main(Dataset(pathlib.Path(sys.argv[1])), sys.argv[2], int(sys.argv[3]))
