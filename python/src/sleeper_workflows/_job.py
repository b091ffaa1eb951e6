"""A job, and waiting for its end."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from sleeper_workflows import _html, _progress
from sleeper_workflows._errors import (
    Conflict,
    Faults,
    JobAborted,
    JobEnded,
    JobFailed,
    JobRejected,
    NotFound,
    SleeperError,
    Unreachable,
    WaitTimeout,
    listed,
)
from sleeper_workflows._listing import Listing, itself
from sleeper_workflows._transport import Clock, path

if TYPE_CHECKING:
    from sleeper_workflows._client import Client

SENT = "SENT"
"""The status of a job whose message no service has taken yet."""

TOO_LARGE = "LIMIT_EXCEEDED"
"""The code of a reply that would have more bytes than a function of AWS may give."""

ENDED = frozenset(("COMMITTED", "REJECTED", "FAILED", "ABORTED"))
FIRST_POLL_SECONDS = 0.1
MOST_POLL_SECONDS = 2.0
OUTAGE_SECONDS = 300
"""For how long ``wait`` waits for an instance that does not answer."""

MASK = "***"
"""What an instance shows in place of a secret."""


class Job:
    """A job of an instance. What it says of itself it asks for each time; it can be pickled."""

    def __init__(
        self, client: Client, job_id: str, already_loaded: bool = False, beyond: int | None = None, content: str | None = None
    ) -> None:
        self._client = client
        self._id = job_id
        self._already_loaded = already_loaded
        # A message was sent when the job had so many attempts: how those ended is not how it will end.
        self._beyond = beyond
        # Of the document that was sent, so that a job of other content under the same id is not taken for this one.
        self._content = content

    @property
    def id(self) -> str:
        """The job's id, which is unique in its instance."""
        return self._id

    @property
    def already_loaded(self) -> bool:
        """Whether these rows were in the table before, by this job, so that a write sent nothing."""
        return self._already_loaded

    def describe(self) -> dict[str, Any]:
        """Give all that is known of the job, as ``./sleeper jobs ID --json`` does.

        Raises Conflict if the job of this id is another than the one that was sent.
        """
        try:
            return self._described(None, {})
        except SleeperError as error:
            if error.code != TOO_LARGE:
                raise
            raise SleeperError(
                f"Job '{self._id}' has more input files than a reply holds: {error.message} Use head(), which gives the rest of it; "
                f"'./sleeper jobs {self._id} --json' gives all.",
                error.code,
                error.faults,
            ) from error

    def head(self) -> dict[str, Any]:
        """Give what ``describe`` does without the input files, which may be very many."""
        return self._described(None, {"inputs": "none"})

    def _described(self, seconds: float | None, query: Mapping[str, str]) -> dict[str, Any]:
        try:
            job = self._client.get_within(path("jobs", self._id), seconds, query)
        except NotFound:
            if self._beyond is None:
                raise
            return {"jobId": self._id, "status": SENT, "attempts": [], "rows": 0, "files": 0}
        self._expect_own(job)
        old = bool(self._beyond) and len(job["attempts"]) <= (self._beyond or 0) and job["status"] != "COMMITTED"
        return {**job, "status": SENT} if old else job

    def _expect_own(self, job: Mapping[str, Any]) -> None:
        if self._content is not None and is_other(job, self._content):
            raise Conflict(
                f"Job '{self._id}' is one of table '{job.get('table')}' and other rows or files, which was sent under this id "
                "before. Nothing of what was sent now is loaded: send it again under an id of its own.",
                "JOB_ID_CONFLICT",
            )

    @property
    def status(self) -> str:
        """SENT, ACCEPTED, RUNNING, COMMITTED, REJECTED, FAILED or ABORTED."""
        return str(self.head()["status"])

    @property
    def attempts(self) -> Listing[Mapping[str, Any]]:
        """The attempts, the first one first."""
        columns = ("attempt", "status", "platform", "rows", "files", "asked", "ended")
        return Listing(self.head()["attempts"], columns, itself)

    @property
    def files(self) -> Listing[Mapping[str, Any]]:
        """The input files of the last attempt that was planned: rows, bytes, status, and the first error of each."""
        planned = [attempt["inputs"] for attempt in self.describe()["attempts"] if attempt.get("inputs")]
        return Listing(planned[-1] if planned else [], ("file", "rows", "bytes", "status", "slot", "error"), itself)

    @property
    def faults(self) -> Faults:
        """What keeps the job from being committed; none if it is."""
        return _faults(self.head())

    def wait(self, timeout: float | None = None, progress: bool | None = None) -> Job:
        """Wait until the job is committed, and give the job.

        ``timeout`` is in seconds; None waits without end, and 0 looks once. ``progress`` shows a bar, or not; by default on a terminal
        and in a notebook. An instance that stops and comes back meanwhile, on other ports, too, is found again.

        Raises JobRejected, JobFailed or JobAborted where the job ended otherwise, WaitTimeout after ``timeout``, and Unreachable
        if the instance does not answer for five minutes.
        """
        self._await(timeout, _progress.choose(progress), self._client.clock)
        return self

    def _await(self, timeout: float | None, bar: _progress.Bar, clock: Clock) -> None:
        began = answered = clock.monotonic()
        pause = FIRST_POLL_SECONDS
        status = "unknown"

        def left() -> float | None:
            return None if timeout is None else max(0.0, began + timeout - clock.monotonic())

        try:
            while True:
                silence: Unreachable | None = None
                try:
                    job = self._described(left(), {"inputs": "none"})
                    answered = clock.monotonic()
                    status = str(job["status"])
                    bar.show(job, answered - began)
                    if status in ENDED:
                        _raise_unless_committed(job)
                        return
                except Unreachable as error:
                    silence = error
                    if clock.monotonic() - answered > OUTAGE_SECONDS:
                        raise
                seconds = left()
                if seconds == 0:
                    raise WaitTimeout(self._timed_out(status, timeout, silence)) from silence
                clock.sleep(pause if seconds is None else min(pause, seconds))
                pause = min(pause * 1.3, MOST_POLL_SECONDS)
        finally:
            bar.end()

    def _timed_out(self, status: str, timeout: float | None, silence: Unreachable | None) -> str:
        if silence is None:
            return f"Job '{self._id}' was {status} after {timeout} seconds. It goes on; wait again, or stop it with abort()."
        known = "is unknown" if status == "unknown" else f"was {status} when the instance last answered, and is unknown"
        return f"What became of job '{self._id}' {known} after {timeout} seconds: {silence.message} Wait again when it answers."

    def retry(self) -> Job:
        """Send a job that was rejected, failed or aborted again, under its id: a new attempt, for which ``wait`` waits from now on.

        Gives the job itself. Raises Conflict if it has not ended so, or has moved on.
        """
        attempts = self.head()["attempts"]
        self._client.post(path("jobs", self._id, "retry"), {"attempt": len(attempts)} if attempts else {}, resend=False)
        self._beyond = len(attempts)
        return self

    def abort(self) -> None:
        """Ask for the job's stop; ``wait`` sees its end. Raises Conflict if the job has ended or moved on."""
        attempts = self.head()["attempts"]
        self._client.post(path("jobs", self._id, "abort"), {"attempt": len(attempts)} if attempts else {}, resend=False)

    def log(self, attempt: int | None = None) -> list[str]:
        """Give the lines that the task of an attempt wrote (the last by default), where the place keeps them."""
        query = {} if attempt is None else {"attempt": str(attempt)}
        return list(self._client.get(path("jobs", self._id, "log"), query)["lines"])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Job) and other._id == self._id and other._client == self._client

    def __hash__(self) -> int:
        return hash(self._id)

    def __reduce__(self) -> tuple[type[Job], tuple[Client, str, bool, int | None, str | None]]:
        return Job, (self._client, self._id, self._already_loaded, self._beyond, self._content)

    def summary(self) -> dict[str, Any]:
        """Give the job in a line: id, status, table, platform, attempts, rows, files, when it was received."""
        try:
            return _summary(self.head(), self._already_loaded)
        except SleeperError as error:
            return {"job": self._id, "status": f"unknown: {error.message}"}

    def __repr__(self) -> str:
        told = "; ".join(f"{name} {value}" for name, value in self.summary().items() if value not in (None, "") and name != "job")
        return f"<Job {self._id}: {told}>"

    def _repr_html_(self) -> str:
        summary = self.summary()
        return _html.table(list(summary), [list(summary.values())])


