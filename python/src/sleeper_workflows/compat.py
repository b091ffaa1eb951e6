"""The Python API of gchq/sleeper, over this client, so that programs written for that one run.

Names, arguments and defaults of ``SleeperClient`` are those of that project's code; where its guide has others (``basename`` for
``instance_id``, ``rows_to_write`` for ``records_to_write``), those are taken by name, too. A query gives a list of dicts, one for each
row. The guide shows a row as a list of pairs, ``[('key', 'akey'), ('value', 'my_value')]``: a program that was written for those takes
``list(row.items())`` of each row. Errors are of this client's kinds. What has no twin raises ``NoTwin`` and says what to use. New
programs use ``sleeper_workflows.Client``.
"""

from __future__ import annotations

import itertools
import pathlib
import pickle
import tempfile
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import IO, Any, TypeVar, cast

from sleeper_workflows import _keys, _read
from sleeper_workflows._client import Client
from sleeper_workflows._schema import Field, Schema

EMBEDDED = "local"
"""The id by which ``./sleeper local`` calls its instance."""

T = TypeVar("T")
PLATFORMS = {"EMR": "emr", "PersistentEMR": "persistent-emr", "EKS": "eks", "EMRServerless": "emr-serverless"}
SPOOL_ROWS = 10_000


class NoTwin(NotImplementedError):
    """A call of the other API that this one has not; the message says what to use."""


class NoSuchName(NoTwin, AttributeError):
    """A name that the client does not have: ``hasattr`` is false of it, and ``getattr`` takes its default."""


class SleeperClient:
    """The client of the other API. The instance ``local`` is the one that ``./sleeper local`` runs here."""

    def __init__(
        self,
        instance_id: str | None = None,
        use_threads: bool = False,
        s3_client: Any = None,
        s3_resource: Any = None,
        s3_fs: Any = None,
        sqs_resource: Any = None,
        dynamo_resource: Any = None,
        *,
        basename: str | None = None,
    ) -> None:
        """Take an instance's id, by either name. ``use_threads`` changes nothing: rows are read by as many threads as there are cores."""
        instance_id = _either("instance_id", instance_id, "basename", basename)
        given = (s3_client, s3_resource, s3_fs, sqs_resource, dynamo_resource)
        if any(resource is not None for resource in given):
            raise NoTwin(
                "SleeperClient takes no clients of AWS here: it reaches an instance by one function. Give a session of boto3 to "
                "SleeperClient.of(Client.aws(id, session=...))."
            )
        del use_threads
        self._client = Client.local() if instance_id == EMBEDDED else Client.aws(instance_id)

    @classmethod
    def of(cls, client: Client) -> SleeperClient:
        """Make one over a client that is there."""
        made = cls.__new__(cls)
        made._client = client
        return made

    def write_single_batch(
        self,
        table_name: str,
        records_to_write: list[dict[str, Any]] | None = None,
        job_id: str | None = None,
        *,
        rows_to_write: list[dict[str, Any]] | None = None,
    ) -> None:
        """Load a list of dicts, given by either name, as one job."""
        rows = _either("records_to_write", records_to_write, "rows_to_write", rows_to_write)
        self._client.table(table_name).write(rows, job_id=job_id)

    @contextmanager
    def create_batch_writer(self, table_name: str, job_id: str | None = None) -> Generator[RecordWriter]:
        """Give a writer; what it was given is loaded as one job when the context ends. If it ends by an error, nothing is sent."""
        with tempfile.TemporaryDirectory(prefix="sleeper-batch-") as folder:
            spool = pathlib.Path(folder) / "records"
            with spool.open("wb") as file:
                writer = RecordWriter(file)
                yield writer
            # Not reached if the body raised.
            with spool.open("rb") as file:
                self._client.table(table_name).write(_spooled(file), job_id=job_id)

    def ingest_parquet_files_from_s3(self, table_name: str, files: list[str], job_id: str | None = None) -> None:
        """Load Parquet files, or all below folders, each written as ``bucket/key``."""
        self._client.submit(_document(table_name, files, job_id))

    def bulk_import_parquet_files_from_s3(
        self,
        table_name: str,
        files: list[str],
        id: str | None = None,  # noqa: A002
        platform: str = "EMR",
        platform_spec: dict[str, str] | None = None,
        class_name: str | None = None,
    ) -> None:
        """Load Parquet files on Spark; ``platform`` is EMR, PersistentEMR, EKS or EMRServerless."""
        if platform not in PLATFORMS:
            raise ValueError(f"platform is {platform!r}; allowed: {', '.join(PLATFORMS)}. Choose one of them.")
        document = _document(table_name, files, id)
        if platform_spec is not None and platform != "PersistentEMR":
            document["platformSpec"] = platform_spec
        if class_name is not None:
            document["className"] = class_name
        self._client.submit(document, queue=PLATFORMS[platform])

    def exact_key_query(
        self,
        table_name: str,
        keys: Mapping[str, Sequence[Any]] | Sequence[Mapping[str, Any]],
        query_id: str | None = None,
    ) -> list[dict[str, Any]]:
        """Give the rows of some keys: ``{field: [value, ...]}``, or ``[{field: value, ...}, ...]``."""
        del query_id
        checked = _checked_keys(keys)
        return self._rows(table_name, lambda schema: _keys.any_of([_keys.values(schema, key, "a key") for key in checked]))

    def range_key_query(
        self, table_name: str, regions: Sequence[Mapping[str, Sequence[Any]]], query_id: str | None = None
    ) -> list[dict[str, Any]]:
        """Give the rows of some regions, each ``{field: [min, max]}`` or ``{field: [min, minInclusive, max, maxInclusive]}``.

        A minimum is inclusive and a maximum exclusive unless it is said otherwise; None is no bound. A row that lies in two regions
        is given once.
        """
        del query_id
        checked = _bounds_checked(regions)
        return self._rows(table_name, lambda schema: _condition(schema, checked))

    def _rows(self, table_name: str, condition: Callable[[Schema], Any]) -> list[dict[str, Any]]:
        return _read.planned(self._client, table_name, None, condition, in_order=False).to_dicts()

    def submit_to_ingest_batcher(self, table_name: str, files: list[str]) -> None:
        """Raise NoTwin: there is no batcher."""
        del table_name, files
        raise NoTwin("There is no ingest batcher: ingest_parquet_files_from_s3 takes a folder, and one job loads all files below it.")

    def bulk_export(self, query: Any) -> None:
        """Raise NoTwin: tables are read where they are."""
        del query
        raise NoTwin("There is no bulk export: Client.table(name).scan() reads a table, and so does every engine that reads Iceberg.")

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        raise NoSuchName(f"SleeperClient.{name} is not there. sleeper_workflows.Client has: {', '.join(_methods())}.")


