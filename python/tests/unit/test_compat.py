"""The names of the other API, one by one."""

import inspect

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyiceberg.expressions.visitors import bind

from sleeper_workflows import Field, Refused, Schema, _keys, _where, compat
from sleeper_workflows.compat import NoTwin, SleeperClient

ROWS = [{"k": "a", "v": 1}, {"k": "b", "v": 2}]


@pytest.fixture
def other(double, client, uploads):
    double.create("orders")
    return SleeperClient.of(client)


def documents(double):
    return [body for method, where, body in double.calls if (method, where) == ("POST", "/jobs")]


def test_should_have_the_arguments_and_defaults_of_the_other_api():
    signatures = {name: str(inspect.signature(getattr(SleeperClient, name))).replace("'", "") for name in (
        "write_single_batch", "create_batch_writer", "ingest_parquet_files_from_s3", "bulk_import_parquet_files_from_s3",
        "exact_key_query", "range_key_query", "submit_to_ingest_batcher", "bulk_export")}  # fmt: skip
    names = {name: list(inspect.signature(getattr(SleeperClient, name)).parameters)[1:] for name in signatures}
    assert names == {
        "write_single_batch": ["table_name", "records_to_write", "job_id", "rows_to_write"],
        "create_batch_writer": ["table_name", "job_id"],
        "ingest_parquet_files_from_s3": ["table_name", "files", "job_id"],
        "bulk_import_parquet_files_from_s3": ["table_name", "files", "id", "platform", "platform_spec", "class_name"],
        "exact_key_query": ["table_name", "keys", "query_id"],
        "range_key_query": ["table_name", "regions", "query_id"],
        "submit_to_ingest_batcher": ["table_name", "files"],
        "bulk_export": ["query"],
    }
    assert "platform: str = EMR" in signatures["bulk_import_parquet_files_from_s3"]


def test_should_write_a_single_batch(double, other):
    assert other.write_single_batch("orders", ROWS, job_id="j") is None
    assert list(double.jobs) == ["j"]
    other.write_single_batch("orders", ROWS)
    assert len(double.jobs) == 2


def test_should_take_the_names_of_the_other_guide_too(double, other):
    # When
    other.write_single_batch("orders", rows_to_write=ROWS, job_id="j")
    # Then
    assert list(double.jobs) == ["j"]
    for given in ({}, {"records_to_write": ROWS, "rows_to_write": ROWS}):
        with pytest.raises(TypeError, match="allowed is once, as records_to_write or as rows_to_write"):
            other.write_single_batch("orders", **given)
    assert "AWS instance 'my-id'" in repr(SleeperClient(basename="my-id")._client)
    with pytest.raises(TypeError, match="instance_id was given not at all"):
        SleeperClient()


def test_should_give_rows_as_dicts_as_its_docstring_says(other, monkeypatch):
    # Given
    monkeypatch.setattr("sleeper_workflows._rows.Rows.to_arrow", lambda self: pa.Table.from_pylist(ROWS))
    # When, Then
    assert other.exact_key_query("orders", {"k": ["a"]}) == ROWS
    assert "list(row.items())" in compat.__doc__
    assert list(ROWS[0].items()) == [("k", "a"), ("v", 1)]


def test_should_write_batches_as_one_job(double, other, uploads, tmp_path):
    # When
    with other.create_batch_writer("orders", job_id="j") as writer:
        writer.write(ROWS)
        writer.write([{"k": "c", "v": 3}])
        assert writer.num_records == 3
        assert double.jobs == {}
    # Then
    (key,) = uploads.keys()
    (tmp_path / "f.parquet").write_bytes(uploads.get(key))
    assert pq.read_table(tmp_path / "f.parquet").to_pylist() == [*ROWS, {"k": "c", "v": 3}]
    assert list(double.jobs) == ["j"]


def test_should_send_nothing_of_a_batch_whose_body_raised(double, other, uploads):
    def body():
        with other.create_batch_writer("orders") as writer:
            writer.write(ROWS)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        body()
    assert (double.jobs, uploads.keys()) == ({}, [])


def test_should_send_a_job_of_no_rows_by_either_way(double, other):
    other.write_single_batch("orders", [], job_id="a")
    with other.create_batch_writer("orders", job_id="b"):
        pass
    assert sorted(double.jobs) == ["a", "b"]


def test_should_ingest_files(double, other):
    assert other.ingest_parquet_files_from_s3("orders", ["bucket/a/", "bucket/b.parquet"], "j") is None
    assert documents(double) == [
        {"document": {"id": "j", "tableName": "orders", "files": ["bucket/a/", "bucket/b.parquet"]}, "queue": "standard"}
    ]


