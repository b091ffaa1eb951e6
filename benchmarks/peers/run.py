"""Runs the contenders in turn, checks each output, prints the report: `run.py DATASET ROWS THREADS`.

Settings come from the environment, as `peers.sh` describes. This process stays small and imports no library: what
`wait4` reports as a child's peak memory starts from its parent's.
"""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import time
import zlib

import report
from contenders import CONTENDERS, HERE

PROBE_BYTES = bytes(random.Random(1).choices(b"abcdefghijklmnopqrstuvwxyz", k=2 << 20))


def speed_probe():
    """Seconds that a fixed piece of work takes one core now. A shared machine drifts: this shows by how much."""
    start = time.perf_counter()
    zlib.compress(PROBE_BYTES, 6)
    return time.perf_counter() - start


def timed(command, log):
    """Runs a process to its end and returns what it cost; user and system time include its finished children."""
    with open(log, "wb") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command.arguments,
            env={**os.environ, **command.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        print(pathlib.Path(log).read_text(errors="replace")[-4000:], file=sys.stderr)
        raise SystemExit(f"{' '.join(command.arguments[:2])} … ended with {process.returncode}; its output is in {log}")
    return {
        "wall_seconds": wall,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "peak_bytes": usage.ru_maxrss * 1024,
    }


def checked(dataset_folder, output):
    """The checker's findings, from a process of its own."""
    check = subprocess.run(
        [sys.executable, str(HERE / "check.py"), str(dataset_folder), str(output)], stdout=subprocess.PIPE, text=True
    )
    if not check.stdout:
        raise SystemExit("the checker itself failed")
    return json.loads(check.stdout)


def run_once(name, contender, dataset_folder, scratch, threads):
    output = scratch / "output" / name
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    command = contender.prepare(dataset_folder, output, threads)
    # What an earlier run left to be written back must not be paid for by this one.
    os.sync()
    probe = speed_probe()
    run = timed(command, scratch / f"{name}.log")
    run["probe_seconds"] = [probe, speed_probe()]
    found = checked(dataset_folder, command.output)
    if not found["ok"]:
        raise SystemExit(f"{name}: wrong output in {command.output}: " + "; ".join(found["faults"][:10]))
    run["output_bytes"] = found["bytes"]
    shutil.rmtree(output)
    return run


def main(dataset_folder, rows, threads):
    scratch = pathlib.Path(os.environ["PEERS_SCRATCH"])
    names = os.environ["PEERS_CONTENDERS"].split(",")
    unknown = [name for name in names if name not in CONTENDERS]
    if unknown:
        raise SystemExit(f"unknown contenders {unknown}: known are {list(CONTENDERS)}")
    contenders = {name: CONTENDERS[name]() for name in names}
    rounds = int(os.environ["PEERS_ROUNDS"])
    # Every child inherits this; the JVM, DuckDB and Polars also size their pools by it.
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])
    for path in sorted((dataset_folder / "input").iterdir()):
        path.read_bytes()  # every contender finds the input in the page cache
    machine = report.machine()
    runs = {name: [] for name in names}
    for number in range(1, rounds + 1):
        for name, contender in contenders.items():
            run = run_once(name, contender, dataset_folder, scratch, threads)
            runs[name].append(run)
            print(f"round {number}/{rounds}  {name:8} {report.line(run)}", file=sys.stderr, flush=True)
    result = report.result(rows, threads, machine, contenders, runs)
    print(report.text(result))
    folder = scratch / "results"
    folder.mkdir(exist_ok=True)
    path = folder / f"peers-{rows}-{threads}-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.json"
    path.write_text(json.dumps(result, indent=2) + "\n")
    print(f"\nwritten as {path.relative_to(HERE.parent)}")
    return 0 if report.acceptable(result) else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])))
