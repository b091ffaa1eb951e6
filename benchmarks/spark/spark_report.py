"""What was found, as one JSON object and as a page of text. All bars are of one machine at one time: reported, not enforced."""

import json
import statistics

GIB = 1024**3
GROWTH_FROM_ROWS = 10_000_000
MOST_GROWTH = 1.15
MOST_SKEW = 1.3
LEAST_DATA = 4
BEYOND_HEAP_BYTES = 512 << 20
ROW_BYTES = 28


def bars_of_ratio(rows):
    if rows < GROWTH_FROM_ROWS:
        return (("beside", 0.25),)  # what the JVM's compilers take is most of it
    return (("bar", 0.18), ("aim", 0.10)) if rows >= 40_000_000 else (("bar", 0.25), ("aim", 0.15))


def bar(figure, kind, found, bound, at_least=False):
    return {"figure": figure, "kind": kind, "found": found, "bound": bound, "at_least": at_least,
            "met": found >= bound if at_least else found <= bound}


def net(run):
    return run["cpu_seconds"] - run["empty"]["cpu_seconds"]


def summary(values):
    values = list(values)
    return {"median": statistics.median(values), "least": min(values), "most": max(values)}


def of_local(rows, part, earlier):
    """Medians, and bars by the median of the rounds' own ratios, since a machine drifts less within a round."""
    runs = part["runs"]
    part["medians"] = {
        name: {
            "net_cpu_seconds": summary(net(run) for run in of),
            "startup_cpu_seconds": summary(run["empty"]["cpu_seconds"] for run in of),
            "startup_wall_seconds": summary(run["empty"]["wall_seconds"] for run in of),
            **{figure: summary(run[figure] for run in of)
               for figure in ("wall_seconds", "cpu_seconds", "peak_bytes", "output_bytes")},
        }
        for name, of in runs.items()
    }
    part["bars"] = []
    if "columnar" not in runs:
        return
    for other in [name for name in runs if name != "columnar"]:
        ratio = statistics.median(net(ours) / net(theirs) for ours, theirs in zip(runs["columnar"], runs[other]))
        kinds = bars_of_ratio(rows) if other == "plain" else (("beside", 1.0),)
        part["bars"] += [bar(f"net CPU seconds against {other}'s", kind, ratio, bound) for kind, bound in kinds]
    if rows > GROWTH_FROM_ROWS and earlier:
        mine = part["medians"]["columnar"]["net_cpu_seconds"]["median"] / rows
        then = earlier["parts"]["local"]["medians"]["columnar"]["net_cpu_seconds"]["median"] / earlier["rows"]
        date = earlier["machine"]["date"]
        part["bars"].append(bar(f"net CPU a row against {earlier['rows']:,} rows, {date}", "bar", mine / then, MOST_GROWTH))


def of_skew(part):
    part["medians"] = {
        name: {kind: {figure: summary(run[kind][figure] for run in of) for figure in ("wall_seconds", "cpu_seconds", "peak_bytes")}
               for kind in of[0]}
        for name, of in part["runs"].items()
    }
    part["bars"] = [
        bar(f"{name}: wall, {float(share):.0%} of the rows with one key, against even", "bar" if name == "columnar" else "beside",
            statistics.median(run[share]["wall_seconds"] / run["even"]["wall_seconds"] for run in of), MOST_SKEW)
        for name, of in part["runs"].items() for share in of[0] if share != "even"
    ]


def of_memory(rows, part):
    runs, heap = part["runs"]["columnar"], part["heap_bytes"]
    figures = ("wall_seconds", "cpu_seconds", "peak_bytes", "output_bytes", "memory_bytes_spilled", "disk_bytes_spilled")
    part["medians"] = {"columnar": {figure: summary(run[figure] for run in runs) for figure in figures}}
    part["bars"] = [
        bar("bytes of values against the heap", "bar", rows * ROW_BYTES / heap, LEAST_DATA, at_least=True),
        bar("GiB that Spark counts as spilled, of all tasks", "bar",
            min(run["disk_bytes_spilled"] for run in runs) / GIB, 1 / GIB, at_least=True),
        bar("most peak memory, GiB", "bar", max(run["peak_bytes"] for run in runs) / GIB, (heap + BEYOND_HEAP_BYTES) / GIB),
    ]


