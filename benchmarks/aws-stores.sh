#!/usr/bin/env bash
# The stores of AWS on servers of this machine: commits, replays, jobs a second, requests and their price, large files, the ingest task.
#
#   benchmarks/aws-stores.sh [PART...]   all parts, or some of: commit replay jobs many-jobs requests large-file ingest
#
# s3proxy and DynamoDB Local run as processes, each behind a proxy, a process too, that counts requests and keeps each answer back.
# Environment: DRIVERS (file,s3,dynamodb); DELAYS, milliseconds added to each answer (0,20); ROUNDS (5);
# REFERENCES (150000), COMMITS (1000), JOBS (40), MANY_COMMITTERS (64), MANY_JOBS (100), FILE_MIB (1024), ROWS (10000000), all to make it
# smaller; MVN, the Maven command (mvn); BUILT=1, so as not to build, since the build is that of these sources.
# A commit that is lost or doubled, a fault that verify finds, or tables that differ, fail the run.
#
# Needs a JDK, Maven, Python 3.11 or later, Linux. The result as JSON goes to benchmarks/.scratch/results.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
mkdir -p "$here/.scratch/results"
export PYTHONPYCACHEPREFIX=$here/.scratch/pycache
export STORES_SCRATCH=$here/.scratch STORES_ROOT=$root

if [[ -z ${BUILT:-} ]]; then
    echo "building the stores, the servers and the ingest task" >&2
    servers=verification/aws-stores
    (cd "$root" && "${MVN:-mvn}" -q -Dquick -pl benchmarks,$servers/s3,$servers/dynamodb -am package dependency:build-classpath \
        -Dmdep.outputFile=target/runtime.classpath -Dmdep.includeScope=runtime)
fi
exec python3 "$here/aws-stores/run.py" "$@"
