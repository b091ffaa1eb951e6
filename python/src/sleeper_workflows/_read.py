"""What is read of a table by its Iceberg view, and how the view is found."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sleeper_workflows import _catalog, _keys, _where
from sleeper_workflows._errors import Fault, Refused, listed
from sleeper_workflows._extra import need
from sleeper_workflows._rows import Rows
from sleeper_workflows._schema import Schema

if TYPE_CHECKING:
    from sleeper_workflows._client import Client

NAMESPACE = "sleeper"


class NotInView(UserWarning):
    """A column is not read, since the table's Iceberg view has none of its type."""


def scan(client: Client, name: str, columns: Sequence[str] | None, where: Any) -> Rows:
    """Plan a scan; see ``Table.scan``."""
    return planned(client, name, columns, lambda _: where, in_order=False)


def query(client: Client, name: str, key: Any, key_from: Any, key_to: Any, columns: Sequence[str] | None) -> Rows:
    """Plan a query; see ``Table.query``."""

    def condition(schema: Schema) -> Any:
        if key is not None:
            return _keys.exactly(_keys.values(schema, key, "key"))
        low = None if key_from is None else _keys.values(schema, key_from, "key_from")
        high = None if key_to is None else _keys.values(schema, key_to, "key_to")
        return _keys.between(low, high)

    return planned(client, name, columns, condition, in_order=True)


def planned(client: Client, name: str, columns: Sequence[str] | None, condition: Callable[[Schema], Any], *, in_order: bool) -> Rows:
    """Plan what is read of a table; ``condition`` gives the condition on its rows by its fields."""
    need("pyiceberg", "iceberg", "Reading a table")
    columns = [columns] if isinstance(columns, str) else columns
    description = client.table(name).head()
    schema = Schema.from_json(description["schema"])
    left_out = {str(column["column"]): str(column["reason"]) for column in description.get("notInIcebergView") or ()}
    _check(name, schema, columns, left_out)
    where = condition(schema)
    options = {} if where is None else {"row_filter": _where.checked(name, schema, left_out, where)}
    order = [field.name for field in schema.keys if field.name not in left_out] if in_order else []
    selected = ("*",) if columns is None else tuple(dict.fromkeys([*columns, *order]))
    view = _View(client, name)

    def plan(limit: int | None) -> Any:
        return view.load().scan(selected_fields=selected, limit=limit, **options)

    return Rows(name, plan, columns, order, left_out if columns is None else {})


class _View:
    """The view of a table. Its catalog is made where it is read, anew if the instance has moved or its credentials have changed."""

    def __init__(self, client: Client, name: str) -> None:
        self._client = client
        self._name = name
        self._properties: Mapping[str, str] | None = None
        self._catalog: Any = None

    def load(self) -> Any:
        """Load the view as it is now."""
        instance = self._client.instance()
        properties = self._client.place.catalog(instance)
        if instance.get("kind") != "deployed":
            return self._opened(properties).load_table((NAMESPACE, self._name))
        # A view is published after each commit; a job that was just waited for may be before it.
        published = self._client.table(self._name).publish()
        database, _, name = str(published.get("listed") or "").partition(".")
        if name:
            return self._opened(properties).load_table((database, name))
        # No catalog is deployed, or it has another table under this name.
        tables = need("pyiceberg.table", "iceberg", "Reading a table")
        return tables.StaticTable.from_metadata(str(published["metadata"]), properties)

    def _opened(self, properties: Mapping[str, str]) -> Any:
        if self._properties != properties:
            self._catalog = _catalog.opened(properties)
            self._properties = properties
        return self._catalog


def _check(table: str, schema: Schema, columns: Sequence[str] | None, left_out: Mapping[str, str]) -> None:
    if columns is None:
        for column, reason in left_out.items():
            warnings.warn(
                f"column '{column}' of table '{table}' is not read: {reason}. './sleeper scan {table}' reads it.",
                NotInView,
                stacklevel=5,
            )
        return
    known = [field.name for field in schema.fields if field.name not in left_out]
    faults: list[Fault] = []
    for column in columns:
        where = f"column '{column}'"
        if column in left_out:
            found = f"a column that is not in the Iceberg view: {left_out[column]}"
            faults.append(Fault("SCHEMA_MISMATCH", where, found, ", ".join(known), "Read it with './sleeper scan'"))
        elif column not in known:
            faults.append(Fault("SCHEMA_MISMATCH", where, "no such column", ", ".join(known), "Name one of the table's"))
    if faults:
        raise Refused(f"Table '{table}' was not read.{listed(faults)}", faults[0].code, faults)
