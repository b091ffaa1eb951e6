"""One word for the content of rows, whatever they were held in and however they were cut into batches."""

from __future__ import annotations

import hashlib
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from sleeper_workflows import _arrow
from sleeper_workflows._schema import Schema

BYTES = 16
_OFFSET_BYTES = 4


class _Stream:
    """Hashes of what the batches of one column, or of one part of it, have: which are there, how long, and their bytes."""

    def __init__(self) -> None:
        self.present = hashlib.blake2b(digest_size=BYTES)
        self.lengths = hashlib.blake2b(digest_size=BYTES)
        self.content = hashlib.blake2b(digest_size=BYTES)
        self.any_present = False
        self.parts: list[_Stream] = []

    def part(self, index: int) -> _Stream:
        while len(self.parts) <= index:
            self.parts.append(_Stream())
        return self.parts[index]

    def digest(self) -> bytes:
        own = self.present.digest() + self.lengths.digest() + self.content.digest()
        return own + b"".join(part.digest() for part in self.parts)


class RowDigest:
    """Takes batches of a table's columns in order. Rows that are equal in the same order have equal digests.

    A column in which every value is null does not count, so that a field which is added later changes nothing.
    """

    def __init__(self, schema: Schema) -> None:
        self._streams = {field.name: _Stream() for field in schema.fields}
        self._rows = 0

    def update(self, batch: pa.RecordBatch) -> None:
        """Take some rows more."""
        self._rows += batch.num_rows
        for position, stream in enumerate(self._streams.values()):
            _update(stream, batch.column(position))

    def hex(self, *about: str) -> str:
        """Give 32 hexadecimal digits for the rows and what they are about."""
        whole = hashlib.blake2b(digest_size=BYTES)
        for text in (*about, str(self._rows)):
            whole.update(f"{len(text)}:{text};".encode())
        for name, stream in sorted(self._streams.items()):
            if stream.any_present:
                whole.update(f"{len(name)}:{name};".encode() + stream.digest())
        return whole.hexdigest()


def _update(stream: _Stream, array: Any) -> None:
    present = pc.is_valid(array)
    stream.present.update(_bytes(present.cast(pa.uint8())))
    stream.any_present = stream.any_present or array.null_count < len(array)
    kind = array.type
    if pa.types.is_map(kind):
        array = _arrow.as_list(array)
        kind = array.type
    if pa.types.is_list(kind):
        stream.lengths.update(_bytes(pc.fill_null(pc.list_value_length(array), 0)))
        _update(stream.part(0), array.flatten())
    elif pa.types.is_struct(kind):
        for index, child in enumerate(array.flatten()):
            _update(stream.part(index), child)
    elif pa.types.is_string(kind) or pa.types.is_binary(kind):
        array = _filled(array, "" if pa.types.is_string(kind) else b"")
        stream.lengths.update(_bytes(pc.binary_length(array)))
        stream.content.update(_characters(array))
    else:
        stream.content.update(_bytes(_fixed(array)))


def _fixed(array: Any) -> Any:
    """Give values of a fixed width without nulls, of which equal ones have equal bytes."""
    kind = array.type
    if pa.types.is_boolean(kind):
        return _filled(array.cast(pa.uint8()), 0)
    if pa.types.is_floating(kind):
        # There are many NaNs, and they mean the same.
        return _filled(pc.if_else(pc.is_nan(array), pa.scalar(float("nan"), kind), array), 0.0)
    if pa.types.is_decimal(kind):
        return _filled(array, pa.scalar(0, pa.int64()).cast(pa.decimal128(38, 0)).cast(kind))
    if pa.types.is_date32(kind):
        array = array.view(pa.int32())
    elif pa.types.is_timestamp(kind):
        array = array.view(pa.int64())
    return _filled(array, 0)


def _filled(array: Any, value: Any) -> Any:
    if not array.null_count:
        return array
    return pc.fill_null(array, value if isinstance(value, pa.Scalar) else pa.scalar(value, array.type))


def _bytes(array: Any) -> memoryview:
    width = array.type.bit_width // 8
    return memoryview(array.buffers()[1])[array.offset * width : (array.offset + len(array)) * width] if len(array) else memoryview(b"")


def _characters(array: Any) -> memoryview:
    if not len(array):
        return memoryview(b"")
    _, offsets, content = array.buffers()
    table = memoryview(offsets)

    def offset(position: int) -> int:
        start = (array.offset + position) * _OFFSET_BYTES
        return int.from_bytes(table[start : start + _OFFSET_BYTES], "little")

    return memoryview(content)[offset(0) : offset(len(array))] if content is not None else memoryview(b"")
