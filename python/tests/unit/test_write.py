"""Writing: what is uploaded and sent, and when nothing is."""

import io
import os
import pathlib
import pickle
import signal
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from instance_double import SCHEMA

from sleeper_workflows import Conflict, DoesNotFit, Field, Refused, Schema, SleeperError, Unreachable, _parts, _upload
from sleeper_workflows._digest import RowDigest

ROWS = [{"k": "a", "v": 1}, {"k": "b", "v": None}]


@pytest.fixture
def table(double, client, uploads):
    double.create("orders")
    return client.table("orders")


def files_of(double, job):
    return double.jobs[job.id]["document"]["files"]


def read(uploads, files):
    tables = [pq.read_table(io.BytesIO(uploads.get(name.partition("/")[2]))) for name in files]
    return pa.concat_tables(tables)


def test_should_upload_under_the_jobs_prefix_and_send_the_job(double, table, uploads):
    # When
    job = table.write(pd.DataFrame(ROWS))
    # Then
    assert files_of(double, job) == [f"uploads/{job.id}/part-00000.parquet"]
    assert double.jobs[job.id]["table"] == "orders"
    rows = read(uploads, files_of(double, job))
    assert rows.schema == pa.schema([pa.field("k", pa.string(), False), pa.field("v", pa.int64())])
    assert rows.to_pylist() == ROWS
    assert not job.already_loaded
    assert job.status == "ACCEPTED"


def test_should_write_files_with_checksums_and_zstd(table, uploads, double):
    # When
    job = table.write(ROWS)
    # Then the pages are read only where their checksums hold
    content = uploads.get(files_of(double, job)[0].partition("/")[2])
    assert pq.read_table(io.BytesIO(content), page_checksum_verification=True).to_pylist() == ROWS
    column = pq.ParquetFile(io.BytesIO(content)).metadata.row_group(0).column(0)
    assert column.compression == "ZSTD"
    damaged = bytearray(content)
    damaged[column.dictionary_page_offset + column.total_compressed_size - 2] ^= 255
    with pytest.raises(OSError, match=r"(?i)crc|checksum"):
        pq.read_table(io.BytesIO(bytes(damaged)), page_checksum_verification=True)


def test_should_send_nothing_where_a_row_does_not_fit(double, table, uploads):
    # Given rows of which the last does not fit
    rows = [{"k": str(i), "v": i} for i in range(20000)] + [{"k": None, "v": 1.5}]
    # When
    with pytest.raises(DoesNotFit) as raised:
        table.write(iter(rows))
    # Then
    assert [fault.location["column"] for fault in raised.value.faults] == ["k", "v"]
    assert uploads.keys() == []
    assert double.jobs == {}


def test_should_leave_nothing_on_this_machine(table, tmp_path, monkeypatch):
    # Given
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())
    # When
    table.write(ROWS)
    with pytest.raises(DoesNotFit):
        table.write([{"k": None}])
    # Then
    assert set(tmp_path.iterdir()) == before


def test_should_load_an_empty_frame_as_a_file_without_rows(double, table, uploads):
    job = table.write(pd.DataFrame({"k": pd.Series([], dtype="str"), "v": pd.Series([], dtype="int64")}))
    assert read(uploads, files_of(double, job)).num_rows == 0


def test_should_tell_an_empty_frame_without_the_columns(table):
    with pytest.raises(DoesNotFit, match="column 'k': found no such column"):
        table.write(pd.DataFrame())


def test_should_send_the_same_job_again_under_its_id(double, table, uploads):
    # Given
    first = table.write(ROWS, job_id="monday")
    double.set_status("monday", "COMMITTED")
    uploaded = uploads.keys()
    calls = len(double.calls)
    # When
    again = table.write(pd.DataFrame(ROWS), job_id="monday")
    # Then
    assert (first.already_loaded, again.already_loaded, again.id) == (False, True, "monday")
    assert "already loaded" in repr(again)
    assert pickle.loads(pickle.dumps(again)).already_loaded
    assert uploads.keys() == uploaded
    assert [call for call in double.calls[calls:] if call[0] == "POST"] == []


def test_should_refuse_other_rows_under_the_id_of_a_job(double, table, uploads):
    # Given
    table.write(ROWS, job_id="monday")
    uploaded = uploads.keys()
    # When, Then
    with pytest.raises(Conflict, match=r"'monday' exists.*other rows") as raised:
        table.write(ROWS[:1], job_id="monday")
    assert raised.value.code == "JOB_ID_CONFLICT"
    assert uploads.keys() == uploaded


