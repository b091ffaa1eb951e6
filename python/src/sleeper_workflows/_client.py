"""An instance, as this client uses it."""

from __future__ import annotations

import datetime
import os
import pathlib
import time
import uuid
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sleeper_workflows import _create, _html, _transport, _upload
from sleeper_workflows._errors import OutcomeUnknown, SleeperError
from sleeper_workflows._job import Job, ListedJob, content_of
from sleeper_workflows._letters import DeadLetters
from sleeper_workflows._listing import Listing, itself
from sleeper_workflows._place import AwsPlace, LocalPlace, Place
from sleeper_workflows._report import Report
from sleeper_workflows._schema import Schema
from sleeper_workflows._table import Table
from sleeper_workflows._transport import TIMEOUT_SECONDS, Call, Clock

if TYPE_CHECKING:
    from types import ModuleType

PATIENCE_SECONDS = 10.0
"""For how long a call is tried while the instance does not answer."""

LEAST_SECONDS = 1.0
"""How long an answer may take, however little time is left."""


class Client:
    """An instance: ``Client.local()`` on this machine, ``Client.aws("id")`` on AWS. Safe for many threads; can be pickled."""

    def __init__(self, place: Place, patience: float = PATIENCE_SECONDS, clock: Clock | ModuleType = time) -> None:
        self.place = place
        self.patience = patience
        self.clock: Clock = clock  # pyright: ignore[reportAttributeAccessIssue]

    @classmethod
    def local(cls, home: str | os.PathLike[str] | None = None, *, patience: float = PATIENCE_SECONDS) -> Client:
        """Use the instance that ``./sleeper local`` runs in ``home`` ($SLEEPER_HOME, else ./.sleeper).

        ``patience`` is for how many seconds a call is tried while nothing answers.
        """
        return cls(LocalPlace(home), patience)

    @classmethod
    def aws(cls, instance: str, region: str | None = None, session: Any = None, *, patience: float = PATIENCE_SECONDS) -> Client:
        """Use the deployed instance of this id, with the credentials of ``session`` (of boto3), else those that boto3 finds."""
        return cls(AwsPlace(instance, region, session), patience)

    def get(self, where: str, query: Mapping[str, str] | None = None) -> Any:
        """Ask the JSON API for what is at a path."""
        return self._send(Call("GET", where, query or {}, None, resend=True))

    def get_within(self, where: str, seconds: float | None, query: Mapping[str, str] | None = None) -> Any:
        """Ask for what is at a path, and give up after so many seconds; None is as ``get``. One answer may always take a second."""
        if seconds is None:
            return self.get(where, query)
        call = Call("GET", where, query or {}, None, resend=True, seconds=max(LEAST_SECONDS, min(TIMEOUT_SECONDS, seconds)))
        return _transport.send(self.place.transport, call, min(self.patience, seconds), self.clock)

    def post(self, where: str, body: Any, *, resend: bool) -> Any:
        """Have the JSON API do something; ``resend`` says that doing it twice is doing it once."""
        return self._send(Call("POST", where, {}, body, resend))

    def _send(self, call: Call) -> Any:
        return _transport.send(self.place.transport, call, self.patience, self.clock)

    def instance(self) -> dict[str, Any]:
        """Say which instance this is: its version, platforms, queues, buckets."""
        return self.get("/instance")

    def tables(self) -> Listing[Mapping[str, Any]]:
        """List the tables with their sizes."""
        return Listing(self.get("/tables")["tables"], ("table", "partitions", "files", "rows", "bytes"), itself)

    def table(self, name: str) -> Table:
        """Give a table by its name; that it exists is seen when it is used."""
        return Table(self, name)

    def create_table(
        self,
        name: str,
        *,
        like: Any = None,
        schema: Schema | Mapping[str, Any] | None = None,
        row_keys: str | Sequence[str] = (),
        sort_keys: str | Sequence[str] = (),
        split_from: Any = None,
        partitions: int = 16,
        split_points: Sequence[Any] | None = None,
        index: bool = False,
    ) -> Table:
        """Create a table and give it.

        ``like`` is a frame whose columns the table gets, with ``row_keys`` and ``sort_keys`` naming the key columns; or ``schema`` is
        what a schema file has. ``split_from`` is a frame whose row keys cut the table into ``partitions`` of equal shares;
        ``split_points`` are the cuts themselves. ``index`` makes columns of pandas' index, too.

        Raises Refused, with every fault, for a schema that is none and for columns that can be none of a table's; DoesNotFit if
        ``split_from`` has not the row keys; Conflict if the table exists.
        """
        cuts = _create.Cuts(split_from, partitions, split_points)
        _create.create(self, name, _create.wanted(like, schema, row_keys, sort_keys, index), cuts, index)
        return Table(self, name)

    def submit(self, document: Mapping[str, Any], queue: str = "standard") -> Job:
        """Send a job document to a queue (standard, emr, persistent-emr, emr-serverless, eks, auto) and give the job.

        A document without ``id`` gets one, which is kept when the message has to be sent again: the job runs once.
        Raises Refused, with every fault, if the document cannot be understood; OutcomeUnknown, with the job's id, if no reply says
        whether it was sent.
        """
        named = {"id": new_id(), **document}
        try:
            sent = self.post("/jobs", {"document": named, "queue": queue}, resend=True)
        except OutcomeUnknown as error:
            look = (
                f"The job's id is '{named['id']}': see with client.job('{named['id']}') whether it was sent before anything is sent again."
            )
            raise OutcomeUnknown(f"{error.message} {look}", error.code, error.faults) from error
        return Job(self, str(sent["jobId"]), beyond=0, content=content_of(named))

    def plan(self, document: Mapping[str, Any], queue: str = "standard") -> Report:
        """Say what a job would do: ``ok``, and if it would be refused, ``faults``. Runs nothing and writes nothing."""
        return Report(self.post("/plan", {"document": dict(document), "queue": queue}, resend=True))

    def check(self, file: str | os.PathLike[str], table: str) -> Report:
        """Show how a Parquet file differs from a table, column by column.

        ``file`` is a file of this machine, which is uploaded for the check and removed after it, or ``bucket/key``.
        """
        if not _is_file(file):
            return Report(self.post("/check", {"file": str(file), "table": table}, resend=True))
        with _upload.for_a_while(self, "check", pathlib.Path(file)) as place:
            return Report(self.post("/check", {"file": place, "table": table}, resend=True))

    def jobs(
        self,
        table: str | None = None,
        status: str | Sequence[str] | None = None,
        since: datetime.datetime | datetime.timedelta | str | None = None,
        last: int = 50,
    ) -> Listing[ListedJob]:
        """List the ``last`` jobs, the latest first: of a table, of one or more statuses, received since a time or so long ago.

        Of no status, as of an empty list, there are none.
        """
        query = {
            "table": table,
            "status": status if isinstance(status, str) or status is None else ",".join(status),
            "since": _instant(since),
        }
        asked = {name: value for name, value in query.items() if value}
        lines: list[Mapping[str, Any]] = []
        none = status is not None and not status
        while len(lines) < last and not none:
            page = self.get("/jobs", {**asked, "last": str(min(500, last - len(lines)))})
            lines.extend(page["jobs"])
            if not page.get("next"):
                break
            asked["after"] = str(page["next"])
        columns = ("job", "status", "table", "platform", "attempts", "rows", "files", "received")
        return Listing([ListedJob(self, line) for line in lines], columns, ListedJob.listed)

    def job(self, job_id: str) -> Job:
        """Give a job by its id. Raises NotFound if the instance knows none."""
        job = Job(self, job_id)
        job.head()
        return job

    def dead_letters(self, *, last: int = 1000) -> DeadLetters:
        """List messages that could not be acted on, at most ``last`` (1 to 1000); its ``more`` says whether there may be others."""
        answer = self.get("/dead-letters", {"last": str(last)})
        return DeadLetters(self, answer["deadLetters"], more=answer["more"])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Client) and other.place == self.place

    def __hash__(self) -> int:
        return hash(self.place)

    def __repr__(self) -> str:
        return f"<Client of {self.place!r}>"

    def _repr_html_(self) -> str:
        try:
            tables = self.tables()._repr_html_()  # pyright: ignore[reportPrivateUsage]
        except SleeperError as error:
            tables = f"<p>{_html.cell(error.message)}</p>"
        return f"<p>{_html.cell(repr(self.place))}</p>{tables}"

    def __reduce__(self) -> tuple[type[Client], tuple[Place, float]]:
        return Client, (self.place, self.patience)


def new_id() -> str:
    """Make an id of a job that nobody else makes."""
    return "py-" + uuid.uuid4().hex


def _instant(since: datetime.datetime | datetime.timedelta | str | None) -> str | None:
    """Give a time as the API reads it; one without a zone is of this machine's."""
    if isinstance(since, datetime.timedelta):
        since = datetime.datetime.now(datetime.timezone.utc) - since
    if isinstance(since, datetime.datetime):
        return since.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    return since


def _is_file(file: str | os.PathLike[str]) -> bool:
    try:
        return pathlib.Path(file).is_file()
    except (OSError, ValueError):
        # A name that no file of this machine can have.
        return False
