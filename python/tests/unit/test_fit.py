"""Columns of every kind against fields of every type: held without loss, or told."""

import collections
import datetime
import decimal
import math

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from sleeper_workflows import DoesNotFit, Schema
from sleeper_workflows._arrow import type_of
from sleeper_workflows._chunks import Pace, of_dicts
from sleeper_workflows._fitted import batches
from sleeper_workflows._frames import frame_of
from sleeper_workflows._held import of_row
from sleeper_workflows._schema import type_from_json

UTC = datetime.timezone.utc
LOCAL_MICROS = {"type": "timestamp", "unit": "micros", "utc": False}
UTC_MILLIS = {"type": "timestamp", "unit": "millis", "utc": True}
UTC_NANOS = {"type": "timestamp", "unit": "nanos", "utc": True}
INTS = {"type": "list", "element": "int", "elementNullable": True}
STRUCT = {"type": "struct", "fields": [{"name": "a", "type": "int"}, {"name": "b", "type": "string", "nullable": True}]}


def schema(kind, nullable=True, key="long"):
    value = {"name": "v", "type": kind, **({"nullable": True} if nullable else {})}
    return Schema.from_json({"rowKeyFields": [{"name": "k", "type": key}], "valueFields": [value]})


def fitted(rows, kind, nullable=True, index=False):
    """Column v of rows whose keys are of no interest."""
    found = list(batches(frame_of(rows, index), schema(kind, nullable)))
    return pa.concat_arrays([batch.column("v") for batch in found]) if found else pa.array([], type_of(type_from_json(kind)))


def table(values, kind=None):
    column = values if isinstance(values, (pa.Array, pa.ChunkedArray)) else pa.array(values, kind)
    return pa.table({"k": pa.array(range(len(column)), pa.int64()), "v": column})


def misfit(rows, kind, nullable=True):
    with pytest.raises(DoesNotFit) as raised:
        list(batches(frame_of(rows), schema(kind, nullable)))
    assert len(raised.value.faults) == 1
    fault = raised.value.faults[0]
    assert fault.location["column"] == "v"
    assert "'v" in fault.where
    assert fault.found
    assert fault.allowed
    assert fault.action
    return fault


NOON = datetime.datetime(2026, 3, 1, 12, 30, 0, 250000)

HELD = [
    (pa.array([1, -128], pa.int8()), "int", [1, -128]),
    (pa.array([255], pa.uint8()), "long", [255]),
    (pa.array([2**31 - 1, -(2**31)], pa.int64()), "int", [2**31 - 1, -(2**31)]),
    (pa.array([2**63 - 1], pa.uint64()), "long", [2**63 - 1]),
    (pa.array([2**64 - 1], pa.uint64()), "decimal(20,0)", [decimal.Decimal(2**64 - 1)]),
    (pa.array([1.0, math.nan, None, -5.0]), "long", [1, None, None, -5]),
    (pa.array([2.0**62, -(2.0**63)]), "long", [2**62, -(2**63)]),
    (pa.array([3.0], pa.float32()), "int", [3]),
    (pa.array([np.float16(3)], pa.float16()), "int", [3]),
    (pa.array([decimal.Decimal("7.00")]), "int", [7]),
    (pa.array([1500, None], pa.time32("ms")), "long", [1_500_000, None]),
    (pa.array([2], pa.time32("s")), "int", [2_000_000]),
    (pa.array([1500], pa.time64("us")), "long", [1500]),
    (pa.array([1_500_000, None], pa.time64("ns")), "long", [1500, None]),
    (pa.array([[86_399]], pa.list_(pa.time32("s"))), {"type": "list", "element": "long"}, [[86_399_000_000]]),
    (pa.array([bytes(16)], pa.uuid()), "bytearray", [bytes(16)]),
    (pa.array([1, 0, None], pa.int8()).cast(pa.bool8()), "boolean", [True, False, None]),
    (pa.array(["{}"]).cast(pa.json_()), "string", ["{}"]),
    (pa.array([1.5, None]), "float", [1.5, None]),
    (pa.array([-0.0, math.inf], pa.float32()), "double", [-0.0, math.inf]),
    (pa.array([2**53]), "double", [float(2**53)]),
    (pa.array([2**24], pa.int64()), "float", [float(2**24)]),
    (pa.array(["a", None], pa.large_string()), "string", ["a", None]),
    (pa.array(["a", "ä\U0001f600"], pa.string_view()), "string", ["a", "ä\U0001f600"]),
    (pa.array(["x", "y", "x", None]).dictionary_encode(), "string", ["x", "y", "x", None]),
    (pa.array(["x", "x"]).dictionary_encode().cast(pa.dictionary(pa.int8(), pa.large_string())), "string", ["x", "x"]),
    (pa.RunEndEncodedArray.from_arrays([2, 3], ["x", "y"]), "string", ["x", "x", "y"]),
    (pa.array([b"ab"], pa.large_binary()), "bytearray", [b"ab"]),
    (pa.array([b"0123456789abcdef"], pa.uuid()), "bytearray", [b"0123456789abcdef"]),
    (pa.array([b"ab"], pa.binary(2)), "bytearray", [b"ab"]),
    (pa.array([True, None]), "boolean", [True, None]),
    (pa.array([datetime.date(1, 1, 1), datetime.date(9999, 12, 31)]), "date", [datetime.date(1, 1, 1), datetime.date(9999, 12, 31)]),
    (pa.array([datetime.date(2026, 1, 31)], pa.date64()), "date", [datetime.date(2026, 1, 31)]),
    (pa.array([datetime.datetime(1960, 1, 31)], pa.timestamp("ns")), "date", [datetime.date(1960, 1, 31)]),
    (pa.array([NOON], pa.timestamp("us", "UTC")), "timestamp", [NOON.replace(tzinfo=UTC)]),
    (pa.array([NOON], pa.timestamp("us", "Europe/Paris")), "timestamp", [NOON.replace(tzinfo=UTC)]),
    (pa.array([NOON], pa.timestamp("ns", "UTC")), UTC_MILLIS, [NOON.replace(tzinfo=UTC)]),
    (pa.array([NOON], pa.timestamp("ns")), LOCAL_MICROS, [NOON]),
    (pa.array([NOON.replace(microsecond=0)], pa.timestamp("s")), LOCAL_MICROS, [NOON.replace(microsecond=0)]),
    (pa.array([-1000], pa.int64()).cast(pa.timestamp("ns")), LOCAL_MICROS, [datetime.datetime(1969, 12, 31, 23, 59, 59, 999999)]),
    (pa.array([decimal.Decimal("1.50")]), "decimal(9,2)", [decimal.Decimal("1.50")]),
    (pa.array([decimal.Decimal("1.5000")]), "decimal(3,1)", [decimal.Decimal("1.5")]),
    (pa.array([12], pa.int64()), "decimal(38,10)", [decimal.Decimal(12)]),
    (pa.array([decimal.Decimal("1.5")], pa.decimal256(60, 3)), "decimal(9,2)", [decimal.Decimal("1.50")]),
    (pa.nulls(2), "double", [None, None]),
    (pa.array([[1.0, None], None, []]), INTS, [[1, None], None, []]),
    (pa.array([[1], [2, 3]], pa.large_list(pa.int64())), {"type": "list", "element": "int"}, [[1], [2, 3]]),
    (pa.array([[1, 2], None, []], pa.list_view(pa.int64())), INTS, [[1, 2], None, []]),
    (pa.array([[1, None], None, [3]], pa.large_list_view(pa.int64())), INTS, [[1, None], None, [3]]),
    (pa.ListViewArray.from_arrays([2, 0, 0], [1, 0, 2], pa.array([1, 2, 3])), INTS, [[3], [], [1, 2]]),
    (pa.array([[1, 2], None], pa.list_(pa.int64(), 2)), {"type": "list", "element": "int"}, [[1, 2], None]),
    (pa.array([[("a", 1)], None], pa.map_(pa.string(), pa.int64())), {"type": "map", "key": "string", "value": "int"}, [[("a", 1)], None]),
    (pa.array([{"b": "x", "a": 1}, None]), STRUCT, [{"a": 1, "b": "x"}, None]),
    (pa.array([{"a": 1}]), STRUCT, [{"a": 1, "b": None}]),
]  # fmt: skip


