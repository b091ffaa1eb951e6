#!/usr/bin/env bash
# How long the command takes to answer: wall seconds, user and system seconds, peak memory of the whole process, medians.
#
#   benchmarks/startup.sh
#
# Each command runs ROUNDS times in turn, in an instance of its own, after one build and one run that do not count:
# --version, table list (of an instance with one table), demo (1,000,000 rows, a fresh table each time).
# Environment: ROUNDS (5); COMMANDS, which to run (version,list,demo). A command that fails, fails the run.
#
# Needs a JDK, Maven, Python 3.11 or later. The result as JSON goes to benchmarks/.scratch/results.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$here/.scratch"
export PYTHONPYCACHEPREFIX=$here/.scratch/pycache
export STARTUP_ROUNDS=${ROUNDS:-5} STARTUP_COMMANDS=${COMMANDS:-version,list,demo} PEERS_SCRATCH=$here/.scratch
exec python3 "$here/startup/run.py"
