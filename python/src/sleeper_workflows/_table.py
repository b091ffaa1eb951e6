"""A table of an instance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from sleeper_workflows import _html
from sleeper_workflows._errors import Conflict, OutcomeUnknown, Refused, SleeperError
from sleeper_workflows._extra import need_arrow
from sleeper_workflows._job import Job
from sleeper_workflows._listing import Listing, itself
from sleeper_workflows._schema import Field, Schema, type_to_json
from sleeper_workflows._transport import path

if TYPE_CHECKING:
    from sleeper_workflows._client import Client
    from sleeper_workflows._rows import Rows


class Table:
    """A table by its name. What it says of itself it asks for each time; it can be pickled."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self._name = name

    @property
    def name(self) -> str:
        """The table's name."""
        return self._name

    def describe(self) -> dict[str, Any]:
        """Give sizes, schema, properties and partitions, as ``./sleeper table describe --json`` does."""
        return self._client.get(path("tables", self._name))

    def head(self) -> dict[str, Any]:
        """Give what ``describe`` does without the partitions, which may be very many."""
        return self._client.get(path("tables", self._name), {"last": "0"})

    @property
    def schema(self) -> Schema:
        """The fields."""
        return Schema.from_json(self.head()["schema"])

    def map(self) -> dict[str, Any]:
        """Say how the rows lie over the key space."""
        return self._client.get(path("tables", self._name, "map"))

    def write(self, rows: Any, *, job_id: str | None = None, once: bool = False, queue: str = "standard", index: bool = False) -> Job:
        """Load rows, as one job: all of them or none. Gives the job, which ``wait()`` sees to its end.

        ``rows`` are a DataFrame of pandas or Polars, a Table, RecordBatchReader or Dataset of pyarrow, a relation of DuckDB, dicts, or
        anything with ``__arrow_c_stream__``; at most 128 MB of a stream are held, or a batch or row group that is larger. Columns take
        the types of the table's fields where that loses nothing. ``index`` loads pandas' index, too. ``queue`` says where the job runs.

        With ``job_id``, the same rows again under the same id are loaded once; with ``once``, the same rows in the same order are
        loaded once into this table, under an id made from them. The job that was there is given then, and says ``already_loaded``;
        one that had failed is tried again.

        Raises DoesNotFit, with a fault for each column, and Refused for an id or a queue that is none, before anything is sent;
        Conflict if ``job_id`` is a job of other rows, of a table of this name that was dropped since, or one that failed on another queue.
        """
        need_arrow()
        from sleeper_workflows import _write

        return _write.write(self._client, self._name, rows, job_id, once, queue, index)

    def add_field(self, name: str, type: Any) -> Table:  # noqa: A002
        """Add a nullable value field: a word such as 'string' or 'decimal(10,2)', or an object as in a schema file."""
        # A word that is none is told here, with those that are; an object is the instance's to read.
        json = cast("Any", type) if isinstance(type, Mapping) else type_to_json(Field(name, type).type)
        body = {"field": {"name": name, "type": json, "nullable": True}}
        where = path("tables", self._name, "fields")
        try:
            self._client.post(where, body, resend=False)
        except OutcomeUnknown:
            if self._has(name, json):
                return self
            try:
                self._client.post(where, body, resend=False)
            except Refused:
                # The first call was under way.
                if not self._has(name, json):
                    raise
        return self

    def _has(self, name: str, kind: Any) -> bool:
        there = [known for known in self.schema.values if known.name == name]
        if there and there != [Field(name, kind, True)]:
            raise Conflict(f"Table '{self._name}' has a field '{name}' of another type. Choose another name.", "BAD_SCHEMA")
        return bool(there)

    def drop(self) -> None:
        """Drop the table, its rows with it."""
        self._client.post(path("tables", self._name, "drop"), {}, resend=False)

    def publish(self, rebuild: bool = False) -> dict[str, Any]:
        """Bring the table's Iceberg view up to date now; ``rebuild`` makes it anew."""
        return self._client.post(path("tables", self._name, "view"), {"rebuild": rebuild}, resend=True)

    def commits(self, last: int = 50) -> Listing[Mapping[str, Any]]:
        """List the last commits: slot, time, kind, job, rows, files."""
        commits = self._client.get(path("tables", self._name, "commits"), {"last": str(last)})["commits"]
        return Listing(commits, ("slot", "at", "kind", "job", "attempt", "rows", "files"), itself)

    def scan(self, columns: Sequence[str] | None = None, where: Any = None) -> Rows:
        """Read rows: of some columns, and of those rows for which ``where`` is true.

        ``where`` is an expression as pyiceberg reads it (``"customer >= 'm' and amount < 10"``) or an object of its own. Rows are read
        when the result is asked for, and only from files that may have some.

        Raises Refused for a condition that is none, or that is not of the table's fields.
        """
        from sleeper_workflows import _read

        return _read.scan(self._client, self._name, columns, where)

    def query(self, key: Any = None, *, key_from: Any = None, key_to: Any = None, columns: Sequence[str] | None = None) -> Rows:
        """Read the rows of a key, or of a range of keys, in the order of the table's keys.

        A key is a value of the first row key, a tuple of values of the first row keys, or a dict of values by name. ``key_from`` is the
        least key of a range and ``key_to`` the first after it; either may be left out.
        """
        from sleeper_workflows import _read

        if key is None and key_from is None and key_to is None:
            raise Refused(
                "query() names no key; it takes key=, key_from= or key_to=. Use scan() to read all rows.",
                "MISSING_FIELD",
            )
        if key is not None and (key_from is not None or key_to is not None):
            raise Refused("query() takes key=, or key_from= and key_to=, and both were given. Leave one out.", "BAD_COMMAND_LINE")
        return _read.query(self._client, self._name, key, key_from, key_to, columns)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Table) and other._name == self._name and other._client == self._client

    def __hash__(self) -> int:
        return hash(self._name)

    def __reduce__(self) -> tuple[type[Table], tuple[Client, str]]:
        return Table, (self._client, self._name)

    def _shown(self) -> tuple[str, list[tuple[str, str, str]]]:
        description: Mapping[str, Any] = self.head()
        schema = Schema.from_json(description["schema"])
        left_out = {column["column"]: column["reason"] for column in description.get("notInIcebergView") or ()}
        parts = {"row key": schema.row_keys, "sort key": schema.sort_keys, "value": schema.values}
        rows = [
            (
                field.name,
                f"{field.type}{', nullable' if field.nullable else ''}",
                part + (", not read by scan: " + left_out[field.name] if field.name in left_out else ""),
            )
            for part, fields in parts.items()
            for field in fields
        ]
        title = (
            f"table {self._name}: {description['rows']:,} rows in {description['files']:,} files, "
            f"{description['partitions']:,} partitions, {description['bytes']:,} bytes"
        )
        return title, rows

    def __repr__(self) -> str:
        try:
            title, rows = self._shown()
        except SleeperError as error:
            return f"<Table {self._name!r}: {error.message}>"
        return title + "\n" + _html.text_table(("field", "type", "part"), rows)

    def _repr_html_(self) -> str:
        try:
            title, rows = self._shown()
        except SleeperError as error:
            return f"<p>table {_html.cell(self._name)}: {_html.cell(error.message)}</p>"
        return _html.table(("field", "type", "part"), rows, title)