@pytest.mark.parametrize(("array", "kind", "expected"), HELD, ids=lambda value: str(getattr(value, "type", "")) or None)
def test_should_hold_without_loss(array, kind, expected):
    # When: whole, and a slice of something longer, whose buffers begin elsewhere
    whole = fitted(table(array), kind)
    sliced = fitted(table(pa.concat_arrays([array, array])).slice(len(array)), kind)
    # Then
    assert whole.type == type_of(type_from_json(kind))
    assert whole.to_pylist() == expected
    assert sliced.to_pylist() == expected
    whole.validate(full=True)
    sliced.validate(full=True)


DEEP = {
    "type": "struct",
    "fields": [
        {"name": "s", "type": STRUCT},
        {"name": "l", "type": {"type": "list", "element": "decimal(5,2)"}},
        {"name": "at", "type": "timestamp"},
        {"name": "d", "type": "date"},
        {"name": "t", "type": "string"},
    ],
}


def test_should_write_a_null_struct_whose_parts_are_required(tmp_path):
    # Given: pyarrow writes no column that is required and has a null, be it in a null struct
    import pyarrow.parquet as pq

    whole = {"s": {"a": 1, "b": None}, "l": [], "at": NOON.replace(tzinfo=UTC), "d": NOON.date(), "t": "x"}
    rows = [{"k": 1, "v": whole}, {"k": 2, "v": None}]
    for frame in (rows, pa.Table.from_pylist(rows)):
        values = fitted(frame, DEEP)
        # When
        pq.write_table(pa.table([values], schema=pa.schema([pa.field("v", values.type)])), tmp_path / "f.parquet")
        # Then
        assert values.to_pylist() == [whole, None]
        assert pq.read_table(tmp_path / "f.parquet").column("v").to_pylist() == [whole, None]


