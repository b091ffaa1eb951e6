"""What is measured: each part takes the servers and returns a list of rows, each a dictionary of figures."""

import os
import statistics

import prices
import profiles
from servers import SCRATCH, Waiting, class_path, environment_of, run, timed

DRIVERS = os.environ.get("DRIVERS", "file,s3,dynamodb").split(",")
DELAYS = [int(delay) for delay in os.environ.get("DELAYS", "0,20").split(",")]
ROUNDS, REFERENCES, COMMITS, JOBS, MANY_COMMITTERS, MANY_JOBS, FILE_MIB, ROWS = (
    int(os.environ.get(name, usual))
    for name, usual in (
        ("ROUNDS", 5),
        ("REFERENCES", 150_000),
        ("COMMITS", 1_000),
        ("JOBS", 40),
        ("MANY_COMMITTERS", 64),
        ("MANY_JOBS", 100),
        ("FILE_MIB", 1_024),
        ("ROWS", 10_000_000),
    )
)
MIB = 1024**2
ON_SERVERS = [driver for driver in DRIVERS if driver != "file"]
MOST_PROCESSES = 2
ROWS_OF_ONE_JOB = 1_000
THREADS, BUDGET_BYTES = 2, 1024**3
AIM = 1.25
FIGURES = ("cpu_seconds", "system_seconds", "wall_seconds", "peak_bytes")


def cases():
    """Each driver with each delay; nothing is far away for files."""
    return [(driver, delay) for driver in DRIVERS for delay in (DELAYS if driver != "file" else [0])]


