"""Tables: what they say of themselves, fields, queries that are refused."""

import pathlib
import pickle
import sys

import numpy as np
import pytest
from instance_double import SCHEMA

from sleeper_workflows import Client, Conflict, Field, NotFound, Refused, Schema, _keys, _read
from sleeper_workflows._schema import Decimal, Primitive, type_from_json, type_to_json


def test_should_show_fields_and_sizes_escaped(double, client):
    # Given
    schema = {**SCHEMA, "valueFields": [{"name": "<b>x</b>", "type": "long", "nullable": True}]}
    double.create("orders", schema, notInIcebergView=[{"column": "<b>x</b>", "reason": "it is <i>"}])
    # When
    html, text = client.table("orders")._repr_html_(), repr(client.table("orders"))
    # Then
    assert "<b>x" not in html
    assert "&lt;b&gt;x" in html
    assert "<i>" not in html
    assert "row key" in text
    assert "long, nullable" in text


def test_should_say_what_is_wrong_with_a_table_that_is_not_there(client):
    with pytest.raises(NotFound):
        client.table("none").describe()
    assert "does not exist" in repr(client.table("none"))


def test_should_add_a_field_by_a_word_or_a_type(double, client):
    # Given
    double.create("orders", {**SCHEMA, "valueFields": []})
    table = client.table("orders")
    # When
    table.add_field("a", "decimal(10,2)").add_field("b", Primitive("string"))
    # Then
    assert table.schema.values == (Field("a", Decimal(10, 2), True), Field("b", Primitive("string"), True))
    with pytest.raises(ValueError, match="int, long, string"):
        table.add_field("c", "integer")


def test_should_see_that_a_field_was_added_when_the_reply_is_lost(double, client):
    # Given
    double.create("orders", {**SCHEMA, "valueFields": []})
    double.replies_to_drop = ["/tables/orders/fields"]
    # When
    table = client.table("orders").add_field("a", "string")
    # Then
    assert [field.name for field in table.schema.values] == ["a"]


@pytest.mark.parametrize(
    "schema",
    [
        {"rowKeyFields": [{"name": "k", "type": "int", "nullable": "false"}]},
        {"rowKeyFields": [{"name": "k", "type": "int", "nulable": True}]},
        {"rowKeyFields": [{"name": "k", "type": "int"}], "valueFields": [{"name": "v", "type": {"type": "timestamp", "units": "nanos"}}]},
        {"rowKeyField": [{"name": "k", "type": "int"}]},
        {"rowKeyFields": [{"name": "k", "type": "bigint"}]},
        {"rowKeyFields": [{"name": "k"}]},
        {"rowKeyFields": "k"},
    ],
)
def test_should_leave_a_schema_to_the_instance_to_read(double, client, uploads, schema):
    # When
    client.create_table("plain", schema=schema)
    client.create_table("cut", schema=schema, split_from=[{"k": 1}])
    # Then
    sent = {body["table"]: body["schema"] for method, where, body in double.calls if (method, where) == ("POST", "/tables")}
    assert sent == {"plain": schema, "cut": schema}


def test_should_leave_the_type_of_a_new_field_to_the_instance_to_read(double, client):
    # Given
    double.create("orders", {**SCHEMA, "valueFields": []})
    kind = {"type": "timestamp", "units": "nanos"}
    # When
    client.table("orders").add_field("a", kind)
    # Then
    assert double.calls[-1][2] == {"field": {"name": "a", "type": kind, "nullable": True}}


def test_should_take_words_for_the_types_of_a_schema(double, client):
    # Given
    fields = (Field("k", "string"),), (), (Field("v", {"type": "list", "element": "int"}, nullable=True),)
    # When
    table = client.create_table("orders", schema=Schema(*fields))
    # Then
    assert double.tables["orders"]["schema"]["rowKeyFields"] == [{"name": "k", "type": "string"}]
    assert table.schema == Schema(*fields)
    assert pickle.loads(pickle.dumps(table.schema)) == table.schema
    for kind in ("text", 5, None):
        with pytest.raises(ValueError, match="is not known"):
            Field("k", kind)


def test_should_take_a_table_for_its_own_that_a_lost_call_makes_late(double, client):
    # Given a call whose reply is lost, and which is done after the client has looked whether it was
    answer = double.answer

    def late(method, where, query, body):
        reply = answer(method, where, query, body)
        if (method, where) == ("GET", "/api/v1/tables"):
            double.create("orders")
        return reply

    double.answer = late
    # When, Then
    double.answers = [("/tables", 500, {"error": {"code": "OUTCOME_UNKNOWN", "message": "lost"}})]
    assert client.create_table("orders", schema=SCHEMA).name == "orders"
    del double.tables["orders"]
    double.answers = [("/tables", 500, {"error": {"code": "OUTCOME_UNKNOWN", "message": "lost"}})]
    with pytest.raises(Conflict, match="other fields"):
        client.create_table("orders", schema={**SCHEMA, "valueFields": []})


def test_should_take_one_key_by_its_name_alone(double, client):
    table = client.create_table("orders", like=[{"customer": "a", "at": 1}], row_keys="customer", sort_keys="at")
    assert [field.name for field in table.schema.keys] == ["customer", "at"]


