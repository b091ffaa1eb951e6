"""Measures a backlog of small jobs, as `backlog.sh` describes."""

import json
import os
import pathlib
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "peers"))

import report  # noqa: E402
from processes import Sampler, busy_seconds, cpu_seconds  # noqa: E402
from run import speed_probe  # noqa: E402

ROOT = HERE.parent.parent
ROWS_OF_A_JOB = 50
FILES_OF_THE_DEMO = 10
PATIENCE_SECONDS = 900
BATCH = 10
# The services look at no key, but want a header of the form that AWS clients send.
AUTHORIZATION = "AWS4-HMAC-SHA256 Credential=any/20260101/us-east-1/any/aws4_request, SignedHeaders=host, Signature=0"


def call(endpoint, target, version, body):
    """One call of an AWS service that speaks JSON."""
    request = urllib.request.Request(
        endpoint,
        json.dumps(body).encode(),
        {
            "X-Amz-Target": target,
            "Content-Type": f"application/x-amz-json-{version}",
            "Authorization": AUTHORIZATION,
        },
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def sleeper(root, home, *arguments):
    return subprocess.run(
        [str(root / "sleeper"), *arguments],
        env={**os.environ, "SLEEPER_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout


def prepare(root, home, jobs, tasks):
    """A table, and a file of 50 rows for each job; returns the bodies of the messages."""
    demo = ["demo", "--rows", str(ROWS_OF_A_JOB * FILES_OF_THE_DEMO), "--partitions", "1", "--json"]
    table = json.loads(sleeper(root, home, *demo))["table"]
    part = sorted((home / "buckets").rglob("*.parquet"))[0]
    bucket = home / "buckets" / "backlog"
    bucket.mkdir()
    bodies = []
    for number in range(jobs):
        shutil.copy(part, bucket / f"{number}.parquet")
        bodies.append(json.dumps({"id": f"job-{number}", "tableName": table, "files": [f"backlog/{number}.parquet"]}))
    if tasks:
        with (home / "instance.properties").open("a") as properties:
            properties.write(f"sleeper.local.max.tasks={tasks}\n")
    return bodies


def send(queue, bodies):
    endpoint = queue.rsplit("/", 2)[0]
    for start in range(0, len(bodies), BATCH):
        entries = [{"Id": str(i), "MessageBody": body} for i, body in enumerate(bodies[start : start + BATCH])]
        answer = call(endpoint, "AmazonSQS.SendMessageBatch", "1.0", {"QueueUrl": queue, "Entries": entries})
        if answer.get("Failed"):
            raise SystemExit(f"a message was not sent: {answer['Failed']}")


def ended(endpoint, machine):
    """When each execution began and ended, of those that have ended; in seconds since the epoch."""
    found, token = [], None
    while True:
        body = {"stateMachineArn": machine, "maxResults": 1000} | ({"nextToken": token} if token else {})
        page = call(endpoint, "AWSStepFunctions.ListExecutions", "1.0", body)
        found += [one for one in page["executions"] if one["name"].startswith("job-")]
        token = page.get("nextToken")
        if not token:
            return [one for one in found if one["status"] != "RUNNING"]


def wait_for(endpoint, machine, jobs):
    deadline = time.time() + PATIENCE_SECONDS
    while time.time() < deadline:
        found = ended(endpoint, machine)
        if len(found) == jobs:
            return found
        time.sleep(1)
    raise SystemExit(f"{len(found)} of {jobs} jobs had ended after {PATIENCE_SECONDS} s")


def measure(root, jobs, tasks, scratch):
    home = pathlib.Path(tempfile.mkdtemp(prefix="backlog-"))
    log = (scratch / "backlog.log").open("w")
    services = None
    try:
        bodies = prepare(root, home, jobs, tasks)
        services = subprocess.Popen(
            [str(root / "sleeper"), "local"],
            env={**os.environ, "SLEEPER_HOME": str(home)},
            stdout=log,
            stderr=log,
        )
        while not (home / "local.json").exists():
            if services.poll() is not None:
                raise SystemExit(f"the services did not start; see {log.name}")
            time.sleep(0.1)
        places = json.loads((home / "local.json").read_text())
        began, busy = time.time(), busy_seconds()
        own, of_tasks = cpu_seconds(services.pid)
        with Sampler(services.pid) as sampler:
            send(places["queue.standard"], bodies)
            executions = wait_for(places["stepfunctions"], places["state-machine.ingest-job"], jobs)
        busy = busy_seconds() - busy
        own, of_tasks = (after - before for after, before in zip(cpu_seconds(services.pid), (own, of_tasks)))
        failed = [one["name"] for one in executions if one["status"] != "SUCCEEDED"]
        if failed:
            raise SystemExit(f"{len(failed)} jobs were not committed, such as {failed[0]}")
        return {
            "seconds": max(one["stopDate"] for one in executions) - began,
            "most_tasks": sampler.most_tasks,
            "peak_bytes": sampler.peak_bytes,
            "services_cpu_seconds": own,
            "tasks_cpu_seconds": of_tasks,
            "others_cpu_seconds": busy - own - of_tasks,
        }
    finally:
        if services is not None and services.poll() is None:
            services.send_signal(signal.SIGTERM)
            services.wait()
        shutil.rmtree(home)


def main():
    jobs, rounds = int(os.environ["BACKLOG_JOBS"]), int(os.environ["BACKLOG_ROUNDS"])
    scratch = pathlib.Path(os.environ["BACKLOG_SCRATCH"])
    versions = {}
    if os.environ["BACKLOG_BEFORE"]:
        versions["before"] = (pathlib.Path(os.environ["BACKLOG_BEFORE"]).resolve(), "")
    for tasks in os.environ["BACKLOG_TASKS"].split(","):
        versions[f"now, {tasks} tasks" if tasks else "now"] = (ROOT, tasks)
    machine, probes = report.machine(), []
    runs = {name: [] for name in versions}
    for root in {root for root, _ in versions.values()}:
        sleeper(root, scratch, "--version")  # builds, if sources have changed
    for _ in range(rounds):
        for name, (root, tasks) in versions.items():
            os.sync()
            probes.append(speed_probe())
            runs[name].append(measure(root, jobs, tasks, scratch))
    result = {
        "machine": machine,
        "jobs": jobs,
        "probe_seconds": {"least": min(probes), "most": max(probes)},
        "runs": runs,
    }
    print_result(result)
    path = scratch / "results" / f"backlog-{time.strftime('%Y%m%dT%H%M%SZ', time.gmtime())}.json"
    path.write_text(json.dumps(result, indent=2) + "\n")
    print(f"\nwritten as {path.relative_to(HERE.parent)}")


def print_result(result):
    machine, probe = result["machine"], result["probe_seconds"]
    print(f"\n{result['jobs']} jobs of {ROWS_OF_A_JOB} rows at once, {machine['date']}")
    print(f"{machine['processor']}, {machine['cores']} cores, {machine['memory_gib']} GiB, {machine['system']}")
    print(
        f"{machine['jvm']}; load at start {machine['load_at_start']:.2f}; "
        f"a fixed piece of work took {probe['least']:.3f} to {probe['most']:.3f} s between runs\n"
    )
    print(f"{'':16} {'':4} {'':7} {'CPU s:':>8}{'':17} {'at once:':>8}")
    print(
        f"{'version':16} {'runs':>4} {'wall s':>7} {'services':>8} {'tasks':>8} {'others':>8} {'tasks':>8} {'peak GiB':>9}"
    )
    for name, runs in result["runs"].items():
        wall, own, of_tasks, others = (
            statistics.median(run[figure] for run in runs)
            for figure in ("seconds", "services_cpu_seconds", "tasks_cpu_seconds", "others_cpu_seconds")
        )
        most = max(run["most_tasks"] for run in runs)
        peak = max(run["peak_bytes"] for run in runs) / report.GIB
        print(
            f"{name:16} {len(runs):4} {wall:7.1f} {own:8.1f} {of_tasks:8.1f} {others:8.1f} {most:8} {peak:9.2f}"
        )


if __name__ == "__main__":
    main()