REFUSED = [
    (pa.array([1, 2**31]), "int", 1, "2147483648"),
    (pa.array([1, 2**63], pa.uint64()), "long", 1, str(2**63)),
    (pa.array([1.0, 2.5]), "long", 1, "2.5"),
    (pa.array([2.0**63]), "long", 0, "e+18"),
    (pa.array([1.0, math.inf]), "long", 1, "inf"),
    (pa.array(["1"]), "long", None, "a column of string"),
    (pa.array([True]), "int", None, "a column of bool"),
    (pa.array([decimal.Decimal("1.5")]), "int", 0, "1.5"),
    (pa.array([1.0, 0.1]), "float", 1, "0.1"),
    (pa.array([2**53 + 1]), "double", 0, str(2**53 + 1)),
    (pa.array([2**63 - 1]), "double", 0, str(2**63 - 1)),
    (pa.array([2**64 - 1], pa.uint64()), "double", 0, str(2**64 - 1)),
    (pa.array(["1.5"]), "double", None, "string"),
    (pa.array([1]), "string", None, "int64"),
    (pa.array([b"a", b"\xff"]).view(pa.string()), "string", 1, "no UTF-8"),
    (pa.array(["a"]), "bytearray", None, "string"),
    (pa.array([1]), "boolean", None, "int64"),
    (pa.array([NOON], pa.timestamp("us")), "date", 0, "12, 30"),
    (pa.array([NOON], pa.timestamp("us", "UTC")), "date", None, "timestamp"),
    (pa.array([NOON], pa.timestamp("us")), "timestamp", None, "timestamp[us]"),
    (pa.array([NOON], pa.timestamp("us", "UTC")), LOCAL_MICROS, None, "UTC"),
    (pa.array([1000, 1001], pa.int64()).cast(pa.timestamp("us", "UTC")), UTC_MILLIS, 1, "1001"),
    (pa.array([2**62], pa.int64()).cast(pa.timestamp("us", "UTC")), UTC_NANOS, 0, ""),
    (pa.array([decimal.Decimal("1.55")]), "decimal(9,1)", 0, "1.55"),
    (pa.array([decimal.Decimal("1000")]), "decimal(3,0)", 0, "1000"),
    (pa.array([1000]), "decimal(3,0)", 0, "1000"),
    (pa.array([1.5]), "decimal(3,1)", None, "double"),
    (pa.array([datetime.timedelta(1)]), "long", None, "duration"),
    (pa.array([1000, 1500], pa.time64("ns")), "long", 1, ""),
    (pa.array([1, 86_399], pa.time32("s")), "int", 1, "86399000000"),
    (pa.array([[1], [2, None]]), {"type": "list", "element": "int"}, 1, "a null"),
    (pa.array([None, [1], [2, 2**40]]), {"type": "list", "element": "int"}, 2, str(2**40)),
    (pa.array([1]), {"type": "list", "element": "int"}, None, "int64"),
    (pa.array([[("a", None)]], pa.map_(pa.string(), pa.int64())), {"type": "map", "key": "string", "value": "int"}, 0, "a null"),
    (pa.array([{"a": 1, "c": 2}]), STRUCT, None, "'c'"),
    (pa.array([{"a": 1}, {"a": None}]), STRUCT, 1, "a null"),
    (pa.array([{"b": "x"}]), STRUCT, 0, "a null"),
    (pa.array(["x"]), STRUCT, None, "string"),
]  # fmt: skip


@pytest.mark.parametrize(("array", "kind", "row", "found"), REFUSED, ids=lambda value: str(getattr(value, "type", "")) or None)
def test_should_tell_what_a_field_cannot_hold(array, kind, row, found):
    # When
    fault = misfit(table(array), kind)
    # Then
    assert fault.location.get("row") == row
    assert found in fault.found


def test_should_tell_a_null_in_a_required_field_by_its_row():
    fault = misfit(table([1, None, 3]), "long", nullable=False)
    assert (fault.code, fault.location["row"], fault.found) == ("NULL_VALUE", 1, "a null")


def test_should_tell_nan_in_a_required_whole_number():
    fault = misfit(table([1.0, math.nan]), "long", nullable=False)
    assert (fault.location["row"], fault.found) == (1, "nan")


def test_should_tell_every_column_at_once_and_rows_by_their_place_in_the_whole():
    # Given a null key and two bad columns far behind the first chunk, over chunks of a table
    schema = Schema.from_json(
        {
            "rowKeyFields": [{"name": "k", "type": "string"}],
            "valueFields": [{"name": "a", "type": "int"}, {"name": "b", "type": "int", "nullable": True}],
        }
    )
    rows = pa.table({"k": ["x"] * 20000, "a": [1] * 20000, "b": [1.0] * 20000, "more": [1] * 20000})
    bad = pa.table({"k": ["y", None], "a": [1, 2**40], "b": [1.5, 2.0], "more": [1, 1]})
    # When
    with pytest.raises(DoesNotFit) as raised:
        list(batches(frame_of(pa.concat_tables([rows, bad])), schema))
    # Then
    told = [(fault.location["column"], fault.location.get("row"), fault.code) for fault in raised.value.faults]
    assert told == [
        ("k", 20001, "NULL_VALUE"),
        ("a", 20001, "VALUE_OUT_OF_RANGE"),
        ("b", 20000, "VALUE_OUT_OF_RANGE"),
        ("more", None, "SCHEMA_MISMATCH"),
    ]
    assert "nothing was sent" in str(raised.value)


def test_should_tell_a_column_that_is_missing_or_there_twice():
    with pytest.raises(DoesNotFit) as raised:
        list(batches(frame_of(pa.table([[1], [2]], names=["v", "v"])), schema("long")))
    assert [(fault.location["column"], fault.found) for fault in raised.value.faults] == [("k", "no such column"), ("v", "it twice")]


def test_should_fill_a_nullable_column_that_is_missing():
    assert fitted(pa.table({"k": [1, 2]}), "double").to_pylist() == [None, None]


