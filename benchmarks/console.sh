#!/usr/bin/env bash
# How quick the console is in a browser, and what an open page costs. Told, not judged: an idle machine is needed.
#
#   benchmarks/console.sh
#
# Environment: ROUNDS (9) loads of a page; SECONDS_OPEN (20) that a page is left open; FULL_JOBS, how many jobs a home has whose list is
# measured too (none). It is made for that, which takes minutes for 100,000, and kept for the next time.
#
# Needs a JDK, Maven, Node 20, npm's registry, and Chromium (CHROMIUM names it). The result as JSON goes to
# benchmarks/.scratch/results.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root"
scratch=$root/benchmarks/.scratch/console
rm -rf "$scratch"
mkdir -p "$scratch/node" "$root/benchmarks/.scratch/results"
cp -R .ci/console/. benchmarks/console/. "$scratch/node"
npm ci --prefix "$scratch/node" --ignore-scripts --no-audit --no-fund --loglevel error
if [ "${FULL_JOBS:-0}" -gt 0 ]; then
  export FULL_HOME=$root/benchmarks/.scratch/home-of-$FULL_JOBS-jobs
  if [ ! -d "$FULL_HOME" ]; then
    mvn -q -Dquick -pl benchmarks -am package dependency:build-classpath \
      -Dmdep.outputFile=target/runtime.classpath -Dmdep.includeScope=runtime
    rm -rf "$FULL_HOME.unfinished"
    java -cp "benchmarks/target/classes:$(cat benchmarks/target/runtime.classpath)" sleeper.benchmarks.FullHome \
      "$FULL_HOME.unfinished" "$FULL_JOBS"
    mv "$FULL_HOME.unfinished" "$FULL_HOME"
  fi
fi
CHROMIUM=$(.ci/chromium)
export CHROMIUM PROJECT=$root SCRATCH=$scratch SLEEPER_HOME=$scratch/home
exec node "$scratch/node/run.mjs" "$root/benchmarks/.scratch/results/console-$(date +%Y%m%d-%H%M%S).json"
