"""What can go wrong, as exceptions; each has a code of the page of errors, where there is one, and the faults behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from sleeper_workflows import _html

TOO_LARGE = 413


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where, what was found, what is allowed, what to do.

    ``location`` has what is known of ``file``, ``rowGroup``, ``column``, ``row`` and ``line``.
    """

    code: str
    where: str
    found: str
    allowed: str
    action: str
    location: Mapping[str, Any] = field(default_factory=dict[str, Any], hash=False)

    @staticmethod
    def from_json(json: Mapping[str, Any]) -> Fault:
        """Take a fault as the API gives it; what it lacks is empty."""
        texts = (str(json.get(name, "")) for name in ("code", "where", "found", "allowed", "action"))
        return Fault(*texts, location=dict(_object(json.get("location"))))

    def __str__(self) -> str:
        return f"{self.where}: found {self.found}; allowed: {self.allowed}. {self.action}".rstrip()


class Faults(tuple[Fault, ...]):
    """Faults, shown as a table in a notebook."""

    @staticmethod
    def from_json(items: Sequence[Mapping[str, Any]] | None) -> Faults:
        """Take faults as the API gives them."""
        return Faults(Fault.from_json(item) for item in items or ())

    def __repr__(self) -> str:
        return "\n".join(f"{fault.code}  {fault}" for fault in self) or "no faults"

    def _repr_html_(self) -> str:
        rows = [(fault.code, fault.where, fault.found, fault.allowed, fault.action) for fault in self]
        return _html.table(("code", "where", "found", "allowed", "what to do"), rows)


def listed(faults: Sequence[Fault]) -> str:
    """Give faults as the lines that follow the sentence of a message."""
    return "".join(f"\n  {fault}" for fault in faults)


class SleeperError(Exception):
    """Anything that this client reports. ``code`` is a word of the page of errors, or empty."""

    def __init__(self, message: str, code: str = "", faults: Sequence[Fault] = ()) -> None:
        super().__init__(message, code, tuple(faults))
        self.message = message
        self.code = code
        self.faults = Faults(faults)

    def __str__(self) -> str:
        return self.message


class Refused(SleeperError):
    """The request is wrong; nothing came of it. Its faults say what to mend."""


class DoesNotFit(Refused):
    """Rows do not fit the table. Nothing was sent; there is a fault for each column that does not fit."""


class NotFound(Refused):
    """There is no such job, table or message."""


class Conflict(Refused):
    """Something else stands there already, or has moved on: look again before another try."""


class Unauthorized(SleeperError):
    """The instance does not take this client's key or credentials."""


class Unreachable(SleeperError):
    """The instance cannot be reached. What was asked did not happen, and may be asked again."""


class OutcomeUnknown(SleeperError):
    """The reply was lost: what was asked may have happened. Look before it is asked again."""


class InternalError(SleeperError):
    """The instance failed at something that is no fault of the request."""


class JobEnded(SleeperError):
    """A job that was waited for ended without its rows in the table."""

    def __init__(self, job_id: str, message: str, code: str = "", faults: Sequence[Fault] = ()) -> None:
        super().__init__(message, code, faults)
        self.args = (job_id, message, code, tuple(faults))
        self.job_id = job_id


class JobRejected(JobEnded):
    """The job was refused before it ran: its faults say what to mend."""


class JobFailed(JobEnded):
    """The job's last attempt failed; nothing of it is in the table."""


class JobAborted(JobEnded):
    """The job was stopped; nothing of it is in the table."""


class WaitTimeout(SleeperError, TimeoutError):
    """The job had not ended when the time was over. It goes on."""


def of_reply(status: int, body: Any) -> SleeperError:
    """Make the exception for a reply of the API whose status is 400 or more."""
    error = _object(_object(body).get("error"))
    code = str(error.get("code", ""))
    message = str(error.get("message") or f"The instance answered with status {status} and no message.")
    items = error.get("faults")
    faults = Faults.from_json([_object(item) for item in cast("list[Any]", items)] if isinstance(items, list) else None)
    return _kind(status, code)(message, code, faults)


def _object(json: Any) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", json) if isinstance(json, dict) else {}


def _kind(status: int, code: str) -> type[SleeperError]:
    if code == "OUTCOME_UNKNOWN":
        return OutcomeUnknown
    if status == TOO_LARGE:
        # The request, of which nothing came then, or the reply to something that was done.
        return SleeperError
    kinds: dict[int, type[SleeperError]] = {401: Unauthorized, 403: Unauthorized, 404: NotFound, 409: Conflict, 503: Unreachable}
    return kinds.get(status, Refused if status < 500 else InternalError)
