"""Loads tables of every type and of every kind of key, has the engines read them, and holds what they read against `sleeper scan`."""

import datetime
import decimal
import json
import os
import pathlib
import random
import subprocess
import sys
import time

import pyarrow as pa
import pyarrow.parquet as pq

import canonical

ROWS = 3000
ENGINES = {"pyiceberg": "pyiceberg", "polars": "pyiceberg", "duckdb": "duckdb", "spark": "spark"}
UTC = datetime.timezone.utc


def every_type():
    nested = {
        "type": "struct",
        "fields": [
            {"name": "a", "type": "int"},
            {"name": "b", "type": {"type": "list", "element": "string", "elementNullable": True}, "nullable": True},
        ],
    }
    values = {
        "i": "int",
        "l": "long",
        "s": "string",
        "bytes": "bytearray",
        "f": "float",
        "d": "double",
        "flag": "boolean",
        "day": "date",
        "micros": "timestamp",
        "millis": {"type": "timestamp", "unit": "millis", "utc": True},
        "local": {"type": "timestamp", "unit": "micros", "utc": False},
        "small": "decimal(9,2)",
        "middle": "decimal(18,4)",
        "wide": "decimal(38,10)",
        "tags": {"type": "list", "element": "int", "elementNullable": True},
        "counts": {"type": "map", "key": "string", "value": "long", "valueNullable": True},
        "nested": nested,
        "a.b": "int",
        "quote\"'`<b>../\u202e": "int",
    }
    return {
        "rowKeyFields": [{"name": "key", "type": "int"}],
        "sortKeyFields": [{"name": "at", "type": "string"}],
        "valueFields": [{"name": name, "type": kind, "nullable": True} for name, kind in values.items()]
        + [{"name": "needed", "type": "long"}],
    }


