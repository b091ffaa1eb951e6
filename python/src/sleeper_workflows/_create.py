"""Creating a table: its schema as it is sent, its cuts, and what is made of a reply that is lost."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from sleeper_workflows._errors import Conflict, OutcomeUnknown, Refused
from sleeper_workflows._schema import KEY_TYPES, Schema

if TYPE_CHECKING:
    from sleeper_workflows._client import Client


@dataclass(frozen=True)
class Cuts:
    """Where a table is to be cut: where a sample says, in ``points``, or nowhere."""

    sampled: Any
    partitions: int
    points: Sequence[Any] | None


def create(client: Client, name: str, schema: Schema | Mapping[str, Any], cuts: Cuts, index: bool) -> None:
    """Create a table; see ``Client.create_table``."""
    # What a schema file has is the instance's to read: what this client does not know is told by it, with every fault.
    body: dict[str, Any] = {"table": name, "schema": schema.to_json() if isinstance(schema, Schema) else dict(schema)}
    if cuts.points is not None and cuts.sampled is not None:
        raise ValueError("split_from and split_points were both given; allowed is one of them. Leave one out.")
    if cuts.points is not None:
        body["splitPoints"] = [_point(point) for point in cuts.points]
    keys = None if cuts.sampled is None else _row_keys(schema)
    if keys is None:
        _send(client, name, schema, body)
        return
    from sleeper_workflows import _sample

    with _sample.uploaded(client, keys, cuts.sampled, index) as place:
        _send(client, name, schema, {**body, "sample": {"path": place, "partitions": cuts.partitions}})


def _send(client: Client, name: str, schema: Schema | Mapping[str, Any], body: Mapping[str, Any]) -> None:
    try:
        client.post("/tables", body, resend=False)
        return
    except OutcomeUnknown:
        pass
    if name not in [line["table"] for line in client.tables()]:
        try:
            client.post("/tables", body, resend=False)
            return
        except Conflict:
            # The first call was under way.
            pass
    # The table that is there is the one that was asked for if it has its fields.
    if _lenient(client.table(name).head()["schema"]) != _lenient(schema):
        raise Conflict(f"Table '{name}' exists with other fields. Choose another name.", "TABLE_EXISTS")


def wanted(
    like: Any, schema: Schema | Mapping[str, Any] | None, row_keys: str | Sequence[str], sort_keys: str | Sequence[str], index: bool
) -> Schema | Mapping[str, Any]:
    """Give the schema that is to be sent. Raises Refused if no table can be like a frame."""
    if (like is None) == (schema is None):
        raise ValueError("create_table takes like= or schema=, and one of them alone. Give a frame or a schema.")
    if schema is not None:
        if row_keys or sort_keys:
            raise ValueError("row_keys and sort_keys belong to like=; a schema= names its keys itself. Leave them out.")
        return schema
    if not row_keys:
        raise Refused("row_keys names no column; a table has one or more. Give row_keys=['…'].", "MISSING_FIELD")
    from sleeper_workflows import _infer

    return _infer.schema_of(like, _names(row_keys), _names(sort_keys), index)


def _point(point: Any) -> Any:
    """Give a cut as JSON has it: bytes in base64, a whole number of numpy as Python's; of several row keys a list."""
    if hasattr(point, "tolist"):
        point = point.tolist()
    if isinstance(point, (list, tuple)):
        return [_point(value) for value in cast("Sequence[Any]", point)]
    if isinstance(point, (bytes, bytearray, memoryview)):
        return base64.b64encode(bytes(cast("bytes", point))).decode()
    return point


def _names(keys: str | Sequence[str]) -> list[str]:
    return [keys] if isinstance(keys, str) else list(keys)


def _lenient(schema: Schema | Mapping[str, Any]) -> Any:
    """Read a schema as far as this client can."""
    if isinstance(schema, Schema):
        return schema
    try:
        return Schema.from_json(schema)
    except (ValueError, LookupError, TypeError, AttributeError):
        return schema


def _row_keys(schema: Schema | Mapping[str, Any]) -> Schema | None:
    """Give the row keys alone; None if they are none, which the instance says then."""
    read = _lenient(schema if isinstance(schema, Schema) else {"rowKeyFields": schema.get("rowKeyFields", ())})
    keys = read.row_keys if isinstance(read, Schema) else ()
    return Schema(keys) if keys and all(str(field.type) in KEY_TYPES for field in keys) else None
