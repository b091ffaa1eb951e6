"""Measures the stores of AWS on servers of this machine, as `aws-stores.sh` describes."""

import json
import pathlib
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peers"))

import report  # noqa: E402
from parts import PARTS  # noqa: E402
from run import speed_probe  # noqa: E402
from servers import SCRATCH, Servers  # noqa: E402

TITLES = {
    "commit": "a commit with the log at hand, the table loaded once before",
    "replay": "a fresh process reads a table's state",
    "jobs": "jobs of a small file each, committed to one table",
    "many-jobs": "many committers, each job exactly once",
    "requests": "requests of one small job, from its message to its end, and their price",
    "large-file": "one large file, with a heap of 192 MiB",
    "ingest": "the ingest task's own process, servers beside it",
}


def text_of(value):
    if isinstance(value, float):
        return f"{value:,.2f}" if abs(value) < 1_000 else f"{value:,.0f}"
    return "-" if value is None else f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)


def table(rows):
    columns = [name for name, value in rows[0].items() if not isinstance(value, (dict, list))]
    lines = [columns] + [[text_of(row[name]) for name in columns] for row in rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(columns))]
    return "\n".join("  " + "  ".join(cell.rjust(width) for cell, width in zip(line, widths)) for line in lines)


def profile_lines(rows):
    for row in rows:
        if "profile" in row:
            shares = ", ".join(f"{room} {share:.0%}" for room, share in row["profile"]["rooms"].items())
            methods = ", ".join(f"{method} {share:.0%}" for method, share in row["profile"]["methods"].items())
            yield f"  {row['driver']}, {row['profile']['samples']} samples: {shares}\n    on top: {methods}"
            if row["requests"]:
                yield "    requests, most at once: " + ", ".join(
                    f"{name} {of['requests']} ({of['most_at_once']})" for name, of in row["requests"].items()
                )


def main():
    wanted = sys.argv[1:] or list(PARTS)
    unknown = [part for part in wanted if part not in PARTS]
    if unknown:
        raise SystemExit(f"{', '.join(unknown)}: no such part; there are {', '.join(PARTS)}")
    machine, probes, found = report.machine(), [speed_probe()], {}
    print(f"\nstores of AWS on this machine, {machine['date']}")
    print(f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}")
    print(f"{machine['jvm']}; load at start {machine['load_at_start']:.2f}")
    path = SCRATCH / "results" / f"aws-stores-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.json"
    servers = Servers()
    try:
        for part in wanted:
            begin = time.perf_counter()
            found[part] = PARTS[part](servers)
            probes.append(speed_probe())
            print(f"\n{part}: {TITLES[part]} ({time.perf_counter() - begin:.0f} s)\n{table(found[part])}", flush=True)
            for line in profile_lines(found[part]):
                print(line, flush=True)
            # What is measured stays, though a later part fails.
            result = {"machine": machine, "probe_seconds": {"least": min(probes), "most": max(probes)}, "parts": found}
            path.write_text(json.dumps(result, indent=2) + "\n")
    finally:
        servers.close()
    print(f"\na fixed piece of work took {min(probes):.3f} to {max(probes):.3f} s between parts")
    print(f"written as {path.relative_to(HERE.parent)}")


if __name__ == "__main__":
    main()
