"""Load files of many Parquet writers into tables, compare each value, and hold the outcome against docs/reference/own-files.md.

Usage: own_files.py SLEEPER SCRATCH TOOLS [--write] [WRITER...]

SLEEPER is the command (`./sleeper`), SCRATCH a folder to fill, TOOLS the folder that .ci/own-files has filled: Python
environments and writers that were built. Every writer writes the same rows, a column of each type that it has, once for each
codec and page version that it has. All files of a writer are loaded by one job. What is refused is noted by its code and left
out, and the rest loaded again, until a job loads them: then each value of the table, read by DuckDB, must be what was written.

The page fails to be right if a cell differs from it. With --write it is written, but never with a cell that got worse.
"""

import collections
import decimal
import json
import os
import pathlib
import re
import shutil
import struct
import subprocess
import sys

import duckdb
import pyarrow as pa
import pyarrow.ipc
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).resolve().parent
PAGE = HERE.parent / "docs" / "reference" / "own-files.md"
sys.path.insert(0, str(HERE / "writers"))
import rows  # noqa: E402  (it lies beside the writers)

EQUAL = "equal"
NONE = "-"
MOST_ROUNDS = 12
ALL = set(rows.TYPES)
NOT_IN_ARROW_PARQUET = {"interval"}
# What pandas keeps as Python objects and fastparquet makes JSON, text or floats of, or refuses.
NOT_IN_FASTPARQUET = {name for name in ALL if name.startswith(("list", "decimal", "time_"))} | {
    "date", "interval", "struct", "map",
}  # fmt: skip
NOT_IN_SPARK = {name for name in ALL if name.startswith(("uint", "time_"))} | {
    "float16", "timestamp_ms", "timestamp_ns", "interval", "null", "fixed_binary", "category", "json", "uuid",
}  # fmt: skip


class Writer:
    def __init__(self, tools, about, command, codecs, versions=("v1", "v2"), without=(), source="arrow"):
        self.about = about
        self.command = [str(tools / command[0]), *command[1:]]
        self.codecs = codecs.split()
        self.files = [f"{codec}-{version}" for codec in self.codecs for version in versions]
        self.types = [name for name in rows.TYPES if name not in without]
        self.source = source


def version(requirements, package):
    lines = (HERE / "writers" / requirements).read_text().split()
    return next(line.split("==")[1] for line in lines if line.startswith(f"{package}=="))


def writers(tools):
    script = str(HERE / "writers" / "write.py")
    spark = str(HERE / "writers" / "write_by_spark.py")
    new = "requirements.txt"

    def python(environment, name):
        return [f"{environment}/bin/python", script, name]

    def parquet_java(environment):
        (jars,) = (tools / environment).glob("lib/python*/site-packages/pyspark/jars")
        (jar,) = jars.glob("parquet-hadoop-*.jar")
        number = jar.stem.rsplit("-", 1)[1]
        command = ["java", "-cp", f"{jars}/*", str(HERE / "writers" / "CopyByParquetJava.java")]
        found = Writer(tools, f"parquet-java {number}", [""], "none snappy gzip zstd lz4_raw",
                       without=NOT_IN_ARROW_PARQUET | {"float16", "null"}, source="parquet")  # fmt: skip
        found.command = command
        return found

    return {
        "pyarrow": Writer(tools, f"pyarrow {version(new, 'pyarrow')} (Arrow C++)", python("new", "pyarrow"),
                          "none snappy gzip zstd lz4_raw brotli", without=NOT_IN_ARROW_PARQUET),
        "pandas, pyarrow": Writer(tools, f"pandas {version(new, 'pandas')}, engine pyarrow",
                                  python("new", "pandas-pyarrow"), "none snappy gzip zstd lz4_raw brotli",
                                  without=NOT_IN_ARROW_PARQUET | {"map"}),
        "pandas, fastparquet": Writer(tools, f"pandas {version(new, 'pandas')}, engine fastparquet",
                                      python("new", "pandas-fastparquet"), "none snappy gzip zstd",
                                      without=NOT_IN_FASTPARQUET),
        "fastparquet": Writer(tools, f"fastparquet {version(new, 'fastparquet')}", python("new", "fastparquet"),
                              "none snappy gzip zstd lz4_raw brotli", without=NOT_IN_FASTPARQUET),
        "fastparquet, old": Writer(tools, f"fastparquet {version('requirements-old.txt', 'fastparquet')}",
                                   python("old", "fastparquet"), "none snappy gzip zstd lz4_raw brotli",
                                   without=NOT_IN_FASTPARQUET),
        "Polars": Writer(tools, f"Polars {version(new, 'polars')}", python("new", "polars"),
                         "none snappy gzip zstd lz4_raw brotli", versions=["v1"], without={"interval"}),
        "DuckDB": Writer(tools, f"DuckDB {version(new, 'duckdb')}", python("new", "duckdb"),
                         "none snappy gzip zstd lz4_raw brotli", versions=["v1"], without={"float16"}),
        "DuckDB, V2": Writer(tools, f"DuckDB {version(new, 'duckdb')} with `PARQUET_VERSION V2`, which changes encodings only",
                             python("new", "duckdb-v2"), "none snappy gzip zstd lz4_raw brotli", versions=["v1"],
                             without={"float16"}),
        "Spark 3": Writer(tools, f"Spark {version('requirements-spark-3.txt', 'pyspark')}",
                          ["spark-3/bin/python", spark], "none snappy gzip zstd lz4 lz4_raw",
                          without=NOT_IN_SPARK, source="parquet"),
        "Spark 4": Writer(tools, f"Spark {version('requirements-spark-4.txt', 'pyspark')}",
                          ["spark-4/bin/python", spark], "none snappy gzip zstd lz4 lz4_raw",
                          without=NOT_IN_SPARK, source="parquet"),
        "parquet-java, old": parquet_java("spark-3"),
        "parquet-java": parquet_java("spark-4"),
        "Arrow Rust": Writer(tools, "Arrow Rust 60.1.0", ["rust/debug/write-parquet"],
                             "none snappy gzip zstd lz4 lz4_raw brotli", without=NOT_IN_ARROW_PARQUET),
        "Arrow Go": Writer(tools, "Arrow Go 18.8.0", ["go/write-parquet"],
                           "none snappy gzip zstd lz4_raw brotli", without=NOT_IN_ARROW_PARQUET),
    }  # fmt: skip


