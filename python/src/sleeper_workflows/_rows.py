"""Rows of a table, read when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sleeper_workflows import _aws, _html
from sleeper_workflows._errors import NotFound, OutcomeUnknown, SleeperError, Unauthorized, Unreachable
from sleeper_workflows._extra import need

SHOWN_ROWS = 20
NO_TABLE = ("NoSuchTableError", "NoSuchIcebergTableError", "NoSuchNamespaceError")
NOT_ALLOWED = ("UnauthorizedError", "ForbiddenError", "AuthorizationExpiredError")
NO_ANSWER = ("ConnectionError", "ConnectTimeout", "ReadTimeout", "ChunkedEncodingError", "ServiceUnavailableError", "TooManyRequestsError")


class Rows:
    """Rows that are read when they are asked for, each time anew."""

    def __init__(
        self,
        table: str,
        plan: Callable[[int | None], Any],
        columns: Sequence[str] | None,
        order: Sequence[str],
        left_out: Mapping[str, str],
    ) -> None:
        self._table = table
        self._plan = plan
        self._columns = None if columns is None else list(columns)
        self._order = [(name, "ascending") for name in order]
        self.left_out = dict(left_out)
        """Columns that are not read, each with why."""

    def to_arrow(self) -> Any:
        """Give a Table of pyarrow."""
        with reading(self._table):
            table = self._plan(None).to_arrow()
        return self._chosen(table.sort_by(self._order) if self._order else table)

    def _chosen(self, rows: Any) -> Any:
        """Give the columns that were asked for: keys are read for their order, too."""
        return rows if self._columns is None else rows.select(self._columns)

    def to_batches(self) -> Any:
        """Give a RecordBatchReader of pyarrow, which holds a few batches at a time; in order where the rows have one."""
        if self._order:
            return self.to_arrow().to_reader()
        with reading(self._table):
            reader = self._plan(None).to_arrow_batch_reader()
        schema = self._chosen(reader.schema.empty_table()).schema
        return need("pyarrow", "arrow", "to_batches()").RecordBatchReader.from_batches(schema, self._read(reader))

    def _read(self, reader: Any) -> Iterator[Any]:
        with reading(self._table):
            for batch in reader:
                yield self._chosen(batch)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.to_batches().__arrow_c_stream__(requested_schema)

    def to_pandas(self, **options: Any) -> Any:
        """Give a DataFrame of pandas; options are those of pyarrow's Table.to_pandas.

        Columns of whole numbers that have nulls are of pandas' Int32 and Int64, which hold each of them; ``types_mapper`` and
        ``integer_object_nulls`` choose otherwise.
        """
        pandas = need("pandas", "pandas", "to_pandas()")
        table = self.to_arrow()
        if "types_mapper" in options or "integer_object_nulls" in options:
            return table.to_pandas(**options)
        held = {name: _with_nulls(pandas, table.column(name)) for name in table.column_names}
        # In a list, too, a null would make real numbers of its neighbours.
        frame = table.to_pandas(integer_object_nulls=True, **options)
        for name, values in held.items():
            if values is not None:
                frame[name] = values
        return frame

    def to_polars(self) -> Any:
        """Give a DataFrame of Polars."""
        return need("polars", "polars", "to_polars()").from_arrow(self.to_arrow())

    def to_duckdb(self, connection: Any = None) -> Any:
        """Give a relation of DuckDB, of a connection that is given or of its default one."""
        duckdb = need("duckdb", "duckdb", "to_duckdb()")
        return (connection or duckdb).from_arrow(self.to_arrow())

    def to_dicts(self) -> list[dict[str, Any]]:
        """Give the rows as dicts; a map is a list of pairs."""
        return self.to_arrow().to_pylist()

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for batch in self.to_batches():
            yield from batch.to_pylist()

    def files(self) -> list[str]:
        """Name the files that may have such rows: no other is read."""
        with reading(self._table):
            return [task.file.file_path for task in self._plan(None).plan_files()]

    def head(self, rows: int = SHOWN_ROWS) -> Any:
        """Give a few rows as a Table of pyarrow: the first of a query, for which all of it are read, and any of a scan."""
        with reading(self._table):
            if not self._order:
                return self._chosen(self._plan(rows).to_arrow())
            pa = need("pyarrow", "arrow", "head()")
            reader = self._plan(None).to_arrow_batch_reader()
            kept = reader.schema.empty_table()
            for batch in reader:
                kept = pa.concat_tables([kept, pa.Table.from_batches([batch])]).sort_by(self._order).slice(0, rows)
            return self._chosen(kept)

    def _shown(self) -> tuple[list[str], list[list[Any]], str]:
        table = self.head(SHOWN_ROWS + 1)
        rows = [list(row.values()) for row in table.slice(0, SHOWN_ROWS).to_pylist()]
        more = "" if table.num_rows <= SHOWN_ROWS else ", the first of them" if self._order else ", some of them"
        left = "".join(f"; not read: {name}, since {reason}" for name, reason in self.left_out.items())
        return table.schema.names, rows, f"rows of {self._table}{more}{left}"

    def __repr__(self) -> str:
        try:
            names, rows, caption = self._shown()
        except SleeperError as error:
            return f"<rows of {self._table}: {error.message}>"
        return caption + "\n" + _html.text_table(names, rows)

    def _repr_html_(self) -> str:
        try:
            names, rows, caption = self._shown()
        except SleeperError as error:
            return f"<p>rows of {_html.cell(self._table)}: {_html.cell(error.message)}</p>"
        return _html.table(names, rows, caption)


def _with_nulls(pandas: Any, column: Any) -> Any:
    """Give whole numbers, of which some are null, as pandas has them; None for other columns."""
    kinds = {"int32": pandas.Int32Dtype, "int64": pandas.Int64Dtype}
    kind = kinds.get(str(column.type)) if column.null_count else None
    return None if kind is None else kind().__from_arrow__(column)


@contextmanager
def reading(table: str) -> Generator[None]:
    """Tell what the libraries that read raise in the words of this client."""
    try:
        yield
    except (SleeperError, MemoryError, ImportError):
        raise
    except Exception as error:
        raise _told(table, error) from error


def _told(table: str, error: Exception) -> SleeperError:
    what = f"Reading table '{table}'"
    library, name = type(error).__module__.partition(".")[0], type(error).__name__
    if library in ("botocore", "boto3"):
        try:
            with _aws.errors_of(what, f"the view of table '{table}'"):
                raise error
        except OutcomeUnknown as told:
            return Unreachable(told.message, told.code)
        except SleeperError as told:
            return told
    if name in NO_TABLE:
        return NotFound(
            f"{what} failed: the catalog has none ({error}). Look at its name, or publish it: Table.publish().", "UNKNOWN_TABLE"
        )
    if name in NOT_ALLOWED:
        return Unauthorized(f"{what} was refused: {error}. Look at the key or the credentials.")
    if any(base.__name__ in NO_ANSWER for base in type(error).__mro__):
        return Unreachable(f"{what} failed: nothing answers ({error}). Read it again when the instance runs.", "UNAVAILABLE")
    return SleeperError(f"{what} failed ({name}: {error}). Read it again; a file may have been replaced meanwhile.")