def test_should_tell_rows_whose_id_a_job_took_that_was_sent_just_before(double, table):
    # Given two writes under one id, of which no service has taken the first when the second is sent
    table.write(ROWS, job_id="monday")
    first = double.jobs.pop("monday")
    second = table.write(ROWS[:1], job_id="monday")
    assert second.status == "ACCEPTED"
    # When the first is taken, and loaded
    double.jobs["monday"] = first
    double.set_status("monday", "COMMITTED")
    # Then
    with pytest.raises(
        Conflict, match=r"'monday' is one of table 'orders' and other rows.*Nothing of what was sent now is loaded"
    ) as raised:
        second.wait()
    assert raised.value.code == "JOB_ID_CONFLICT"
    with pytest.raises(Conflict):
        pickle.loads(pickle.dumps(second)).wait()


def test_should_take_a_document_whose_secrets_are_masked_for_its_own(double, client):
    # Given
    job = client.submit({"id": "j", "tableName": "orders", "files": ["a/token=secret.parquet"]})
    double.jobs["j"]["document"]["files"] = ["a/token=***"]
    # When, Then
    assert job.status == "ACCEPTED"


def test_should_not_say_that_rows_are_loaded_that_went_into_a_table_that_was_dropped(double, table):
    # Given
    table.write(ROWS, job_id="monday")
    double.set_status("monday", "COMMITTED")
    assert table.write(ROWS, job_id="monday").already_loaded
    # When
    double.create("orders")
    # Then
    with pytest.raises(Conflict, match="'monday' loaded these rows into a table 'orders' that was dropped since"):
        table.write(ROWS, job_id="monday")


@pytest.mark.parametrize("job_id", ["orders.2026-01-31", "2026/01/31", "", "-a", "a" * 64, "a\n"])
def test_should_refuse_an_id_that_is_none_before_anything_is_uploaded(double, table, uploads, job_id):
    with pytest.raises(Refused, match="is no id of a job") as raised:
        table.write(ROWS, job_id=job_id)
    assert raised.value.code == "BAD_ID"
    assert uploads.keys() == []


def test_should_refuse_a_queue_that_is_none_before_anything_is_uploaded(double, table, uploads):
    with pytest.raises(Refused, match=r"there is no queue 'EMR'\. Choose one of standard, emr"):
        table.write(ROWS, queue="EMR")
    assert uploads.keys() == []


def test_should_not_ask_for_partitions_and_files_that_it_does_not_use(double, table):
    # When
    job = table.write(ROWS, once=True)
    double.set_status(job.id, "FAILED")
    table.write(ROWS, once=True)
    double.set_status(job.id, "COMMITTED")
    job.wait()
    assert (job.status, list(job.faults), "orders" in repr(job), "orders" in repr(table)) == ("COMMITTED", [], True, True)
    assert [field.name for field in table.schema.fields] == ["k", "v"]
    # Then
    assert {query.get("last") for where, query in double.queries if where == "/tables/orders"} == {"0"}
    assert {query.get("inputs") for where, query in double.queries if where == f"/jobs/{job.id}"} == {"none"}


def test_should_load_rows_once(double, table):
    # Given
    first = table.write(ROWS, once=True)
    double.set_status(first.id, "COMMITTED")
    # When, Then
    again = table.write(pa.Table.from_pylist(ROWS), once=True)
    assert (again.id, again.already_loaded) == (first.id, True)
    other = table.write(ROWS[:1], once=True)
    assert (other.id != first.id, other.already_loaded) == (True, False)


def test_should_load_the_same_rows_into_another_table_and_into_one_that_was_made_anew(double, client, table):
    # Given
    first = table.write(ROWS, once=True)
    double.create("others")
    double.create("orders")
    # When, Then
    assert len({first.id, client.table("others").write(ROWS, once=True).id, table.write(ROWS, once=True).id}) == 3


def test_should_join_a_job_that_runs(double, table, uploads):
    # Given
    first = table.write(ROWS, once=True)
    double.set_status(first.id, "RUNNING")
    # When
    again = table.write(ROWS, once=True)
    # Then
    assert (again.id, again.already_loaded, again.status) == (first.id, False, "RUNNING")


