"""Reads tables with one engine: takes a request a line as JSON, answers with a line.

A request is {"way", "place", "uri", "name", "schema", "out", "where"}: `way` is "file" (`place` is the newest metadata) or "catalog". Rows go
to the file `out`, in the one form of canonical.py. With `where`, [field, value], only rows of it are read, and the answer says how many
files were.
"""

import glob
import importlib
import json
import os
import re
import sys

import canonical


class PyIceberg:
    def __init__(self):
        from pyiceberg.catalog import load_catalog
        from pyiceberg.table import StaticTable

        self.load_catalog = load_catalog
        self.static = StaticTable

    def read(self, ask):
        if ask["way"] == "file":
            table = self.static.from_metadata(ask["place"])
        else:
            table = self.load_catalog("s", type="rest", uri=ask["uri"]).load_table(("sleeper", ask["name"]))
        scan = table.scan()
        if ask.get("where"):
            from pyiceberg.expressions import EqualTo

            scan = table.scan(row_filter=EqualTo(*ask["where"]))
        return scan.to_arrow(), len(list(scan.plan_files()))


class Polars:
    def __init__(self):
        import polars

        self.polars = polars
        self.inner = PyIceberg()

    def read(self, ask):
        if ask["way"] == "file":
            frame = self.polars.scan_iceberg(ask["place"])
        else:
            catalog = self.inner.load_catalog("s", type="rest", uri=ask["uri"])
            frame = self.polars.scan_iceberg(catalog.load_table(("sleeper", ask["name"])))
        if ask.get("where"):
            name, value = ask["where"]
            frame = frame.filter(self.polars.col(name) == value)
        return frame.collect().to_arrow(), None


class DuckDb:
    def __init__(self):
        import duckdb

        self.duckdb = duckdb
        self.connection = duckdb.connect()
        for name in ("httpfs", "avro", "iceberg"):
            module = importlib.import_module("duckdb_extension_" + name)
            folder = os.path.dirname(module.__file__)
            (file,) = glob.glob(folder + "/extensions/**/*.duckdb_extension", recursive=True)
            self.connection.execute(f"LOAD '{file}'")
        self.connection.execute("SET TimeZone = 'UTC'")

    def read(self, ask):
        if ask["way"] == "file":
            source = "iceberg_scan('{}')".format(os.path.dirname(os.path.dirname(ask["place"].removeprefix("file://"))))
        else:
            self.connection.execute("DETACH DATABASE IF EXISTS s")
            self.connection.execute(
                f"ATTACH 'sleeper' AS s (TYPE iceberg, ENDPOINT '{ask['uri']}', AUTHORIZATION_TYPE 'none')"
            )
            source = f's.sleeper."{ask["name"]}"'
        query = f"SELECT * FROM {source}"
        files = None
        if ask.get("where"):
            name, value = ask["where"]
            query += f""" WHERE "{name}" = {value if isinstance(value, int) else "'" + value + "'"}"""
            plan = self.connection.execute("EXPLAIN ANALYZE " + query).fetchall()[0][1]
            files = int(re.search(r"(?:Total Files Read|Scanning Files): *(\d+)", plan).group(1))
        return self.connection.execute(query).to_arrow_table(), files


class Spark:
    def __init__(self):
        from pyspark.sql import SparkSession

        self.session = (
            SparkSession.builder.master("local[2]")
            .config("spark.jars", os.environ["ICEBERG_RUNTIME"])
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
            .config("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.sql.catalog.s", "org.apache.iceberg.spark.SparkCatalog")
            .config("spark.sql.catalog.s.type", "rest")
            .config("spark.sql.catalog.s.uri", os.environ["CATALOG"])
            .config("spark.sql.catalog.s.cache-enabled", "false")
            .getOrCreate()
        )
        self.session.sparkContext.setLogLevel("ERROR")

    def read(self, ask):
        import pyarrow.parquet

        if ask["way"] == "file":
            place = os.path.dirname(os.path.dirname(ask["place"]))
            frame = self.session.read.format("iceberg").load(place)
        else:
            frame = self.session.table(f"s.sleeper.`{ask['name']}`")
        if ask.get("where"):
            name, value = ask["where"]
            frame = frame.where(frame[name] == value)
        folder = ask["out"] + ".spark"
        frame.write.mode("overwrite").parquet(folder)
        return pyarrow.parquet.read_table(folder), None


ENGINES = {"pyiceberg": PyIceberg, "polars": Polars, "duckdb": DuckDb, "spark": Spark}


def main(name):
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    engine = ENGINES[name]()
    answers.write('"ready"\n')
    for line in sys.stdin:
        ask = json.loads(line)
        try:
            table, files = engine.read(ask)
            with open(ask["out"], "w", encoding="utf-8") as out:
                out.writelines(each + "\n" for each in canonical.of_arrow(ask["schema"], table))
            answer = {"rows": table.num_rows, "columns": table.column_names, "files": files}
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        answers.write(json.dumps(answer) + "\n")


main(sys.argv[1])
