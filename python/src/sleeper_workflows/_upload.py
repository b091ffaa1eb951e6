"""Files of this machine in the instance's upload bucket."""

from __future__ import annotations

import hashlib
import pathlib
import uuid
from collections.abc import Generator, Mapping
from contextlib import contextmanager, suppress
from enum import Enum
from typing import TYPE_CHECKING, Any

from sleeper_workflows import _aws
from sleeper_workflows._errors import OutcomeUnknown, SleeperError, Unreachable

if TYPE_CHECKING:
    from sleeper_workflows._client import Client

MULTIPART_BYTES = 32 * 2**20
PART_BYTES = 8 * 2**20
CONCURRENCY = 4


class Kept(Enum):
    """What of the objects that are there stays as it is."""

    NOTHING = "nothing"
    WHATEVER_IS_THERE = "whatever is there"
    THE_SAME = "the same bytes"


def bucket(client: Client) -> str:
    """Give the name of the upload bucket."""
    return bucket_of(client.instance())


def bucket_of(instance: Mapping[str, Any]) -> str:
    """Give the name of the upload bucket by what an instance says of itself."""
    name = instance.get("uploadBucket")
    if not name:
        raise SleeperError("This instance has no upload bucket. Set sleeper.upload.bucket, or load files of another bucket with submit().")
    return str(name)


def put(client: Client, file: pathlib.Path, bucket_name: str, key: str, kept: Kept = Kept.NOTHING) -> None:
    """Upload a file, unless it is ``kept`` as it is there; again if the connection was lost, since the same bytes change nothing."""
    end = client.clock.monotonic() + client.patience
    while True:
        try:
            _put(client, file, bucket_name, key, kept)
            return
        except (Unreachable, OutcomeUnknown):
            if client.clock.monotonic() > end:
                raise
            client.clock.sleep(0.5)


def _put(client: Client, file: pathlib.Path, bucket_name: str, key: str, kept: Kept) -> None:
    from boto3.exceptions import Boto3Error
    from boto3.s3.transfer import TransferConfig
    from botocore.exceptions import ClientError

    config = TransferConfig(multipart_threshold=MULTIPART_BYTES, multipart_chunksize=PART_BYTES, max_concurrency=CONCURRENCY)
    with _aws.errors_of(f"The upload of {file.name} to {bucket_name}/{key}", f"bucket {bucket_name}"):
        s3: Any = client.place.s3()
        if kept is not Kept.NOTHING and _stays(_head(s3, bucket_name, key), file, kept):
            return
        try:
            s3.upload_file(str(file), bucket_name, key, Config=config)
        except (ClientError, Boto3Error) as error:
            if not client.place.makes_buckets or _aws.code_of(error) != "NoSuchBucket":
                raise
            _make(s3, bucket_name)
            s3.upload_file(str(file), bucket_name, key, Config=config)


def _head(s3: Any, bucket_name: str, key: str) -> Mapping[str, Any] | None:
    from botocore.exceptions import ClientError

    try:
        return s3.head_object(Bucket=bucket_name, Key=key)
    except ClientError as error:
        # Who may put but not look is told 403.
        if error.response["ResponseMetadata"]["HTTPStatusCode"] in (403, 404):
            return None
        raise


def _stays(head: Mapping[str, Any] | None, file: pathlib.Path, kept: Kept) -> bool:
    if head is None or kept is Kept.WHATEVER_IS_THERE:
        return head is not None
    if head["ContentLength"] != file.stat().st_size:
        return False
    tag = str(head.get("ETag", "")).strip('"')
    # The tag of an object that was put in parts has a hyphen, and is no digest of its bytes: it is put again.
    return "-" not in tag and tag == hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()


def _make(s3: Any, bucket_name: str) -> None:
    # Whoever is second is told that it is there, which is what is wanted.
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou, s3.exceptions.BucketAlreadyExists):
        s3.create_bucket(Bucket=bucket_name)


@contextmanager
def for_a_while(client: Client, purpose: str, file: pathlib.Path) -> Generator[str]:
    """Upload a file under a prefix of its own, give ``bucket/key``, and delete it. Maintenance deletes what a crash leaves."""
    name = bucket(client)
    key = f"{purpose}-{uuid.uuid4().hex}/{file.name}"
    put(client, file, name, key)
    try:
        yield f"{name}/{key}"
    finally:
        with suppress(SleeperError), _aws.errors_of(f"The delete of {key}", f"bucket {name}"):
            client.place.s3().delete_object(Bucket=name, Key=key)
