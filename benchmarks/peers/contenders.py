"""The contenders: how each is prepared (not timed) and started (timed), and where its output lies.

A contender is started as one process that is given the data set and a fresh folder; below that folder, or a part of it
that the contender names, its Parquet files are found.
"""

import os
import pathlib
import subprocess
import sys
from dataclasses import dataclass

HERE = pathlib.Path(__file__).resolve().parent
JOB, ATTEMPT = "peers", "1"


@dataclass(frozen=True)
class Command:
    """A process to time: its arguments, the folder that its files will lie in, what is set in its environment."""

    arguments: list
    output: pathlib.Path
    environment: dict


class PythonPeer:
    """A script beside this one, run by the scratch environment's Python."""

    def __init__(self, script):
        self.script = script

    def prepare(self, dataset_folder, output, threads):
        arguments = [sys.executable, str(HERE / self.script), str(dataset_folder), str(output), str(threads)]
        return Command(arguments, output, {"POLARS_MAX_THREADS": str(threads)})


class Ours:
    """The ingest task's main on a job's plan, in an embedded instance that is made anew for each run.

    The class paths come from the build, and the task's JVM arguments from the code that starts it on the embedded run.
    """

    def __init__(self, build):
        self.prepare_class_path = pathlib.Path(build, "prepare.classpath").read_text().strip()
        self.task_class_path = pathlib.Path(build, "task.classpath").read_text().strip()
        self.task_jvm_arguments = []
        self.budget_bytes = int(os.environ["PEERS_BUDGET_BYTES"])

    def prepare(self, dataset_folder, output, threads):
        prepared = subprocess.run(
            ["java", "-cp", self.prepare_class_path, "sleeper.benchmarks.PreparePlan"]
            + [str(dataset_folder), str(output), JOB, str(threads), str(self.budget_bytes)],
            capture_output=True,
            text=True,
            check=False,
        )
        if prepared.returncode != 0:
            raise SystemExit(f"the plan was not prepared:\n{prepared.stderr}")
        self.task_jvm_arguments = (os.environ["PEERS_TASK_JVM"] or prepared.stdout).split()
        arguments = ["java", *self.task_jvm_arguments, "-cp", self.task_class_path]
        arguments += ["sleeper.ingest.IngestTask", JOB, ATTEMPT]
        return Command(arguments, output / "buckets" / "sleeper-tables", {"SLEEPER_HOME": str(output)})


CONTENDERS = {
    "sleeper": lambda: Ours(os.environ["PEERS_JAVA_BUILD"]),
    "before": lambda: Ours(os.environ["PEERS_BEFORE_BUILD"]),
    "duckdb": lambda: PythonPeer("duckdb_stream.py"),
    "numpy": lambda: PythonPeer("numpy_argsort.py"),
    "polars": lambda: PythonPeer("polars_buckets.py"),
}
