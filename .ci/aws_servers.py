"""Run the kits of the stores on servers that speak S3 or DynamoDB, and hold the outcome against docs/reference/aws-servers.md.

Usage: aws_servers.py SCRATCH TOOLS [--write] [SERVER...]

SCRATCH is a folder to fill, TOOLS the folder that .ci/aws-servers has filled. Each server is started on 127.0.0.1 and a free port,
given a bucket or tables, and ended by its process id. What a server is known not to keep stands in .ci/servers/SERVER.unkept: a test
there that succeeds is as much a failure as another that does not.

The page fails to be right if it differs from what was found. With --write it is written.
"""

import collections
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "reference" / "aws-servers.md"
STORES = ROOT / "verification" / "aws-stores"
UP_SECONDS = 90
END_SECONDS = 20
KITS_SECONDS = 600
KEYS = {"AWS_ACCESS_KEY_ID": "identity", "AWS_SECRET_ACCESS_KEY": "credential", "AWS_REGION": "us-east-1"}

# What each kit shows, in the page's words. The kits of conditions have a line for each of their tests.
CONTRACTS = {
    "S3LogKit": "the commit log on S3",
    "S3ObjectsKit": "small objects on S3",
    "S3FilesKit": "files on S3",
    "S3UnfinishedKit": "unfinished files on S3",
    "DynamoLogKit": "the commit log on DynamoDB",
    "DynamoObjectsKit": "small objects on DynamoDB",
}
CONDITIONS = {
    "S3ConditionsKit": "Puts and reads on S3",
    "S3UploadsKit": "Uploads to S3",
    "S3RequestsKit": "Requests to S3",
    "DynamoConditionsKit": "DynamoDB",
}


def classpath(module):
    return f"{module}/target/test-classes:{module}/target/classes:{(module / 'target' / 'kits.classpath').read_text().strip()}"


class Server:
    """A server.

    command gets the folder that is the server's and a port, and gives words and environment; a server that chooses its port itself
    prints its endpoint.
    """

    def __init__(self, about, command, bucket=True, tables=False):
        self.about = about
        self.command = command
        self.names = ["kits" if bucket else "-", *(["kits-log", "kits-state"] if tables else ["-", "-"])]


def servers(tools):
    def localstack(folder, port):
        return [tools / "localstack/bin/python", HERE / "servers" / "begin_localstack.py"], {
            "FILESYSTEM_ROOT": folder / "files",
            "OVERRIDE_IN_DOCKER": "0",
            "GATEWAY_LISTEN": f"127.0.0.1:{port}",
            "SERVICES": "s3",
            "STRICT_SERVICE_LOADING": "1",
            "EAGER_SERVICE_LOADING": "1",
            "DISABLE_EVENTS": "1",
            "SKIP_SSL_CERT_DOWNLOAD": "1",
            "DNS_ADDRESS": "0",
        }

    def versitygw(folder, port):
        (folder / "files").mkdir()
        words = [tools / "versitygw", "--port", f"127.0.0.1:{port}", "--quiet", "--keep-alive", "posix", folder / "files"]
        return words, {"ROOT_ACCESS_KEY": KEYS["AWS_ACCESS_KEY_ID"], "ROOT_SECRET_KEY": KEYS["AWS_SECRET_ACCESS_KEY"]}

    def moto(folder, port):
        return [tools / "moto/bin/moto_server", "-H", "127.0.0.1", "-p", str(port)], {}

    def s3proxy(*how):
        module = STORES / "s3"
        return lambda folder, port: (["java", "-cp", classpath(module), "sleeper.aws.s3.S3ServerProcess", *how], {})

    def dynamodb_local(folder, port):
        module = STORES / "dynamodb"
        natives = f"-Dsqlite4java.library.path={module}/target/natives"
        return ["java", natives, "-cp", classpath(module), "sleeper.aws.dynamodb.LocalDynamoProcess"], {}

    return {
        "LocalStack": Server("LocalStack 4.14.0, from PyPI", localstack),
        "versitygw": Server("Versity S3 Gateway 1.8.0 over a folder, from Go's module proxy", versitygw),
        "moto": Server("moto 5.2.5, from PyPI", moto, tables=True),
        "DynamoDB Local": Server("DynamoDB Local 2.6.1, from Maven Central", dynamodb_local, bucket=False, tables=True),
        "s3proxy": Server("s3proxy 4.1.0, from Maven Central, as it is", s3proxy("plain")),
        "s3proxy, ours": Server("the same with the conditions that our own tests add to it", s3proxy()),
    }


def file_name(server):
    return re.sub(r"\W+", "-", server.lower())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """A server's process, from its start to its end."""

    def __init__(self, name, server, scratch):
        self.name = name
        self.folder = scratch / file_name(name)
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "home").mkdir(parents=True)
        self.port = free_port()
        words, environment = server.command(self.folder, self.port)
        kept = {key: os.environ[key] for key in ("PATH", "JAVA_HOME") if key in os.environ}
        self.log = (self.folder / "log").open("wb")
        self.process = subprocess.Popen(
            [str(word) for word in words],
            cwd=self.folder,
            env=kept | {"HOME": str(self.folder / "home")} | {key: str(value) for key, value in environment.items()},
            stdin=subprocess.PIPE,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )

    def __enter__(self):
        return self

    def endpoint(self):
        """@return where it answers, once it does"""
        until = time.monotonic() + UP_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            printed = re.search(r"^(http://127\.0\.0\.1:\d+)$", (self.folder / "log").read_text(errors="replace"), re.M)
            endpoint = printed.group(1) if printed else f"http://127.0.0.1:{self.port}"
            try:
                urllib.request.urlopen(endpoint, timeout=5)
                return endpoint
            except urllib.error.HTTPError:
                return endpoint
            except OSError:
                time.sleep(0.2)
        raise SystemExit(f"{self.name} did not start:\n{(self.folder / 'log').read_text(errors='replace')[-3000:]}")

    def __exit__(self, *failure):
        self.process.stdin.close()
        self.process.terminate()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()