class Trial:
    """One writer's files, loaded again and again until only what can be loaded is left."""

    def __init__(self, name, writer, sleeper, scratch):
        self.name = name
        self.writer = writer
        self.sleeper = sleeper
        self.folder = scratch / re.sub(r"\W+", "-", name)
        self.refused_files = {}
        self.refused = collections.defaultdict(dict)
        self.rounds = 0
        self.checksums = {}

    def run(self):
        """@return for each file of the writer the outcome for each type, or the code of the file's refusal as a whole"""
        left = dict.fromkeys(self.writer.files)
        while left:
            self.rounds += 1
            if self.rounds > MOST_ROUNDS:
                raise SystemExit(f"{self.name}: still refused after {MOST_ROUNDS} rounds: {dict(self.refused)}")
            groups = collections.defaultdict(list)
            for file in left:
                groups[tuple(name for name in self.writer.types if name not in self.refused[file])].append(file)
            for number, (columns, files) in enumerate(groups.items()):
                for file in self.load(f"{self.rounds}-{number}", columns, files):
                    del left[file]
            for file in self.refused_files:
                left.pop(file, None)
        return {
            file: self.refused_files.get(file)
            or {name: self.refused[file].get(name, EQUAL) for name in self.writer.types}
            for file in self.writer.files
        }

    def load(self, step, columns, files):
        """@return the files if they were loaded; none if something was refused, which is noted"""
        source, target = self.folder / step / "source", self.folder / step / "written"
        for folder in (source, target):
            folder.mkdir(parents=True)
        for file in files:
            table = rows.table(file, columns)
            if self.writer.source == "parquet":
                pq.write_table(table, source / f"{file}.parquet")
            else:
                with pa.ipc.new_file(source / f"{file}.arrow", table.schema) as out:
                    out.write_table(table)
        wrote = subprocess.run([*self.writer.command, source, target], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if wrote.returncode != 0:
            raise SystemExit(f"{self.name} did not write: {wrote.stdout[-3000:]}")
        for file in files:
            assert_written_as_asked(self.name, target / f"{file}.parquet")
        done = subprocess.run(
            [self.sleeper, "demo", "--files", str(target), "--row-keys", "file", "--sort-keys", "id"]
            + ["--partitions", "1", "--name", re.sub(r"\W+", "-", f"{self.name}-{step}"), "--json"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        report = json.loads(done.stdout)
        if done.returncode != 0:
            self.note(list(faults(report)), files, done.stdout)
            return []
        if report["rows"] != len(files) * rows.ROWS:
            raise SystemExit(f"{self.name}: {report['rows']} rows of {len(files)} files")
        compare(self.name, loaded(report["table"]), columns, files)
        for file in files:
            self.look_for_checksums(target / f"{file}.parquet", report["table"])
        shutil.rmtree(self.folder / step)
        return files

    def look_for_checksums(self, path, table):
        """Asks the product, once for each page version."""
        version = path.stem.rsplit("-", 1)[1]
        if version not in self.checksums:
            checked = subprocess.run(
                [self.sleeper, "check", str(path), "--table", table, "--json"], stdout=subprocess.PIPE, text=True
            )
            self.checksums[version] = json.loads(checked.stdout)["pageChecksums"]

    def note(self, found, files, output):
        noted = False
        for fault in found:
            place = re.search(r"([^/\s,]+)\.parquet(?:, row group \d+)?(?:, column '([^']+)')?", fault["where"])
            if place and place.group(1) in files:
                noted = True
                if place.group(2) and place.group(2) not in rows.KEYS:
                    self.refused[place.group(1)][place.group(2).split(".")[0]] = fault["code"]
                else:
                    self.refused_files[place.group(1)] = fault["code"]
        if not noted:
            raise SystemExit(f"{self.name}: refused for a reason that names no file: {output}")


def assert_written_as_asked(writer, path):
    codec, version = path.stem.rsplit("-", 1)
    chunk = pq.read_metadata(path).row_group(0).column(0)
    with path.open("rb") as file:
        file.seek(chunk.data_page_offset)
        # A page's header starts with its type, as thrift writes a number.
        page = {b"\x15\x00": "v1", b"\x15\x06": "v2"}.get(file.read(2))
    # pyarrow has no name for Hadoop's LZ4, and calls LZ4_RAW by it.
    wanted = {"none": "UNCOMPRESSED", "lz4": "UNKNOWN", "lz4_raw": "LZ4"}.get(codec, codec.upper())
    if (chunk.compression, page) != (wanted, version):
        raise SystemExit(f"{writer} wrote {chunk.compression} in pages {page} where {path.stem} was asked for")


def faults(report):
    """Every fault in an error or a job's report, wherever it stands."""
    if isinstance(report, dict):
        for name, part in report.items():
            if name == "faults":
                yield from part
            else:
                yield from faults(part)
    elif isinstance(report, list):
        for part in report:
            yield from faults(part)


def loaded(table):
    home = pathlib.Path(os.environ["SLEEPER_HOME"])
    files = home / "buckets" / "sleeper-tables" / table / "data" / "**" / "*.parquet"
    with duckdb.connect() as duck:
        duck.execute("SET TimeZone = 'UTC'")
        return duck.sql(f"SELECT * FROM read_parquet('{files}') ORDER BY file, id").to_arrow_table()


def plain(column):
    """@return values that can be compared: moments and times as nanoseconds, days as numbers, NaN as null"""
    kind = column.type
    if pa.types.is_dictionary(kind):
        return plain(column.cast(kind.value_type))
    if isinstance(kind, pa.BaseExtensionType):
        return plain(pa.chunked_array([chunk.storage for chunk in column.chunks], kind.storage_type))
    if pa.types.is_timestamp(kind) or pa.types.is_time(kind):
        factor = {"s": 10**9, "ms": 10**6, "us": 10**3, "ns": 1}[kind.unit]
        bits = pa.int32() if pa.types.is_time32(kind) else pa.int64()
        return [None if value is None else value * factor for value in column.cast(bits).to_pylist()]
    if pa.types.is_date(kind):
        return column.cast(pa.int32()).to_pylist()
    return [None if isinstance(value, float) and value != value else value for value in column.to_pylist()]


def same(name, wanted, found):
    if wanted is None or found is None:
        return wanted is found
    if name.startswith("time_") and isinstance(found, int):
        # A number of milliseconds, microseconds or nanoseconds, as the column had it.
        return any(found * factor == wanted for factor in (10**6, 10**3, 1))
    if name == "interval":
        months, days, millis = struct.unpack("<III", found)
        return (months, days, millis * 10**6) == tuple(wanted)
    if name == "float32":
        return struct.pack("<f", wanted) == struct.pack("<f", found)
    if isinstance(found, (int, decimal.Decimal)) and isinstance(wanted, (int, decimal.Decimal)):
        return decimal.Decimal(found) == decimal.Decimal(wanted)
    return wanted == found


def compare(writer, table, columns, files):
    for file in files:
        part = table.filter(pa.compute.equal(table["file"], file))
        assert part["id"].to_pylist() == list(range(rows.ROWS)), (writer, file, part["id"].to_pylist()[:20])
        expected = rows.table(file, columns)
        for name in columns:
            wanted, found = plain(expected[name]), plain(part[name])
            odd = [i for i in range(rows.ROWS) if not same(name, wanted[i], found[i])]
            if odd:
                raise SystemExit(
                    f"{writer}, {file}, column {name}: {len(odd)} rows differ; row {odd[0]} was written as"
                    f" {wanted[odd[0]]!r} and loaded as {found[odd[0]]!r}"
                )


def cell(outcomes):
    """@param outcomes for each file what became of a type in it"""
    if not outcomes:
        return NONE
    (usual, _), *_ = collections.Counter(outcomes.values()).most_common()
    others = collections.defaultdict(list)
    for key, outcome in outcomes.items():
        if outcome != usual:
            others[outcome].append(key)
    return "; ".join([shown(usual)] + [f"{shown(outcome)} in {', '.join(keys)}" for outcome, keys in sorted(others.items())])


def shown(outcome):
    return outcome if outcome == EQUAL else f"`{outcome}`"


def page(trials, checksums, known):
    names = list(trials)
    head = "| {} | " + " | ".join(names) + " |"
    line = "|---" * (len(names) + 1) + "|"
    by_type = [head.format("type"), line]
    for kind in rows.TYPES:
        cells = [
            cell({file: of[kind] for file, of in trials[name].items() if isinstance(of, dict) and kind in of})
            for name in names
        ]
        by_type.append(f"| {kind} | " + " | ".join(cells) + " |")
    by_file = [head.format("codec, pages"), line]
    codecs = list(dict.fromkeys(codec for writer in known.values() for codec in writer.codecs))
    for file in [f"{codec}-{version}" for codec in codecs for version in ("v1", "v2")]:
        cells = []
        for name in names:
            of = trials[name].get(file, NONE)
            cells.append(EQUAL if isinstance(of, dict) else NONE if of == NONE else shown(of))
        by_file.append(f"| {file.replace('-', ', ')} | " + " | ".join(cells) + " |")
    sums = [head.format("pages"), line]
    for version in ("v1", "v2"):
        words = {"PRESENT": "yes", "ABSENT": "no", None: NONE}
        sums.append(f"| checksums, {version} | " + " | ".join(words[checksums[name].get(version)] for name in names) + " |")
    about = [f"- {name}: {known[name].about}" for name in names]
    template = (HERE / "writers" / "own-files.template.md").read_text()
    for mark, lines in (("WRITERS", about), ("BY_TYPE", by_type), ("BY_FILE", by_file), ("CHECKSUMS", sums)):
        template = template.replace("{" + mark + "}", "\n".join(lines))
    return template


def cells(text):
    """@return the tables' cells by row and column"""
    found, head = {}, None
    for line in text.splitlines():
        parts = [part.strip() for part in line.strip("|").split("|")] if line.startswith("|") else None
        if parts is None:
            head = None
        elif head is None:
            head = parts
        elif not parts[0].startswith("---"):
            found.update({(parts[0], writer): value for writer, value in zip(head[1:], parts[1:])})
    return found


def main(sleeper, scratch, tools, write, only):
    known = writers(pathlib.Path(tools).resolve())
    scratch = pathlib.Path(scratch).resolve()
    trials, checksums = {}, {}
    for name, writer in known.items():
        if not only or name in only:
            trial = Trial(name, writer, sleeper, scratch)
            trials[name], checksums[name] = trial.run(), trial.checksums
            print(f"{name}: {len(trials[name])} files, loaded in round {trial.rounds}", flush=True)
    made = page(trials, checksums, known)
    if only:
        print(made)
        return
    there = PAGE.read_text() if PAGE.exists() else ""
    before, after = cells(there), cells(made)
    worse = [f"{key}: {value}, and was {before[key]}" for key, value in after.items()
             if before.get(key, "").startswith(EQUAL) and value != EQUAL and value != before[key]]  # fmt: skip
    worse += [f"{key}: is gone, and was {value}" for key, value in before.items() if key not in after]
    if worse:
        sys.exit("These cells got worse:\n" + "\n".join(worse))
    if write:
        PAGE.write_text(made)
    elif made != there:
        changed = [f"{key}: {value}, and was {before.get(key)}" for key, value in after.items() if before.get(key) != value]
        sys.exit(f"{PAGE.name} is stale, run .ci/own-files SCRATCH --write:\n" + "\n".join(changed))
    print("every value that was loaded equals what was written")


if __name__ == "__main__":
    options = [argument for argument in sys.argv[1:] if argument.startswith("--")]
    names = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if len(names) < 3 or set(options) - {"--write"}:
        sys.exit(__doc__)
    main(*names[:3], "--write" in options, names[3:])