def newest(results):
    """The last result with the rows that growth is measured from, if there is one."""
    for path in sorted(results.glob(f"spark-{GROWTH_FROM_ROWS}-*.json"), reverse=True):
        found = json.loads(path.read_text())
        if "columnar" in found["parts"].get("local", {}).get("medians", {}):
            return found
    return None


def probes(runs):
    if isinstance(runs, dict):
        return [seconds for key, value in runs.items() for seconds in (value if key == "probe_seconds" else probes(value))]
    return [seconds for value in runs for seconds in probes(value)] if isinstance(runs, list) else []


def result(rows, machine, parts, results):
    seconds = probes(parts)
    if "local" in parts:
        of_local(rows, parts["local"], newest(results))
    if "skew" in parts:
        of_skew(parts["skew"])
    if "memory" in parts:
        of_memory(rows, parts["memory"])
    return {"rows": rows, "machine": machine, "probe_seconds": {"least": min(seconds), "most": max(seconds)}, "parts": parts}


def line(run):
    return f"wall {run['wall_seconds']:7.2f} s  cpu {run['cpu_seconds']:7.2f} s  peak {run['peak_bytes'] / GIB:5.2f} GiB"


def text(found):
    machine, probe = found["machine"], found["probe_seconds"]
    lines = [
        "",
        f"{found['rows']:,} rows into 256 leaves, whole processes, runs in turn, {machine['date']}",
        f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}; {machine['jvm']}",
        f"load at start {machine['load_at_start']:.2f}; a fixed piece of work took {probe['least']:.3f} to "
        f"{probe['most']:.3f} s between runs" + (" (the machine drifted)" if probe["most"] > 1.3 * probe["least"] else ""),
    ]
    for name, part in found["parts"].items():
        lines += ["", f"{name}: {part['place']}, {len(next(iter(part['runs'].values())))} rounds"]
        lines += [*TABLES[name](found["rows"], part["medians"]), ""]
        for one in part["bars"]:
            sign, verdict = (">=" if one["at_least"] else "<="), ("yes" if one["met"] else "no")
            lines.append(f"  {one['figure']:62} {one['kind']:7} {sign} {one['bound']:.2f}: {one['found']:.3f}  {verdict}")
    return "\n".join(lines)


def local_table(rows, medians):
    yield f"{'contender':10} {'net CPU s':>9} {'least..most':>15} {'start CPU s':>11} {'wall s':>7} {'M rows/s/core':>13} {'peak GiB':>8} {'output MB':>9}"
    for name, of in medians.items():
        cpu = of["net_cpu_seconds"]
        yield (
            f"{name:10} {cpu['median']:9.2f} {cpu['least']:7.2f}..{cpu['most']:<6.2f} {of['startup_cpu_seconds']['median']:11.2f} "
            f"{of['wall_seconds']['median']:7.2f} {rows / 1e6 / cpu['median']:13.2f} {of['peak_bytes']['median'] / GIB:8.2f} "
            f"{of['output_bytes']['median'] / 1e6:9.1f}"
        )


def skew_table(rows, medians):
    yield f"{'contender':10} {'one key':>8} {'wall s':>7} {'least..most':>15} {'CPU s':>7} {'peak GiB':>8}"
    for name, of in medians.items():
        for kind, figures in of.items():
            wall = figures["wall_seconds"]
            yield (
                f"{name:10} {kind:>8} {wall['median']:7.2f} {wall['least']:7.2f}..{wall['most']:<6.2f} "
                f"{figures['cpu_seconds']['median']:7.2f} {figures['peak_bytes']['median'] / GIB:8.2f}"
            )


def memory_table(rows, medians):
    of = {figure: values["median"] for figure, values in medians["columnar"].items()}
    yield (
        f"columnar   wall {of['wall_seconds']:.2f} s, CPU {of['cpu_seconds']:.2f} s, peak {of['peak_bytes'] / GIB:.2f} GiB, "
        f"spilled {of['memory_bytes_spilled'] / GIB:.2f} GiB of memory, {of['disk_bytes_spilled'] / GIB:.2f} GiB on disk"
    )


TABLES = {"local": local_table, "skew": skew_table, "memory": memory_table}
