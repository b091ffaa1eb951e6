"""A frame as a job: fitted, written as Parquet, uploaded, sent."""

from __future__ import annotations

import pathlib
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sleeper_workflows import _fitted, _frames, _parts, _upload
from sleeper_workflows._client import new_id
from sleeper_workflows._digest import RowDigest
from sleeper_workflows._errors import Conflict, NotFound, Refused
from sleeper_workflows._job import Job, content_of, is_other
from sleeper_workflows._parts import Part
from sleeper_workflows._schema import Schema
from sleeper_workflows._upload import Kept

if TYPE_CHECKING:
    from sleeper_workflows._client import Client

IN_FLIGHT = ("ACCEPTED", "RUNNING")
JOB_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_-]{0,62}")


def write(client: Client, table: str, rows: Any, job_id: str | None, once: bool, queue: str, index: bool) -> Job:
    """Load rows into a table as one job; see ``Table.write``."""
    if once and job_id is not None:
        raise ValueError("once=True makes the job's id from the rows, and job_id= was given, too. Leave one of them out.")
    instance = client.instance()
    _check(job_id, queue, instance)
    bucket = _upload.bucket_of(instance)
    description = client.table(table).head()
    schema = Schema.from_json(description["schema"])
    incarnation = str(description.get("incarnation", ""))
    frame = _frames.frame_of(rows, index)
    named = once or job_id is not None
    whole = RowDigest(schema) if once else None
    with tempfile.TemporaryDirectory(prefix="sleeper-write-") as folder:
        parts = _parts.write(_fitted.batches(frame, schema), pathlib.Path(folder), schema, whole, digests=named)
        if whole is not None:
            job_id = "once-" + whole.hex(table, incarnation)
        if job_id is None:
            job_id = new_id()
        keys = [f"{job_id}/{_name(part, position)}" for position, part in enumerate(parts)]
        document = {"id": job_id, "tableName": table, "files": [f"{bucket}/{key}" for key in keys]}
        wanted = _Wanted(client, document, queue, incarnation, once)
        if named:
            return _send_named(wanted, parts, bucket, keys)
        _put(client, parts, bucket, keys, Kept.NOTHING)
        return client.submit(document, queue)


def _check(job_id: str | None, queue: str, instance: Mapping[str, Any]) -> None:
    """Refuse what the instance would refuse once everything is uploaded."""
    if job_id is not None and not JOB_ID.fullmatch(job_id):
        raise Refused(
            f"Nothing was sent: job_id={job_id!r} is no id of a job. "
            "It has 1 to 63 of A-Z, a-z, 0-9, '_' and '-', the first of them no '-'.",
            "BAD_ID",
        )
    queues = instance.get("queues")
    if queues and queue not in queues:
        raise Refused(f"Nothing was sent: there is no queue {queue!r}. Choose one of {', '.join(queues)}.", "VALUE_OUT_OF_RANGE")


def _name(part: Part, position: int) -> str:
    """Name a file by its rows where the job's id was chosen: other rows under that id are then another job, and refused as such."""
    return f"part-{position:05}{'-' + part.digest if part.digest else ''}.parquet"


def _put(client: Client, parts: Sequence[Part], bucket: str, keys: Sequence[str], kept: Kept) -> None:
    for part, key in zip(parts, keys, strict=True):
        _upload.put(client, part.file, bucket, key, kept)


@dataclass(frozen=True)
class _Wanted:
    """A job under an id that may have been used before; ``incarnation`` is that of the table as it is now."""

    client: Client
    document: Mapping[str, Any]
    queue: str
    incarnation: str
    once: bool

    def job(self, *, already_loaded: bool = False, beyond: int | None = None) -> Job:
        return Job(self.client, str(self.document["id"]), already_loaded, beyond, content_of(self.document))

    def known(self) -> Mapping[str, Any] | None:
        """Give what the instance knows of the job of this id, if there is one; it must be of the same rows."""
        try:
            job = Job(self.client, str(self.document["id"])).head()
        except NotFound:
            return None
        if is_other(job, content_of(self.document)):
            instead = (
                "Give them an id by job_id= in place of once=True"
                if self.once
                else "Give these rows an id of their own, or leave job_id= out"
            )
            raise self.conflict(f"exists, of table '{job.get('table')}' and other rows or files. {instead}.")
        return job

    def loaded(self, known: Mapping[str, Any] | None) -> Job | None:
        """Give the job if it needs nothing more: if it is committed, or under way."""
        if known is not None and known["status"] == "COMMITTED":
            into = known.get("incarnation")
            if into and self.incarnation and into != self.incarnation:
                raise self.conflict(
                    f"loaded these rows into a table '{self.document['tableName']}' that was dropped since. "
                    "Give them another id to load them into the one of today."
                )
            return self.job(already_loaded=True)
        if known is not None and known["status"] in IN_FLIGHT:
            return self.job(beyond=0)
        return None

    def expect_queue(self, known: Mapping[str, Any]) -> None:
        ran_on = known.get("queue")
        if ran_on and ran_on != self.queue:
            raise self.conflict(
                f"was sent to queue '{ran_on}', is {known['status']}, and is tried again there; these rows are for queue '{self.queue}'. "
                f"Write them with queue='{ran_on}', or with another id."
            )

    def conflict(self, found: str) -> Conflict:
        return Conflict(f"Nothing was sent: job '{self.document['id']}' {found}", "JOB_ID_CONFLICT")


def _send_named(wanted: _Wanted, parts: Sequence[Part], bucket: str, keys: Sequence[str]) -> Job:
    known = wanted.known()
    there = wanted.loaded(known)
    if there is not None:
        return there
    if known is None:
        # Another program may have sent the same rows just now: what it has put may be read.
        _put(wanted.client, parts, bucket, keys, Kept.WHATEVER_IS_THERE)
        return wanted.client.submit(wanted.document, wanted.queue)
    wanted.expect_queue(known)
    # Nobody reads the files of a job that has ended, and they may be why it ended so.
    _put(wanted.client, parts, bucket, keys, Kept.THE_SAME)
    try:
        return wanted.job().retry()
    except Conflict:
        # Another program has tried it again meanwhile.
        there = wanted.loaded(wanted.known())
        if there is None:
            raise
        return there
