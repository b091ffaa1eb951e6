"""Send a job to the embedded run with boto3, and read the table's files by S3, with nothing of Sleeper's own.

Usage: put-files-by-s3.py LOCAL_JSON TABLE FILES

LOCAL_JSON is the local.json of a running `./sleeper local`, TABLE a table that exists and is empty, FILES a Parquet file or a folder of
them in a bucket (`bucket/key`). The script checks that the table has as many rows as the files.
"""

import io
import json
import pathlib
import sys
import time

import boto3
import pyarrow.fs
import pyarrow.parquet as pq

POLL_SECONDS = 0.5
PATIENCE_SECONDS = 120


def client(service, url, key="any", secret="any"):
    return boto3.client(
        service, endpoint_url=url, region_name="us-east-1", aws_access_key_id=key, aws_secret_access_key=secret
    )


def end_of(sfn, arn):
    """Waits until an execution is there and over."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        try:
            description = sfn.describe_execution(executionArn=arn)
            if description["status"] != "RUNNING":
                return description
        except sfn.exceptions.ExecutionDoesNotExist:
            pass
        time.sleep(POLL_SECONDS)
    sys.exit(f"gave up waiting for {arn}")


def keys(s3, bucket, prefix):
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    found = [item["Key"] for page in pages for item in page.get("Contents", [])]
    return [key for key in found if key.endswith(".parquet")]


def rows_by_boto3(s3, bucket, prefix):
    bodies = (s3.get_object(Bucket=bucket, Key=key)["Body"].read() for key in keys(s3, bucket, prefix))
    return sum(pq.read_table(io.BytesIO(body)).num_rows for body in bodies)


def rows_by_pyarrow(local, s3, bucket, prefix):
    files = pyarrow.fs.S3FileSystem(
        access_key=local["s3.access-key"],
        secret_key=local["s3.secret-key"],
        endpoint_override=local["s3"],
        region="us-east-1",
    )
    return sum(pq.read_table(f"{bucket}/{key}", filesystem=files).num_rows for key in keys(s3, bucket, prefix))


def main(local_json, table, files):
    local = json.loads(pathlib.Path(local_json).read_text())
    s3 = client("s3", local["s3"], local["s3.access-key"], local["s3.secret-key"])
    sqs = client("sqs", local["sqs"])
    sfn = client("stepfunctions", local["stepfunctions"])

    bucket, _, prefix = files.partition("/")
    expected = rows_by_boto3(s3, bucket, prefix)
    job = {"id": "by-s3", "tableName": table, "files": [files]}
    sqs.send_message(QueueUrl=local["queue.standard"], MessageBody=json.dumps(job))
    execution = local["state-machine.ingest-job"].replace(":stateMachine:", ":execution:") + ":by-s3-a1"
    description = end_of(sfn, execution)
    assert description["status"] == "SUCCEEDED", description

    data = f"{table}/data/"
    assert rows_by_boto3(s3, "sleeper-tables", data) == expected
    assert rows_by_pyarrow(local, s3, "sleeper-tables", data) == expected
    try:
        s3.put_object(Bucket="sleeper-tables", Key=data + "mine.parquet", Body=b"")
        sys.exit("the table's own bucket could be written")
    except s3.exceptions.ClientError as refused:
        assert refused.response["Error"]["Code"] == "AccessDenied", refused
        print(f"a put into the table's bucket: {refused.response['Error']['Message']}")
    print(f"{expected} rows went into {table} by S3, and were read by S3")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    main(*sys.argv[1:])
