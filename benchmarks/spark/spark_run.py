"""Runs the parts and prints the report: `spark_run.py ROWS`. Settings come from the environment, as `spark.sh` describes."""

import json
import os
import pathlib
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path[1:1] = [str(HERE.parent / "peers"), str(HERE.parent / "backlog")]

import report as machines  # noqa: E402
import spark_report as report  # noqa: E402
from jobs import CONTENDERS, Place  # noqa: E402
from processes import Sampler  # noqa: E402
from run import speed_probe  # noqa: E402

SCRATCH = pathlib.Path(os.environ["BENCH_SCRATCH"])
CORES = 2
SMALL_HEAP_MB = 512
CLUSTER = Place(2, 1024)
SHARES = ["0.5", "0.9"]


def dataset(kind, rows):
    """The folder of an input, which is made if it is not there. Not by this process, which stays small."""
    folder = SCRATCH / "data" / (f"{rows}" if kind == "even" else f"{rows}-{kind}")
    like = str(SCRATCH / "data" / str(rows)) if kind == "empty" else str(rows)
    subprocess.run([sys.executable, str(HERE / "data.py"), kind, like, str(folder)], check=True)
    for path in (folder / "input").iterdir():
        path.read_bytes()  # every contender finds the input in the page cache
    return folder


def timed(run, log):
    """Runs a job to its end and returns what it and all that it started cost."""
    with open(log, "wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            run.arguments, env=run.environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        with Sampler(process.pid) as sampler:
            _, status, usage = os.wait4(process.pid, 0)
            wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        print(log.read_text(errors="replace")[-4000:], file=sys.stderr)
        raise SystemExit(f"the job ended with {process.returncode}; its output is in {log}")
    return {
        "wall_seconds": wall,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        # One process has its peak from the kernel; of several, the sum was looked at every tenth of a second.
        "peak_bytes": max(sampler.peak_bytes, usage.ru_maxrss * 1024),
    }


def check(folder, output):
    """Bytes of the output, which is right: else the run ends here."""
    checked = subprocess.run(
        [sys.executable, str(HERE.parent / "peers/check.py"), str(folder), str(output), "--cut"],
        stdout=subprocess.PIPE, text=True,
    )
    if not checked.stdout:
        raise SystemExit("the checker itself failed")
    found = json.loads(checked.stdout)
    if not found["ok"]:
        raise SystemExit(f"wrong output in {output}: " + "; ".join(found["faults"][:10]))
    return found


def spills(event_logs):
    """Bytes that Spark's own metrics of the tasks count as spilled."""
    found = {"memory_bytes_spilled": 0, "disk_bytes_spilled": 0}
    for path in event_logs.rglob("*"):
        for line in path.read_text().splitlines() if path.is_file() else ():
            event = json.loads(line)
            if event["Event"] == "SparkListenerTaskEnd":
                found["memory_bytes_spilled"] += event["Task Metrics"]["Memory Bytes Spilled"]
                found["disk_bytes_spilled"] += event["Task Metrics"]["Disk Bytes Spilled"]
    return found


def run_once(name, kind, rows, place, event_logs=None):
    """One checked run. `kind` is that of its input."""
    folder = dataset(kind, rows)
    output = SCRATCH / "output" / name
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    run = CONTENDERS[name]().prepare(folder, output, place, event_logs)
    # What an earlier run left to be written back must not be paid for by this one.
    os.sync()
    probe = speed_probe()
    found = timed(run, SCRATCH / f"spark-{name}.log")
    found["probe_seconds"] = [probe, speed_probe()]
    if kind == "empty":
        if list(run.output.rglob("*.parquet")):
            raise SystemExit(f"{name} has made rows of none, in {run.output}")
    else:
        checked = check(folder, run.output)
        found |= {"output_bytes": checked["bytes"], "files": checked["files"]}
    shutil.rmtree(output)
    print(f"{place}  {name:9} {kind:5} {report.line(found)}", file=sys.stderr, flush=True)
    return found


def local(rows, rounds):
    """For each contender and round a run on rows, and under `empty` one on none."""
    place = Place(0, int(os.environ["BENCH_HEAP_MB"]))
    names = os.environ["BENCH_CONTENDERS"].split(",")
    runs = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            runs[name].append(
                {"empty": run_once(name, "empty", rows, place), **run_once(name, "even", rows, place)}
            )
    return {"place": str(place), "runs": runs}


def skew(rows, rounds):
    """For each contender, round and share of one key a run."""
    runs = {name: [] for name in ("columnar", "plain")}
    for _ in range(rounds):
        for name in runs:
            runs[name].append({kind: run_once(name, kind, rows, CLUSTER) for kind in ["even", *SHARES]})
    return {"place": str(CLUSTER), "runs": runs}


def memory(rows, rounds):
    """Runs of the columnar job with little memory, each with what it spilled."""
    place = Place(0, SMALL_HEAP_MB)
    runs = []
    for _ in range(rounds):
        logs = SCRATCH / "event-logs"
        shutil.rmtree(logs, ignore_errors=True)
        runs.append(run_once("columnar", "even", rows, place, logs) | spills(logs))
    return {"place": str(place), "heap_bytes": SMALL_HEAP_MB << 20, "runs": {"columnar": runs}}


PARTS = {"local": local, "skew": skew, "memory": memory}


def main(rows):
    wanted, names = os.environ["BENCH_PARTS"].split(","), os.environ["BENCH_CONTENDERS"].split(",")
    for what, known, given in (("parts", PARTS, wanted), ("contenders", CONTENDERS, names)):
        if unknown := [name for name in given if name not in known]:
            raise SystemExit(f"unknown {what} {unknown}: known are {list(known)}")
    # Every child inherits this; Java and Spark also size their pools by it.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:CORES])
    for version in {CONTENDERS[name]().spark.version for name in CONTENDERS}:
        shutil.rmtree(SCRATCH / f"spark-{version}", ignore_errors=True)  # links to jars of an earlier build
    dataset("even", rows)  # the others are like it
    machine = machines.machine()
    found = {name: PARTS[name](rows, int(os.environ["BENCH_ROUNDS"])) for name in wanted}
    result = report.result(rows, machine, found, SCRATCH / "results")
    print(report.text(result))
    path = SCRATCH / "results" / f"spark-{rows}-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.json"
    path.write_text(json.dumps(result, indent=2) + "\n")
    print(f"\nwritten as {path.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
