"""The rows that every writer writes: a column of each type, with nulls in different rows."""

import datetime
import decimal
import json
import uuid

import pyarrow as pa

ROWS = 300

UTC = datetime.timezone.utc
STRUCT = pa.struct([("city", pa.string()), ("number", pa.int32())])


def moment(i):
    return datetime.datetime(2020, 1, 1) + datetime.timedelta(milliseconds=i * 86_400_037)


def number(bits, signed):
    least = -(2 ** (bits - 1)) if signed else 0
    most = 2 ** (bits - 1) - 1 if signed else 2**bits - 1
    return lambda i: (least, most, least + i, most - i)[i % 4]


def digits(precision, scale):
    most = 10**precision - 1
    # Moved in text: arithmetic would round to the context's digits.
    return lambda i: decimal.Decimal(f"{(most - i, -most + i, i)[i % 3]}E-{scale}")


# Name of a column, its Arrow type, and the value of row i.
TYPES = {
    "bool": (pa.bool_(), lambda i: i % 3 == 0),
    "int8": (pa.int8(), lambda i: i % 256 - 128),
    "int16": (pa.int16(), number(16, True)),
    "int32": (pa.int32(), number(32, True)),
    "int64": (pa.int64(), number(64, True)),
    "uint8": (pa.uint8(), lambda i: i % 256),
    "uint16": (pa.uint16(), number(16, False)),
    "uint32": (pa.uint32(), number(32, False)),
    "uint64": (pa.uint64(), number(64, False)),
    "float16": (pa.float16(), lambda i: i / 8),
    "float32": (pa.float32(), lambda i: i / 4),
    "float64": (pa.float64(), lambda i: i / 3),
    "decimal_9": (pa.decimal128(9, 2), digits(9, 2)),
    "decimal_18": (pa.decimal128(18, 4), digits(18, 4)),
    "decimal_38": (pa.decimal128(38, 10), digits(38, 10)),
    "string": (pa.string(), lambda i: f"text {i % 17} \u00e9\U0001f600"),
    "binary": (pa.binary(), lambda i: i.to_bytes(2, "big") * (i % 5)),
    "fixed_binary": (pa.binary(5), lambda i: i.to_bytes(5, "big")),
    "category": (pa.dictionary(pa.int32(), pa.string()), lambda i: "red green blue".split()[i % 3]),
    "json": (pa.string(), lambda i: json.dumps({"i": i})),
    "uuid": (pa.binary(16), lambda i: uuid.UUID(int=i * 2**100 + i).bytes),
    "date": (pa.date32(), lambda i: datetime.date(1960, 1, 1) + datetime.timedelta(days=i * 100)),
    "time_ms": (pa.time32("ms"), lambda i: datetime.time(i % 24, i % 60, i % 60, 1000 * (i % 1000))),
    "time_us": (pa.time64("us"), lambda i: datetime.time(i % 24, i % 60, i % 60, 1001 * (i % 900))),
    "time_ns": (pa.time64("ns"), lambda i: datetime.time(i % 24, i % 60, i % 60, 1001 * (i % 900))),
    "timestamp_ms": (pa.timestamp("ms", tz="UTC"), lambda i: moment(i).replace(tzinfo=UTC)),
    "timestamp_us": (pa.timestamp("us", tz="UTC"), lambda i: moment(i).replace(tzinfo=UTC, microsecond=i)),
    "timestamp_ns": (pa.timestamp("ns", tz="UTC"), lambda i: moment(i).replace(tzinfo=UTC, microsecond=i)),
    "timestamp_local": (pa.timestamp("us"), lambda i: moment(i).replace(microsecond=i)),
    "interval": (pa.month_day_nano_interval(), lambda i: pa.MonthDayNano([i % 12, i % 28, i * 1_000_000_000])),
    "null": (pa.null(), lambda i: None),
    "list": (pa.list_(pa.int32()), lambda i: [None if j == 3 else i * j for j in range(i % 5)]),
    "list_of_lists": (pa.list_(pa.list_(pa.string())), lambda i: [[str(k) for k in range(j)] for j in range(i % 4)]),
    "list_of_structs": (pa.list_(STRUCT), lambda i: [{"city": f"c{j}", "number": i} for j in range(i % 3)]),
    "struct": (STRUCT, lambda i: {"city": None if i % 11 == 0 else f"c{i % 9}", "number": i}),
    "map": (pa.map_(pa.string(), pa.int64()), lambda i: [(f"k{j}", i * j) for j in range(i % 4)]),
}
KEYS = ["file", "id"]


def value(name, i):
    """Every column has its nulls in rows of its own; every thirteenth, more or less."""
    shift = list(TYPES).index(name)
    return None if (i + shift) % 13 == 0 else TYPES[name][1](i)


def table(file, columns):
    """@return the rows as an Arrow table: the file's name, the row's number, and the columns named"""
    arrays = [pa.array([file] * ROWS), pa.array(range(ROWS), pa.int64())]
    arrays += [pa.array([value(name, i) for i in range(ROWS)], TYPES[name][0]) for name in columns]
    fields = [pa.field("file", pa.string(), nullable=False), pa.field("id", pa.int64(), nullable=False)]
    fields += [pa.field(name, TYPES[name][0]) for name in columns]
    return pa.Table.from_arrays(arrays, schema=pa.schema(fields))
