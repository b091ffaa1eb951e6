"""Reading: what is asked of the catalog and of the files, and what becomes of their errors. The view itself is a fake."""

import botocore.exceptions
import pyarrow as pa
import pyiceberg.exceptions
import pytest
import requests
from instance_double import SCHEMA

from sleeper_workflows import NotFound, Refused, Rows, SleeperError, Unauthorized, Unreachable

TABLE = pa.table({"k": [f"{i * 37 % 100:02}" for i in range(100)], "v": range(100)})


class View:
    """Answers as a table of pyiceberg does, with rows in no order, or with an error."""

    def __init__(self):
        self.error = None
        self.asked = []
        self.catalogs = []

    def load_catalog(self, name, **properties):
        self.catalogs.append(properties)
        return self

    def load_table(self, identifier):
        if self.error:
            raise self.error
        return self

    def scan(self, **asked):
        self.asked.append(asked)
        names = [name for name in TABLE.column_names if asked["selected_fields"] == ("*",) or name in asked["selected_fields"]]
        return Scan(TABLE.select(names), asked["limit"])


class Scan:
    def __init__(self, table, limit):
        self.table = table if limit is None else table.slice(50, limit)

    def to_arrow(self):
        return self.table

    def to_arrow_batch_reader(self):
        return pa.RecordBatchReader.from_batches(self.table.schema, self.table.to_batches(max_chunksize=7))

    def plan_files(self):
        return []


@pytest.fixture
def view(monkeypatch):
    made = View()
    monkeypatch.setattr("pyiceberg.catalog.load_catalog", made.load_catalog)
    return made


@pytest.fixture
def table(double, client, view):
    double.s3 = {"iceberg": "http://127.0.0.1:1"}
    double.restart()
    double.create("orders")
    return client.table("orders")


IN_ORDER = TABLE.sort_by("k")


def test_should_give_a_query_in_the_order_of_keys_that_are_not_asked_for(table, view):
    rows = table.query(key_from="00", columns=["v"])
    assert rows.to_arrow() == IN_ORDER.select(["v"])
    assert rows.to_batches().read_all() == IN_ORDER.select(["v"])
    assert {asked["selected_fields"] for asked in view.asked} == {("v", "k")}


def test_should_show_the_first_rows_of_a_query(table):
    rows = table.query(key_from="00")
    assert rows.head(3) == IN_ORDER.slice(0, 3)
    assert table.query(key_from="00", columns=["v"]).head(3) == IN_ORDER.slice(0, 3).select(["v"])
    assert "rows of orders, the first of them" in repr(rows)
    assert "20" not in repr(rows).splitlines()[-1]


def test_should_not_call_some_rows_of_a_scan_the_first(table, view):
    rows = table.scan()
    assert "rows of orders, some of them" in repr(rows)
    assert "<td>" in rows._repr_html_()
    assert {asked["limit"] for asked in view.asked} == {21}


def test_should_give_columns_as_they_were_asked_for(table):
    for columns in (["v", "k"], ["v"], "v"):
        rows = table.scan(columns=columns)
        assert rows.to_arrow().column_names == list(columns)
        assert rows.to_batches().read_all() == rows.to_arrow()


@pytest.mark.parametrize(
    "where",
    ["k >=", "", "none = 1", "k = 5", "v = 'x'", "K = 'a'", 5, ["k"]],
)
def test_should_refuse_a_condition_before_anything_is_read(table, view, where):
    with pytest.raises(Refused, match="Table 'orders' was not read") as raised:
        table.scan(where=where)
    assert raised.value.faults[0].found
    assert view.asked == []


def test_should_take_conditions_of_every_type(double, client, view):
    # Given
    kinds = ["int", "long", "string", "bytearray", "float", "double", "boolean", "date", "timestamp", "decimal(9,2)"]
    kinds += [{"type": "timestamp", "utc": False}, {"type": "list", "element": "int"}, {"type": "map", "key": "string", "value": "int"}]
    fields = [{"name": f"f{position}", "type": kind, "nullable": True} for position, kind in enumerate(kinds)]
    struct = {"name": "s", "type": {"type": "struct", "fields": [{"name": "a", "type": "int", "nullable": True}]}, "nullable": True}
    double.create("orders", {"rowKeyFields": SCHEMA["rowKeyFields"], "valueFields": [*fields, struct]})
    # When, Then
    for number in range(len(kinds)):
        client.table("orders").scan(where=f"f{number} is null")
    client.table("orders").scan(where="s.a = 5 and f8 >= '2026-01-01T00:00:00+00:00' and f9 < 1.50")


def test_should_not_take_a_condition_on_a_column_that_is_not_in_the_view(double, client, view):
    double.create("orders", notInIcebergView=[{"column": "v", "reason": "it is of nanoseconds"}])
    with pytest.raises(Refused, match="v"):
        client.table("orders").scan(columns=["k"], where="v = 1")


def test_should_read_where_local_runs_when_it_is_asked_to(double, table, view):
    # Given rows that were planned before the services moved
    rows = table.scan()
    assert view.catalogs == []
    double.s3 = {"iceberg": "http://127.0.0.1:2"}
    double.restart()
    # When
    rows.to_arrow()
    rows.to_arrow()
    # Then
    assert [properties["uri"] for properties in view.catalogs] == ["http://127.0.0.1:2"]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (pyiceberg.exceptions.NoSuchTableError("none"), NotFound),
        (pyiceberg.exceptions.ForbiddenError("no"), Unauthorized),
        (requests.exceptions.ConnectionError("gone"), Unreachable),
        (requests.exceptions.ReadTimeout("late"), Unreachable),
        (pyiceberg.exceptions.ServerError("broken"), SleeperError),
        (FileNotFoundError("a file"), SleeperError),
        (pa.ArrowInvalid("no Parquet"), SleeperError),
        (botocore.exceptions.ClientError({"Error": {"Code": "ExpiredToken"}}, "GetTable"), Unauthorized),
        (botocore.exceptions.ReadTimeoutError(endpoint_url="x"), Unreachable),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_should_tell_what_goes_wrong_while_it_reads(table, view, error, kind):
    # Given
    rows, query = table.scan(), table.query("a")
    view.error = error
    # When, Then
    for read in (rows.to_arrow, rows.to_batches, rows.files, rows.head, rows.to_dicts, query.head):
        with pytest.raises(kind, match="Reading table 'orders'") as raised:
            read()
        assert type(raised.value) is kind
        assert raised.value.__cause__ is error
    assert "Reading table 'orders'" in repr(rows)
    assert "Reading table &#x27;orders&#x27;" in rows._repr_html_()


def test_should_tell_what_goes_wrong_in_the_middle_of_a_stream():
    # Given
    def batches():
        yield TABLE.to_batches()[0]
        raise OSError("gone")

    class Breaking:
        def to_arrow_batch_reader(self):
            return pa.RecordBatchReader.from_batches(TABLE.schema, batches())

    reader = Rows("orders", lambda limit: Breaking(), None, [], {}).to_batches()
    # When, Then
    assert reader.read_next_batch().num_rows == 100
    with pytest.raises(SleeperError, match=r"Reading table 'orders' failed \(OSError: gone"):
        reader.read_next_batch()
