"""What a comparison found, as one JSON object and as a page of text: medians, spread, ratios to DuckDB, bars."""

import datetime
import importlib.metadata
import os
import pathlib
import platform
import statistics
import subprocess

OURS, MEASURE, BEFORE = "sleeper", "duckdb", "before"
GIB = 1024**3

# Bars: figure, what it is a ratio of or its unit, bound, and whether missing it fails the run. All but the bytes are
# read on one machine at one time, so they are reported, not enforced.
RATIO_BARS = [
    ("cpu_seconds", "first bar", 1.00),
    ("cpu_seconds", "second bar", 0.80),
    ("cpu_seconds", "aim", 0.60),
    ("wall_seconds", "first bar", 1.00),
    ("wall_seconds", "second bar", 0.80),
    ("wall_seconds", "aim", 0.60),
    ("output_bytes", "bar", 1.05),
]
PEAK_BAR_BYTES = int(1.6 * GIB)
PEAK_BAR_BUDGET_BYTES = GIB
ENFORCED = "output_bytes"
MOST_GROWTH = 0.03


def machine():
    model = next(
        (line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown"
    )
    memory_kib = next(int(line.split()[1]) for line in open("/proc/meminfo") if line.startswith("MemTotal"))
    java = subprocess.run(["java", "-version"], capture_output=True, text=True, check=False)
    return {
        "processor": model,
        "cores": os.cpu_count(),
        "memory_gib": round(memory_kib / 1024**2, 1),
        "system": f"{platform.system()} {platform.release()}",
        "jvm": " ".join(java.stderr.split("\n")[1:2]) or "none",
        "load_at_start": os.getloadavg()[0],
        "date": datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
    }


def versions():
    lines = pathlib.Path(__file__).with_name("requirements.txt").read_text().split()
    return {name: importlib.metadata.version(name) for name in (line.split("==")[0] for line in lines)}


def summary(runs, figure):
    values = [run[figure] for run in runs]
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def result(rows, threads, machine, contenders, runs):
    figures = ["wall_seconds", "cpu_seconds", "peak_bytes", "output_bytes"]
    medians = {name: {figure: summary(of, figure) for figure in figures} for name, of in runs.items()}
    for name, of in runs.items():
        medians[name]["million_rows_per_cpu_second"] = rows / 1e6 / medians[name]["cpu_seconds"]["median"]
    probes = [seconds for of in runs.values() for run in of for seconds in run["probe_seconds"]]
    found = {
        "rows": rows,
        "threads": threads,
        "budget_bytes": int(os.environ["PEERS_BUDGET_BYTES"]),
        "machine": machine,
        "versions": versions(),
        "task_jvm_arguments": getattr(contenders.get(OURS), "task_jvm_arguments", None),
        "probe_seconds": {"least": min(probes), "most": max(probes)},
        "medians": medians,
        "runs": runs,
    }
    found["ratios"], found["bars"] = ratios_and_bars(found)
    found["bars"] += bars_against_before(runs)
    return found


def bars_against_before(runs):
    """Ours may cost what the version before cost, and as much more as that version differs from itself."""
    if OURS not in runs or BEFORE not in runs:
        return []
    ratio = statistics.median(ours["cpu_seconds"] / theirs["cpu_seconds"] for ours, theirs in zip(runs[OURS], runs[BEFORE]))
    before = [run["cpu_seconds"] for run in runs[BEFORE]]
    spread = max(before) / statistics.median(before)
    return [
        {"figure": "cpu_seconds against the version before's", "kind": kind, "bound": bound, "found": ratio,
         "met": ratio <= bound, "enforced": False}
        for kind, bound in (("bar", 1 + MOST_GROWTH), ("own spread", spread))
    ]


def ratios_and_bars(found):
    """Ratios of ours to DuckDB's: the median of the rounds' own, since a machine drifts less within a round."""
    runs = found["runs"]
    if OURS not in runs or MEASURE not in runs:
        return {}, []
    ratios = {
        figure: statistics.median(ours[figure] / theirs[figure] for ours, theirs in zip(runs[OURS], runs[MEASURE]))
        for figure in ("wall_seconds", "cpu_seconds", "peak_bytes", "output_bytes")
    }
    bars = [
        {"figure": f"{figure} against DuckDB's", "kind": kind, "bound": bound, "found": ratios[figure],
         "met": ratios[figure] <= bound, "enforced": figure == ENFORCED}
        for figure, kind, bound in RATIO_BARS
    ]
    if found["budget_bytes"] == PEAK_BAR_BUDGET_BYTES:
        peak = found["medians"][OURS]["peak_bytes"]["most"]
        bars.append(
            {"figure": "most peak_bytes, GiB, 1 GiB budget", "kind": "bar", "bound": PEAK_BAR_BYTES / GIB,
             "found": peak / GIB, "met": peak <= PEAK_BAR_BYTES, "enforced": False}
        )
    return ratios, bars


def acceptable(found):
    return all(bar["met"] for bar in found["bars"] if bar["enforced"])


def line(run):
    return (
        f"wall {run['wall_seconds']:7.2f} s  cpu {run['cpu_seconds']:7.2f} s  peak {run['peak_bytes'] / GIB:5.2f} GiB  "
        f"output {run['output_bytes'] / 1e6:8.1f} MB  probe {run['probe_seconds'][0]:.3f} s"
    )


def text(found):
    machine, probe = found["machine"], found["probe_seconds"]
    lines = [
        "",
        f"{found['rows']:,} rows into 256 sorted files, {found['threads']} threads, whole process, "
        f"{len(next(iter(found['runs'].values())))} rounds in turn, {machine['date']}",
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}",
        f"{machine['jvm']}; " + ", ".join(f"{name} {version}" for name, version in found["versions"].items()),
        f"task's JVM arguments: {' '.join(found['task_jvm_arguments'] or ['none'])}; "
        f"memory budget {found['budget_bytes'] / GIB:g} GiB",
        f"load at start {machine['load_at_start']:.2f}; a fixed piece of work took {probe['least']:.3f} to "
        f"{probe['most']:.3f} s between runs" + (" (the machine drifted)" if probe["most"] > 1.3 * probe["least"] else ""),
        "",
        f"{'contender':10} {'wall s':>7} {'least..most':>15} {'CPU s':>7} {'least..most':>15} "
        f"{'M rows/s/core':>13} {'peak GiB':>8} {'output MB':>9}",
    ]
    for name, medians in found["medians"].items():
        wall, cpu = medians["wall_seconds"], medians["cpu_seconds"]
        lines.append(
            f"{name:10} {wall['median']:7.2f} {wall['least']:7.2f}..{wall['most']:<6.2f} "
            f"{cpu['median']:7.2f} {cpu['least']:7.2f}..{cpu['most']:<6.2f} "
            f"{medians['million_rows_per_cpu_second']:13.2f} {medians['peak_bytes']['median'] / GIB:8.2f} "
            f"{medians['output_bytes']['median'] / 1e6:9.1f}"
        )
    if found["bars"]:
        lines += ["", "sleeper against the bars (ratios: median of the rounds' own)"]
        for bar in found["bars"]:
            verdict = "yes" if bar["met"] else "NO, and this fails the run" if bar["enforced"] else "no"
            lines.append(f"  {bar['figure']:40} {bar['kind']:11} <= {bar['bound']:.2f}: {bar['found']:.3f}  {verdict}")
    return "\n".join(lines)
