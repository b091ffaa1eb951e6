"""How calls of the JSON API reach an instance: by HTTP on this machine, by a Lambda function on AWS."""

from __future__ import annotations

import http.client
import json
import os
import pathlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol, cast
from urllib.parse import quote, urlencode, urlsplit

from sleeper_workflows import _errors
from sleeper_workflows._errors import OutcomeUnknown, Refused, SleeperError, Unauthorized, Unreachable

Json = Any
PREFIX = "/api/v1"
TIMEOUT_SECONDS = 120
FIRST_PAUSE_SECONDS = 0.05
MOST_PAUSE_SECONDS = 1.0


def path(*parts: str) -> str:
    """Make a path of parts, each of which may have any characters."""
    return "".join("/" + quote(part, safe="") for part in parts)


@dataclass(frozen=True)
class Call:
    """One call. ``resend`` says that a second arrival changes nothing, so that a lost reply may be asked for again.

    ``seconds`` is about how long its reply may take; None leaves that to the transport.
    """

    method: str
    path: str
    query: Mapping[str, str]
    body: Json
    resend: bool
    seconds: float | None = None


class Transport(Protocol):
    """Sends one call once. Raises Unreachable if it did not arrive, OutcomeUnknown if it may have."""

    def send(self, call: Call) -> Json:
        """Give the reply's body."""
        ...


class Clock(Protocol):
    """The two things that waiting needs."""

    def monotonic(self) -> float:
        """Seconds of a clock that is never set."""
        ...

    def sleep(self, seconds: float, /) -> None:
        """Pause."""
        ...


def send(transport: Transport, call: Call, patience_seconds: float, clock: Clock = time) -> Json:
    """Send a call, again for as long as ``patience_seconds`` where that is safe.

    Raises OutcomeUnknown if one of the tries may have been done, whatever became of those after it.
    """
    end = clock.monotonic() + patience_seconds
    pause = FIRST_PAUSE_SECONDS
    lost: OutcomeUnknown | None = None
    while True:
        try:
            return transport.send(call)
        except SleeperError as error:
            if isinstance(error, OutcomeUnknown):
                lost = error
            again = isinstance(error, Unreachable) or (isinstance(error, OutcomeUnknown) and call.resend)
            if not again or clock.monotonic() + pause > end:
                final = _final(call, error, lost)
                if final is error:
                    raise
                raise final from error
        clock.sleep(pause)
        pause = min(2 * pause, MOST_PAUSE_SECONDS)


def _final(call: Call, last: SleeperError, lost: OutcomeUnknown | None) -> SleeperError:
    """Give what to raise where the last try failed, and the reply to it or to one before it may have been lost."""
    if call.method == "GET":
        # A question changes nothing, so that it did not happen if there was no answer.
        return Unreachable(last.message, last.code, last.faults) if isinstance(last, OutcomeUnknown) else last
    if lost is None or last is lost:
        return last
    return OutcomeUnknown(f"{lost.message} When it was asked again: {last.message}", lost.code, last.faults)