FRAME = pd.DataFrame(
    {
        "whole": [1.0, None],
        "real": [1.5, math.nan],
        "text": ["a", None],
        "cat": pd.Categorical(["x", None]),
        "naive": pd.to_datetime(["2026-01-01 10:00", None]),
        "zoned": pd.to_datetime(["2026-01-01 10:00", None]).tz_localize("Europe/Paris"),
        "masked": pd.array([1, None], dtype="Int64"),
        "flag": pd.array([True, None], dtype="boolean"),
        "object": [{"a": 1}, None],
        "items": [[1, 2], None],
        "dec": [decimal.Decimal("1.5"), None],
    }
)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [
        ("whole", "int", [1, None]),
        ("real", "double", [1.5, None]),
        ("text", "string", ["a", None]),
        ("cat", "string", ["x", None]),
        ("naive", LOCAL_MICROS, [datetime.datetime(2026, 1, 1, 10), None]),
        ("zoned", "timestamp", [datetime.datetime(2026, 1, 1, 9, tzinfo=UTC), None]),
        ("masked", "long", [1, None]),
        ("flag", "boolean", [True, None]),
        ("object", STRUCT, [{"a": 1, "b": None}, None]),
        ("object", {"type": "map", "key": "string", "value": "int"}, [[("a", 1)], None]),
        ("items", {"type": "list", "element": "int"}, [[1, 2], None]),
        ("dec", "decimal(5,2)", [decimal.Decimal("1.50"), None]),
    ],
)
def test_should_take_a_column_of_pandas(name, kind, expected):
    frame = pd.DataFrame({"k": [1, 2], "v": FRAME[name]})
    assert fitted(frame, kind).to_pylist() == expected


def test_should_keep_nan_of_pandas_where_nothing_may_be_missing():
    values = fitted(pd.DataFrame({"k": [1], "v": [math.nan]}), "double", nullable=False).to_pylist()
    assert math.isnan(values[0])


def test_should_tell_the_odd_value_of_a_column_of_objects():
    fault = misfit(pd.DataFrame({"k": [1, 2, 3], "v": [1, None, "x"]}, dtype=object).astype({"k": "int64"}), "long")
    assert (fault.location["row"], "'x' of type str" in fault.found) == (2, True)


def test_should_leave_the_index_out_unless_it_is_wanted():
    frame = pd.DataFrame({"v": [1.0, 2.0]}, index=pd.Index([5, 6], name="k"))
    assert fitted(frame, "long", index=True).to_pylist() == [1, 2]
    with pytest.raises(DoesNotFit, match="no such column"):
        list(batches(frame_of(frame), schema("long")))


def test_should_take_half_a_surrogate_as_no_text():
    fault = misfit([{"k": 1, "v": "ok"}, {"k": 2, "v": "\ud800"}], "string")
    assert fault.location["row"] == 1


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([1, None], "int", [1, None]),
        ([2**64], "decimal(38,0)", [decimal.Decimal(2**64)]),
        ([1, 2.0, math.nan], "long", [1, 2, None]),
        ([{"x": 1.0}, None, {}], {"type": "map", "key": "string", "value": "long"}, [[("x", 1)], None, []]),
        ([[("x", 1)]], {"type": "map", "key": "string", "value": "long"}, [[("x", 1)]]),
        ([[{"a": 1}], ()], {"type": "list", "element": STRUCT}, [[{"a": 1, "b": None}], []]),
        ([np.float32(1.5), np.float32(2)], "float", [1.5, 2.0]),
        ([NOON.replace(tzinfo=UTC)], "timestamp", [NOON.replace(tzinfo=UTC)]),
        ([datetime.date(2026, 1, 1)], "date", [datetime.date(2026, 1, 1)]),
        ([bytearray(b"a"), b"b"], "bytearray", [b"a", b"b"]),
    ],
)
def test_should_take_values_of_dicts(values, kind, expected):
    rows = [{"k": position, "v": value} for position, value in enumerate(values)]
    assert fitted(rows, kind).to_pylist() == expected
    assert fitted(iter(rows), kind).to_pylist() == expected


@pytest.mark.parametrize(
    ("values", "kind", "row"),
    [
        ([1, "a"], "long", 1),
        ([2**63], "long", 0),
        ([2**200], "long", 0),
        (["abc"], {"type": "list", "element": "string"}, 0),
        ([[1], 5], {"type": "list", "element": "int"}, 1),
        ([{"a": 1}, {"a": 1, "c": 1}], STRUCT, 1),
        ([{"a": 1}, {"b": "x"}], STRUCT, 1),
        ([[[1]], [[2, "x"]]], {"type": "list", "element": {"type": "list", "element": "int"}}, 1),
        ([{"x": 1}, {"y": 2**70}], {"type": "map", "key": "string", "value": "long"}, 1),
        ([0.5, 0.1], "float", 1),
        ([1, 1.5, object()], "double", 2),
        ([object()], "string", 0),
    ],
)
def test_should_tell_the_row_of_a_value_of_dicts(values, kind, row):
    fault = misfit([{"k": position, "v": value} for position, value in enumerate(values)], kind)
    assert fault.location["row"] == row


def test_should_tell_a_key_of_a_dict_that_comes_late():
    rows = ({"k": i, **({"w": 1} if i == 9000 else {})} for i in range(10000))
    with pytest.raises(DoesNotFit) as raised:
        list(batches(frame_of(rows), schema("long")))
    assert [fault.location["column"] for fault in raised.value.faults] == ["w"]


