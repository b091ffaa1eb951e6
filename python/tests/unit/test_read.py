"""Reading: what is asked of the catalog and of the files, and what becomes of their errors. The view itself is a fake."""

import datetime
import decimal
import http.server
import json
import re
import threading

import botocore.exceptions
import numpy as np
import pandas as pd
import pyarrow as pa
import pyiceberg.exceptions
import pyiceberg.expressions
import pyiceberg.utils.config
import pytest
import requests
from instance_double import SCHEMA

from sleeper_workflows import NotFound, Refused, Rows, SleeperError, Unauthorized, Unreachable, _catalog

TABLE = pa.table({"k": [f"{i * 37 % 100:02}" for i in range(100)], "v": range(100)})


class View:
    """Answers as a table of pyiceberg does, with rows in no order, or with an error."""

    def __init__(self):
        self.error = None
        self.asked = []
        self.catalogs = []

    def opened(self, properties):
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
    monkeypatch.setattr("sleeper_workflows._catalog.opened", made.opened)
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


EVERY_TYPE = {
    "i": "int", "l": "long", "s": "string", "by": "bytearray", "f": "float", "d": "double", "bo": "boolean", "day": "date",
    "at": "timestamp", "here": {"type": "timestamp", "utc": False}, "p": "decimal(9,2)",
    "g": {"type": "struct", "fields": [{"name": "n", "type": "long", "nullable": True}]},
}  # fmt: skip


@pytest.fixture
def wide(double, client, view):
    double.s3 = {"iceberg": "http://127.0.0.1:1"}
    double.restart()
    fields = [{"name": name, "type": kind, "nullable": True} for name, kind in EVERY_TYPE.items()]
    double.create("wide", {"rowKeyFields": SCHEMA["rowKeyFields"], "valueFields": fields})
    return client.table("wide")


@pytest.mark.parametrize(
    ("where", "column", "allowed"),
    [
        ("i < 2.5", "i", "a whole number"),
        ("l = 2.5", "l", "a whole number"),
        ("2.5 > l", "l", "a whole number"),
        ("l between 1.5 and 3.0", "l", "a whole number"),
        ("l in (2.5)", "l", "a whole number"),
        ("l not in (2.5)", "l", "a whole number"),
        ("l = '2.9'", "l", "without quotation marks"),
        ("l = '2'", "l", "without quotation marks"),
        ("l like '2%'", "l", "a whole number"),
        ("k = 'a' or not (k = 'b' and g.n < 0.5)", "g.n", "a whole number"),
        ("i in (1, 99999999999)", "i", "2147483647"),
        ("l not in (1, 9223372036854775808)", "l", "9223372036854775807"),
        ("d = 'nan'", "d", "is nan"),
        ("f = 'inf'", "f", "finite"),
        ("d like '2%'", "d", "texts"),
        ("bo like 'true%'", "bo", "texts"),
        ("p < 1.5", "p", "2 digits behind the point, as 0.00"),
        ("p < 1.505", "p", "2 digits"),
        ("p < '1.505'", "p", "2 digits"),
        ("p < 'nan'", "p", "2 digits"),
        ("day > 2026", "day", "'2026-01-31'"),
        ("at > 2026", "at", r"'2026-01-31T12:00:00\+00:00'"),
        ("here > 2026", "here", "'2026-01-31T12:00:00'"),
        (pyiceberg.expressions.LessThan("l", decimal.Decimal("2.5")), "l", "a whole number"),
        (pyiceberg.expressions.LessThan("l", 2.5), "l", "a whole number"),
        (pyiceberg.expressions.LessThan("p", 2.555), "p", "2 digits"),
        (pyiceberg.expressions.EqualTo("day", datetime.datetime(2026, 1, 31, 12)), "day", "a day"),
    ],
)
def test_should_refuse_a_value_that_would_be_rounded_to_one_of_the_column(wide, view, where, column, allowed):
    with pytest.raises(Refused, match="Table 'wide' was not read") as raised:
        wide.scan(where=where)
    (fault,) = raised.value.faults
    assert f"for column '{column}', which is of " in fault.found
    assert re.search(allowed, fault.allowed)
    assert view.asked == []


def test_should_tell_every_value_that_no_column_has(wide):
    with pytest.raises(Refused) as raised:
        wide.scan(where="i < 2.5 and (l in (1.5, 0.5) or day = 5)")
    assert [fault.found.partition(",")[0] for fault in raised.value.faults] == [
        "2.5 for column 'i'",
        "0.5 for column 'l'",
        "1.5 for column 'l'",
        "5 for column 'day'",
    ]


