"""Makes the files of this folder: python make.py WRITER, with that writer installed.

    fastparquet 2023.2.0 (with numpy<2, pandas<2.2), fastparquet 2026.9.0 (with pandas 3), pyarrow 26.0.1

Each file has rows with id 0 to 19, and in each column a value that follows from the id; OtherWritersIT knows which.
"""

import sys

import numpy as np
import pandas as pd

ROWS = 20


def rows():
    ids = np.arange(ROWS, dtype="int64")
    return pd.DataFrame(
        {
            "id": ids,
            "small": ids.astype("uint8"),
            "large": ids.astype("uint64") + np.uint64(2**64 - ROWS),
            "number": ids / 2,
            "flag": ids % 2 == 0,
            "text": [None if i % 5 == 2 else f"text {i}" for i in ids],
            "kind": pd.Categorical([f"kind {i % 3}" for i in ids]),
            "at": pd.date_range("2026-01-01", periods=ROWS, freq="h", tz="UTC").astype("datetime64[ns, UTC]"),
        }
    )


def fastparquet_files():
    import fastparquet

    version = fastparquet.__version__
    for codec in ["UNCOMPRESSED", "SNAPPY", "LZ4", "BROTLI"]:
        compression = None if codec == "UNCOMPRESSED" else codec
        fastparquet.write(
            f"fastparquet-{version}-{codec}.parquet", rows(), compression=compression, row_group_offsets=[0, 7]
        )


def pyarrow_files():
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(rows(), preserve_index=False)
    table = table.append_column("nothing", pa.nulls(ROWS))
    for version in ["1.0", "2.0"]:
        pq.write_table(
            table, f"pyarrow-{pa.__version__}-BROTLI-{version}.parquet", compression="BROTLI", data_page_version=version
        )
    later = pa.array(rows()["at"] + pd.Timedelta(1, unit="ns"))
    pq.write_table(
        table.append_column("later", later),
        f"pyarrow-{pa.__version__}-INT96.parquet",
        use_deprecated_int96_timestamps=True,
    )


{"fastparquet": fastparquet_files, "pyarrow": pyarrow_files}[sys.argv[1]]()
