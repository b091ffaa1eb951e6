"""Tables that are made like a frame."""

import datetime
import decimal

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

from sleeper_workflows import Refused
from sleeper_workflows._infer import schema_of
from sleeper_workflows._schema import type_to_json


def kinds(frame, keys=("k",), **more):
    return {field.name: type_to_json(field.type) for field in schema_of(frame, list(keys), **{"sort_keys": [], **more}).values}


def utc(unit):
    return {"type": "timestamp", "unit": unit, "utc": True}


@pytest.mark.parametrize(
    ("array", "kind"),
    [
        (pa.array([1], pa.int8()), "int"),
        (pa.array([1], pa.uint16()), "int"),
        (pa.array([1], pa.uint32()), "long"),
        (pa.array([1], pa.uint64()), "long"),
        (pa.array([2**63], pa.uint64()), "decimal(20,0)"),
        (pa.array([1], pa.int64()), "long"),
        (pa.array([np.float16(1)], pa.float16()), "float"),
        (pa.array([1.0]), "double"),
        (pa.array([True]), "boolean"),
        (pa.array(["a"]).dictionary_encode(), "string"),
        (pa.array(["a"], pa.large_string()), "string"),
        (pa.array([b"a"], pa.binary(1)), "bytearray"),
        (pa.array([datetime.date(2026, 1, 1)]), "date"),
        (pa.array([1], pa.time32("s")), "long"),
        (pa.array([1], pa.time64("ns")), "long"),
        (pa.array([1], pa.timestamp("s", "UTC")), utc("millis")),
        (pa.array([1], pa.timestamp("us", "UTC")), "timestamp"),
        (pa.array([1000], pa.timestamp("ns", "UTC")), "timestamp"),
        (pa.array([1000, 1], pa.timestamp("ns", "UTC")), utc("nanos")),
        (pa.array([-1000, None], pa.timestamp("ns")), {"type": "timestamp", "unit": "micros", "utc": False}),
        (pa.array([decimal.Decimal("1.50")]), "decimal(3,2)"),
        (pa.array([[1]]), {"type": "list", "element": "long", "elementNullable": True}),
        (pa.array([[("a", 1)]], pa.map_(pa.string(), pa.int32())), {"type": "map", "key": "string", "value": "int", "valueNullable": True}),
        (pa.array([{"a": 1}]), {"type": "struct", "fields": [{"name": "a", "type": "long", "nullable": True}]}),
        (pa.nulls(1), "string"),
        (pa.array([bytes(16)], pa.uuid()), "bytearray"),
        (pa.array([1], pa.int8()).cast(pa.bool8()), "boolean"),
    ],
)
def test_should_find_the_type_that_holds_a_column(array, kind):
    assert kinds(pa.table({"k": pa.array([1] * len(array)), "v": array})) == {"v": kind}


def test_should_order_columns_by_their_part():
    # When
    schema = schema_of(pd.DataFrame({"v": [1.5], "s": [1], "k": ["a"]}), ["k"], ["s"])
    # Then
    assert schema.to_json() == {
        "rowKeyFields": [{"name": "k", "type": "string"}],
        "sortKeyFields": [{"name": "s", "type": "long"}],
        "valueFields": [{"name": "v", "type": "double", "nullable": True}],
    }


def test_should_leave_the_index_out_unless_it_is_wanted():
    frame = pd.DataFrame({"k": [1]}, index=pd.Index([5], name="n"))
    assert kinds(frame) == {}
    assert kinds(frame, index=True) == {"n": "long"}


def test_should_make_micros_of_the_nanoseconds_of_pandas():
    frame = pd.DataFrame({"k": [1], "v": pd.to_datetime(["2026-01-01"]).astype("datetime64[ns]")})
    assert kinds(frame) == {"v": {"type": "timestamp", "unit": "micros", "utc": False}}
    frame["v"] += pd.Timedelta(1, "ns")
    assert kinds(frame) == {"v": {"type": "timestamp", "unit": "nanos", "utc": False}}


def test_should_take_what_columns_are_required_from_arrow():
    arrow = pa.schema([pa.field("k", pa.int32()), pa.field("v", pa.int32(), nullable=False)])
    assert not schema_of(arrow, ["k"], []).values[0].nullable


def test_should_take_dicts_and_polars():
    assert kinds([{"k": 1}, {"k": 2, "v": 1.5}]) == {"v": "double"}
    assert kinds(pl.DataFrame({"k": [1], "v": pl.Series(["a"], dtype=pl.Categorical)})) == {"v": "string"}


