"""Loading frames into a running instance, and what becomes of the jobs."""

import datetime
import decimal
import json
import pathlib
import pickle
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import boto3
import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sleeper_workflows import Client, Conflict, DoesNotFit, JobAborted, JobRejected, NotFound, Refused

WAIT = 300
KINDS = {
    "l": "long",
    "s": "string",
    "bytes": "bytearray",
    "f": "float",
    "d": "double",
    "flag": "boolean",
    "day": "date",
    "at": "timestamp",
    "millis": {"type": "timestamp", "unit": "millis", "utc": False},
    "dec": "decimal(20,3)",
    "list": {"type": "list", "element": "int", "elementNullable": True},
    "map": {"type": "map", "key": "string", "value": "long", "valueNullable": True},
    "nested": {"type": "struct", "fields": [{"name": "a", "type": "int"}, {"name": "b", "type": "string", "nullable": True}]},
}
EVERY = {
    "rowKeyFields": [{"name": "k", "type": "int"}],
    "sortKeyFields": [{"name": "t", "type": "string"}],
    "valueFields": [{"name": name, "type": kind, "nullable": True} for name, kind in KINDS.items()],
}

NARROW = {"rowKeyFields": EVERY["rowKeyFields"], "sortKeyFields": EVERY["sortKeyFields"]}


def every_row(number):
    at = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.timezone.utc)
    values = {
        "l": 2**62 + number, "s": f"ä{number}", "bytes": bytes([number % 256]), "f": 0.5, "d": number / 3, "flag": number % 2 == 0,
        "day": datetime.date(2026, 1, 1 + number % 28), "at": at + datetime.timedelta(microseconds=number),
        "millis": at.replace(tzinfo=None), "dec": decimal.Decimal(number).scaleb(-3), "list": [1, None], "map": [("x", number)],
        "nested": {"a": number, "b": None},
    }  # fmt: skip
    return {"k": number, "t": str(number), **{name: None if number % 7 == 3 else value for name, value in values.items()}}


def test_should_load_every_type_and_read_it_back(instance, name):
    # Given
    table = instance.create_table(name, schema=EVERY)
    rows = [every_row(number) for number in range(100)]
    # When
    table.write(rows).wait(WAIT)
    # Then
    assert sorted(table.scan().to_dicts(), key=lambda row: row["k"]) == rows


def test_should_load_frames_of_every_kind(instance, name):
    # Given a table like a frame of pandas
    frame = pd.DataFrame({"customer": [f"c{i:04}" for i in range(1000)], "at": range(1000), "amount": [i / 4 for i in range(1000)]})
    frame.loc[5, "amount"] = None
    table = instance.create_table(name, like=frame, row_keys=["customer"], sort_keys=["at"], split_from=frame, partitions=4)
    assert len(table.describe()["leaves"]) == 4
    arrow = pa.Table.from_pandas(frame, preserve_index=False)
    # When
    connection = duckdb.connect()
    frames = [frame, pl.from_pandas(frame), arrow, arrow.to_reader(), connection.from_arrow(arrow), arrow.to_pylist()]
    for rows in frames:
        table.write(rows).wait(WAIT)
    # Then
    read = table.scan().to_arrow()
    assert read.num_rows == 1000 * len(frames)
    expected = pa.concat_tables([arrow] * len(frames)).cast(read.schema.remove_metadata())
    by = [("customer", "ascending")]
    assert read.select(arrow.column_names).sort_by(by).to_pylist() == expected.sort_by(by).to_pylist()


def test_should_tell_rows_that_do_not_fit_before_anything_is_sent(instance, name):
    # Given
    table = instance.create_table(name, schema=EVERY)
    # When
    with pytest.raises(DoesNotFit) as raised:
        table.write(pd.DataFrame({"k": [1.0, 1.5], "t": ["a", None], "l": pd.Series([2**63, 1], dtype="uint64")}))
    # Then
    assert [fault.location for fault in raised.value.faults] == [
        {"column": "k", "row": 1},
        {"column": "t", "row": 1},
        {"column": "l", "row": 0},
    ]
    assert list(instance.jobs(table=name)) == []


def test_should_load_an_empty_frame(instance, name):
    # Given
    table = instance.create_table(name, schema=EVERY)
    # When
    job = table.write(pa.table({"k": pa.array([], pa.int32()), "t": pa.array([], pa.string())})).wait(WAIT)
    # Then
    assert (job.status, table.describe()["rows"]) == ("COMMITTED", 0)


