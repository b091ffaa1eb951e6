"""Deploy an instance, look at it and destroy it, by the command, in a server of moto's.

Usage: commanded.py SCRATCH

What is deployed has no optional stack: its templates need no image, which nothing here could build.
"""

import json
import os
import pathlib
import subprocess
import sys

from moto_server import Moto

ROOT = pathlib.Path(__file__).parent.parent.parent
REGION = "eu-west-2"
ACCOUNT = "123456789012"
MINUTES = 10


class Command:
    """The command, in an account of the server's."""

    def __init__(self, endpoint, home):
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
            "SLEEPER_HOME": str(home),
            "AWS_REGION": REGION,
        }
        self.account = {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "identity", "AWS_SECRET_ACCESS_KEY": "credential"}

    def run(self, *arguments, program=str(ROOT / "sleeper"), code=0, account=True):
        environment = {**self.environment, **(self.account if account else {"AWS_EC2_METADATA_DISABLED": "true"})}
        ended = subprocess.run(
            [program, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=MINUTES * 60,
            # No terminal is there then.
            start_new_session=True,
        )
        print(f"{pathlib.Path(program).name} {' '.join(arguments)}: {ended.returncode}")
        if ended.returncode != code:
            raise SystemExit(f"expected {code}:\n{ended.stdout[-4000:]}\n{ended.stderr[-4000:]}")
        return ended


def expect(found, *sought):
    for words in sought:
        if words not in found:
            raise SystemExit(f"'{words}' was not said:\n{found[-4000:]}")


def main(scratch):
    home = scratch / "commanded"
    home.mkdir(parents=True, exist_ok=True)
    (home / "instance.properties").write_text("sleeper.id=prod\nsleeper.errors.email=ops@example.com\nsleeper.optional.stacks=\n")
    with Moto(scratch / "commanded-server") as server:
        command = Command(server.endpoint, home)
        said = command.run("deploy", "--dry-run", code=3, account=False).stderr
        expect(said, "A month in which no job runs costs", "no credentials were found")
        said = command.run("deploy", code=1).stderr
        bootstrap = f"npx aws-cdk@2.1134.0 bootstrap aws://{ACCOUNT}/{REGION}"
        expect(said, "no stack CDKToolkit", bootstrap)
        command.run("--yes", *bootstrap.split()[1:], program="npx")
        plan = json.loads(command.run("deploy", "--dry-run", "--json").stdout)
        assert plan["replaced"] == [] and "[+] AWS::SQS::Queue" in plan["changes"], plan
        deployed = json.loads(command.run("deploy", "--json").stdout)
        assert deployed["deployed"] and deployed["account"] == ACCOUNT, deployed
        looked = json.loads(command.run("doctor", "--json", "--instance", "prod").stdout)
        states = {check["name"]: check["state"] for check in looked["checks"]}
        print(", ".join(f"{name} {state}" for name, state in states.items()))
        sought = ["instance", "stores", "queue auto", "state machine ingest-job", "state machine reap-job"]
        assert all(states[name] == "ok" for name in sought), looked
        said = command.run("destroy", "--instance", "prod", code=1).stderr
        expect(said, "are kept.", "no terminal to read an answer from")
        destroyed = json.loads(command.run("destroy", "--instance", "prod", "--yes", "--json").stdout)
        assert destroyed["destroyed"] and "sleeper-prod-data" in destroyed["kept"], destroyed
        said = command.run("destroy", "--instance", "prod", "--yes", code=3).stderr
        expect(said, "no stack sleeper-prod")
    print("an instance was deployed and destroyed by the command")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