ARROW = {
    "int": pa.int32(),
    "long": pa.int64(),
    "string": pa.string(),
    "bytearray": pa.binary(),
    "float": pa.float32(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "timestamp": pa.timestamp("us", tz="UTC"),
    "decimal(9,2)": pa.decimal128(9, 2),
    "decimal(18,4)": pa.decimal128(18, 4),
    "decimal(38,10)": pa.decimal128(38, 10),
}


def arrow(kind):
    if isinstance(kind, str):
        return ARROW[kind]
    if kind["type"] == "timestamp":
        return pa.timestamp({"millis": "ms", "micros": "us"}[kind["unit"]], tz="UTC" if kind["utc"] else None)
    if kind["type"] == "list":
        return pa.list_(pa.field("element", arrow(kind["element"])))
    if kind["type"] == "map":
        return pa.map_(arrow(kind["key"]), arrow(kind["value"]))
    return pa.struct([pa.field(f["name"], arrow(f["type"]), f.get("nullable", False)) for f in kind["fields"]])


def random_value(kind, chance):
    name = kind if isinstance(kind, str) else kind["type"]
    if name == "int":
        return chance.choice([-(2**31), 2**31 - 1, 0, chance.randrange(-1000, 1000)])
    if name == "long":
        return chance.choice([-(2**63), 2**63 - 1, 0, chance.randrange(-1000, 1000)])
    if name == "string":
        return chance.choice(["", "a", "ä\u0301", "\u202eabc", "\U0001f600", "x" * 100, "it's \"q\""]) + str(chance.random())
    if name == "bytearray":
        return chance.choice([b"", b"\x00", b"\xff" * 80, chance.randbytes(5)])
    if name in ("float", "double"):
        return chance.choice([float("nan"), float("inf"), float("-inf"), -0.0, 0.0, 1.5, chance.randrange(-99, 99) / 8])
    if name == "boolean":
        return chance.random() < 0.5
    if name == "date":
        return datetime.date(1, 1, 1) + datetime.timedelta(days=chance.randrange(3_000_000))
    if name == "timestamp":
        unit = 1000 if not isinstance(kind, str) and kind["unit"] == "millis" else 1
        zone = UTC if isinstance(kind, str) or kind["utc"] else None
        return datetime.datetime(1900, 1, 1, tzinfo=zone) + datetime.timedelta(microseconds=unit * chance.randrange(10**15 // unit))
    if name.startswith("decimal"):
        precision, scale = map(int, name[8:-1].split(","))
        return decimal.Decimal(chance.choice([-1, 1]) * chance.randrange(10**precision)).scaleb(
            -scale, decimal.Context(prec=60)
        )
    if name == "list":
        return [None if chance.random() < 0.2 else random_value(kind["element"], chance) for _ in range(chance.randrange(4))]
    if name == "map":
        return [(f"k{i}", None if chance.random() < 0.2 else random_value(kind["value"], chance)) for i in range(chance.randrange(3))]
    return {
        f["name"]: None if f.get("nullable") and chance.random() < 0.3 else random_value(f["type"], chance)
        for f in kind["fields"]
    }


def rows_of(schema, count, chance, key):
    rows = []
    for _ in range(count):
        row = {}
        for field in canonical.fields(schema):
            empty = field.get("nullable") and chance.random() < 0.2
            row[field["name"]] = None if empty else random_value(field["type"], chance)
        row.update(key(chance))
        rows.append(row)
    return rows


def write(path, schema, rows):
    path.parent.mkdir(parents=True, exist_ok=True)
    fields = pa.schema(
        [pa.field(f["name"], arrow(f["type"]), f.get("nullable", False)) for f in canonical.fields(schema)]
    )
    pq.write_table(pa.Table.from_pylist(rows, schema=fields), path)


class Engine:
    def __init__(self, name, scratch, uri):
        self.name = name
        environment = dict(os.environ, CATALOG=uri, POLARS_ICEBERG_PLANNER="pyiceberg")
        for jar in (scratch / "jars").glob("*.jar"):
            environment["ICEBERG_RUNTIME"] = str(jar)
        self.log = open(scratch / f"{name}.log", "w", encoding="utf-8")
        self.process = subprocess.Popen(
            [scratch / ENGINES[name] / "bin" / "python", pathlib.Path(__file__).parent / "reader.py", name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
            env=environment,
        )

    def start(self):
        if self.process.stdout.readline() != '"ready"\n':
            raise AssertionError(f"{self.name} did not start: see {self.log.name}")

    def ask(self, **request):
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.log.close()


class Check:
    def __init__(self, sleeper, scratch):
        self.sleeper = sleeper
        self.scratch = scratch
        self.home = pathlib.Path(os.environ["SLEEPER_HOME"])
        self.schemas = {}
        self.comparisons = 0

    def command(self, *arguments, check=True):
        done = subprocess.run([self.sleeper, *arguments], capture_output=True, text=True)
        if check and done.returncode != 0:
            raise AssertionError(f"sleeper {' '.join(arguments)} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done

    def create(self, name, schema, splits):
        self.schemas[name] = schema
        files = self.scratch / "files"
        files.mkdir(exist_ok=True)
        (files / f"{name}.json").write_text(json.dumps(schema), encoding="utf-8")
        (files / f"{name}.splits").write_text("".join(json.dumps(split) + "\n" for split in splits), encoding="utf-8")
        self.command("table", "create", name, "--schema", str(files / f"{name}.json"), "--split-points", str(files / f"{name}.splits"))

    def load(self, name, rows, queue="standard"):
        job = f"{name}-{time.time_ns()}"
        write(self.home / "buckets" / "in" / f"{job}.parquet", self.schemas[name], rows)
        document = self.scratch / "files" / f"{job}.json"
        document.write_text(json.dumps({"id": job, "tableName": name, "files": [f"in/{job}.parquet"]}), encoding="utf-8")
        self.command("submit", str(document), "--queue", queue, "--wait")

    def compare(self, name, engines, uri, what):
        """All engines, both ways, against the command."""
        schema = self.schemas[name]
        expected = canonical.of_command(schema, self.command("scan", name, "--json").stdout.splitlines())
        place = json.loads(self.command("iceberg", name, "--json").stdout)["metadata"]
        for engine in engines:
            for way in ("file", "catalog"):
                out = self.scratch / f"{engine.name}-{way}.rows"
                answer = engine.ask(way=way, place=place, uri=uri, name=name, schema=schema, out=str(out))
                told = f"{engine.name} by {way}, table {name}, {what}"
                assert "error" not in answer, f"{told}: {answer['error']}"
                assert sorted(answer["columns"]) == sorted(f["name"] for f in canonical.fields(schema)), f"{told}: {answer}"
                read = out.read_text(encoding="utf-8").splitlines()
                differ = [pair for pair in zip(read, expected) if pair[0] != pair[1]]
                assert len(read) == len(expected) and not differ, (
                    f"{told}: {len(read)} rows of {len(expected)}; first that differ, read and expected:\n"
                    + "\n".join(differ[0] if differ else ["-"])
                )
                self.comparisons += 1
        print(f"{what}: table {name}, {len(expected)} rows, {len(engines)} engines by file and by catalog", flush=True)

    def prune(self, name, engines, uri, where, most):
        """A key leads to few files."""
        schema = self.schemas[name]
        place = json.loads(self.command("iceberg", name, "--json").stdout)["metadata"]
        for engine in engines:
            for way in ("file", "catalog"):
                out = self.scratch / f"{engine.name}-{way}.rows"
                answer = engine.ask(way=way, place=place, uri=uri, name=name, schema=schema, out=str(out), where=where)
                told = f"{engine.name} by {way}, table {name}, where {where}"
                assert "error" not in answer, f"{told}: {answer['error']}"
                assert answer["rows"] >= 1, f"{told}: no row"
                if answer["files"] is not None:
                    assert answer["files"] <= most, f"{told}: {answer['files']} files were read, allowed are {most}"
                    print(f"{told}: {answer['files']} files read", flush=True)

    def expect_gone(self, name, engines, uri, place):
        for engine in engines:
            for way in ("file", "catalog"):
                answer = engine.ask(way=way, place=place, uri=uri, name=name, schema=self.schemas[name], out=str(self.scratch / "none"))
                assert "error" in answer, f"{engine.name} by {way} still reads {name}, which was dropped"
        print(f"dropped: {len(engines)} engines find no table {name}", flush=True)


def main(sleeper, scratch):
    scratch = pathlib.Path(scratch)
    check = Check(sleeper, scratch)
    chance = random.Random(7)
    out = open(scratch / "local.out", "w", encoding="utf-8")
    (check.home / "buckets").mkdir(parents=True)
    local = subprocess.Popen([sleeper, "local", "--json"], stdout=out, stderr=open(scratch / "local.err", "w", encoding="utf-8"))
    engines = []
    try:
        while not (check.home / "local.json").exists():
            assert local.poll() is None, "local ended: " + (scratch / "local.err").read_text(encoding="utf-8")
            time.sleep(0.1)
        uri = json.loads((check.home / "local.json").read_text(encoding="utf-8"))["iceberg"]
        engines = [Engine(name, scratch, uri) for name in ENGINES]
        kinds = [
            ("by_long", [("k", "long")], [-500, 0, 500], lambda c: {"k": c.randrange(-1000, 1000)}, ["k", 7]),
            ("by_string", [("k", "string")], ["b", "m", "ä"], lambda c: {"k": c.choice("abcmnzäö\U0001f600") * 3}, ["k", "nnn"]),
            ("by_bytes", [("k", "bytearray")], ["QA==", "wA=="], lambda c: {"k": c.randbytes(2)}, None),
            (
                "by_two",
                [("k", "int"), ("x", "string")],
                [[10, "m"]],
                lambda c: {"k": c.randrange(20), "x": c.choice("amz")},
                None,
            ),
        ]
        check.create("every", every_type(), [-500, 0, 500])
        for job in range(2):
            check.load("every", rows_of(check.schemas["every"], ROWS, chance, lambda c: {"key": c.randrange(-1000, 1000)}))
        for name, keys, splits, key, _ in kinds:
            schema = {
                "rowKeyFields": [{"name": field, "type": kind} for field, kind in keys],
                "sortKeyFields": [],
                "valueFields": [{"name": "v", "type": "double", "nullable": True}],
            }
            check.create(name, schema, splits)
            check.load(name, rows_of(schema, ROWS, chance, key))
        for engine in engines:
            engine.start()
        for name in check.schemas:
            check.compare(name, engines, uri, "loaded")
        check.prune("every", engines, uri, ["key", 7], 2)
        shown = subprocess.run(
            [scratch / "pyiceberg" / "bin" / "python", "docs/how-to/read-tables.py", check.home, "every"],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        ).stdout
        assert f"rows: {2 * ROWS}" in shown, shown
        print("docs/how-to/read-tables.py ran", flush=True)
        for name, _, _, _, where in kinds:
            if where:
                check.prune(name, engines, uri, where, 1)
        (check.home / "tables").mkdir(exist_ok=True)
        (check.home / "tables" / "every.properties").write_text(
            "sleeper.table.bulk.import.min.leaf.partitions=12\n", encoding="utf-8"
        )
        check.load("every", rows_of(check.schemas["every"], ROWS, chance, lambda c: {"key": c.randrange(-1000, 1000)}), "emr")
        leaves = json.loads(check.command("table", "describe", "every", "--json").stdout)["leaves"]
        assert len(leaves) >= 12, f"the table was not split: {len(leaves)} leaves"
        check.compare("every", engines, uri, "split, and loaded on Spark")
        check.command("table", "add-field", "every", "later", "--type", "decimal(12,3)")
        check.schemas["every"]["valueFields"].append({"name": "later", "type": "decimal(12,3)", "nullable": True})
        ARROW["decimal(12,3)"] = pa.decimal128(12, 3)
        check.compare("every", engines, uri, "field added")
        check.load("every", rows_of(check.schemas["every"], ROWS, chance, lambda c: {"key": c.randrange(-1000, 1000)}))
        check.compare("every", engines, uri, "field added, and loaded")
        check.command("gc", "every")
        check.compare("every", engines, uri, "garbage collected")
        check.command("iceberg", "every", "--rebuild")
        check.compare("every", engines, uri, "view made anew")
        place = json.loads(check.command("iceberg", "every", "--json").stdout)["metadata"]
        check.command("table", "drop", "every")
        check.expect_gone("every", engines, uri, place)
    finally:
        for engine in engines:
            engine.close()
        local.terminate()
        local.wait()
    print(f"{check.comparisons} comparisons, none differs")


main(sys.argv[1], sys.argv[2])
