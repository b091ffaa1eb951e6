"""Equal rows have equal digests, whatever holds them."""

import datetime
import decimal
import math
import random

import pandas as pd
import polars as pl
import pyarrow as pa

from sleeper_workflows import Schema
from sleeper_workflows._digest import RowDigest
from sleeper_workflows._fitted import batches
from sleeper_workflows._frames import frame_of

SCHEMA = Schema.from_json(
    {
        "rowKeyFields": [{"name": "k", "type": "string"}],
        "sortKeyFields": [{"name": "s", "type": "int"}],
        "valueFields": [
            {"name": name, "type": kind, "nullable": True}
            for name, kind in {
                "f": "double",
                "b": "bytearray",
                "t": "boolean",
                "d": "date",
                "at": "timestamp",
                "dec": "decimal(9,2)",
                "list": {"type": "list", "element": "string", "elementNullable": True},
                "map": {"type": "map", "key": "string", "value": "long", "valueNullable": True},
                "struct": {"type": "struct", "fields": [{"name": "a", "type": "int", "nullable": True}]},
            }.items()
        ],
    }
)


def rows(count, seed):
    chance = random.Random(seed)

    def maybe(value):
        return None if chance.random() < 0.2 else value

    return [
        {
            "k": chance.choice(["", "a", "ä", "bb"]),
            "s": chance.randrange(5),
            "f": maybe(chance.choice([math.nan, -0.0, 0.0, 1.5])),
            "b": maybe(chance.randbytes(chance.randrange(4))),
            "t": maybe(chance.random() < 0.5),
            "d": maybe(datetime.date(2026, 1, chance.randrange(1, 30))),
            "at": maybe(datetime.datetime(2026, 1, chance.randrange(1, 30), tzinfo=datetime.timezone.utc)),
            "dec": maybe(decimal.Decimal(chance.randrange(1000)).scaleb(-2)),
            "list": maybe([maybe("x" * chance.randrange(3)) for _ in range(chance.randrange(3))]),
            "map": maybe([(f"k{i}", maybe(i)) for i in range(chance.randrange(3))]),
            "struct": maybe({"a": maybe(chance.randrange(3))}),
        }
        for _ in range(count)
    ]


def digest(frame, schema=SCHEMA):
    found = RowDigest(schema)
    for batch in batches(frame_of(frame), schema):
        found.update(batch)
    return found.hex("t")


def test_should_not_depend_on_what_holds_the_rows_and_how_they_are_cut():
    # Given
    for seed in range(5):
        dicts = rows(3000, seed)
        arrow = pa.Table.from_batches(list(batches(frame_of(dicts), SCHEMA)))
        cuts = sorted(random.Random(seed).sample(range(3000), 7))
        pieces = [arrow.slice(start, end - start) for start, end in zip([0, *cuts], [*cuts, 3000], strict=True)]
        # When
        found = {
            "dicts": digest(dicts),
            "arrow": digest(arrow),
            "cut": digest(pa.concat_tables(pieces)),
            "moved": digest(pa.concat_tables([arrow, arrow]).combine_chunks().slice(3000)),
        }
        # Then
        assert len(set(found.values())) == 1, (seed, found)
        # Polars has no maps
        some = arrow.drop_columns(["map"])
        assert digest(pl.from_arrow(some)) == digest(some), seed


def test_should_be_the_same_for_pandas_and_polars():
    schema = Schema.from_json(
        {"rowKeyFields": [{"name": "k", "type": "string"}], "valueFields": [{"name": "v", "type": "int", "nullable": True}]}
    )
    some = [{"k": "a", "v": 1}, {"k": "b", "v": None}]
    assert len({digest(frame, schema) for frame in (some, pd.DataFrame(some), pl.DataFrame(some), pa.Table.from_pylist(some))}) == 1


def test_should_differ_where_one_value_or_the_order_differs():
    # Given
    some = rows(50, 1)
    base = digest(some)
    seen = {base}
    # When, Then
    assert digest(some[::-1]) != base
    assert digest(some[:-1]) != base
    for name in some[0]:
        changed = [dict(row) for row in some]
        row = next(row for row in changed if row[name] is not None)
        other = {"k": "zz", "s": 9, "f": 7.0, "b": b"zz", "list": ["q"], "map": [("q", 1)], "struct": {"a": 99}}
        row[name] = not row["t"] if name == "t" else other.get(name)
        seen.add(digest(changed))
    assert len(seen) == 1 + len(some[0])


def test_should_not_confuse_texts_that_run_together():
    schema = Schema.from_json({"rowKeyFields": [{"name": "k", "type": "string"}, {"name": "l", "type": "string"}]})
    pairs = [("ab", "c"), ("a", "bc"), ("abc", ""), ("", "abc")]
    assert len({digest([{"k": k, "l": value}], schema) for k, value in pairs}) == 4


def test_should_not_change_when_a_field_is_added():
    # Given
    some = rows(50, 1)
    wider = Schema.from_json(
        {**SCHEMA.to_json(), "valueFields": [*SCHEMA.to_json()["valueFields"], {"name": "aa", "type": "long", "nullable": True}]}
    )
    # When, Then
    assert digest(some, wider) == digest(some)


def test_should_know_zero_from_minus_zero_and_one_nan_from_none_other():
    schema = Schema.from_json(
        {"rowKeyFields": [{"name": "k", "type": "int"}], "valueFields": [{"name": "f", "type": "double", "nullable": True}]}
    )
    odd_nan = pa.array([0x7FF8000000000001], pa.int64()).view(pa.float64())
    nans = {digest(pa.table({"k": [1], "f": array}), schema) for array in (odd_nan, pa.array([math.nan]))}
    assert len(nans) == 1
    assert len({digest([{"k": 1, "f": value}], schema) for value in (0.0, -0.0, None)}) == 3
