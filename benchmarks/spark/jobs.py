"""The contenders: how each is prepared (not timed) and started (timed), and where its output lies."""

import json
import os
import pathlib
import subprocess
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
JOB, ATTEMPT = "spark", "1"
BUDGET_BYTES = 1 << 30  # of the ingest task, which a plan has too


@dataclass(frozen=True)
class Place:
    """Where tasks run: `executors` processes with one task each, or none and two threads of the driver."""

    executors: int
    heap_mb: int

    def __str__(self):
        return f"local-cluster[{self.executors},1,{self.heap_mb}]" if self.executors else f"local[2], heap {self.heap_mb} MB"


@dataclass(frozen=True)
class Run:
    """A process to time, and the folder that its files will lie in."""

    arguments: list
    environment: dict
    output: pathlib.Path


@dataclass(frozen=True)
class Spark:
    """A version of Spark's: a file that lists its jars."""

    version: str
    jars: pathlib.Path


PROVIDED = Spark("3.5.6", ROOT / "spark-job/spark-3-jars/target/spark.classpath")
NEWEST = Spark("4.2.0", ROOT / "benchmarks/spark-peer/newest-jars/target/spark.classpath")


def the_jar(folder, pattern):
    found = list(folder.glob(pattern))
    if len(found) != 1:
        raise SystemExit(f"{folder} has {len(found)} files {pattern}: it was not built, or not cleaned")
    return found[0]


def java(*arguments):
    """Runs one of the benchmarks' mains and returns what it prints."""
    module = ROOT / "benchmarks/target"
    class_path = f"{module / 'classes'}:{(module / 'runtime.classpath').read_text().strip()}"
    done = subprocess.run(["java", "-cp", class_path, *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{arguments[0]} failed:\n{done.stderr}")
    return done.stdout


class Contender:
    """A main in a jar, on a version of Spark's."""

    def __init__(self, spark):
        self.spark = spark

    def command(self, place, output, jar, main, arguments, environment, event_logs):
        scratch = pathlib.Path(os.environ["BENCH_SCRATCH"])
        request = {
            "sparkHome": str(scratch / f"spark-{self.spark.version}"),
            "sparkJars": str(self.spark.jars),
            "executors": place.executors,
            "threads": 2,
            "heapMegabytes": place.heap_mb,
            "scratch": str(output / "spark"),
            "properties": {"spark.ui.enabled": "false", "spark.eventLog.compress": "false"},
            "environment": environment,
            "jar": str(jar),
            "mainClass": main,
            "arguments": arguments,
        }
        if event_logs:
            request["eventLogs"] = str(event_logs)
        command = json.loads(java("sleeper.benchmarks.SparkCommandLine", json.dumps(request)))
        for folder in command["folders"]:
            pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
        own = {name: value for name, value in os.environ.items() if not name.startswith("SPARK_")}
        return command["words"], own | command["environment"]


class Ours(Contender):
    """A class of the Spark job on a job's plan, in an embedded instance that is made anew for each run."""

    def __init__(self, main):
        super().__init__(PROVIDED)
        self.main = main

    def prepare(self, dataset, output, place, event_logs=None):
        java("sleeper.benchmarks.PreparePlan", str(dataset), str(output), JOB, "2", str(BUDGET_BYTES))
        jar = the_jar(ROOT / "spark-job/target", "sleeper-spark-job-*-spark3.jar")
        home = {"SLEEPER_HOME": str(output)}
        arguments, environment = self.command(place, output, jar, self.main, [JOB, ATTEMPT], home, event_logs)
        return Run(arguments, environment, output / "buckets/sleeper-tables")


class Plain(Contender):
    """The job that is written with Spark's own means."""

    def __init__(self, spark, build, method):
        super().__init__(spark)
        self.build = build
        self.method = method

    def prepare(self, dataset, output, place, event_logs=None):
        jar = the_jar(ROOT / "benchmarks/spark-peer" / self.build, "sleeper-benchmarks-spark-peer-*.jar")
        table = output / "table"
        inputs = sorted(str(path) for path in (dataset / "input").iterdir())
        arguments, environment = self.command(
            place, output, jar, "sleeper.benchmarks.spark.PlainSort",
            [self.method, str(dataset / "split-points.txt"), str(table), *inputs], {}, event_logs,
        )
        return Run(arguments, environment, table)


RUNNER = "sleeper.bulkimport.job.runner"
CONTENDERS = {
    "columnar": lambda: Ours(f"{RUNNER}.columnar.BulkImportJobColumnarRunner"),
    "dataframe": lambda: Ours(f"{RUNNER}.dataframe.BulkImportJobDataframeRunner"),
    "rdd": lambda: Ours(f"{RUNNER}.rdd.BulkImportJobRDDRunner"),
    "plain": lambda: Plain(PROVIDED, "target", "hash"),
    "by-id": lambda: Plain(NEWEST, "target/newest", "id"),
}
