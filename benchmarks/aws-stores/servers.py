"""The servers, the proxies before them, and the processes of ours that work on them."""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import time

ROOT = pathlib.Path(os.environ["STORES_ROOT"])
SCRATCH = pathlib.Path(os.environ["STORES_SCRATCH"])
SERVERS = ROOT / "verification" / "aws-stores"
STORES = {"file": "file", "s3": "s3", "dynamodb": "s3,dynamodb"}
CREDENTIALS = {"AWS_ACCESS_KEY_ID": "identity", "AWS_SECRET_ACCESS_KEY": "credential", "AWS_REGION": "us-east-1"}
HEAP_OF_WORK = "-Xmx2g"


def class_path(module, classes="classes", listed="runtime.classpath"):
    target = ROOT / module / "target"
    return f"{target / classes}:{(target / listed).read_text().strip()}"


class Talking:
    """A process that says an address on a line and then answers each line of its input; it ends with its input."""

    def __init__(self, arguments):
        self.process = subprocess.Popen(
            ["java", "-XX:-UsePerfData", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.endpoint = self._line_that(lambda line: line.startswith("http://"))

    def _line_that(self, fits):
        for line in self.process.stdout:
            if fits(line):
                return line.strip()
        raise SystemExit(f"{self.process.args[-3:]} ended with {self.process.wait()} and said no address")

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Servers:
    """S3 over a folder, and DynamoDB in memory, each behind a proxy."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="aws-stores-", dir=SCRATCH))
        self.homes = 0
        self.processes = []
        self.proxies = {}
        objects = self.folder / "objects"
        objects.mkdir()
        tests = {"classes": "test-classes", "listed": "server.classpath"}
        natives = f"-Dsqlite4java.library.path={SERVERS / 'dynamodb' / 'target' / 'natives'}"
        self._start("S3", ["-cp", class_path(SERVERS / "s3", **tests), "sleeper.aws.s3.S3ServerProcess", str(objects)])
        self._start(
            "DYNAMODB",
            [natives, "-cp", class_path(SERVERS / "dynamodb", **tests), "sleeper.aws.dynamodb.LocalDynamoProcess"],
        )

    def _start(self, service, arguments):
        server = Talking(["-Xmx2g", *arguments])
        self.processes.append(server)
        proxy_class_path = class_path(SERVERS / "faults")
        proxy = Talking(["-Xmx1g", "-cp", proxy_class_path, "sleeper.faults.ServeProxy", server.endpoint, service])
        self.processes.insert(0, proxy)
        self.proxies[service] = proxy

    def close(self):
        for process in self.processes:
            process.close()
        shutil.rmtree(self.folder)

    def delay(self, milliseconds):
        for proxy in self.proxies.values():
            proxy.ask(f"delay {milliseconds}")

    def reset(self):
        for proxy in self.proxies.values():
            proxy.ask("reset")

    def traffic(self):
        """By service and operation: requests since the reset, and the most at once."""
        found = {}
        for service, proxy in self.proxies.items():
            for each in filter(None, proxy.ask("traffic").split(",")):
                operation, requests, most = each.split()
                found[f"{service}:{operation}"] = {"requests": int(requests), "most_at_once": int(most)}
        return found

    def home(self, driver):
        """A home that nothing else uses, in an instance of its own."""
        self.homes += 1
        home = self.folder / f"home-{self.homes}"
        home.mkdir()
        endpoints = {f"AWS_ENDPOINT_URL_{service}": proxy.endpoint for service, proxy in self.proxies.items()}
        run("choose", home, STORES[driver], environment={**endpoints, "SLEEPER_INSTANCE_ID": f"b{self.homes}"})
        return home


def work_command(what, home, *arguments, options=()):
    main = ["-cp", class_path("benchmarks"), "sleeper.benchmarks.stores.Work"]
    return ["java", HEAP_OF_WORK, "-XX:+UseParallelGC", *options, *main, what, str(home), *map(str, arguments)]


def environment_of(more=None):
    return {**os.environ, **CREDENTIALS, **(more or {})}


def run(what, home, *arguments, environment=None, options=()):
    """Runs a piece of work; returns what it found, and what its process took."""
    command = work_command(what, home, *arguments, options=options)
    log = SCRATCH / "aws-stores.log"
    cost, output = timed(command, environment_of(environment), log)
    return {**json.loads(output.strip().splitlines()[-1]), "process": cost}


def timed(command, environment, log):
    """Runs a process to its end; returns what `wait4` says it took, and its output."""
    with open(log, "w+") as output:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
    text = pathlib.Path(log).read_text(errors="replace")
    if process.returncode != 0:
        raise SystemExit(f"{command[-4:]} ended with {process.returncode}:\n{text[-4000:]}")
    cost = {
        "wall_seconds": seconds,
        "cpu_seconds": usage.ru_utime + usage.ru_stime,
        "system_seconds": usage.ru_stime,
        "peak_bytes": usage.ru_maxrss * 1024,
    }
    return cost, text


class Waiting:
    """A piece of work that stops where it is told to, until it is told to go on."""

    def __init__(self, what, home, *arguments):
        self.log = open(SCRATCH / "aws-stores.log", "w")
        self.process = subprocess.Popen(
            work_command(what, home, *arguments),
            env=environment_of(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.log,
            text=True,
        )

    def reach(self, word):
        for line in self.process.stdout:
            if line.strip() == word:
                return
        raise SystemExit(f"the work ended with {self.process.wait()} before it was {word}; see {self.log.name}")

    def go_on(self):
        self.process.stdin.write("\n")
        self.process.stdin.flush()

    def found(self):
        lines = self.process.stdout.read().strip().splitlines()
        if self.process.wait() != 0:
            raise SystemExit(f"the work ended with {self.process.returncode}; see {self.log.name}")
        self.log.close()
        return json.loads(lines[-1])