@pytest.mark.parametrize(
    "where",
    [
        "i < 2 and l in (1, 2)",
        "l < 2.0",
        "l < 9223372036854775808 and i > -99999999999",
        "f < 0.1 and d > 0.30000000000000004 and d < 2 and d = '2.5' and d < 'inf' and d is nan",
        "p = 1.50 and p < 2 and p > '1.50' and p in (1.50, 2.50)",
        "day >= '2026-01-31' and at < '2026-01-31T12:00:00.5+01:00' and here < '2026-01-31T12:00:00'",
        "s like 'a%' and s not like 'b%' and bo = true and bo = 'false' and s in ('a', 'b')",
        "g.n = 5 and l is null and day is not null",
        pyiceberg.expressions.EqualTo("day", datetime.date(2026, 1, 31)),
        pyiceberg.expressions.EqualTo("day", datetime.datetime(2026, 1, 31)),
        pyiceberg.expressions.EqualTo("at", datetime.datetime(2026, 1, 31, 12)),
        pyiceberg.expressions.LessThan("p", 0.1),
        pyiceberg.expressions.EqualTo("by", b"a"),
    ],
)
def test_should_take_a_value_that_the_column_can_have(wide, view, where):
    wide.scan(where=where).to_arrow()
    assert len(view.asked) == 1


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
        (requests.exceptions.ProxyError("no proxy"), Unreachable),
        (requests.exceptions.SSLError("no certificate"), Unreachable),
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


class CatalogDouble(http.server.BaseHTTPRequestHandler):
    """A catalog that has no table."""

    def do_GET(self):
        self.server.asked.append(self.path)
        self.server.keys.append(self.headers.get("Authorization"))
        found = self.path.startswith("/v1/config")
        error = {"error": {"message": "none", "type": "NoSuchTableException", "code": 404}}
        content = json.dumps({"defaults": {}, "overrides": {}} if found else error).encode()
        self.send_response(200 if found else 404)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format, *args):  # noqa: A002
        pass


@pytest.fixture
def catalog():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), CatalogDouble)
    server.asked, server.keys = [], []
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_should_read_of_local_whatever_the_environment_has_of_proxies_and_catalogs(double, client, catalog, monkeypatch, tmp_path):
    # Given
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login me password secret")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    for setting in ("URI", "TYPE", "PREFIX", "TOKEN"):
        monkeypatch.setenv(f"PYICEBERG_CATALOG__SLEEPER__{setting}", "other")
    monkeypatch.setattr("pyiceberg.catalog._ENV_CONFIG", pyiceberg.utils.config.Config())
    double.s3 = {"iceberg": f"http://127.0.0.1:{catalog.server_port}"}
    double.restart()
    double.create("orders")
    # When
    with pytest.raises(NotFound, match="the catalog has none"):
        client.table("orders").scan().to_arrow()
    # Then
    assert [asked.partition("?")[0] for asked in catalog.asked] == ["/v1/config", "/v1/namespaces/sleeper/tables/orders"]
    assert not any("Basic" in str(key) or "other" in str(key) for key in catalog.keys)


def test_should_open_the_catalog_of_aws_by_what_it_is_told(monkeypatch):
    # Given
    monkeypatch.setenv("PYICEBERG_CATALOG__SLEEPER__TYPE", "rest")
    monkeypatch.setenv("PYICEBERG_CATALOG__SLEEPER__URI", "http://127.0.0.1:9")
    monkeypatch.setattr("pyiceberg.catalog._ENV_CONFIG", pyiceberg.utils.config.Config())
    # When
    opened = _catalog.opened({"type": "glue", "client.region": "eu-west-1"})
    # Then
    assert (type(opened).__name__, opened.glue.meta.region_name) == ("GlueCatalog", "eu-west-1")
    assert "uri" not in opened.properties


LARGE = 2**53 + 1
WHOLE = pa.table(
    {
        "few": pa.array([LARGE, None]),
        "small": pa.array([5, None], pa.int32()),
        "all": pa.array([LARGE, 2]),
        "none": pa.nulls(2, pa.int64()),
        "real": pa.array([0.5, None]),
        "list": pa.array([[LARGE, None], None]),
    }
)


class Whole:
    def to_arrow(self):
        return WHOLE


@pytest.fixture
def whole():
    return Rows("orders", lambda limit: Whole(), None, [], {})


def test_should_give_whole_numbers_with_nulls_to_pandas_without_rounding_them(whole):
    # When
    frame = whole.to_pandas()
    # Then
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert kinds == {"few": "Int64", "small": "Int32", "all": "int64", "none": "Int64", "real": "float64", "list": "object"}
    assert list(frame.columns) == WHOLE.column_names
    assert int(frame["few"][0]) == LARGE
    assert frame["few"].isna().tolist() == [False, True]
    assert list(frame["list"][0]) == [LARGE, None]
    assert pa.Table.from_pandas(frame[["few", "small", "all"]], WHOLE.select(["few", "small", "all"]).schema) == WHOLE.select(
        ["few", "small", "all"]
    )


def test_should_give_pandas_what_the_caller_chooses(whole):
    assert str(whole.to_pandas(integer_object_nulls=False)["few"].dtype) == "float64"
    assert str(whole.to_pandas(types_mapper=pd.ArrowDtype)["few"].dtype) == "int64[pyarrow]"
    assert whole.to_pandas(self_destruct=True, split_blocks=True)["few"].isna().tolist() == [False, True]


@pytest.mark.parametrize("key", [np.array(["a", "b"]), [np.array(["a", "b"])], pd.Series(["a", "b"]), {"k": np.array([])}])
def test_should_tell_a_key_that_is_several_values(table, key):
    with pytest.raises(Refused, match=r"row key 'k'; allowed is a value of string"):
        table.query(key=key)