def run(name, server, scratch):
    """@return whether the kits ended as they should, and their results, a row for each test"""
    results = scratch / f"{file_name(name)}.tsv"
    results.unlink(missing_ok=True)
    unkept = HERE / "servers" / f"{file_name(name)}.unkept"
    with Running(name, server, scratch) as running:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("AWS_")}
        command = ["java", "-cp", classpath(ROOT / "aws"), "sleeper.aws.kits.AwsKits", "--server", name]
        command += ["--create", "--unkept", str(unkept), "--results", str(results), *server.names]
        print(f"\n-- {name}: {server.about}", flush=True)
        ended = subprocess.run(
            command, env=environment | KEYS | {"AWS_ENDPOINT_URL": running.endpoint()}, timeout=KITS_SECONDS
        )
    rows = [line.split("\t") for line in results.read_text().splitlines()] if results.exists() else []
    return ended.returncode == 0, rows


def listed(name):
    """@return for each test that the server is known to fail whether it does so always, and the reason"""
    found = {}
    for line in (HERE / "servers" / f"{file_name(name)}.unkept").read_text().splitlines():
        match = re.match(r"(\w+\.\w+(?:\[\d+])?)(, at times)?: (.*)", line)
        if match:
            found[match.group(1)] = ("at times not" if match.group(2) else "no", match.group(3))
    return found


def in_words(test):
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", test.removeprefix("should")).capitalize()


def table(heads, lines):
    rows = [heads, ["---"] * len(heads), *lines]
    return "\n".join("|" + "|".join(f" {cell} " if cell != "---" else cell for cell in row) + "|" for row in rows)


def page(found, all_servers):
    """What the template's places stand for. What is known of a server counts, not which of its races this run lost."""
    tests = collections.defaultdict(list)
    for rows in found.values():
        for _, kit, test, _, _ in rows:
            if test not in tests[kit]:
                tests[kit].append(test)
    known = {name: listed(name) for name in found}
    ran = {name: {(kit, test) for _, kit, test, _, _ in rows} for name, rows in found.items()}

    def cell_of_kit(name, kit):
        all_tests = [test for test in tests[kit] if (kit, test) in ran[name]]
        lost = [test for test in all_tests if f"{kit}.{test}" in known[name]]
        if not all_tests:
            return "-"
        return f"all {len(all_tests)}" if not lost else f"{len(all_tests) - len(lost)} of {len(all_tests)}"

    def cell_of_test(name, kit, test):
        if (kit, test) not in ran[name]:
            return "-"
        return known[name].get(f"{kit}.{test}", ("yes", ""))[0]

    sections = []
    for kit, head in CONDITIONS.items():
        names = [name for name in found if any(of == kit for of, _ in ran[name])]
        lines = [[in_words(test), *(cell_of_test(name, kit, test) for name in names)] for test in sorted(tests[kit])]
        sections.append(f"### {head}\n\n" + table(["what is kept", *names], lines))
    reasons = []
    for name in found:
        by_reason = collections.defaultdict(list)
        for test, (_, reason) in known[name].items():
            by_reason[reason].append(f"`{test}`")
        reasons += [f"- {name}: {reason.removesuffix('.')}: {', '.join(lost)}." for reason, lost in by_reason.items()]
    return {
        "SERVERS": "\n".join(f"- {name}: {all_servers[name].about}" for name in found),
        "CONTRACTS": table(
            ["kit", "shows", *found],
            [[kit, shows, *(cell_of_kit(name, kit) for name in found)] for kit, shows in CONTRACTS.items()],
        ),
        "CONDITIONS": "\n\n".join(sections),
        "REASONS": "\n".join(reasons),
    }


def main():
    # A run that is ended from outside ends its servers as well.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    scratch, tools = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
    write = "--write" in sys.argv[3:]
    all_servers = servers(tools)
    wanted = [argument for argument in sys.argv[3:] if argument != "--write"] or list(all_servers)
    found, failed = {}, []
    for name in wanted:
        well, found[name] = run(name, all_servers[name], scratch)
        if not well:
            failed.append(name)
    print()
    for name, rows in found.items():
        ends = collections.Counter(end for *_, end, _ in rows)
        print(
            f"{name}: {len(rows)} tests found, {ends['SUCCESSFUL']} successful, {ends['FAILED']} failed, "
            f"{ends['SKIPPED']} skipped, {ends['UNKEPT']} failed as listed"
        )
    if failed:
        raise SystemExit(f"The kits did not end as they should on {', '.join(failed)}.")
    if wanted == list(all_servers):
        text = (HERE / "servers" / "aws-servers.template.md").read_text()
        for place, content in page(found, all_servers).items():
            text = text.replace("{" + place + "}", content)
        if write:
            PAGE.write_text(text)
        elif PAGE.read_text() != text:
            raise SystemExit(f"{PAGE.relative_to(ROOT)} is stale: run .ci/aws-servers SCRATCH --write, and look at what changed.")
    print("the kits ended as they should on each server")


if __name__ == "__main__":
    main()