def test_should_say_that_rows_are_loaded_already(instance, name):
    # Given
    table = instance.create_table(name, schema=EVERY)
    first = table.write([every_row(1)], once=True).wait(WAIT)
    named = table.write([every_row(2)], job_id=f"{name}-2").wait(WAIT)
    # When
    again, named_again = table.write([every_row(1)], once=True), table.write([every_row(2)], job_id=f"{name}-2")
    # Then
    assert (again.id, again.already_loaded, named_again.id, named_again.already_loaded) == (first.id, True, named.id, True)
    assert table.describe()["rows"] == 2
    with pytest.raises(Conflict):
        table.write([every_row(3)], job_id=f"{name}-2")


def test_should_not_say_that_rows_are_loaded_that_went_into_a_table_that_was_dropped(instance, name):
    # Given
    table = instance.create_table(name, schema=EVERY)
    table.write([every_row(1)], job_id=f"{name}-1").wait(WAIT)
    table.drop()
    instance.create_table(name, schema=EVERY)
    # When, Then
    with pytest.raises(Conflict, match="dropped since"):
        table.write([every_row(1)], job_id=f"{name}-1")
    table.write([every_row(1)], job_id=f"{name}-2").wait(WAIT)
    assert table.describe()["rows"] == 1


def test_should_reject_a_job_mend_it_and_try_again(instance, name, local):
    # Given a file that does not fit the table
    instance.create_table(name, schema=NARROW)
    folder = local.home / "buckets" / name
    folder.mkdir(parents=True)
    pq.write_table(pa.table({"k": ["no number"], "t": ["a"]}), folder / "f.parquet")
    document = {"id": name, "tableName": name, "files": [f"{name}/f.parquet"]}
    assert not instance.plan(document)["ok"]
    # When
    with pytest.raises(JobRejected) as raised:
        instance.submit(document).wait(WAIT)
    # Then
    job = instance.job(name)
    assert raised.value.code == "SCHEMA_MISMATCH"
    assert job.faults == raised.value.faults
    # When it is mended
    pq.write_table(pa.table({"k": pa.array([1], pa.int32()), "t": ["a"]}), folder / "f.parquet")
    assert instance.plan(document)["ok"]
    again = job.retry().wait(WAIT)
    # Then
    assert [attempt["status"] for attempt in again.attempts] == ["REJECTED", "COMMITTED"]
    assert [(file["file"], file["rows"]) for file in again.files] == [(f"{name}/f.parquet", 1)]
    with pytest.raises(Conflict):
        again.retry()
    assert "COMMITTED" in repr(instance.jobs(table=name))


@pytest.mark.parametrize(
    "schema",
    [
        {"rowKeyFields": [{"name": "k", "type": "bigint"}]},
        {"rowKeyFields": [{"name": "k", "type": "int", "nullable": "false"}]},
        {"rowKeyFields": [{"name": "k"}], "valueFields": [{"name": "v", "type": {"type": "timestamp", "units": "nanos"}}]},
        {"rowKeyField": [{"name": "k", "type": "int"}]},
    ],
)
def test_should_tell_all_that_is_wrong_with_a_schema(instance, name, schema):
    for more in ({}, {"split_from": [{"k": 1}]}):
        with pytest.raises(Refused) as raised:
            instance.create_table(name, schema=schema, **more)
        assert raised.value.faults
    with pytest.raises(NotFound):
        instance.table(name).describe()


def test_should_cut_a_table_where_python_and_numpy_say(instance, name):
    keys = [{"name": "a", "type": "int"}, {"name": "b", "type": "bytearray"}]
    table = instance.create_table(name, schema={"rowKeyFields": keys}, split_points=[(np.int64(1), b"m")])
    assert table.describe()["partitions"] > 1


def test_should_tell_all_that_is_wrong_with_a_document(instance):
    with pytest.raises(Refused) as raised:
        instance.submit({"tableName": "a b", "file": []})
    assert {fault.code for fault in raised.value.faults} == {"BAD_ID", "UNKNOWN_FIELD", "MISSING_FIELD"}


def test_should_check_a_file_of_this_machine(instance, name, tmp_path):
    # Given
    instance.create_table(name, schema=NARROW)
    pq.write_table(pa.table({"k": ["x"], "t": ["a"]}), tmp_path / "f.parquet")
    # When
    found = instance.check(tmp_path / "f.parquet", name)
    # Then
    assert [fault["code"] for fault in found["faults"]] == ["SCHEMA_MISMATCH"]