@pytest.mark.parametrize("rows", [5, "abc", {"k": [1]}, None, [1, 2], [{"k": 1}, "x"], pd.Series([1]), pl.Series([1]), np.array([[1]])])
def test_should_say_which_rows_it_takes(rows):
    with pytest.raises(DoesNotFit, match=r"pandas|dict"):
        list(batches(frame_of(rows), schema("long")))


@pytest.mark.parametrize("rows", [[{"k": 1}, {"k": 2, 5: 77}], [{5: 77}], [{"k": 1}, {None: 1}]])
def test_should_refuse_a_key_of_a_dict_that_is_no_text(rows):
    for some in (rows, iter(rows)):
        with pytest.raises(DoesNotFit, match=r"the key .* of type") as raised:
            list(batches(frame_of(some), schema("long")))
        assert raised.value.faults[0].location == {"row": len(rows) - 1}


def test_should_take_no_rows_alike_whatever_holds_them():
    for rows in ([], (), iter([]), table([], pa.int64())):
        assert list(batches(frame_of(rows), schema("long"))) == []
    assert frame_of([]).again


def test_should_take_every_kind_of_frame_alike(tmp_path):
    import duckdb
    import pyarrow.dataset as pads
    import pyarrow.parquet as pq

    # Given the same rows in all of them
    expected = table(pa.array([1, None, 3], pa.int64()))
    pq.write_table(expected, tmp_path / "a.parquet")
    polars = pl.from_arrow(expected)
    connection = duckdb.connect()
    kinds = [
        expected,
        expected.to_batches()[0],
        expected.to_reader(),
        pads.dataset(tmp_path),
        pads.dataset(tmp_path).scanner(),
        polars,
        polars.lazy(),
        connection.from_arrow(expected),
        expected.to_pandas(),
        expected.to_pylist(),
        iter(expected.to_pylist()),
        type("Cursor", (), {"fetch_record_batch": lambda self: expected.to_reader()})(),
        type("Stream", (), {"__arrow_c_stream__": lambda self, schema=None: expected.__arrow_c_stream__(schema)})(),
    ]
    # When, Then
    for rows in kinds:
        assert fitted(rows, "long").to_pylist() == [1, None, 3], type(rows)
    # What stays can be read for a sample, too
    assert [frame_of(rows).again for rows in (kinds[0], pads.dataset(tmp_path), connection.from_arrow(expected))] == [True] * 3
    assert [frame_of(rows).again for rows in (expected.to_reader(), iter([]), kinds[-1])] == [False] * 3


def streams(tmp_path, connection, size, count):
    """The same rows, of texts of so many bytes, in all that gives rows little by little."""
    import pyarrow.dataset as pads
    import pyarrow.parquet as pq

    pq.write_table(table(["x" * size] * count), tmp_path / "a.parquet")
    return {
        "dicts": ({"k": i, "v": "x" * size} for i in range(count)),
        "relation": connection.sql(f"select i as k, repeat('x', {size}) as v from range({count}) as t(i)"),
        "dataset": pads.dataset(tmp_path),
        "table": table(["x" * size] * count),
        "pandas": table(["x" * size] * count).to_pandas(),
    }


@pytest.mark.parametrize(("size", "count"), [(2**20, 100), (100_000, 2_000), (2_000, 50_000)])
def test_should_hold_large_rows_in_small_chunks(tmp_path, size, count):
    connection = duckdb.connect()
    for name, rows in streams(tmp_path, connection, size, count).items():
        # When
        sizes = [batch.nbytes for batch in batches(frame_of(rows), schema("string"))]
        # Then of the first chunk, too, no more than what a stream may hold, and of the others a few rows more than a chunk
        assert max(sizes) <= 65 * 2**20, name
        assert max(sizes[1:]) <= 20 * 2**20, name


def test_should_take_datasets_of_other_files_than_parquet(tmp_path):
    import pyarrow.dataset as pads

    (tmp_path / "a.csv").write_text("k,v\n1,a\n2,b\n", encoding="utf-8")
    assert fitted(pads.dataset(tmp_path, format="csv"), "string").to_pylist() == ["a", "b"]
    assert fitted(pads.dataset([pads.dataset(tmp_path, format="csv")]), "string").to_pylist() == ["a", "b"]


def test_should_hold_few_rows_that_are_larger_than_those_before():
    # Given small rows, by which the next chunk would be of very many, and large ones
    rows = ({"k": i, "v": "x" * (1 if i < 300_000 else 2**20)} for i in range(300_150))
    some = pa.table({"k": range(300_150), "v": ["x"] * 300_000 + ["x" * 2**20] * 150}).to_batches(max_chunksize=10)
    # When, Then
    for frame in (rows, pa.RecordBatchReader.from_batches(some[0].schema, some)):
        assert max(batch.nbytes for batch in batches(frame_of(frame), schema("string"))) <= 100 * 2**20


