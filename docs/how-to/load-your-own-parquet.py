"""Write the same rows with several Parquet writers, load each with `sleeper demo --files`, verify it, and compare in DuckDB.

Usage: load-your-own-parquet.py SLEEPER FOLDER [--with-spark]

SLEEPER is the command (`./sleeper`), FOLDER a folder to fill. Every writer is used with its default settings. A table equals
its input if DuckDB, reading the data files of both, finds the same rows as often in each.
"""

import datetime
import decimal
import json
import os
import pathlib
import subprocess
import sys

import duckdb
import polars
import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 20_000
FILES = 2
ROW_KEYS = "customer"
SORT_KEYS = "ordered"

STRUCT = pa.struct([("city", pa.string()), ("number", pa.int32())])
SCHEMA = pa.schema(
    [
        pa.field("customer", pa.string(), nullable=False),
        pa.field("ordered", pa.int64(), nullable=False),
        pa.field("pieces", pa.int32()),
        pa.field("weight", pa.float32()),
        pa.field("ratio", pa.float64()),
        pa.field("paid", pa.bool_()),
        pa.field("day", pa.date32()),
        pa.field("moment", pa.timestamp("us", tz="UTC")),
        pa.field("amount", pa.decimal128(12, 2)),
        pa.field("photo", pa.binary()),
        pa.field("tags", pa.list_(pa.string())),
        pa.field("address", STRUCT),
    ]
)


def row(i):
    """A row with a null in a different column each time, and repeated keys."""

    def unless(every, value):
        return None if i % every == 0 else value

    return {
        "customer": f"customer-{i * 7919 % 5003:05}",
        "ordered": i * 1_000_003,
        "pieces": unless(3, i - ROWS // 2),
        "weight": unless(5, i / 4),
        "ratio": unless(7, i / 3),
        "paid": unless(11, i % 2 == 0),
        "day": unless(13, datetime.date(2000, 1, 1) + datetime.timedelta(days=i % 10_000)),
        "moment": unless(
            17, datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone.utc) + datetime.timedelta(milliseconds=i * 37)
        ),
        "amount": unless(19, decimal.Decimal(i * 101 - ROWS) / 100),
        "photo": unless(23, i.to_bytes(4, "big") * (i % 4)),
        "tags": unless(29, [unless(31, f"tag-{j}") for j in range(i % 4)]),
        "address": unless(37, {"city": unless(41, f"city-{i % 100}"), "number": i % 300}),
    }


def parts():
    for part in range(FILES):
        yield part, pa.Table.from_pylist([row(i) for i in range(part, ROWS, FILES)], schema=SCHEMA)


def write_by_pyarrow(folder):
    for part, table in parts():
        pq.write_table(table, folder / f"part-{part}.parquet")


def write_by_polars(folder):
    for part, table in parts():
        polars.from_arrow(table).write_parquet(folder / f"part-{part}.parquet")


def write_by_duckdb(folder):
    for part, table in parts():
        with duckdb.connect() as duck:
            duck.execute("SET TimeZone = 'UTC'")
            duck.register("rows", table)
            duck.execute(f"COPY rows TO '{folder / f'part-{part}.parquet'}' (FORMAT parquet)")


def write_by_spark(folder):
    # Imported here: it is only there for those who ask for it.
    from pyspark.sql import SparkSession

    source = folder.parent / "for-spark"
    source.mkdir()
    write_by_pyarrow(source)
    spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").getOrCreate()
    spark.read.parquet(str(source)).write.mode("append").parquet(str(folder))
    spark.stop()


def sleeper(command, *arguments):
    """Runs a command and gives the JSON object that it prints."""
    done = subprocess.run([command, *arguments, "--json"], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode != 0:
        sys.exit(f"{' '.join(arguments)} ended with {done.returncode}: {done.stdout}")
    return json.loads(done.stdout)


def assert_same_rows(ours, theirs):
    columns = ", ".join(f'"{name}"' for name in SCHEMA.names)
    with duckdb.connect() as duck:
        duck.execute("SET TimeZone = 'UTC'")
        left = f"(SELECT {columns} FROM read_parquet('{ours}/**/*.parquet'))"
        right = f"(SELECT {columns} FROM read_parquet('{theirs}/**/*.parquet'))"
        for one, other in ((left, right), (right, left)):
            odd = duck.execute(f"SELECT * FROM ({one} EXCEPT ALL {other}) LIMIT 3").fetchall()
            assert not odd, odd
        (count,) = duck.execute(f"SELECT count(*) FROM {left}").fetchone()
        assert count == ROWS, count


def main(command, folder, with_spark):
    writers = {"pyarrow": write_by_pyarrow, "polars": write_by_polars, "duckdb": write_by_duckdb}
    if with_spark:
        writers["spark"] = write_by_spark
    home = pathlib.Path(os.environ.get("SLEEPER_HOME", ".sleeper"))
    for name, write in writers.items():
        source = pathlib.Path(folder).resolve() / name
        source.mkdir(parents=True)
        write(source)
        report = sleeper(
            command,
            *("demo", "--files", str(source), "--row-keys", ROW_KEYS, "--sort-keys", SORT_KEYS),
            *("--partitions", "4"),
        )
        assert report["status"] == "COMMITTED" and report["rows"] == ROWS, report
        verified = sleeper(command, "verify", report["table"])
        assert verified["ok"] and verified["rows"] == ROWS, verified
        assert_same_rows(home / "buckets" / "sleeper-tables" / report["table"] / "data", source)
        print(f"{name}: {report['rows']} rows in {report['files']} files equal the input")
    print("every table equals its input")


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--with-spark"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    main(*arguments, "--with-spark" in sys.argv)