class RecordWriter:
    """Takes records, which wait on disk."""

    def __init__(self, file: IO[bytes]) -> None:
        self.num_records = 0
        self._file = file

    def write(self, records: list[dict[str, Any]]) -> None:
        """Take records more."""
        iterator = iter(records)
        while some := list(itertools.islice(iterator, SPOOL_ROWS)):
            pickle.dump(some, self._file, pickle.HIGHEST_PROTOCOL)
            self.num_records += len(some)


def _spooled(file: IO[bytes]) -> Iterator[dict[str, Any]]:
    while True:
        try:
            # The file is this process's own, in a folder that only its user can read.
            yield from pickle.load(file)
        except EOFError:
            return


def _either(name: str, value: T | None, other_name: str, other: T | None) -> T:
    """Give what was given by one of two names."""
    given = [some for some in (value, other) if some is not None]
    if len(given) != 1:
        raise TypeError(f"{name} was given {'twice' if given else 'not at all'}; allowed is once, as {name} or as {other_name}.")
    return given[0]


def _methods() -> list[str]:
    return [name for name in vars(Client) if not name.startswith("_")]


def _document(table_name: str, files: list[str], job_id: str | None) -> dict[str, Any]:
    document: dict[str, Any] = {"tableName": table_name, "files": list(files)}
    return document if job_id is None else {"id": job_id, **document}


def _checked_keys(keys: Any) -> list[Mapping[str, Any]]:
    """Give keys in the form of a list, each a dict of values by field."""
    if not isinstance(keys, (list, dict)):
        raise ValueError(f"keys is a {type(keys).__name__}; allowed: a dict of one field and its values, or a list of dicts. Give one.")
    if not keys:
        raise ValueError("keys is empty; allowed: one key or more. Give a key.")
    if isinstance(keys, list):
        found: list[Mapping[str, Any]] = [_region(key) for key in cast("list[Any]", keys)]
    else:
        by_field = cast("dict[str, Sequence[Any]]", keys)
        if len(by_field) != 1:
            raise ValueError(f"keys is a dict of {len(by_field)} fields; allowed: one. Give a list of dicts for several.")
        ((field, values),) = by_field.items()
        found = [{field: value} for value in values]
        if not found:
            raise ValueError(f"keys has no value for '{field}'; allowed: one or more. Give a value.")
    for key in found:
        for field, value in key.items():
            if value is None:
                raise ValueError(f"keys has None for '{field}'; allowed: a value, since no key is null. Give one, or leave the key out.")
    return found


def _region(region: Any) -> Mapping[str, Any]:
    if not isinstance(region, dict) or not region:
        raise ValueError(f"a key or region is {region!r:.60}; allowed: a dict with one field or more. Give one.")
    return cast("Mapping[str, Any]", region)


def _condition(schema: Schema, regions: Sequence[Mapping[str, Sequence[Any]]]) -> Any:
    conditions: list[Any] = []
    for region in regions:
        _keys.require_row_keys(schema, list(region), "a region")
        fields = {field.name: field for field in schema.row_keys}
        conditions.append(_all(term for name, bounds in region.items() for term in _terms(fields[name], bounds)))
    return _keys.either(conditions)


def _all(terms: Iterable[Any]) -> Any:
    from pyiceberg.expressions import AlwaysTrue, And

    whole: Any = AlwaysTrue()
    for term in terms:
        whole = And(whole, term)
    return whole


def _bounds_checked(regions: Any) -> Sequence[Mapping[str, Sequence[Any]]]:
    if not isinstance(regions, list) or not regions:
        raise ValueError(f"regions is {regions!r:.60}; allowed: a list of one region or more. Give one.")
    checked = [_region(region) for region in cast("list[Any]", regions)]
    for region in checked:
        for field, bounds in region.items():
            if len(bounds) not in (2, 4):
                raise ValueError(
                    f"the range of '{field}' has {len(bounds)} parts; allowed: 2 (min, max) or 4 (min, minInclusive, max, maxInclusive)."
                )
    return checked


def _terms(field: Field, bounds: Sequence[Any]) -> list[Any]:
    from pyiceberg.expressions import GreaterThan, GreaterThanOrEqual, LessThan, LessThanOrEqual, Reference

    low, low_in, high, high_in = (bounds[0], True, bounds[1], False) if len(bounds) == 2 else bounds
    terms: list[Any] = []
    column = Reference(field.name)
    if low is not None:
        terms.append((GreaterThanOrEqual if low_in else GreaterThan)(column, _keys.literal(field, low, "the least key of a region")))
    if high is not None:
        terms.append((LessThanOrEqual if high_in else LessThan)(column, _keys.literal(field, high, "the greatest key of a region")))
    return terms
