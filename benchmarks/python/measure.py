"""What the Python client costs: its import, a write of a million rows beside the command, and the memory that a stream takes.

Usage: measure.py SLEEPER ROUNDS ROWS

SLEEPER is the command. Prints a table. Each round of a write makes the same Parquet file twice: as the client does, with the job after it;
and by itself, for the time to be taken off. The command loads the same file from a bucket, where it lies already.
"""

import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import pandas as pd
from sleeper_workflows import Client, Schema, _parts
from sleeper_workflows._fitted import batches
from sleeper_workflows._frames import frame_of

STREAM = """
import resource, sys
import pyarrow as pa
from sleeper_workflows import Schema, _parts
from sleeper_workflows._fitted import batches
from sleeper_workflows._frames import frame_of
import pathlib, tempfile
import pyarrow.dataset, pyarrow.parquet
value = {"name": "v", "type": "double", "nullable": True}
schema = Schema.from_json({"rowKeyFields": [{"name": "k", "type": "string"}], "valueFields": [value]})
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
def made(count):
    some = pa.record_batch({"k": [f"{i * 7919 % 100003:030}" for i in range(50_000)], "v": [i / 7 for i in range(50_000)]})
    for _ in range(count // 50_000):
        yield some
rows = int(sys.argv[1])
reader = pa.RecordBatchReader.from_batches(pa.schema([("k", pa.string()), ("v", pa.float64())]), made(rows))
with tempfile.TemporaryDirectory() as folder:
    parts = _parts.write(batches(frame_of(reader), schema), pathlib.Path(folder), schema, None, digests=False)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print((after - before) // 1024, len(parts))
"""


def imports(rounds: int) -> None:
    for code in ("pass", "import sleeper_workflows"):
        seconds = []
        for _ in range(rounds):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            seconds.append(time.perf_counter() - began)
        print(f"python -c {code!r:40} {statistics.median(seconds):.3f} s (least {min(seconds):.3f}, most {max(seconds):.3f})")


def frame(rows: int) -> pd.DataFrame:
    chance = np.random.default_rng(7)
    keys = [f"key-{number:08}" for number in chance.integers(0, 10**8, rows)]
    return pd.DataFrame({"key": keys, "number": chance.integers(0, 10**10, rows), "value": chance.random(rows)})


def made(schema: Schema, rows: pd.DataFrame, folder: pathlib.Path) -> tuple[float, pathlib.Path]:
    began = time.perf_counter()
    parts = _parts.write(batches(frame_of(rows), schema), folder, schema, None, digests=False)
    return time.perf_counter() - began, parts[0].file


def writes(sleeper: str, rounds: int, rows: int, home: pathlib.Path) -> None:
    client = Client.local(home, patience=600)
    data = frame(rows)
    table = client.create_table("measured", like=data, row_keys=["key"], sort_keys=["number"], split_from=data, partitions=16)
    bucket = home / "buckets" / "measured"
    bucket.mkdir(parents=True)
    taken: dict[str, list[float]] = {"client": [], "Parquet": [], "command": []}
    for number in range(rounds + 1):
        with tempfile.TemporaryDirectory() as folder:
            alone, file = made(table.schema, data, pathlib.Path(folder))
            file.rename(bucket / f"{number}.parquet") if os.stat(folder).st_dev == os.stat(bucket).st_dev else subprocess.run(
                ["cp", file, bucket / f"{number}.parquet"], check=True
            )
        began = time.perf_counter()
        table.write(data).wait(progress=False)
        by_client = time.perf_counter() - began
        document = home / "job.json"
        document.write_text(json.dumps({"tableName": "measured", "files": [f"measured/{number}.parquet"]}), encoding="utf-8")
        began = time.perf_counter()
        subprocess.run([sleeper, "submit", document, "--wait"], check=True, capture_output=True)
        by_command = time.perf_counter() - began
        # The first round warms what runs.
        if number:
            taken["client"].append(by_client)
            taken["Parquet"].append(alone)
            taken["command"].append(by_command)
    for name, seconds in taken.items():
        print(f"{name:50} {statistics.median(seconds):.2f} s (least {min(seconds):.2f}, most {max(seconds):.2f})")
    ratios = [(c - p) / s for c, p, s in zip(taken["client"], taken["Parquet"], taken["command"], strict=True)]
    print(f"{'(client - Parquet) / command':50} {statistics.median(ratios):.2f} (least {min(ratios):.2f}, most {max(ratios):.2f})")
    print(f"{rows:,} rows, {rounds} rounds")


def stream() -> None:
    for rows in (1_000_000, 10_000_000):
        done = subprocess.run([sys.executable, "-c", STREAM, str(rows)], check=True, capture_output=True, text=True).stdout.split()
        print(f"a stream of {rows:,} rows of 46 bytes: {done[0]} MiB more than before it, {done[1]} files")


def main(sleeper: str, rounds: str, rows: str) -> None:
    imports(int(rounds) * 2 + 1)
    stream()
    with tempfile.TemporaryDirectory() as folder:
        home = pathlib.Path(folder) / "home"
        os.environ["SLEEPER_HOME"] = str(home)
        local = subprocess.Popen([sleeper, "local"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            for line in local.stdout or ():
                if line.strip() == "ready":
                    break
            writes(sleeper, int(rounds), int(rows), home)
        finally:
            local.terminate()
            local.wait()
    print(f"most memory of this program: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MiB")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