def test_should_refuse_a_key_of_a_dict_that_is_no_text():
    with pytest.raises(Refused, match="the key 5 of type int"):
        schema_of([{"k": 1, 5: 2}], ["k"], [])


def test_should_not_read_a_stream_that_is_to_be_loaded():
    reader = pa.table({"k": [1], "v": [1]}).to_reader()
    assert kinds(reader) == {"v": "long"}
    assert reader.read_all().num_rows == 1


def test_should_tell_every_column_that_no_table_can_have():
    # Given
    frame = pa.table(
        {
            "k": pa.array([1.5]),
            "at": pa.array([1], pa.timestamp("us")),
            "long": pa.array([datetime.timedelta(1)]),
            "wide": pa.array([decimal.Decimal(1)], pa.decimal256(50, 2)),
        }
    )
    # When
    with pytest.raises(Refused) as raised:
        schema_of(frame, ["k", "none"], ["at"])
    # Then
    told = {fault.location["column"]: fault.found for fault in raised.value.faults}
    assert told == {
        "none": "no such column",
        "k": "a key of double",
        "at": "a key of timestamp(micros,local)",
        "long": "a column of duration[us]",
        "wide": "a column of decimal256(50, 2)",
    }
    assert "whole numbers" in next(fault.action for fault in raised.value.faults if fault.location["column"] == "at")


@pytest.mark.parametrize("frame", [pa.table([[1], [2], [3]], names=["k", "v", "v"]), pd.DataFrame([[1, 2, 3]], columns=["k", "v", "v"])])
def test_should_tell_a_column_that_is_there_twice(frame):
    with pytest.raises(Refused) as raised:
        schema_of(frame, ["k"], [])
    assert [(fault.location["column"], fault.found) for fault in raised.value.faults] == [("v", "2 columns of this name")]


def test_should_tell_an_index_whose_name_a_column_has():
    with pytest.raises(Refused, match="the index: found"):
        schema_of(pd.DataFrame({"k": [1]}, index=pd.Index([5], name="k")), ["k"], [], index=True)


@pytest.mark.parametrize("like", [pd.Series([1], name="k"), pl.Series("k", [1])])
def test_should_tell_a_column_that_is_no_frame(like):
    with pytest.raises(Refused, match="a Series"):
        schema_of(like, ["k"], [])


def test_should_tell_types_of_polars_that_no_other_library_reads():
    frame = pl.DataFrame({"k": [1], "i": pl.Series([1], dtype=pl.Int128), "o": pl.Series([object()], dtype=pl.Object)})
    for like in (frame, frame.lazy()):
        with pytest.raises(Refused) as raised:
            schema_of(like, ["k"], [])
        assert [fault.found for fault in raised.value.faults] == ["a column of Int128", "a column of Object"]


@pytest.mark.parametrize("kind", [pl.List(pl.Int128), pl.Array(pl.UInt128, 1), pl.Struct({"a": pl.List(pl.Int128)})])
def test_should_tell_types_of_polars_that_are_inside_of_others(kind):
    frame = pl.DataFrame({"k": [1], "i": pl.Series([None], dtype=kind), "l": [[1]]})
    for like in (frame, frame.lazy()):
        with pytest.raises(Refused) as raised:
            schema_of(like, ["k"], [])
        assert [(fault.location["column"], fault.found) for fault in raised.value.faults] == [("i", f"a column of {kind}")]


def test_should_tell_extensions_whose_storage_is_not_the_value():
    # Given
    periods = pd.DataFrame({"k": [1], "p": pd.period_range("2026-01", periods=1, freq="M"), "i": pd.interval_range(0, 1)})
    opaque = pa.ExtensionArray.from_storage(pa.opaque(pa.binary(), "bignum", "DuckDB"), pa.array([b"x"]))
    # When, Then
    for frame in (periods, pa.Table.from_pandas(periods), pa.table({"k": [1], "o": opaque})):
        with pytest.raises(Refused) as raised:
            schema_of(frame, ["k"], [])
        assert {(fault.location["column"], fault.found) for fault in raised.value.faults} <= {
            ("p", "a column of pandas.period"),
            ("i", "a column of pandas.interval"),
            ("o", "a column of arrow.opaque"),
        }
        assert "Convert the column" in raised.value.faults[0].action


def test_should_tell_a_key_that_is_named_twice():
    with pytest.raises(Refused, match="twice among the keys"):
        schema_of(pa.table({"k": [1]}), ["k"], ["k"])


@pytest.mark.parametrize("like", [[], iter([{"k": 1}]), 5, {"k": [1]}])
def test_should_say_what_a_table_can_be_like(like):
    with pytest.raises(Refused, match="like= is"):
        schema_of(like, ["k"], [])
