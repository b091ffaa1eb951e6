"""Run the ways that WaysForInterpreters has written on LocalStack's Step Functions.

The Tasks' results are given to it as mocked service integrations. Each way has an account of its own, since executions of several ways
have the same name.
"""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request

import boto3
from botocore.config import Config

HERE = pathlib.Path(__file__).resolve().parent
UP_SECONDS = 90
END_SECONDS = 20
EXECUTION_SECONDS = 40
LOOK_SECONDS = 0.02
OUR_ACCOUNT = "000000000000"
ENDED = {"TaskSucceeded", "TaskFailed", "TaskTimedOut"}


def mocks_and_turns(ways):
    """@return the file of SFN_MOCK_CONFIG, and that of begin_localstack.py"""
    machines, responses, turns = {}, {}, {}
    for way, executions in ways.items():
        for number, execution in enumerate(executions):
            case = f"{way}-{number}"
            tried = {}
            for task in execution["tasks"]:
                tried.setdefault(task["state"], []).append(task)
            for state, tasks in tried.items():
                responses[f"{case} {state}"] = {str(at): response(task) for at, task in enumerate(tasks)}
            cases = machines.setdefault(execution["machine"], {"TestCases": {}})["TestCases"]
            cases[case] = {state: f"{case} {state}" for state in tried}
            turns.setdefault(execution["machine"], {})[case] = {
                state: [task.get("begun") for task in tasks] for state, tasks in tried.items()
            }
    return {"StateMachines": machines, "MockedResponses": responses}, turns


def response(task):
    if "error" in task:
        return {"Throw": {"Error": task["error"], "Cause": task["cause"]}}
    # What does not end by itself ends when it is stopped; LocalStack would take an error then for the execution's.
    return {"Return": task.get("answer", {"Payload": {}})}


class Server:
    """LocalStack's process, from its start to its end."""

    def __init__(self, python, folder, ways):
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "home").mkdir(parents=True)
        for name, content in zip(("mocks.json", "turns.json"), mocks_and_turns(ways)):
            (folder / name).write_text(json.dumps(content))
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.endpoint = f"http://127.0.0.1:{probe.getsockname()[1]}"
        self.log = folder / "log"
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder / "home"),
            "FILESYSTEM_ROOT": str(folder / "files"),
            "OVERRIDE_IN_DOCKER": "0",
            "GATEWAY_LISTEN": self.endpoint.removeprefix("http://"),
            "SERVICES": "stepfunctions",
            "STRICT_SERVICE_LOADING": "1",
            "EAGER_SERVICE_LOADING": "1",
            "DISABLE_EVENTS": "1",
            "SKIP_SSL_CERT_DOWNLOAD": "1",
            "DNS_ADDRESS": "0",
            "SFN_MOCK_CONFIG": str(folder / "mocks.json"),
        }
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [python, HERE / "begin_localstack.py", folder / "turns.json"],
                cwd=folder,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def __enter__(self):
        until = time.monotonic() + UP_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            try:
                urllib.request.urlopen(f"{self.endpoint}/_localstack/health", timeout=5)
                return self
            except OSError:
                time.sleep(0.2)
        self.__exit__()
        raise SystemExit(f"LocalStack did not start:\n{self.log.read_text(errors='replace')[-3000:]}")

    def __exit__(self, *failure):
        self.process.terminate()
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def client(endpoint, account):
    return boto3.client(
        "stepfunctions",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id=account,
        aws_secret_access_key="unused",
        config=Config(retries={"total_max_attempts": 1}),
    )


def run(sfn, machine_arn, case, recorded):
    """@return what the execution did, in the form that run_in_node.js writes too"""
    started = sfn.start_execution(
        stateMachineArn=f"{machine_arn}#{case}",
        name=recorded["arn"].rsplit(":", 1)[1],
        input=json.dumps(recorded["input"]),
    )["executionArn"]
    until = time.monotonic() + EXECUTION_SECONDS
    while (described := sfn.describe_execution(executionArn=started))["status"] == "RUNNING":
        if time.monotonic() > until or (recorded["status"] == "ABORTED" and has_begun(sfn, started, recorded)):
            sfn.stop_execution(executionArn=started)
        time.sleep(LOOK_SECONDS)
    states, tasks = visited(history(sfn, started))
    end = {key: described[key] for key in ("status", "error", "cause") if key in described}
    if "output" in described:
        end["output"] = json.loads(described["output"])
    return {"machine": recorded["machine"], "states": states, "tasks": tasks, **end}


def history(sfn, execution):
    pages = sfn.get_paginator("get_execution_history").paginate(executionArn=execution)
    return [event for page in pages for event in page["events"]]


def has_begun(sfn, execution, recorded):
    return len(visited(history(sfn, execution))[1]) == len(recorded["tasks"])


def visited(events):
    """@return the states in the order in which they were entered, and each try of a Task: its state and what it was given"""
    states, tasks, state_of = [], [], {}
    for event in events:
        state_of[event["id"]] = state_of.get(event["previousEventId"])
        if "stateEnteredEventDetails" in event:
            state_of[event["id"]] = event["stateEnteredEventDetails"]["name"]
            states.append(state_of[event["id"]])
        elif event["type"] == "TaskScheduled":
            given = json.loads(event["taskScheduledEventDetails"]["parameters"])
            tasks.append({"state": state_of[event["id"]], "given": given})
    return states, tasks


def run_all(python, folder, definitions, ways):
    """@return of each way, what its executions did"""
    results = {}
    with Server(python, folder, ways) as server:
        for number, (way, executions) in enumerate(ways.items(), start=1):
            account = f"{number:012}"
            sfn = client(server.endpoint, account)
            machines = {
                name: sfn.create_state_machine(
                    name=name, definition=definition, roleArn=f"arn:aws:iam::{account}:role/unused"
                )["stateMachineArn"]
                for name, definition in definitions.items()
            }
            results[way] = [
                run(sfn, machines[recorded["machine"]], f"{way}-{at}", recorded)
                for at, recorded in enumerate(executions)
            ]
            results[way] = json.loads(json.dumps(results[way]).replace(account, OUR_ACCOUNT))
    return results