def is_other(job: Mapping[str, Any], content: str) -> bool:
    """Say whether a description is certainly of a job of other content. One of which secrets are masked may be any."""
    document: Any = job.get("document")
    return isinstance(document, dict) and content_of(cast("Mapping[str, Any]", document)) != content and MASK not in json.dumps(document)


def content_of(document: Mapping[str, Any]) -> str:
    """Give a word for what a job of a document would load, and into which table."""
    content = json.dumps([document.get("tableName"), list(document.get("files") or ())], default=str)
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


def _summary(job: Mapping[str, Any], already_loaded: bool) -> dict[str, Any]:
    summary = {
        "job": job["jobId"],
        "status": job["status"],
        "table": job.get("table"),
        "platform": job.get("platform"),
        "attempts": job["attempt"] if "attempt" in job else len(job.get("attempts", ())),
        "rows": job.get("rows"),
        "files": job.get("files"),
        "received": job.get("received"),
    }
    return {**summary, "already loaded": "by this job, before"} if already_loaded else summary


class ListedJob(Job):
    """A job of a list, which knows the line that the list had of it."""

    def __init__(self, client: Client, line: Mapping[str, Any]) -> None:
        super().__init__(client, str(line["jobId"]))
        self.line = dict(line)

    def listed(self) -> Mapping[str, Any]:
        """Give the line of the list."""
        return _summary(self.line, False)


def _faults(job: Mapping[str, Any]) -> Faults:
    if job["status"] == "COMMITTED":
        return Faults()
    if job.get("faults"):
        return Faults.from_json(job["faults"])
    attempts: list[Mapping[str, Any]] = job.get("attempts") or []
    return Faults.from_json(attempts[-1].get("faults")) if attempts else Faults()


def _raise_unless_committed(job: Mapping[str, Any]) -> None:
    kinds: dict[str, type[JobEnded]] = {"REJECTED": JobRejected, "FAILED": JobFailed, "ABORTED": JobAborted}
    status = str(job["status"])
    if status not in kinds:
        return
    faults = _faults(job)
    message = f"Job '{job['jobId']}' is {status}: nothing of it is in the table.{listed(faults)}"
    raise kinds[status](str(job["jobId"]), message, faults[0].code if faults else "", faults)