def test_should_try_rows_again_whose_job_failed(double, table, uploads):
    # Given a job that failed, and whose files are gone
    first = table.write(ROWS, once=True)
    double.set_status(first.id, "FAILED")
    # When
    again = table.write(ROWS, once=True)
    # Then
    assert again.id == first.id
    assert double.calls[-1] == ("POST", f"/jobs/{first.id}/retry", {"attempt": 1})


def test_should_put_anew_what_a_job_could_not_read(double, table, uploads):
    # Given
    job = table.write(ROWS, once=True)
    (key,) = uploads.keys()
    uploads.put(key, b"damaged")
    double.set_status(job.id, "REJECTED")
    # When
    table.write(ROWS, once=True)
    # Then
    assert read(uploads, files_of(double, job)).to_pylist() == ROWS


def test_should_not_try_again_on_another_queue_than_it_was_sent_to(double, table):
    # Given
    job = table.write(ROWS, once=True)
    double.set_status(job.id, "FAILED")
    # When, Then
    with pytest.raises(Conflict, match=r"sent to queue 'standard', is FAILED.*these rows are for queue 'emr'"):
        table.write(ROWS, once=True, queue="emr")
    assert not [call for call in double.calls if call[1].endswith("/retry")]


@pytest.mark.parametrize(("status", "loaded"), [("RUNNING", False), ("COMMITTED", True)])
def test_should_join_a_job_that_another_program_has_just_tried_again(double, table, status, loaded):
    # Given a job that failed, and is tried again between our look and our try
    job = table.write(ROWS, once=True)
    double.plays[job.id] = ["FAILED", "FAILED", status]
    double.answers = [(f"/jobs/{job.id}/retry", 409, {"error": {"code": "WRONG_STATUS", "message": "moved on"}})]
    # When
    again = table.write(ROWS, once=True)
    # Then
    assert (again.id, again.already_loaded) == (job.id, loaded)


def test_should_not_take_two_ways_to_name_a_job(table):
    with pytest.raises(ValueError, match="once=True"):
        table.write(ROWS, once=True, job_id="a")


def test_should_send_one_job_when_the_reply_is_lost(double, table):
    # Given
    double.replies_to_drop = ["/jobs"]
    # When
    job = table.write(ROWS)
    # Then
    assert list(double.jobs) == [job.id]


def test_should_send_no_job_when_the_files_cannot_be_uploaded(double, table, client):
    # Given buckets that nobody serves
    double.s3 = {**double.s3, "s3": "http://127.0.0.1:9"}
    double.restart()
    # When, Then
    with pytest.raises(Unreachable, match="part-00000"):
        table.write(ROWS)
    assert double.jobs == {}


def test_should_leave_files_that_another_program_put_for_the_same_rows(double, table, uploads):
    # Given files of rows whose job was not sent: their program was killed, or has not come so far
    job = table.write(ROWS, job_id="j")
    (key,) = uploads.keys()
    uploads.put(key, b"theirs")
    double.jobs.clear()
    # When
    again = table.write(ROWS, job_id="j")
    # Then
    assert (again.id, again.already_loaded) == (job.id, False)
    assert list(double.jobs) == ["j"]
    assert uploads.get(key) == b"theirs"


def test_should_make_the_upload_bucket_where_there_is_none(double, table, uploads):
    # Given
    uploads.delete_bucket()
    # When
    job = table.write(ROWS)
    # Then
    assert uploads.keys() == [f"{job.id}/part-00000.parquet"]


def test_should_keep_one_client_of_s3_while_the_address_stays(double, client, uploads):
    # Given
    first = client.place.s3()
    # When, Then
    assert client.place.s3() is first
    double.s3 = {**double.s3, "s3.secret-key": "c"}
    double.restart()
    assert client.place.s3() is not first
    assert client.place.s3() is client.place.s3()


def test_should_say_what_local_does_not_serve(double, client):
    # Given one that serves the API alone
    double.create("orders")
    # When, Then
    with pytest.raises(SleeperError, match="serves no S3"):
        client.table("orders").write(ROWS)
    with pytest.raises(SleeperError, match="serves no Iceberg catalog"):
        client.table("orders").scan().to_arrow()


def test_should_make_a_client_of_s3_anew_in_a_forked_process(client, uploads, monkeypatch):
    # Given a connection of the parent, which two processes cannot share
    first = client.place.s3()
    monkeypatch.setattr("sleeper_workflows._place.os.getpid", lambda: -1)
    # When, Then
    assert client.place.s3() is not first


