#!/usr/bin/env bash
# What ZSTD's levels cost on pages: bytes and CPU, with our ZSTD library or with one of Spark's.
#
#   benchmarks/zstd.sh [3|4]
#
# With 3 or 4 the library is that of Spark 3.5.6 or 4.0.2, which the Spark job runs with. Needs a JDK and Maven.
# Environment: MVN, the Maven command (mvn).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[[ $# -le 1 && ${1:-3} =~ ^[34]$ ]] || { sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2; exit 2; }

(cd "$here/.." && "${MVN:-mvn}" -q -Dquick -pl benchmarks -am package dependency:build-classpath \
    -Dmdep.outputFile=target/runtime.classpath -Dmdep.includeScope=runtime)
first=
if [ $# = 1 ]; then
  spark=$here/../spark-job/spark-$1-jars
  "${MVN:-mvn}" -q -f "$spark/pom.xml" generate-resources
  first=$(tr ':' '\n' < "$spark/target/spark.classpath" | grep '/zstd-jni-'):
fi
exec java -cp "$first$here/target/classes:$(cat "$here/target/runtime.classpath")" sleeper.benchmarks.zstd.ZstdLevels