def test_should_take_cuts_as_python_and_numpy_have_them(double, client):
    # When
    client.create_table("a", schema=SCHEMA, split_points=[np.int64(1), 2])
    client.create_table("b", schema=SCHEMA, split_points=[b"m", (1, b"\xff")])
    # Then
    sent = {body["table"]: body["splitPoints"] for method, where, body in double.calls if (method, where) == ("POST", "/tables")}
    assert sent == {"a": [1, 2], "b": ["bQ==", [1, "/w=="]]}


def test_should_refuse_what_json_has_not(double, client):
    double.create("t")
    assert client.plan({"files": [pathlib.Path("a/b")], "n": np.int64(5)})["ok"]
    assert double.calls[-1][2]["document"] == {"files": ["a/b"], "n": 5}
    for odd in (object(), {1, 2}, b"bytes"):
        with pytest.raises(Refused, match="JSON has no"):
            client.plan({"files": odd})


@pytest.mark.parametrize("name", ["a" * 5000, "a\0b"])
def test_should_leave_a_name_that_no_file_has_to_the_instance(client, name):
    assert client.check(name, "t")["file"] == name


def test_should_not_create_a_table_twice(double, client):
    client.create_table("orders", schema=SCHEMA)
    with pytest.raises(Conflict) as raised:
        client.create_table("orders", schema=Schema.from_json(SCHEMA))
    assert raised.value.code == "TABLE_EXISTS"


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"like": [{"k": 1}], "schema": SCHEMA},
        {"schema": SCHEMA, "row_keys": ["k"]},
        {"schema": SCHEMA, "split_points": ["a"], "split_from": [{"k": "a"}]},
    ],
)
def test_should_refuse_to_create_by_two_accounts(client, arguments):
    with pytest.raises(ValueError, match=r"like=|schema=|split_from"):
        client.create_table("orders", **arguments)


def test_should_want_a_row_key(client):
    with pytest.raises(Refused, match="row_keys"):
        client.create_table("orders", like=[{"k": 1}])


@pytest.mark.parametrize(
    "kind",
    [
        "int",
        "timestamp",
        {"type": "timestamp", "unit": "nanos", "utc": False},
        "decimal(10,2)",
        {"type": "list", "element": "int", "elementNullable": True},
        {"type": "map", "key": "string", "value": {"type": "list", "element": "date"}},
        {"type": "struct", "fields": [{"name": "a", "type": "int", "nullable": True}]},
    ],
)
def test_should_write_types_as_it_read_them(kind):
    assert type_to_json(type_from_json(kind)) == kind


@pytest.mark.parametrize("kind", ["integer", "decimal(1)", {"type": "set"}, {}])
def test_should_refuse_a_type_that_is_none(kind):
    with pytest.raises(ValueError, match="allowed"):
        type_from_json(kind)


TWO_KEYS = Schema.from_json({"rowKeyFields": [{"name": "a", "type": "int"}, {"name": "b", "type": "bytearray"}]})


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        (5, [("a", 5)]),
        ((5,), [("a", 5)]),
        ((5, b"x"), [("a", 5), ("b", b"x")]),
        ([5, bytearray(b"x")], [("a", 5), ("b", b"x")]),
        ({"b": b"x"}, [("b", b"x")]),
        ({"b": b"x", "a": 1}, [("a", 1), ("b", b"x")]),
    ],
)
def test_should_take_keys_as_value_tuple_or_dict(key, expected):
    assert [(field.name, value) for field, value in _keys.values(TWO_KEYS, key, "key")] == expected


@pytest.mark.parametrize("key", ["5", 5.0, True, 2**31, (), (1, b"x", 2), {}, {"c": 1}, (1, "x"), None])
def test_should_refuse_a_key_of_another_kind(key):
    with pytest.raises(Refused, match="key"):
        _keys.values(TWO_KEYS, key, "key")


def test_should_want_a_key_for_a_query(double, client):
    double.create("orders")
    with pytest.raises(Refused, match="query\\(\\) names no key"):
        client.table("orders").query()
    with pytest.raises(Refused, match="both were given"):
        client.table("orders").query("a", key_to="b")


def test_should_refuse_columns_that_cannot_be_read_and_warn_of_those_left_out(double, client):
    # Given
    double.create("orders", notInIcebergView=[{"column": "v", "reason": "it is of nanoseconds"}])
    # When
    with pytest.raises(Refused) as raised:
        client.table("orders").scan(columns=["v", "w"])
    # Then
    assert "it is of nanoseconds" in raised.value.faults[0].found
    assert raised.value.faults[1].found == "no such column"
    with pytest.warns(_read.NotInView, match="column 'v' of table 'orders' is not read") as warned:
        _read._check("orders", client.table("orders").schema, None, {"v": "it is of nanoseconds"})
    assert len(warned) == 1


def test_should_say_what_to_install(double, client, monkeypatch):
    # Given
    double.create("orders")
    monkeypatch.setitem(sys.modules, "pyiceberg", None)
    # When, Then
    with pytest.raises(ImportError, match=r"pip install 'sleeper-workflows\[iceberg\]'"):
        client.table("orders").scan()
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(ImportError, match=r"pip install 'sleeper-workflows\[arrow\]'"):
        client.table("orders").write([])


def test_should_be_the_same_table_after_a_pickle(double, client):
    table = client.table("orders")
    assert pickle.loads(pickle.dumps(table)) == table
    assert len({table, client.table("orders"), client.table("other")}) == 2
    assert isinstance(client, Client)
