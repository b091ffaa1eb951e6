"""Reading tables of a running instance by their Iceberg views."""

import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from sleeper_workflows import NotFound, Refused
from sleeper_workflows._read import NotInView
from sleeper_workflows.compat import SleeperClient

WAIT = 300
ROWS = [{"customer": customer, "at": at, "amount": amount} for customer in "zambo" for at, amount in ((2, 2.5), (1, None))]


@pytest.fixture
def table(instance, name):
    frame = pd.DataFrame(ROWS)
    made = instance.create_table(name, like=frame, row_keys=["customer"], sort_keys=["at"], split_from=frame, partitions=4)
    made.write(ROWS).wait(WAIT)
    return made


def by_key(rows):
    return sorted(rows, key=lambda row: (row["customer"], row["at"]))


def test_should_read_all_rows_as_whatever_is_wanted(table):
    rows = table.scan()
    assert by_key(rows.to_dicts()) == by_key(ROWS)
    assert by_key(rows) == by_key(ROWS)
    assert rows.to_pandas().shape == (10, 3)
    assert rows.to_polars().shape == (10, 3)
    assert rows.to_duckdb().aggregate("count(*)").fetchall() == [(10,)]
    assert rows.to_batches().read_all().num_rows == 10
    assert pl.DataFrame(rows).height == 10
    assert "customer" in repr(rows)
    assert "<table>" in rows._repr_html_()


def test_should_read_some_columns_of_some_rows(table):
    read = table.scan(columns=["amount", "customer"], where="customer >= 'm' and amount > 1").to_arrow()
    assert sorted(read.column_names) == ["amount", "customer"]
    assert sorted(read.column("customer").to_pylist()) == ["m", "o", "z"]


def test_should_read_the_rows_of_a_key_in_order(table):
    expected = by_key(row for row in ROWS if row["customer"] == "m")
    for key in ("m", ("m",), {"customer": "m"}):
        assert table.query(key=key).to_dicts() == expected
    assert table.query("nobody").to_dicts() == []


def test_should_read_a_range_of_keys_in_order(table):
    assert [row["customer"] for row in table.query(key_from="b", key_to="o")] == ["b", "b", "m", "m"]
    assert [row["customer"] for row in table.query(key_from="o")] == ["o", "o", "z", "z"]
    assert [row["at"] for row in table.query(key_to="b", columns=["at"])] == [1, 2]
    expected = [row["amount"] for row in by_key(ROWS)]
    assert [row["amount"] for row in table.query(key_from="", columns=["amount"])] == expected
    assert table.query(key_from="", columns=["amount"]).head(4).to_pydict() == {"amount": expected[:4]}


def test_should_refuse_a_condition_before_it_reads(table):
    for where in ("customer >=", "none = 1", "customer = 5"):
        with pytest.raises(Refused, match="was not read"):
            table.scan(where=where)


def test_should_read_rows_that_were_planned_before_local_moved(table, local):
    # Given
    rows, query = table.scan(), table.query("m")
    # When
    local.stop()
    assert "rows of" in repr(rows)
    local.start()
    # Then
    assert by_key(rows) == by_key(ROWS)
    assert query.to_dicts() == by_key(row for row in ROWS if row["customer"] == "m")


def test_should_open_no_file_that_has_no_such_row(table):
    assert len(table.scan().files()) == 4
    assert len(table.query("m").files()) == 1


def test_should_read_what_was_just_loaded(table):
    # When
    table.write([{"customer": "new", "at": 1, "amount": 1.0}]).wait(WAIT)
    # Then
    assert table.query("new").to_dicts() == [{"customer": "new", "at": 1, "amount": 1.0}]


def test_should_read_a_field_that_was_added(table):
    # When
    table.add_field("note", "string")
    table.write([{"customer": "new", "at": 1, "note": "x"}]).wait(WAIT)
    # Then
    assert {row["note"] for row in table.scan()} == {None, "x"}


def test_should_compare_keys_of_several_fields_value_by_value(instance, name):
    # Given
    schema = {"rowKeyFields": [{"name": "a", "type": "int"}, {"name": "b", "type": "bytearray"}]}
    made = instance.create_table(name, schema=schema, split_points=[[1, "bQ=="]])
    rows = [{"a": a, "b": b} for a in (0, 1, 2) for b in (b"a", b"m", b"\xff")]
    made.write(rows).wait(WAIT)
    # When, Then
    assert made.query((1, b"m")).to_dicts() == [{"a": 1, "b": b"m"}]
    assert made.query(1).to_dicts() == rows[3:6]
    assert made.query(key_from=(0, b"m"), key_to=(1, b"m")).to_dicts() == rows[1:4]
    assert made.query(key_from=(1, b"b"), key_to=2).to_dicts() == rows[4:6]
    assert made.query({"b": b"a"}).to_dicts() == [rows[0], rows[3], rows[6]]


def test_should_say_which_column_the_view_leaves_out(instance, name):
    # Given
    nanos = {"type": "timestamp", "unit": "nanos", "utc": True}
    schema = {"rowKeyFields": [{"name": "k", "type": "int"}], "valueFields": [{"name": "at", "type": nanos, "nullable": True}]}
    made = instance.create_table(name, schema=schema)
    made.write(pa.table({"k": [1], "at": pa.array([1], pa.timestamp("ns", "UTC"))})).wait(WAIT)
    # When
    with pytest.warns(NotInView, match="column 'at'"):
        rows = made.scan()
    # Then
    assert rows.to_dicts() == [{"k": 1}]
    assert list(rows.left_out) == ["at"]
    assert "not read: at" in repr(rows)
    with pytest.raises(Refused, match="sleeper scan"):
        made.scan(columns=["at"])


def test_should_not_read_a_table_that_was_dropped(table):
    # When
    table.drop()
    # Then
    with pytest.raises(NotFound):
        table.scan()


def test_should_answer_by_the_names_of_the_other_api(instance, name):
    # Given
    instance.create_table(name, like=ROWS, row_keys=["customer"], sort_keys=["at"])
    other = SleeperClient.of(instance)
    # When
    other.write_single_batch(name, ROWS[:4], job_id=f"{name}-1")
    with other.create_batch_writer(name, job_id=f"{name}-2") as writer:
        writer.write(ROWS[4:8])
        writer.write(ROWS[8:])
    for number in (1, 2):
        _job(instance, f"{name}-{number}").wait(WAIT)
    # Then
    expected = by_key(row for row in ROWS if row["customer"] in "am")
    assert by_key(other.exact_key_query(name, {"customer": ["a", "m"]})) == expected
    assert by_key(other.exact_key_query(name, [{"customer": "a"}, {"customer": "m"}])) == expected
    assert by_key(other.range_key_query(name, [{"customer": ["a", "n"]}])) == by_key(row for row in ROWS if row["customer"] in "abm")
    assert {row["customer"] for row in other.range_key_query(name, [{"customer": ["b", False, "o", True]}])} == {"m", "o"}
    assert {row["customer"] for row in other.range_key_query(name, [{"customer": ["o", None]}])} == {"o", "z"}
    assert by_key(other.exact_key_query(name, {"customer": ["a", "m", *map(str, range(5000))]})) == expected


def _job(instance, job_id):
    from sleeper_workflows import Job

    return Job(instance, job_id, beyond=0)