def commit(servers):
    rows = []
    for driver, delay in cases():
        servers.delay(0)
        home = servers.home(driver)
        servers.delay(delay)
        for files, rounds in ((256, 4 * ROUNDS), (REFERENCES, min(ROUNDS, 3))):
            millis = run("commit", home, f"of{files}-", files, rounds)["millis"]
            # The first rounds are those of a process that has just begun.
            kept = millis[rounds // 4 :]
            rows.append(
                {"driver": driver, "delay_ms": delay, "files": files, "rounds": len(kept),
                 "median_ms": statistics.median(kept), "least_ms": min(kept), "most_ms": max(kept)}
            )
    return rows


def replay(servers):
    rows = []
    for driver in DRIVERS:
        servers.delay(0)
        home = servers.home(driver)
        slot = run("seed", home, COMMITS)["slot"]
        for snapshots in (True, False):
            if not snapshots:
                servers.delay(0)
                run("forget-snapshots", home)
            for delay in DELAYS if driver != "file" else [0]:
                servers.delay(delay)
                servers.reset()
                found = [run("replay", home) for _ in range(ROUNDS)]
                if any(one["slot"] != slot for one in found):
                    raise SystemExit(f"{driver}: a replay came to another slot than {slot}: {found}")
                requests = sum(of["requests"] for of in servers.traffic().values()) / ROUNDS
                millis = [one["millis"] for one in found]
                rows.append(
                    {"driver": driver, "delay_ms": delay, "entries": slot, "snapshots": snapshots, "requests": requests,
                     "median_ms": statistics.median(millis), "least_ms": min(millis), "most_ms": max(millis)}
                )
    return rows


def race(servers, driver, delay, committers, jobs):
    """Committers of several processes, started at once; what the log says of their jobs at last."""
    servers.delay(0)
    home = servers.home(driver)
    run("verify", home, "race", "create")
    processes = min(committers, MOST_PROCESSES)
    each = committers // processes
    work = [Waiting("jobs", home, "race", f"p{number}", each, jobs) for number in range(processes)]
    for one in work:
        one.reach("ready")
    servers.delay(delay)
    for one in work:
        one.go_on()
    seconds = max(one.found()["seconds"] for one in work)
    servers.delay(0)
    done = run("verify", home, "race")
    expected = each * processes * jobs
    if done["committed"] != expected or done["files"] != expected or done["faults"] or done["waiting"]:
        raise SystemExit(f"{driver}: {expected} jobs were to be committed once, and verify to be clean: {done}")
    # The first entry made the table.
    return {
        "driver": driver, "delay_ms": delay, "committers": each * processes, "jobs": expected, "seconds": seconds,
        "jobs_a_second": expected / seconds, "jobs_an_entry": expected / (done["entries"] - 1), "verified": "clean",
    }


def jobs(servers):
    return [race(servers, driver, delay, committers, JOBS) for driver, delay in cases() for committers in (1, 8)]


def many_jobs(servers):
    return [race(servers, driver, 0, MANY_COMMITTERS, MANY_JOBS) for driver in DRIVERS]


def requests(servers):
    rows = []
    for driver in ON_SERVERS:
        servers.delay(0)
        home = servers.home(driver)
        job = Waiting("one-job", home, ROWS_OF_ONE_JOB)
        job.reach("ready")
        servers.reset()
        job.go_on()
        job.reach("ended")
        traffic = servers.traffic()
        job.go_on()
        job.found()
        total = 0.0
        for operation, of in traffic.items():
            price = of["requests"] * prices.of(operation)
            total += price
            rows.append(
                {"driver": driver, "operation": operation, "requests": of["requests"],
                 "us_dollars_a_million_jobs": price * 1e6}
            )
        rows.append(
            {"driver": driver, "operation": "all", "requests": sum(of["requests"] for of in traffic.values()),
             "us_dollars_a_million_jobs": total * 1e6}
        )
    return rows


def large_file(servers):
    rows = []
    for driver, delay in [("file", 0)] + [("s3", delay) for delay in DELAYS]:
        if driver not in DRIVERS:
            continue
        servers.delay(0)
        home = servers.home(driver)
        servers.delay(delay)
        for what, operation in (("write", "S3:UploadPart"), ("read", "S3:GetObject")):
            servers.reset()
            found = run("large-file", home, what, FILE_MIB, options=["-Xmx192m"])
            at_once = servers.traffic().get(operation, {}).get("most_at_once")
            rows.append(
                {"driver": driver, "delay_ms": delay, "what": what, "mib": FILE_MIB, "seconds": found["seconds"],
                 "mb_a_second": FILE_MIB * MIB / 1e6 / found["seconds"], "most_in_flight": at_once,
                 "cpu_seconds": found["process"]["cpu_seconds"], "peak_mib": found["process"]["peak_bytes"] / MIB}
            )
    return rows


def ingest_once(home, job, options=()):
    plan = run("plan", home, job, ROWS, THREADS, BUDGET_BYTES)
    command = ["java", *plan["options"], *options, "-cp", class_path("ingest-task"), "sleeper.ingest.IngestTask", job, "1"]
    os.sync()
    cost, _ = timed(command, environment_of(plan["variables"]), SCRATCH / "aws-stores.log")
    found = run("manifest", home, job)
    return {**cost, **{figure: found[figure] for figure in ("files", "rows", "bytes", "contents")}}


def ingest(servers):
    """The task's own process on files and on S3, in turn, and a profile of each, which does not count."""
    servers.delay(0)
    homes = {driver: servers.home(driver) for driver in ("file", "s3")}
    runs = {driver: [] for driver in homes}
    for number in range(ROUNDS):
        for driver, home in homes.items():
            runs[driver].append(ingest_once(home, f"round-{number}"))
    contents = {one["contents"] for of in runs.values() for one in of}
    if len(contents) != 1 or any(one["rows"] != ROWS for of in runs.values() for one in of):
        raise SystemExit(f"the tables differ, or lack rows: {runs}")
    ratio = statistics.median(s3["cpu_seconds"] / file["cpu_seconds"] for s3, file in zip(runs["s3"], runs["file"]))
    rows = []
    for driver, home in homes.items():
        recording = SCRATCH / f"aws-stores-{driver}.jfr"
        servers.reset()
        ingest_once(home, "profile", options=[profiles.OPTIONS + str(recording)])
        traffic = servers.traffic() if driver == "s3" else {}
        figures = {name: [one[name] for one in runs[driver]] for name in FIGURES}
        rows.append(
            {"driver": driver, "rows": ROWS, "rounds": ROUNDS, "cpu_seconds": statistics.median(figures["cpu_seconds"]),
             "system_seconds": statistics.median(figures["system_seconds"]),
             "least_cpu": min(figures["cpu_seconds"]), "most_cpu": max(figures["cpu_seconds"]),
             "wall_seconds": statistics.median(figures["wall_seconds"]), "peak_mib": max(figures["peak_bytes"]) / MIB,
             "against_file": ratio if driver == "s3" else 1.0, "aim": AIM, "requests": traffic,
             "profile": profiles.of(recording), "runs": runs[driver]}
        )
    return rows


PARTS = {
    "commit": commit,
    "replay": replay,
    "jobs": jobs,
    "many-jobs": many_jobs,
    "requests": requests,
    "large-file": large_file,
    "ingest": ingest,
}