def test_should_join_small_batches():
    small = table(list(range(100_000)), pa.int64()).to_batches(max_chunksize=10)
    assert len(list(batches(frame_of(pa.Table.from_batches(small)), schema("long")))) <= 7
    # Of views of lists, too, and where each batch has a dictionary of its own
    lists = table([[1, 2], None, []], pa.list_view(pa.int64())).to_batches()
    assert fitted(pa.Table.from_batches(lists * 3), INTS).to_pylist() == [[1, 2], None, []] * 3
    words = [table(pa.array([word]).dictionary_encode()).to_batches()[0] for word in "abc"]
    assert fitted(pa.Table.from_batches(words), "string").to_pylist() == ["a", "b", "c"]


def test_should_take_a_subclass_of_a_frame_as_that_frame():
    class Special(pd.DataFrame):
        pass

    frame = Special({"k": [1, 2], "v": [1.0, math.nan]}, index=pd.Index([5, 6], name="n"))
    assert fitted(frame, "double").to_pylist() == [1.0, None]
    assert fitted(Special({"v": [1.0]}, index=pd.Index([5], name="k")), "double", index=True).to_pylist() == [1.0]


def test_should_take_short_decimals_as_whole_numbers():
    for kind in (pa.decimal32(5, 1), pa.decimal64(15, 2), pa.decimal256(50, 1)):
        column = table([decimal.Decimal(2), None], kind)
        assert fitted(column, "long").to_pylist() == [2, None]
        assert fitted(column, "decimal(3,1)").to_pylist() == [decimal.Decimal(2), None]
    assert misfit(table([decimal.Decimal("2.5")], pa.decimal32(5, 1)), "long").location["row"] == 0


@pytest.mark.parametrize("count", [2**62, 864_000_000_000_005])
def test_should_tell_a_day_that_cannot_be_shown(count):
    fault = misfit(table(pa.array([count], pa.int64()).view(pa.date64())), "date")
    assert fault.found == f"{count} of date64[ms]"


MIDNIGHT = datetime.datetime(2026, 3, 1)
NANO = pd.Timestamp("2026-03-01 00:00:00.000000001")
LOCAL_NANOS = {"type": "timestamp", "unit": "nanos", "utc": False}


@pytest.mark.parametrize(
    ("values", "kind", "row"),
    [
        ([NOON.replace(tzinfo=UTC), NOON], "timestamp", 1),
        ([MIDNIGHT, MIDNIGHT.replace(tzinfo=datetime.timezone(datetime.timedelta(hours=5)))], LOCAL_MICROS, 1),
        ([MIDNIGHT.date(), None, NOON], "date", 2),
        ([NOON, MIDNIGHT.date()], LOCAL_MICROS, 1),
        ([NOON, 5], LOCAL_MICROS, 1),
        ([MIDNIGHT.date(), 1.5], "date", 1),
        ([datetime.time(12), 5], "long", 1),
        ([np.datetime64("2026-03-01"), np.datetime64("2026-03-01T12:00")], "date", 1),
        ([None, NANO], LOCAL_MICROS, 1),
        ([NANO, datetime.datetime(1, 1, 1)], LOCAL_NANOS, 1),
        ([1.5, True], "double", 1),
        ([np.bool_(True), 2], "long", 1),
        (["a", b"a"], "bytearray", 1),
    ],
)
def test_should_refuse_values_that_lose_something_beside_each_other(values, kind, row):
    # Given the same values in all that holds values of Python
    keys = range(len(values))
    rows = [{"k": key, "v": value} for key, value in zip(keys, values, strict=True)]
    frame = pd.DataFrame({"k": keys, "v": pd.Series(values, dtype=object)})
    # When, Then
    for frame_or_rows in (rows, frame, frame.astype({"v": "category"}), frame.to_dict("records")):
        assert misfit(frame_or_rows, kind).location["row"] == row


