#!/usr/bin/env bash
# Runs JMH benchmarks: benchmarks/jmh.sh NAME [JMH options], e.g. benchmarks/jmh.sh CommitBenchmark -p files=256
#
# Environment: MVN, the Maven command (mvn). The result as JSON goes to benchmarks/.scratch/results unless -rff says otherwise.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[[ $# -ge 1 ]] || { sed -n '2,4s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

(cd "$here/.." && "${MVN:-mvn}" -q -Dquick -pl benchmarks -am package dependency:build-classpath \
    -Dmdep.outputFile=target/runtime.classpath -Dmdep.includeScope=runtime)
mkdir -p "$here/.scratch/results"
exec java -cp "$here/target/classes:$(cat "$here/target/runtime.classpath")" org.openjdk.jmh.Main \
    -rf json -rff "$here/.scratch/results/$1-$(date -u +%Y%m%dT%H%M%SZ).json" "$@"
