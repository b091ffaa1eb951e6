"""Follow a job on the embedded run with boto3 and nothing of Sleeper's own.

Usage: watch-with-boto3.py HOME TABLE FILE

HOME is the home of a running `./sleeper local`, TABLE a table that exists, FILE a Parquet file in a bucket
(`bucket/key`). The script sends a job for FILE and one for a file that does not exist, follows both, and checks what the
queue, Step Functions and the mailbox tell.
"""

import email
import json
import pathlib
import sys
import time

import boto3

POLL_SECONDS = 0.5
PATIENCE_SECONDS = 120


def endpoints(home):
    return json.loads((pathlib.Path(home) / "local.json").read_text())


def client(service, url):
    return boto3.client(
        service,
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="any",
        aws_secret_access_key="any",
    )


def wait_for(what, condition):
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(POLL_SECONDS)
    sys.exit(f"gave up waiting for {what}")


def send(sqs, queue_url, job):
    sqs.send_message(QueueUrl=queue_url, MessageBody=json.dumps(job))
    print(f"sent job {job['id']}")


def execution_of(sfn, machine, name):
    pages = sfn.get_paginator("list_executions").paginate(stateMachineArn=machine)
    return next((e for page in pages for e in page["executions"] if e["name"] == name), None)


def follow(sfn, machine, name):
    execution = wait_for(f"execution {name}", lambda: execution_of(sfn, machine, name))
    arn = execution["executionArn"]

    def closed():
        description = sfn.describe_execution(executionArn=arn)
        return description if description["status"] != "RUNNING" else None

    description = wait_for(f"the end of {name}", closed)
    history = [
        event
        for page in sfn.get_paginator("get_execution_history").paginate(executionArn=arn)
        for event in page["events"]
    ]
    states = [
        event["stateEnteredEventDetails"]["name"]
        for event in history
        if event["type"].endswith("StateEntered")
    ]
    print(f"{name}: {description['status']}; states: {' > '.join(states)}")
    return description, states


def mails_about(mailbox, job_id):
    return sorted(pathlib.Path(mailbox).glob(f"*-{job_id}.eml"))


def main(home, table, file):
    local = endpoints(home)
    sqs = client("sqs", local["sqs"])
    sfn = client("stepfunctions", local["stepfunctions"])
    machine = local["state-machine.ingest-job"]
    queue = local["queue.standard"]

    send(sqs, queue, {"id": "boto3-good", "tableName": table, "files": [file]})
    description, states = follow(sfn, machine, "boto3-good-a1")
    assert description["status"] == "SUCCEEDED", description
    assert states[0] == "Validate job" and "Commit files" in states, states
    assert json.loads(description["output"])["status"] == "COMMITTED", description["output"]

    missing = file.rsplit("/", 1)[0] + "/no-such-file.parquet"
    send(sqs, queue, {"id": "boto3-missing", "tableName": table, "files": [missing]})
    description, states = follow(sfn, machine, "boto3-missing-a1")
    assert description["status"] == "FAILED", description
    assert description["error"] == "FILE_NOT_FOUND", description
    assert "Run ingest task" not in states, states

    mails = wait_for("a mail", lambda: mails_about(local["mailbox"], "boto3-missing"))
    assert len(mails) == 1, mails
    assert not mails_about(local["mailbox"], "boto3-good")
    message = email.message_from_bytes(mails[0].read_bytes())
    text = message.get_payload(decode=True).decode()
    print(f"mail: {message['Subject']}\n{text}")
    assert "boto3-missing" in text and "FILE_NOT_FOUND" in text and missing in text, text
    print("boto3 told the whole story")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