@pytest.mark.parametrize(
    ("values", "kind", "expected"),
    [
        ([NANO, None, MIDNIGHT], LOCAL_NANOS, [NANO.value, None, NANO.value - 1]),
        ([np.datetime64("2026-03-01T00:00:00.000000001"), MIDNIGHT], LOCAL_NANOS, [NANO.value, NANO.value - 1]),
        ([np.datetime64("2026-03-01T00:00:00.000000"), np.datetime64("NaT")], LOCAL_MICROS, [NANO.value // 1000, None]),
        ([NANO.tz_localize("Europe/Paris"), MIDNIGHT.replace(tzinfo=UTC)], UTC_NANOS, [NANO.value - 3600 * 10**9, NANO.value - 1]),
        ([pd.NaT, MIDNIGHT, pd.NA], LOCAL_MICROS, [None, NANO.value // 1000, None]),
        ([pd.NA, 2**60 + 1, math.nan], "long", [None, 2**60 + 1, None]),
        ([np.int64(5), np.float32(0.5)], "double", [5.0, 0.5]),
        (["a", math.nan, pd.NA], "string", ["a", None, None]),
        ([decimal.Decimal(1), decimal.Decimal("NaN")], "decimal(3,1)", [decimal.Decimal(1), None]),
        ([np.uint64(2**63), np.int64(-1)], "decimal(20,0)", [decimal.Decimal(2**63), decimal.Decimal(-1)]),
        ([2**70, decimal.Decimal("1.5")], "decimal(38,1)", [decimal.Decimal(2**70), decimal.Decimal("1.5")]),
        ([[1], math.nan], {"type": "list", "element": "int"}, [[1], None]),
    ],
)
def test_should_keep_all_of_values_that_libraries_hold(values, kind, expected):
    # Given
    keys = range(len(values))
    rows = [{"k": key, "v": value} for key, value in zip(keys, values, strict=True)]
    frame = pd.DataFrame({"k": keys, "v": pd.Series(values, dtype=object)})
    # When, Then
    for frame_or_rows in (rows, frame, frame.to_dict("records")):
        found = fitted(frame_or_rows, kind)
        assert (found.cast(pa.int64()) if pa.types.is_timestamp(found.type) else found).to_pylist() == expected


@pytest.mark.parametrize("value", [1j, 2**200, object()])
def test_should_not_name_a_value_as_example_of_what_it_is_not(value):
    fault = misfit([{"k": 1, "v": None}, {"k": 2, "v": value}], "long")
    assert (fault.location["row"], fault.allowed) == (1, "values of a type that a column can have")


def test_should_tell_a_truth_value_beside_a_great_number():
    fault = misfit([{"k": 1, "v": 2**64}, {"k": 2, "v": True}], "decimal(38,0)")
    assert (fault.location["row"], fault.allowed) == (1, "whole numbers, as 18446744073709551616 is")


MEGABYTE = 2**20


def taken(values, rows=200):
    """How many rows are taken of an iterator before the first chunk of them is given."""
    pulled = []

    def rows_of_values():
        for i in range(rows):
            pulled.append(i)
            yield {"k": i, "v": values(i)}

    next(of_dicts(rows_of_values(), Pace()))
    return len(pulled)


@pytest.mark.parametrize(
    "value",
    [
        lambda i: "x" * MEGABYTE,
        lambda i: bytes(MEGABYTE),
        lambda i: memoryview(bytes(MEGABYTE)),
        lambda i: np.zeros(MEGABYTE // 8),
        lambda i: np.array(["x" * MEGABYTE], dtype=object),
        lambda i: [{"a": ("x" * MEGABYTE,)}],
        lambda i: {"a": [1.5] * (MEGABYTE // 8)},
        lambda i: "x" * 2 * MEGABYTE if i % 2 else "",
    ],
)
def test_should_take_no_more_rows_of_an_iterator_than_are_to_be_held(value):
    assert taken(value) <= 17


def test_should_take_many_small_rows_of_an_iterator():
    assert taken(lambda i: "x") == 64


def test_should_cut_the_first_rows_where_they_are_large():
    # Given rows of which 64 are more than are to be held
    large = [None, *("x" * (4 * MEGABYTE) for _ in range(63))]
    keys = list(range(64))
    # When, Then
    for frame in (
        pa.table({"k": keys, "v": large}),
        pd.DataFrame({"k": keys, "v": large}),
        pd.DataFrame({"k": keys, "v": pd.Series(large, dtype=object)}),
    ):
        found = list(batches(frame_of(frame), schema("string")))
        assert sum(batch.num_rows for batch in found) == 64
        assert max(batch.nbytes for batch in found) < 140 * MEGABYTE


NAN = float("nan")
NOT_OF_NUMBERS = ["string", "bytearray", "boolean", "date", "timestamp", "decimal(9,2)", {"type": "list", "element": "int"}, STRUCT]


@pytest.mark.parametrize("kind", NOT_OF_NUMBERS, ids=str)
@pytest.mark.parametrize(
    "rows",
    [
        [{"k": 1, "v": NAN}, {"k": 2, "v": None}],
        [{"k": 1, "v": np.float32("nan")}, {"k": 2, "v": NAN}],
        pd.DataFrame({"k": [1, 2], "v": [NAN, NAN]}),
        pd.DataFrame({"k": [1, 2], "v": pd.Series([NAN, None], dtype=object)}),
        pd.DataFrame({"k": [1, 2], "v": pd.Categorical([NAN, NAN])}),
        table([NAN, None], pa.float64()),
        table([NAN, NAN], pa.float16()),
        table(pa.array([NAN, NAN]).dictionary_encode()),
    ],
    ids=range(8),
)
def test_should_take_nan_alone_for_no_value_where_the_field_has_no_numbers(rows, kind):
    assert fitted(rows, kind).to_pylist() == [None, None]


def test_should_take_nan_for_no_value_whatever_the_first_rows_have():
    # Given a first chunk of NaN alone
    values = [NAN] * 64 + ["a"]
    for rows in (iter([{"k": 1, "v": value} for value in values]), pd.DataFrame({"k": range(65), "v": values})):
        assert fitted(rows, "string").to_pylist() == [None] * 64 + ["a"]


def test_should_take_nan_alone_for_no_value_in_lists_maps_and_structs():
    texts = {"type": "list", "element": "string", "elementNullable": True}
    assert fitted([{"k": 1, "v": [NAN]}], texts).to_pylist() == [[None]]
    assert fitted(table([[NAN], []], pa.list_(pa.float64())), texts).to_pylist() == [[None], []]
    by_text = {"type": "map", "key": "string", "value": "date", "valueNullable": True}
    assert fitted([{"k": 1, "v": {"a": NAN}}], by_text).to_pylist() == [[("a", None)]]
    assert fitted([{"k": 1, "v": {"a": 1, "b": NAN}}], STRUCT).to_pylist() == [{"a": 1, "b": None}]


def test_should_refuse_nan_alone_as_a_null_where_there_are_none():
    for rows in ([{"k": 1, "v": NAN}], pd.DataFrame({"k": [1], "v": [NAN]}), table([NAN])):
        fault = misfit(rows, "string", nullable=False)
        assert (fault.code, fault.location["row"]) == ("NULL_VALUE", 0)
    assert misfit([{"k": 1, "v": [NAN]}], {"type": "list", "element": "string"}).code == "NULL_VALUE"


def test_should_refuse_nan_beside_a_number_where_the_field_has_no_numbers():
    assert misfit([{"k": 1, "v": NAN}, {"k": 2, "v": 1.5}], "string").code == "SCHEMA_MISMATCH"


def test_should_hold_times_of_day_in_one_unit_whatever_library_has_them():
    # Given
    times = [datetime.time(12, 30), None]
    query = "select k, v from (values (1, TIME '12:30:00'), (2, NULL)) t(k, v)"
    frames = [
        [{"k": 1, "v": times[0]}, {"k": 2, "v": None}],
        pd.DataFrame({"k": [1, 2], "v": times}),
        pl.DataFrame({"k": [1, 2], "v": times}),
        duckdb.connect().sql(query),
        *(table(pa.array([45_000 * step, None], kind)) for step, kind in ((1, pa.time32("s")), (1000, pa.time32("ms")))),
    ]
    # When, Then
    for frame in frames:
        assert fitted(frame, "long").to_pylist() == [45_000_000_000, None]


def test_should_refuse_a_time_of_day_with_a_zone():
    zoned = datetime.time(12, 30, tzinfo=UTC)
    for rows in ([{"k": 1, "v": zoned}], pd.DataFrame({"k": [1], "v": [zoned]})):
        assert "zone" in misfit(rows, "long").allowed


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("TIMETZ '12:30:00+02:00'", "TIME WITH TIME ZONE"),
        ("[TIMETZ '12:30:00+02:00']", "TIME WITH TIME ZONE[]"),
        ("'0101'::BIT", "BIT"),
        ("MAP {'a': {'b': '01'::BIT}}", "MAP(VARCHAR, STRUCT(b BIT))"),
        ("[['01'::BIT], NULL]::BIT[][2]", "BIT[][2]"),
        ("340282366920938463463374607431768211455::UHUGEINT", "UHUGEINT"),
    ],
)
def test_should_refuse_what_duckdb_gives_as_another_value(value, found):
    connection = duckdb.connect()
    query = f"select 1::bigint as k, {value} as v, TIMESTAMPTZ '2026-01-01' as bit, ['a'] as l"
    for rows in (connection.sql(query), connection.execute(query)):
        with pytest.raises(DoesNotFit) as raised:
            frame_of(rows)
        (fault,) = raised.value.faults
        assert fault.location == {"column": "v"}
        assert fault.found == f"a column of {found}"
        assert fault.action.startswith("Cast it to")


def test_should_refuse_decimals_of_more_digits_than_their_type_says():
    # Given a number that DuckDB gives as one of 38 digits
    rows = connection_rows("(1, 99999999999999999999999999999999999999), (2, 170141183460469231731687303715884105727)")
    # When
    fault = misfit(rows, "decimal(38,0)")
    # Then
    assert (fault.location["row"], fault.found) == (1, "Decimal('170141183460469231731687303715884105727')")
    assert misfit(connection_rows("(1, 170141183460469231731687303715884105727)"), "long").location["row"] == 0
    held = fitted(connection_rows("(1, -99999999999999999999999999999999999999)"), "decimal(38,0)").to_pylist()
    assert held == [decimal.Decimal(-(10**38) + 1)]


def connection_rows(values):
    return duckdb.connect().sql(f"select k::bigint k, v::hugeint v from (values {values}) t(k, v) order by k")


def test_should_refuse_extensions_whose_storage_is_not_the_value():
    # Given
    periods = pd.DataFrame({"k": [1], "v": pd.period_range("2026-01", periods=1, freq="M")})
    arrow = pa.Table.from_pandas(periods)
    stored = pa.field("v", pa.int64(), metadata={"ARROW:extension:name": "else.period"})
    elements = pa.field("v", pa.list_(pa.field("element", pa.int64(), metadata={"ARROW:extension:name": "else.period"})))
    # When, Then
    for rows in (periods, arrow, arrow.to_reader(), [{"k": 1, "v": periods["v"][0]}]):
        assert misfit(rows, "long").location["column"] == "v"
    assert "pandas.period" in misfit(arrow, "long").found
    assert "else.period" in misfit(table([1]).cast(pa.schema([pa.field("k", pa.int64()), stored])), "long").found
    assert "else.period" in misfit(table([[1]]).cast(pa.schema([pa.field("k", pa.int64()), elements])), INTS).found


def test_should_ask_no_row_for_a_value_that_it_would_make():
    # Given rows that make what they are asked for
    rows = [collections.defaultdict(int, k=1, v=5), collections.defaultdict(int, k=2)]
    # When, Then
    assert fitted(rows, "long").to_pylist() == [5, None]
    assert "v" not in rows[1]


def test_should_weigh_what_rows_hold():
    values = [
        (np.str_("abc"), 3),
        (np.array(None, dtype=object), 8),
        (np.int64(5), 8),
        (pd.NaT, 8),
        (NOON, 8),
        (pd.Series(["abc"], dtype=object), 11),
        ([1, 2], 24),
        (["abc", "d"], 12),
        ({"a": [b"abc"]}, 19),
        ({b"abc"}, 11),
    ]
    for value, size in values:
        assert of_row({"v": value}) == size, value