@dataclass(frozen=True)
class Home:
    """The folder of an embedded instance; what runs there says in ``local.json`` where it is."""

    folder: pathlib.Path

    @staticmethod
    def find(home: str | os.PathLike[str] | None) -> Home:
        """Take the folder given, else $SLEEPER_HOME, else ./.sleeper."""
        return Home(pathlib.Path(home or os.environ.get("SLEEPER_HOME") or ".sleeper").absolute())

    def services(self) -> dict[str, str]:
        """Read where the services are now. They are elsewhere after each start."""
        file = self.folder / "local.json"
        try:
            values = json.loads(file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            raise Unreachable(
                f"No services run in {self.folder}: there is no {file.name}. "
                f"Start them with './sleeper local', with SLEEPER_HOME={self.folder}.",
                "UNAVAILABLE",
            ) from None
        except (OSError, ValueError) as error:
            raise Unreachable(f"{file} cannot be read ({error}). Start './sleeper local' again.", "UNAVAILABLE") from error
        return {name: str(value) for name, value in values.items()}


class LocalTransport:
    """Calls the API of ``./sleeper local``. Its address and key are read anew for each call."""

    def __init__(self, home: Home) -> None:
        self.home = home

    def send(self, call: Call) -> Json:
        """Send a call once; with a fresh key a second time if the key was not taken."""
        services = self._services()
        try:
            return self._send(services, call)
        except Unauthorized:
            again = self._services()
            if again == services:
                raise
            return self._send(again, call)

    def _services(self) -> dict[str, str]:
        services = self.home.services()
        if "api" not in services or "api.token" not in services:
            raise SleeperError(
                f"What runs in {self.home.folder} serves no API: local.json has no 'api' and 'api.token'. "
                "It is of an earlier version: stop it and start the './sleeper local' of this one.",
                "UNAVAILABLE",
            )
        return services

    def _send(self, services: Mapping[str, str], call: Call) -> Json:
        address = urlsplit(services["api"])
        target = PREFIX + call.path + ("?" + urlencode(call.query) if call.query else "")
        headers = {"Authorization": "Bearer " + services["api.token"], "Accept": "application/json"}
        body = None
        if call.method == "POST":
            body = _written({} if call.body is None else call.body, call)
            headers["Content-Type"] = "application/json"
        connection = http.client.HTTPConnection(address.hostname or "", address.port, timeout=call.seconds or TIMEOUT_SECONDS)
        try:
            try:
                connection.connect()
            except OSError as error:
                raise _refused(services["api"], error) from error
            try:
                connection.request(call.method, target, body, headers)
                reply = connection.getresponse()
                status, content = reply.status, reply.read()
            except (OSError, http.client.HTTPException) as error:
                raise _lost(f"{call.method} {call.path}", error) from error
        finally:
            connection.close()
        return _checked(status, _parsed(content, call))


def _refused(api: str, error: Exception) -> Unreachable:
    return Unreachable(f"Nothing answers at {api} ({error}). Start './sleeper local', or wait until it is ready.", "UNAVAILABLE")


def _lost(what: str, error: Exception) -> OutcomeUnknown:
    return OutcomeUnknown(
        f"The reply to {what} was lost ({type(error).__name__}: {error}). It may have been done: look before you repeat it.",
        "UNAVAILABLE",
    )


def _written(body: Json, call: Call) -> bytes:
    try:
        return json.dumps(body, default=_of_library).encode()
    except (TypeError, ValueError) as error:
        raise Refused(f"{call.method} {call.path} was not sent: {error}. Give texts, numbers, lists and dicts.", "WRONG_TYPE") from error


def _of_library(value: Any) -> Any:
    """Give what JSON has for a value of numpy, or a path."""
    if hasattr(value, "item"):
        return value.item()
    if isinstance(value, os.PathLike):
        return os.fspath(cast("os.PathLike[str]", value))
    raise TypeError(f"JSON has no {type(value).__name__}")


def _parsed(content: bytes, call: Call) -> Json:
    try:
        return json.loads(content) if content else None
    except ValueError as error:
        raise _lost(f"{call.method} {call.path}, which was no JSON,", error) from error


def _checked(status: int, body: Json) -> Json:
    if status < 400:
        return body
    error = _errors.of_reply(status, body)
    if status in (502, 504):
        # What stands between had no answer of the instance.
        raise OutcomeUnknown(error.message, error.code, error.faults)
    raise error


class LambdaTransport:
    """Calls the API's function of a deployed instance, with the credentials that every AWS client finds."""

    def __init__(self, instance: str, client: Callable[[float | None], Any]) -> None:
        """Take the instance's id, and what gives a client of Lambda that does not retry, for calls of about so many seconds."""
        self.function = f"sleeper-{instance}-api"
        self._client = client

    def send(self, call: Call) -> Json:
        """Invoke the function once."""
        from sleeper_workflows import _aws

        request = {"method": call.method, "path": PREFIX + call.path, "query": dict(call.query), "body": call.body}
        with _aws.errors_of(f"{call.method} {call.path}", self.function):
            reply = self._client(call.seconds).invoke(
                FunctionName=self.function,
                # The version that the deployment has published, which starts from a snapshot.
                Qualifier="live",
                InvocationType="RequestResponse",
                Payload=_written(request, call),
            )
            content: bytes = reply["Payload"].read()
        if reply.get("FunctionError"):
            raise _lost(f"{call.method} {call.path}", RuntimeError(content[:500].decode("utf-8", "replace")))
        envelope = _parsed(content, call)
        if not isinstance(envelope, dict) or not isinstance(envelope.get("status"), int):  # pyright: ignore[reportUnknownMemberType]
            raise _lost(f"{call.method} {call.path}", ValueError(f"{content[:200]!r} has no status"))
        reply_of_api = cast("Mapping[str, Any]", envelope)
        return _checked(reply_of_api["status"], reply_of_api.get("body"))
