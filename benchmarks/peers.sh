#!/usr/bin/env bash
# The ingest task beside DuckDB, NumPy and Polars: the same work, on the same data, in turn.
#
#   benchmarks/peers.sh ROWS THREADS     run and report, e.g. benchmarks/peers.sh 10000000 2
#   benchmarks/peers.sh --self-test      show that the checker of outputs finds each kind of wrong output
#
# Environment: ROUNDS (3); CONTENDERS (sleeper,duckdb,numpy,polars); BUDGET, the task's memory budget in bytes
# (1073741824); TASK_JVM, options of the task's JVM instead of the embedded run's, which are sized for that budget;
# MVN, the Maven command (mvn); JAVA_BUILD, a folder with the class paths of an earlier build, so as not to build;
# BEFORE, a checkout of an earlier version, which the contender 'before' is built from: CONTENDERS=before,sleeper
#
# Needs a JDK, Maven, Python 3.11 or later, and PyPI on the first run. Everything it makes lies in benchmarks/.scratch.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
scratch=$here/.scratch
export PYTHONPYCACHEPREFIX=$scratch/pycache
export PEERS_SCRATCH=$scratch
export PEERS_ROUNDS=${ROUNDS:-3}
export PEERS_CONTENDERS=${CONTENDERS:-sleeper,duckdb,numpy,polars}
export PEERS_BUDGET_BYTES=${BUDGET:-1073741824}
export PEERS_TASK_JVM=${TASK_JVM:-}
export PEERS_JAVA_BUILD=${JAVA_BUILD:-$scratch/java}
export PEERS_BEFORE_BUILD=$scratch/java-before

usage() {
    sed -n '2,12s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
}

source "$here/peers/venv.sh"

build() {
    local root=$1 classpaths=$2
    echo "building the ingest task in $root" >&2
    (cd "$root" && "${MVN:-mvn}" -q -Dquick -pl benchmarks -am package dependency:build-classpath \
        -Dmdep.outputFile=target/runtime.classpath -Dmdep.includeScope=runtime)
    mkdir -p "$classpaths"
    for part in prepare:benchmarks task:ingest-task; do
        module=$root/${part#*:}
        echo "$module/target/classes:$(cat "$module/target/runtime.classpath")" >"$classpaths/${part%:*}.classpath"
    done
}

mkdir -p "$scratch"
case "$#:${1:-}" in
    1:--self-test)
        install_peers
        cd "$here/peers" && exec "$scratch/venv/bin/python" -m unittest test_check
        ;;
    2:*) ;;
    *) usage ;;
esac
rows=$1 threads=$2
[[ $rows =~ ^[1-9][0-9]*$ && $threads =~ ^[1-9][0-9]*$ ]] || usage

install_peers
if [[ ,$PEERS_CONTENDERS, == *,sleeper,* && -z ${JAVA_BUILD:-} ]]; then
    build "$root" "$PEERS_JAVA_BUILD"
fi
if [[ ,$PEERS_CONTENDERS, == *,before,* ]]; then
    build "${BEFORE:?names no checkout of an earlier version}" "$PEERS_BEFORE_BUILD"
fi
"$scratch/venv/bin/python" "$here/peers/make_data.py" "$rows" "$scratch/data/$rows"
exec "$scratch/venv/bin/python" "$here/peers/run.py" "$scratch/data/$rows" "$rows" "$threads"