def test_should_leave_no_job_when_its_program_is_killed_in_the_middle(double, table):
    # Given a program whose rows kill it
    program = f"""
import os, signal
from sleeper_workflows import Client
def rows():
    for i in range(100000):
        if i == 70000:
            os.kill(os.getpid(), {signal.SIGKILL.value})
        yield {{"k": str(i), "v": i}}
Client.local({str(double.home)!r}).table("orders").write(rows())
"""
    # When
    ended = subprocess.run([sys.executable, "-c", program], env={**os.environ, "TMPDIR": str(double.home)}, check=False)
    # Then
    assert ended.returncode == -signal.SIGKILL
    assert double.jobs == {}


EVERY = Schema.from_json(
    {
        "rowKeyFields": [{"name": "k", "type": "string"}],
        "valueFields": [
            {"name": name, "type": kind, "nullable": True}
            for name, kind in {
                "v": "long",
                "b": "boolean",
                "words": {"type": "list", "element": "string", "elementNullable": True},
                "numbers": {"type": "list", "element": "int"},
                "map": {"type": "map", "key": "string", "value": "long", "valueNullable": True},
                "s": {"type": "struct", "fields": [{"name": "a", "type": "string", "nullable": True}]},
            }.items()
        ],
    }
)


def every_row(i):
    row = {
        "k": f"{i:05}", "v": i, "b": True, "words": ["x" * (i % 50), None], "numbers": [i] * (i % 3), "map": [("m", None)], "s": {"a": "y"},
    }  # fmt: skip
    return {name: None if name != "k" and i % 7 == position else value for position, (name, value) in enumerate(row.items())}


def parts_of(folder, schema, rows, size, **options):
    from sleeper_workflows._fitted import batches
    from sleeper_workflows._frames import frame_of

    folder.mkdir()
    whole = pa.Table.from_batches(list(batches(frame_of(rows), schema)))
    return whole, _parts.write(whole.to_batches(max_chunksize=size), folder, schema, RowDigest(schema), digests=True, **options)


def test_should_write_parts_and_row_groups_of_bounded_size(tmp_path):
    # Given
    some = pa.table({"k": [f"{i:030}" for i in range(5_000)], "v": range(5_000)})
    rows = pa.concat_tables([some] * 20)
    # When
    _, parts = parts_of(tmp_path / "a", Schema.from_json(SCHEMA), rows, 5_000, row_group_bytes=500_000, part_bytes=1_500_000)
    # Then
    assert [part.file.name for part in parts] == [f"part-{i:05}.parquet" for i in range(len(parts))]
    assert [part.rows for part in parts] == [35_715, 35_715, 28_570]
    assert all(len(part.digest) == 32 for part in parts)
    assert pa.concat_tables([pq.read_table(part.file) for part in parts]).equals(rows.cast(pq.read_schema(parts[0].file)))
    groups = [pq.ParquetFile(part.file).metadata.row_group(0).total_byte_size for part in parts]
    assert max(groups) < 1_000_000


