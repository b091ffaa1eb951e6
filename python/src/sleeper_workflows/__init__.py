"""Load rows into tables of Sleeper Workflows, follow the jobs, and read the tables.

Begin with ``Client.local()`` for the instance that ``./sleeper local`` runs, or ``Client.aws("id")`` for one on AWS.
"""

from sleeper_workflows._client import Client
from sleeper_workflows._errors import (
    Conflict,
    DoesNotFit,
    Fault,
    Faults,
    InternalError,
    JobAborted,
    JobEnded,
    JobFailed,
    JobRejected,
    NotFound,
    OutcomeUnknown,
    Refused,
    SleeperError,
    Unauthorized,
    Unreachable,
    WaitTimeout,
)
from sleeper_workflows._job import Job
from sleeper_workflows._letters import DeadLetters
from sleeper_workflows._listing import Listing
from sleeper_workflows._read import NotInView
from sleeper_workflows._report import Report
from sleeper_workflows._rows import Rows
from sleeper_workflows._schema import Field, Schema
from sleeper_workflows._table import Table

__all__ = [
    "Client",
    "Conflict",
    "DeadLetters",
    "DoesNotFit",
    "Fault",
    "Faults",
    "Field",
    "InternalError",
    "Job",
    "JobAborted",
    "JobEnded",
    "JobFailed",
    "JobRejected",
    "Listing",
    "NotFound",
    "NotInView",
    "OutcomeUnknown",
    "Refused",
    "Report",
    "Rows",
    "Schema",
    "SleeperError",
    "Table",
    "Unauthorized",
    "Unreachable",
    "WaitTimeout",
]
