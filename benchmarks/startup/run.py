"""Times the command, as `startup.sh` describes."""

import json
import os
import pathlib
import shutil
import statistics
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peers"))

import report  # noqa: E402
from contenders import Command  # noqa: E402
from run import speed_probe, timed  # noqa: E402

SLEEPER = HERE.parent.parent / "sleeper"
SCHEMA = {
    "rowKeyFields": [{"name": "key", "type": "string"}],
    "sortKeyFields": [{"name": "timestamp", "type": "long"}],
    "valueFields": [{"name": "value", "type": "string"}],
}
COMMANDS = {
    "version": ["--version"],
    "list": ["table", "list"],
    "demo": ["demo", "--rows", "1000000"],
}
# Seconds from the command to its report; the figure is a bar only for the demo.
DEMO_BAR, DEMO_AIM = 8, 4


def main():
    rounds = int(os.environ["STARTUP_ROUNDS"])
    names = os.environ["STARTUP_COMMANDS"].split(",")
    scratch = pathlib.Path(os.environ["PEERS_SCRATCH"])
    log = scratch / "startup.log"
    machine = report.machine()
    home = pathlib.Path(tempfile.mkdtemp(dir=scratch))
    try:
        schema = home / "schema.json"
        schema.write_text(json.dumps(SCHEMA))

        def run(*arguments):
            return timed(Command([str(SLEEPER), *arguments], home, {"SLEEPER_HOME": str(home / "instance")}), log)

        run("--version")  # builds, if sources have changed
        if "list" in names:
            run("table", "create", "rows", "--schema", str(schema))
        runs = {name: [] for name in names}
        probes = []
        for number in range(rounds + 1):
            for name in names:
                os.sync()
                probes.append(speed_probe())
                cost = run(*COMMANDS[name])
                if number > 0:  # the first of each warms the page cache
                    runs[name].append(cost)
    finally:
        shutil.rmtree(home)
    result = {
        "machine": machine,
        "probe_seconds": {"least": min(probes), "most": max(probes)},
        "runs": runs,
    }
    print_result(result, rounds)
    folder = scratch / "results"
    folder.mkdir(exist_ok=True)
    path = folder / f"startup-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.json"
    path.write_text(json.dumps(result, indent=2) + "\n")
    print(f"\nwritten as {path.relative_to(HERE.parent)}")


def print_result(result, rounds):
    machine, probe = result["machine"], result["probe_seconds"]
    print(f"\nthe command, {rounds} rounds in turn, {machine['date']}")
    print(f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}")
    print(
        f"{machine['jvm']}; load at start {machine['load_at_start']:.2f}; "
        f"a fixed piece of work took {probe['least']:.3f} to {probe['most']:.3f} s between runs\n"
    )
    print(f"{'command':34} {'wall s':>7} {'least..most':>15} {'CPU s':>7} {'peak GiB':>8}")
    for name, runs in result["runs"].items():
        wall = [run["wall_seconds"] for run in runs]
        cpu = statistics.median(run["cpu_seconds"] for run in runs)
        peak = statistics.median(run["peak_bytes"] for run in runs) / report.GIB
        print(
            f"{'./sleeper ' + ' '.join(COMMANDS[name]):34} {statistics.median(wall):7.2f} "
            f"{min(wall):7.2f}..{max(wall):<6.2f} {cpu:7.2f} {peak:8.2f}"
        )
        if name == "demo":
            for kind, bound in (("bar", DEMO_BAR), ("aim", DEMO_AIM)):
                print(f"  {kind} <= {bound} s: {'yes' if statistics.median(wall) <= bound else 'no'}")


if __name__ == "__main__":
    main()