def random_texts(count, size):
    return [os.urandom(size // 2).hex() for _ in range(count)]


def test_should_end_a_row_group_before_it_is_too_large(tmp_path):
    # Given rows that are one chunk, the first one, whatever their size
    rows = [{"k": text, "v": 1} for text in random_texts(40, 50_000)]
    rows[20]["k"] = "x" * 400_000
    # When
    _, parts = parts_of(tmp_path / "a", Schema.from_json(SCHEMA), rows, 64, row_group_bytes=200_000)
    # Then each has as many rows as are not too large, or one
    metadata = pq.ParquetFile(parts[0].file).metadata
    groups = [metadata.row_group(i) for i in range(metadata.num_row_groups)]
    assert [group.num_rows for group in groups] == [3] * 6 + [2, 1] + [3] * 6 + [1]
    assert pq.read_table(parts[0].file).column("k").to_pylist() == [row["k"] for row in rows]


def test_should_end_a_row_group_before_a_cell_that_is_too_large(tmp_path):
    # Given values that weigh more than Arrow holds of them
    schema = Schema.from_json({"rowKeyFields": [{"name": "k", "type": "int"}], "valueFields": [BOOLEANS]})
    rows = [{"k": i, "v": [True] * size} for i, size in enumerate((10, 10, 5_000, 10, 10))]
    # When
    _, parts = parts_of(tmp_path / "a", schema, rows, 1, row_group_bytes=1_000)
    # Then
    metadata = pq.ParquetFile(parts[0].file).metadata
    assert [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)] == [2, 1, 2]
    assert pq.read_table(parts[0].file).to_pylist() == rows


BOOLEANS = {"name": "v", "type": {"type": "list", "element": "boolean"}}


def test_should_write_no_large_dictionary_of_large_values(tmp_path):
    # Given
    rows = [{"k": text, "v": 1} for text in random_texts(60, 200_000)]
    # When
    _, parts = parts_of(tmp_path / "a", Schema.from_json(SCHEMA), rows, 64)
    # Then
    column = pq.ParquetFile(parts[0].file).metadata.row_group(0).column(0)
    assert column.total_uncompressed_size > 12_000_000
    assert column.data_page_offset - column.dictionary_page_offset < 2_000_000


LARGE = 64 * 2**20 + 1


@pytest.mark.parametrize(
    ("kind", "values", "row", "where"),
    [
        ("string", ["a", "x" * LARGE], 1, "'v'"),
        ("bytearray", [None, b"a", bytes(LARGE)], 2, "'v'"),
        ({"type": "list", "element": "string"}, [[], ["a", "x" * LARGE]], 1, "'v[]'"),
        ({"type": "map", "key": "string", "value": "string"}, [None, {"a": "x" * LARGE}], 1, "'v[].value'"),
        ({"type": "struct", "fields": [{"name": "a", "type": "string"}]}, [None, {"a": "x" * LARGE}], 1, "'v.a'"),
    ],
)
def test_should_refuse_a_value_that_no_instance_reads_before_anything_is_sent(double, client, uploads, kind, values, row, where):
    # Given
    double.create("orders", {"rowKeyFields": SCHEMA["rowKeyFields"], "valueFields": [{"name": "v", "type": kind, "nullable": True}]})
    rows = [{"k": "a", "v": value} for value in values]
    # When
    with pytest.raises(DoesNotFit) as raised:
        client.table("orders").write(rows)
    # Then
    (fault,) = raised.value.faults
    assert fault.location == {"column": "v", "row": row}
    assert fault.where.startswith(f"column {where}, row")
    assert " bytes" in fault.found
    assert fault.allowed in ("at most 67108864 bytes", "at most 268435456 bytes")
    assert uploads.keys() == []


def test_should_refuse_a_list_that_no_instance_reads(double, client):
    # Given
    kind = {"type": "list", "element": "long", "elementNullable": True}
    double.create("orders", {"rowKeyFields": SCHEMA["rowKeyFields"], "valueFields": [{"name": "v", "type": kind}]})
    lists = pa.ListArray.from_arrays([0, 1, 2**25 + 2], pa.array(np.zeros(2**25 + 2, np.int64)))
    # When
    with pytest.raises(DoesNotFit) as raised:
        client.table("orders").write(pa.table({"k": ["a", "b"], "v": lists}))
    # Then
    (fault,) = raised.value.faults
    assert fault.location == {"column": "v", "row": 1}
    assert fault.allowed == "at most 268435456 bytes"


def test_should_take_a_value_as_long_as_an_instance_reads(client, double, uploads):
    # Given
    double.create("orders")
    # When, Then
    client.table("orders").write([{"k": "x" * (LARGE - 1), "v": 1}])
    assert len(uploads.keys()) == 1


def test_should_cut_the_same_rows_alike_whatever_batches_they_came_in(tmp_path):
    # Given
    rows = [every_row(i) for i in range(5_000)]
    # When
    found = {}
    for size in (5_000, 999, 64, 7):
        whole, parts = parts_of(tmp_path / str(size), EVERY, rows, size, row_group_bytes=20_000, part_bytes=100_000)
        found[size] = [(part.file.name, part.rows, part.digest) for part in parts]
        assert pa.concat_tables([pq.read_table(part.file) for part in parts]).cast(whole.schema) == whole
    # Then
    assert len({tuple(parts) for parts in found.values()}) == 1
    assert len(found[7]) > 3
    # A field that is added later changes nothing
    wider = Schema(EVERY.row_keys, (), (Field("aa", "long", True), *EVERY.values))
    _, parts = parts_of(tmp_path / "wider", wider, rows, 777, row_group_bytes=20_000, part_bytes=100_000)
    assert [(part.file.name, part.rows, part.digest) for part in parts] == found[7]


def test_should_load_rows_once_that_are_cut_otherwise_the_second_time(double, table, monkeypatch):
    # Given rows of several files
    monkeypatch.setattr(_parts, "PART_BYTES", 10_000)
    rows = pa.table({"k": [f"{i:05}" for i in range(5_000)], "v": range(5_000)})
    first = table.write(rows, once=True)
    named = table.write(rows, job_id="monday")
    assert len(files_of(double, first)) > 3
    for job in (first, named):
        double.set_status(job.id, "COMMITTED")
    # When, Then
    other = pa.Table.from_batches(rows.to_batches(max_chunksize=17))
    for some in (other, rows.to_pylist(), rows.to_pandas()):
        assert table.write(some, once=True).already_loaded
        assert table.write(some, job_id="monday").already_loaded


def test_should_put_files_again_that_were_put_in_parts_and_failed(double, table, uploads, monkeypatch):
    # Given an object of parts whose bytes are damaged, which S3 does not tell by its tag
    monkeypatch.setattr(_upload, "MULTIPART_BYTES", 5 * 2**20)
    monkeypatch.setattr(_upload, "PART_BYTES", 5 * 2**20)
    rows = pa.table({"k": random_texts(60, 200_000), "v": range(60)})
    first = table.write(rows, job_id="monday")
    (key,) = uploads.keys()
    content = uploads.get(key)
    damaged = bytearray(content)
    damaged[1000] ^= 255
    uploads.put_in_parts(key, bytes(damaged))
    assert "-" in uploads.tag(key)
    double.set_status(first.id, "FAILED")
    # When
    table.write(rows, job_id="monday")
    # Then
    assert uploads.get(key) == content


def test_should_not_advise_about_an_id_that_nobody_gave(double, table):
    # Given a job of these rows that was made of other files
    first = table.write(ROWS, once=True)
    double.jobs[first.id]["document"]["files"] = ["uploads/other.parquet"]
    # When, Then
    with pytest.raises(Conflict, match="in place of once=True") as raised:
        table.write(ROWS, once=True)
    assert "leave job_id= out" not in str(raised.value)


def test_should_create_a_table_cut_by_a_sample_which_then_goes(double, client, uploads):
    # Given
    frame = pd.DataFrame({"customer": [f"c{i:05}" for i in range(1000)], "amount": 1.5})
    seen = {}
    answer = double.answer

    def look(method, where, query, body):
        if where == "/api/v1/tables" and method == "POST":
            seen["sample"] = body["sample"]
            seen["rows"] = pq.read_table(io.BytesIO(uploads.get(body["sample"]["path"].partition("/")[2])))
        return answer(method, where, query, body)

    double.answer = look
    # When
    table = client.create_table("made", like=frame, row_keys=["customer"], split_from=frame, partitions=4)
    # Then
    assert seen["sample"]["partitions"] == 4
    assert seen["rows"].to_pylist() == [{"customer": f"c{i:05}"} for i in range(1000)]
    assert uploads.keys() == []
    assert [field.name for field in table.schema.fields] == ["customer", "amount"]


def test_should_thin_a_large_sample_evenly(monkeypatch):
    from sleeper_workflows import _sample

    monkeypatch.setattr(_sample, "MOST_ROWS", 10)
    for size in (1, 7, 37, 111):
        batches = [pa.record_batch({"k": pa.array(range(start, min(start + size, 111)))}) for start in range(0, 111, size)]
        thin = [value for batch in _sample._thinned(batches) for value in batch.column("k").to_pylist()]
        assert thin == list(range(0, 111, 16)), size
    assert _sample._thinned([]) == []


def test_should_refuse_a_stream_as_sample(client):
    from sleeper_workflows import Refused

    reader = pa.table({"k": ["a"]}).to_reader()
    with pytest.raises(Refused, match="split_from is a stream"):
        client.create_table("made", like=reader, row_keys=["k"], split_from=reader)


def test_should_check_a_file_of_this_machine(client, uploads, double, tmp_path):
    # Given
    file = pathlib.Path(tmp_path / "f.parquet")
    pq.write_table(pa.table({"k": ["a"]}), file)
    # When
    found = client.check(file, "orders")
    # Then it was there while it was checked
    assert found["file"].startswith("uploads/check-")
    assert found["file"].endswith("/f.parquet")
    assert uploads.keys() == []
    assert client.check("bucket/key.parquet", "orders")["file"] == "bucket/key.parquet"
