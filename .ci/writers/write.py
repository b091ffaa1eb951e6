"""Writes each Arrow file of a folder as Parquet with a Python writer, by the codec and page version that its name asks for.

Usage: write.py WRITER SOURCE TARGET
"""

import pathlib
import sys

import pyarrow as pa
import pyarrow.ipc


def pandas_frame(table):
    """As a user of pandas has it: nullable types where numpy's have no null."""
    import pandas

    nullable = {
        pa.bool_(): pandas.BooleanDtype(),
        pa.string(): pandas.StringDtype(),
        pa.float32(): pandas.Float32Dtype(),
        pa.float64(): pandas.Float64Dtype(),
        **{
            getattr(pa, f"{sign}int{bits}")(): getattr(pandas, f"{sign.upper()}Int{bits}Dtype")()
            for sign in ("", "u")
            for bits in (8, 16, 32, 64)
        },
    }
    return table.to_pandas(types_mapper=nullable.get)


def by_pyarrow(table, path, codec, version):
    import pyarrow.parquet as pq

    if "uuid" in table.column_names:
        index = table.column_names.index("uuid")
        table = table.set_column(index, "uuid", pa.ExtensionArray.from_storage(pa.uuid(), table["uuid"].combine_chunks()))
    pq.write_table(table, path, compression=codec, data_page_version={"v1": "1.0", "v2": "2.0"}[version])


def by_pandas_with_pyarrow(table, path, codec, version):
    pandas_frame(table).to_parquet(
        path, engine="pyarrow", compression=codec, data_page_version={"v1": "1.0", "v2": "2.0"}[version]
    )


def by_pandas_with_fastparquet(table, path, codec, version):
    import fastparquet

    fastparquet.writer.DATAPAGE_VERSION = {"v1": 1, "v2": 2}[version]
    pandas_frame(table).to_parquet(path, engine="fastparquet", compression=None if codec == "none" else codec)


def by_fastparquet(table, path, codec, version):
    import fastparquet

    fastparquet.writer.DATAPAGE_VERSION = {"v1": 1, "v2": 2}[version]
    fastparquet.write(str(path), pandas_frame(table), compression=None if codec == "none" else codec.upper())


def by_polars(table, path, codec, version):
    import polars

    polars.from_arrow(table).write_parquet(path, compression={"none": "uncompressed", "lz4_raw": "lz4"}.get(codec, codec))


def by_duckdb_v2(table, path, codec, version):
    by_duckdb(table, path, codec, version, "V2")


def by_duckdb(table, path, codec, version, encodings="V1"):
    import duckdb

    casts = {"uuid": "UUID", "json": "JSON", "category": "ENUM('red', 'green', 'blue')"}
    columns = []
    for name in table.column_names:
        if name == "uuid":
            # DuckDB casts text to a UUID, not bytes.
            columns.append('hex("uuid")::UUID AS "uuid"')
        elif name in casts:
            columns.append(f'"{name}"::VARCHAR::{casts[name]} AS "{name}"')
        else:
            columns.append(f'"{name}"')
    with duckdb.connect() as duck:
        duck.execute("SET TimeZone = 'UTC'")
        duck.register("rows", table)
        duck.execute(
            f"COPY (SELECT {', '.join(columns)} FROM rows) TO '{path}'"
            f" (FORMAT parquet, CODEC '{'uncompressed' if codec == 'none' else codec}',"
            f" PARQUET_VERSION {encodings})"
        )


WRITERS = {
    "pyarrow": by_pyarrow,
    "pandas-pyarrow": by_pandas_with_pyarrow,
    "pandas-fastparquet": by_pandas_with_fastparquet,
    "fastparquet": by_fastparquet,
    "polars": by_polars,
    "duckdb": by_duckdb,
    "duckdb-v2": by_duckdb_v2,
}


def main(writer, source, target):
    for path in sorted(pathlib.Path(source).glob("*.arrow")):
        codec, version = path.stem.rsplit("-", 1)
        with pa.ipc.open_file(path) as reader:
            table = reader.read_all()
        WRITERS[writer](table, pathlib.Path(target) / f"{path.stem}.parquet", codec, version)


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
