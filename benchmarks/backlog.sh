#!/usr/bin/env bash
# Many small jobs at once: seconds until all are committed, most tasks at once, peak memory of all processes together.
#
#   benchmarks/backlog.sh [JOBS]          200 jobs of 50 rows, unless JOBS says otherwise
#
# Each run has an instance of its own: a table with one partition, a bucket with a file of 50 rows for each job, and
# `./sleeper local`. When that is ready, all messages are sent; the time ends with the end of the last execution.
# Environment: ROUNDS (1); TASKS, values of sleeper.local.max.tasks to run in turn (default: as the machine has it; a list as
# 1,2,4); BEFORE, a checkout of an earlier version that runs in turn with this one; TMPDIR, where the instances lie.
# A job that is not committed fails the run.
#
# Needs a JDK, Maven, Python 3.11 or later, Linux. The result as JSON goes to benchmarks/.scratch/results.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$here/.scratch/results"
export PYTHONPYCACHEPREFIX=$here/.scratch/pycache
export BACKLOG_JOBS=${1:-200} BACKLOG_ROUNDS=${ROUNDS:-1} BACKLOG_TASKS=${TASKS:-} BACKLOG_BEFORE=${BEFORE:-}
export BACKLOG_SCRATCH=$here/.scratch
exec python3 "$here/backlog/run.py"
