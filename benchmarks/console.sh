#!/usr/bin/env bash
# How quick the console is in a browser, and what an open page costs. Told, not judged: an idle machine is needed.
#
#   benchmarks/console.sh
#
# Environment: ROUNDS (9) loads of a page; SECONDS_OPEN (20) that a page is left open; FULL_HOME, a home with many jobs, whose list
# is measured too (it is opened by a local of its own, and not changed otherwise).
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
CHROMIUM=$(.ci/chromium)
export CHROMIUM PROJECT=$root SCRATCH=$scratch SLEEPER_HOME=$scratch/home
exec node "$scratch/node/run.mjs" "$root/benchmarks/.scratch/results/console-$(date +%Y%m%d-%H%M%S).json"