def test_should_abort_a_job_that_runs(instance, name):
    # Given rows that take a while
    table = instance.create_table(name, schema={**EVERY, "valueFields": [{"name": "s", "type": "string", "nullable": True}]})
    count = 3_000_000
    rows = pa.table({"k": pa.array(range(count), pa.int32()), "t": ["t"] * count, "s": [f"{i * 7919 % count:040}" for i in range(count)]})
    job = table.write(rows)
    clock = instance.clock
    while job.status in ("SENT", "ACCEPTED"):
        clock.sleep(0.05)
    # When
    job.abort()
    # Then
    with pytest.raises(JobAborted):
        job.wait(WAIT)
    assert table.describe()["rows"] == 0


def test_should_wait_while_local_restarts_on_other_ports(instance, name, local):
    # Given a job whose message waits, since the services stop
    table = instance.create_table(name, schema=EVERY)
    before = json.loads((local.home / "local.json").read_text())["api"]
    job = table.write([every_row(1)])
    program = "import pickle, sys\njob = pickle.load(open(sys.argv[1], 'rb'))\nprint('waits', flush=True)\nprint(job.wait(600).status)\n"
    pickled = pathlib.Path(local.home).parent / f"{name}.pickle"
    pickled.write_bytes(pickle.dumps(job))
    waiting = subprocess.Popen([sys.executable, "-c", program, str(pickled)], stdout=subprocess.PIPE, text=True)
    assert waiting.stdout.readline() == "waits\n"
    # When its port is somebody else's when it comes back
    local.stop()
    with HTTPServer(("127.0.0.1", int(before.rpartition(":")[2])), BaseHTTPRequestHandler) as other:
        answering = threading.Thread(target=other.serve_forever, args=(0.05,), daemon=True)
        answering.start()
        local.start()
        other.shutdown()
    # Then
    assert json.loads((local.home / "local.json").read_text())["api"] != before
    output, _ = waiting.communicate(timeout=WAIT)
    assert (waiting.returncode, output) == (0, "COMMITTED\n")
    assert table.describe()["rows"] == 1


def test_should_redrive_and_delete_dead_letters(instance, name, local):
    # Given a message that is no job document
    services = json.loads((local.home / "local.json").read_text())
    sqs = boto3.client("sqs", endpoint_url=services["sqs"], region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
    message = sqs.send_message(QueueUrl=services["queue.standard"], MessageBody=f"<b>{name}</b>")["MessageId"]
    sqs.close()
    found = []
    while not found:
        found = [letter for letter in instance.dead_letters() if name in letter["body"]]
        instance.clock.sleep(0.1)
    # When, Then
    letter = found[0]["messageId"]
    assert message
    assert [kept["messageId"] for kept in instance.dead_letters().redrive(letter)["kept"]] == [letter]
    assert [gone["messageId"] for gone in instance.dead_letters().delete(letter)["deleted"]] == [letter]
    with pytest.raises(NotFound):
        instance.dead_letters().delete(letter)


def test_should_not_let_a_job_read_what_was_uploaded_for_another(instance, name):
    # Given
    table = instance.create_table(name, schema=EVERY)
    first = table.write([every_row(1)], job_id=f"{name}-1").wait(WAIT)
    # When
    with pytest.raises(JobRejected) as raised:
        instance.submit({"tableName": name, "files": [first.describe()["attempts"][0]["inputs"][0]["file"]]}).wait(WAIT)
    # Then
    assert raised.value.faults


def test_should_serve_another_process_by_the_environment(instance, name, local):
    # Given
    instance.create_table(name, schema=EVERY)
    program = f"from sleeper_workflows import Client; print(Client.local().table({name!r}).describe()['partitions'])"
    # When
    done = subprocess.run([sys.executable, "-c", program], env=local.environment, capture_output=True, text=True, check=True)
    # Then
    assert done.stdout == "1\n"


def test_should_say_that_there_is_no_such_job_or_table(instance):
    with pytest.raises(NotFound) as job:
        instance.job("none")
    with pytest.raises(NotFound) as table:
        instance.table("none").write([{"k": 1}])
    assert (job.value.code, table.value.code) == ("UNKNOWN_JOB", "UNKNOWN_TABLE")
    assert isinstance(instance, Client)
