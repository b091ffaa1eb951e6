"""Where an instance is: on this machine or on AWS. What differs between the two is here and in the transports."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from sleeper_workflows import _aws
from sleeper_workflows._errors import SleeperError
from sleeper_workflows._transport import Home, LambdaTransport, LocalTransport, Transport


class _Kept:
    """A client of boto3, which is made anew where what it was made by has changed, and in a process that was forked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by: tuple[Any, ...] | None = None
        self._client: Any = None

    def get(self, by: tuple[Any, ...], make: Callable[[], Any]) -> Any:
        with self._lock:
            if self._by != (os.getpid(), *by):
                self._client = make()
                self._by = (os.getpid(), *by)
            return self._client


class Place(Protocol):
    """What a client needs of the place where its instance is."""

    @property
    def transport(self) -> Transport:
        """How calls reach it."""
        ...

    def s3(self) -> Any:
        """Give a client of S3 that reaches the upload bucket now."""
        ...

    def catalog(self, instance: Mapping[str, Any]) -> dict[str, str]:
        """Give the properties of pyiceberg's catalog, by what the instance says of itself."""
        ...

    def session(self) -> Any:
        """Give the session of boto3, or None where none is needed."""
        ...

    @property
    def makes_buckets(self) -> bool:
        """Whether the upload bucket is made by whoever first puts something there."""
        ...


class LocalPlace:
    """A home in which ``./sleeper local`` runs."""

    makes_buckets = True

    def __init__(self, home: str | os.PathLike[str] | None) -> None:
        self.home = Home.find(home)
        self.transport: Transport = LocalTransport(self.home)
        self._s3 = _Kept()

    def s3(self) -> Any:
        """Give a client for the address of this moment."""
        services = self.home.services()
        by = tuple(services.get(name) for name in ("s3", "s3.access-key", "s3.secret-key"))
        if None in by:
            raise self._without("S3, by which files are uploaded")
        return self._s3.get(by, lambda: _aws.local_s3_client(services))

    def catalog(self, instance: Mapping[str, Any]) -> dict[str, str]:
        """Name the REST catalog of the embedded run."""
        uri = instance.get("endpoints", {}).get("iceberg") or self.home.services().get("iceberg")
        if not uri:
            raise self._without("Iceberg catalog, by which tables are read")
        return {"type": "rest", "uri": str(uri)}

    def _without(self, what: str) -> SleeperError:
        return SleeperError(f"What runs in {self.home.folder} serves no {what}. Stop it and start './sleeper local'.", "UNAVAILABLE")

    def session(self) -> Any:
        """Give None."""
        return None

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LocalPlace) and other.home == self.home

    def __hash__(self) -> int:
        return hash(self.home)

    def __repr__(self) -> str:
        return f"local {str(self.home.folder)!r}"

    def __reduce__(self) -> tuple[type[LocalPlace], tuple[str]]:
        return LocalPlace, (str(self.home.folder),)


class AwsPlace:
    """A deployed instance. A pickle of it has no credentials: they are found anew where it is read."""

    makes_buckets = False

    def __init__(self, instance: str, region: str | None, session: Any = None) -> None:
        self.instance = instance
        self.region = region
        self._session = session
        self._lambdas = {seconds: _Kept() for seconds in _aws.REPLY_SECONDS}
        self._s3 = _Kept()
        self.transport: Transport = LambdaTransport(instance, self._lambda_client)

    def session(self) -> Any:
        """Give the session, made when first needed."""
        if self._session is None:
            self._session = _aws.session(self.region)
        return self._session

    def _lambda_client(self, seconds: float | None = None) -> Any:
        most = next((most for most in _aws.REPLY_SECONDS if seconds is not None and seconds <= most), _aws.REPLY_SECONDS[-1])
        return self._lambdas[most].get((), lambda: _aws.lambda_client(self.session(), self.region, most))

    def s3(self) -> Any:
        """Give a client of S3 with the session's credentials."""
        return self._s3.get((), lambda: _aws.s3_client(self.session(), self.region))

    def catalog(self, instance: Mapping[str, Any]) -> dict[str, str]:
        """Name Glue's catalog, with the session's credentials."""
        properties = {"type": "glue"}
        # Arrow's file system does not read what the environment says of servers in place of AWS.
        endpoint = os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL")
        if endpoint:
            properties["s3.endpoint"] = endpoint
        region = self.region or instance.get("region") or self._found_region()
        credentials = self.session().get_credentials()
        if region:
            properties["client.region"] = region
        if credentials is not None:
            frozen = credentials.get_frozen_credentials()
            properties["client.access-key-id"] = frozen.access_key
            properties["client.secret-access-key"] = frozen.secret_key
            if frozen.token:
                properties["client.session-token"] = frozen.token
        return properties

    def _found_region(self) -> str | None:
        return self.region or self.session().region_name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, AwsPlace) and other.instance == self.instance and other._found_region() == self._found_region()

    def __hash__(self) -> int:
        return hash(self.instance)

    def __repr__(self) -> str:
        return f"AWS instance {self.instance!r}" + (f" in {self.region}" if self.region else "")

    def __reduce__(self) -> tuple[type[AwsPlace], tuple[str, str | None]]:
        # The instance stays where it is, whatever region is the default where the pickle is read.
        return AwsPlace, (self.instance, self._found_region())