@pytest.mark.parametrize(
    ("platform", "queue"), [("EMR", "emr"), ("PersistentEMR", "persistent-emr"), ("EKS", "eks"), ("EMRServerless", "emr-serverless")]
)
def test_should_import_in_bulk(double, other, platform, queue):
    # When
    other.bulk_import_parquet_files_from_s3("orders", ["b/a"], id="j", platform=platform, platform_spec={"x": "1"}, class_name="C")
    # Then the permanent cluster takes no specification, as in the other API
    (sent,) = documents(double)
    assert sent["queue"] == queue
    assert sent["document"].get("platformSpec") == (None if platform == "PersistentEMR" else {"x": "1"})
    assert sent["document"]["className"] == "C"


def test_should_import_on_emr_unless_told_otherwise(double, other):
    other.bulk_import_parquet_files_from_s3("orders", ["b/a"])
    assert documents(double)[0]["queue"] == "emr"
    with pytest.raises(ValueError, match="EMRServerless"):
        other.bulk_import_parquet_files_from_s3("orders", ["b/a"], platform="Lambda")


@pytest.mark.parametrize("keys", ["a", 5, {}, [], {"k": ["a"], "l": ["b"]}, {"k": []}, [{}], ["a"]])
def test_should_refuse_keys_of_another_form(other, keys):
    with pytest.raises(ValueError, match="allowed"):
        other.exact_key_query("orders", keys)


@pytest.mark.parametrize("regions", ["a", [], [{}], ["a"], [{"k": ["a"]}], [{"k": ["a", True, "b"]}]])
def test_should_refuse_regions_of_another_form(other, regions):
    with pytest.raises(ValueError, match="allowed"):
        other.range_key_query("orders", regions)


TWO = Schema((Field("k", "string"), Field("n", "long")), (), (Field("v", "long", True),))


def test_should_ask_for_the_rows_of_keys():
    # Both forms of keys are the same question
    def asked(keys):
        return str(_keys.any_of([_keys.values(TWO, key, "a key") for key in compat._checked_keys(keys)]))

    assert asked({"k": ["a", "b"]}) == asked([{"k": "a"}, {"k": "b"}])
    assert asked({"n": [np.int64(5)]}) == asked([{"n": 5}])
    assert "Or(" in asked([{"k": "a", "n": 1}, {"k": "b", "n": 2}])


def test_should_ask_for_the_rows_of_regions():
    text = str(compat._condition(TWO, [{"k": ["a", "c"], "n": [None, False, np.int64(5), True]}, {"k": ["x", None]}]))
    assert "GreaterThanOrEqual" in text
    assert "LessThan(" in text
    assert "LessThanOrEqual" in text
    assert "Or(" in text


def test_should_ask_for_very_many_keys_and_regions():
    # Given
    schema = _where._Ids().schema(list(TWO.fields))
    some = range(20_000)
    by_both = [[(TWO.row_keys[0], str(i)), (TWO.row_keys[1], i)] for i in some]
    by_one = [[(TWO.row_keys[1], i)] for i in some]
    # When, Then neither is too deep
    for condition in (_keys.any_of(by_both), _keys.any_of(by_one), compat._condition(TWO, [{"n": [i, i + 1]} for i in some])):
        bind(schema, condition, case_sensitive=True)


@pytest.mark.parametrize("keys", [{"k": [None]}, [{"k": None}], [{"k": "a"}, {"k": "a", "n": None}]])
def test_should_not_take_no_key_for_all_rows(other, keys):
    with pytest.raises(ValueError, match=r"has None for '.'; allowed"):
        other.exact_key_query("orders", keys)


@pytest.mark.parametrize("field", ["v", "none"])
def test_should_refuse_what_is_no_row_key(other, field):
    for ask in (lambda: other.exact_key_query("orders", {field: [1]}), lambda: other.range_key_query("orders", [{field: [1, 2]}])):
        with pytest.raises(Refused, match=f"names '{field}'; the row keys are 'k'"):
            ask()


def test_should_refuse_a_key_of_another_type(other):
    for ask in (lambda: other.exact_key_query("orders", {"k": [5]}), lambda: other.range_key_query("orders", [{"k": ["a", 2.5]}])):
        with pytest.raises(Refused, match="allowed is a value of string"):
            ask()


def test_should_say_what_to_use_for_what_has_no_twin(other):
    for call in (lambda: other.submit_to_ingest_batcher("t", []), lambda: other.bulk_export(None), lambda: other.web_socket_query):
        with pytest.raises(NotImplementedError, match=r"Client|ingest_parquet"):
            call()
    assert not hasattr(other, "web_socket_query")
    assert getattr(other, "web_socket_query", 5) == 5
    with pytest.raises(NoTwin, match="session"):
        SleeperClient("id", s3_client=object())


def test_should_take_local_as_the_embedded_instance(double, monkeypatch):
    monkeypatch.setenv("SLEEPER_HOME", str(double.home))
    double.create("orders")
    assert "local" in repr(SleeperClient("local")._client)
    assert "AWS instance 'my-id'" in repr(SleeperClient("my-id")._client)
