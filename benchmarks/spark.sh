#!/usr/bin/env bash
# The columnar Spark job beside what a user of Spark would write: the same work, on the same data, in turn.
#
#   benchmarks/spark.sh ROWS             run and report, e.g. benchmarks/spark.sh 10000000
#
# Environment: ROUNDS (3); PARTS (local,skew), of
#   local   CPU seconds and memory on local[2], less those of the same main on files without rows
#   skew    wall seconds on local-cluster[2,1,1024] where one key has half or nine tenths of the rows, beside even data
#   memory  the columnar job alone on local[2] with a heap of 512 MB: needs rows for more than four times as many bytes, 80000000
# CONTENDERS of local (columnar,plain,by-id; also dataframe, rdd), HEAP_MB of local (2048);
# MVN, the Maven command (mvn); BUILT=1, so as not to build, since the build is that of these sources.
#
# Needs a JDK, Maven, Python 3.11 or later, Linux, and PyPI and Maven's repository on the first run: by-id fetches a Spark of its
# own. Everything it makes lies in benchmarks/.scratch.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(dirname "$here")
scratch=$here/.scratch
export PYTHONPYCACHEPREFIX=$scratch/pycache
export BENCH_ROUNDS=${ROUNDS:-3}
export BENCH_PARTS=${PARTS:-local,skew}
export BENCH_CONTENDERS=${CONTENDERS:-columnar,plain,by-id}
export BENCH_HEAP_MB=${HEAP_MB:-2048}
export BENCH_SCRATCH=$scratch
# shellcheck source=peers/venv.sh
source "$here/peers/venv.sh"

rows=${1:-}
if [[ $# != 1 || ! $rows =~ ^[1-9][0-9]*$ ]]; then
    sed -n '2,15s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
    exit 2
fi

mvn() {
    (cd "$root" && command "${MVN:-mvn}" -q -Dquick "$@")
}

mkdir -p "$scratch/results"
install_peers
if [[ -z ${BUILT:-} ]]; then
    echo "building the jobs" >&2
    mvn -pl benchmarks,benchmarks/spark-peer,spark-job -am package dependency:build-classpath \
        -Dmdep.outputFile=target/runtime.classpath -Dmdep.includeScope=runtime
    if [[ ,$BENCH_CONTENDERS, == *,by-id,* ]]; then
        mvn -f benchmarks/spark-peer/newest-jars/pom.xml generate-resources
        mvn -Pspark-newest -pl benchmarks/spark-peer package
    fi
fi
exec "$scratch/venv/bin/python" "$here/spark/spark_run.py" "$rows"
