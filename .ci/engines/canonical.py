"""Rows in one form, whoever read them, so that they can be compared as a multiset."""

import base64
import datetime
import decimal
import json
import struct

EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)


def fields(schema):
    return schema["rowKeyFields"] + schema["sortKeyFields"] + schema["valueFields"]


def row(schema, values):
    """One row as text; `values` is by name, from JSON of the command or from Arrow."""
    return json.dumps({f["name"]: value(f["type"], values.get(f["name"])) for f in fields(schema)}, sort_keys=True)


def value(kind, found):
    if found is None:
        return None
    name = kind if isinstance(kind, str) else kind["type"]
    if name in ("int", "long"):
        return int(found)
    if name == "boolean":
        return bool(found)
    if name == "float":
        return number(struct.unpack("f", struct.pack("f", float(found)))[0])
    if name == "double":
        return number(float(found))
    if name == "string":
        return found
    if name == "bytearray":
        return found if isinstance(found, str) else base64.b64encode(bytes(found)).decode()
    if name == "date":
        return found if isinstance(found, str) else found.isoformat()
    if name == "timestamp":
        return micros(found)
    if name.startswith("decimal"):
        return format(decimal.Decimal(found).normalize(), "f")
    if name == "list":
        return [value(kind["element"], each) for each in found]
    if name == "map":
        pairs = found.items() if isinstance(found, dict) else found
        return sorted(([str(text(kind["key"], key)), value(kind["value"], each)] for key, each in pairs))
    if name == "struct":
        return {f["name"]: value(f["type"], found.get(f["name"])) for f in kind["fields"]}
    raise AssertionError(f"a type that nobody knows here: {kind}")


def text(kind, key):
    """A map's key, which is text in JSON."""
    return key if isinstance(key, str) else value(kind, key)


def number(found):
    """Zeros of either sign are two values; all that are no numbers are one."""
    return repr(found)


def micros(found):
    if isinstance(found, str):
        found = datetime.datetime.fromisoformat(found)
    if found.tzinfo is None:
        found = found.replace(tzinfo=datetime.timezone.utc)
    return (found - EPOCH) // datetime.timedelta(microseconds=1)


def of_arrow(schema, table):
    return sorted(row(schema, each) for each in table.to_pylist())


def of_command(schema, lines):
    return sorted(row(schema, json.loads(line, parse_float=decimal.Decimal)) for line in lines)
