#!/usr/bin/env bash
# What a cold start of each function costs: from exec to the first answer, with and without shared classes, and the second call.
#
#   benchmarks/cold-start.sh [STARTS]
#
# STARTS of each, 5 by default; medians. Needs a JDK 17 and Maven. Environment: MVN, the Maven command (mvn).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[[ $# -le 1 && ${1:-5} =~ ^[1-9][0-9]*$ ]] || { sed -n '2,6s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

(cd "$here/.." && "${MVN:-mvn}" -q -Dquick -pl functions,benchmarks -am package dependency:build-classpath \
    -Dmdep.outputFile=target/runtime.classpath -Dmdep.includeScope=runtime)
exec java -cp "$here/target/classes:$(cat "$here/target/runtime.classpath")" "-Dproject.root=$here/.." \
    sleeper.benchmarks.functions.ColdStart "${1:-5}"
