"""boto3, imported when it is first needed, and what its errors mean for the user."""

from __future__ import annotations

import os
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any

from sleeper_workflows._errors import NotFound, OutcomeUnknown, SleeperError, Unauthorized, Unreachable

EXPIRED = frozenset(("ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired", "ExpiredTokenError"))
UNKNOWN_CREDENTIALS = frozenset(
    ("UnrecognizedClientException", "InvalidClientTokenId", "InvalidAccessKeyId", "SignatureDoesNotMatch",
     "InvalidSignatureException", "IncompleteSignature")
)  # fmt: skip
DENIED = frozenset(("AccessDenied", "AccessDeniedException", "403"))
THROTTLED = frozenset(("TooManyRequestsException", "ThrottlingException", "Throttling", "SlowDown", "EC2ThrottledException",
                       "ResourceConflictException"))  # fmt: skip

REPLY_SECONDS = (10, 60, 900)
"""How long a client waits for a reply of Lambda: the least lets a function start, the greatest is as long as one may run."""

# A session makes clients for one thread at a time.
_making = threading.Lock()


def session(region: str | None) -> Any:
    """Give a session of boto3 with the credentials that it finds; AWS_REGION, which boto3 does not read, counts as elsewhere."""
    import boto3

    return boto3.session.Session(region_name=region or os.environ.get("AWS_REGION"))


def lambda_client(session: Any, region: str | None, seconds: int) -> Any:
    """Give a client that sends each call once: a second try of a call that is not to be repeated is not its to make."""
    from botocore.config import Config

    with _making:
        return session.client("lambda", region_name=region, config=Config(retries={"total_max_attempts": 1}, read_timeout=seconds))


def s3_client(session: Any, region: str | None) -> Any:
    """Give a client of S3 with the session's credentials."""
    with _making:
        return session.client("s3", region_name=region)


def local_s3_client(services: Mapping[str, str]) -> Any:
    """Give a client of the buckets that ``./sleeper local`` serves, by the key in its ``local.json``."""
    import boto3
    from botocore.config import Config

    with _making:
        return boto3.session.Session(
            aws_access_key_id=services["s3.access-key"],
            aws_secret_access_key=services["s3.secret-key"],
            region_name="us-east-1",
        ).client(
            "s3",
            endpoint_url=services["s3"],
            # What the environment says of proxies and endpoints is about AWS.
            config=Config(s3={"addressing_style": "path"}, proxies={}, ignore_configured_endpoint_urls=True),
        )


@contextmanager
def errors_of(what: str, resource: str) -> Generator[None]:
    """Tell the errors of boto3 in the words of this client. ``resource`` is what was called."""
    from boto3.exceptions import Boto3Error
    from botocore import exceptions

    try:
        yield
    except exceptions.ClientError as error:
        raise _of_answer(what, resource, error) from error
    except (
        exceptions.NoCredentialsError,
        exceptions.PartialCredentialsError,
        exceptions.CredentialRetrievalError,
    ) as error:
        raise Unauthorized(
            f"{what} was not sent: no credentials for AWS were found ({error}). Run 'aws configure' or 'aws sso login', "
            "or set AWS_PROFILE.",
        ) from error
    except (
        exceptions.SSOTokenLoadError,
        exceptions.UnauthorizedSSOTokenError,
        exceptions.TokenRetrievalError,
    ) as error:
        raise Unauthorized(_expired(what, error)) from error
    except exceptions.NoRegionError as error:
        raise SleeperError(f"{what} was not sent: no region is set. Give region=, or set AWS_REGION.") from error
    except (
        exceptions.EndpointConnectionError,
        exceptions.ConnectTimeoutError,
        exceptions.ProxyConnectionError,
    ) as error:
        raise Unreachable(f"{what} did not arrive: {error}. Look at the network and the region.", "UNAVAILABLE") from error
    except (exceptions.HTTPClientError, exceptions.ConnectionError) as error:
        raise OutcomeUnknown(f"The reply to {what} was lost ({error}): look before you repeat it.", "UNAVAILABLE") from error
    except (exceptions.BotoCoreError, Boto3Error) as error:
        answer = _answer(error)
        if answer is not None:
            raise _of_answer(what, resource, answer) from error
        raise SleeperError(f"{what} failed: {error}") from error


def _answer(error: BaseException) -> Any:
    """Give what a service answered, which an upload wraps; None if it is no answer."""
    from botocore.exceptions import ClientError

    return next((some for some in (error, error.__cause__, error.__context__) if isinstance(some, ClientError)), None)


def code_of(error: BaseException) -> str:
    """Give the code of what a service answered, or an empty word."""
    answer = _answer(error)
    return "" if answer is None else str(answer.response.get("Error", {}).get("Code", ""))


def _expired(what: str, error: object) -> str:
    return (
        f"{what} was refused: the credentials for AWS have expired ({error}). Renew them ('aws sso login', or a new token), "
        "make a new Client, and repeat the call: a job that was sent goes on, and Client.job(id) finds it."
    )


def _of_answer(what: str, resource: str, error: Any) -> SleeperError:
    code = str(error.response.get("Error", {}).get("Code", ""))
    if code in EXPIRED:
        return Unauthorized(_expired(what, error), code)
    if code in UNKNOWN_CREDENTIALS:
        return Unauthorized(f"{what} was refused: AWS does not know these credentials ({error}). Look at AWS_PROFILE and the key.", code)
    if code in DENIED:
        return Unauthorized(
            f"{what} was refused: these credentials may not use {resource} ({error}). Ask the instance's operator for it; "
            "the page of permissions has the policy.",
            code,
        )
    if code == "ResourceNotFoundException":
        return NotFound(
            f"{what} was not sent: there is no function {resource} in this account and region. Look at the instance's id, "
            "region= and AWS_PROFILE.",
            code,
        )
    if code in THROTTLED:
        return Unreachable(f"{what} was not taken: {error}. Try again in a while.", code)
    if error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500:
        # The service broke: that may have been after it had done what was asked.
        return OutcomeUnknown(f"{what} may have been done, or not ({error}): look before you repeat it.", code)
    return SleeperError(f"{what} was refused by {resource}: {error}", code)
