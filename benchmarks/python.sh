#!/usr/bin/env bash
# What the Python client costs: its import, a write of a million rows beside the command on the same file, the memory of a stream.
#
#   benchmarks/python.sh [ROWS]
#
# Environment: ROUNDS (5). Needs Python 3.11 or later, a JDK, Maven and the registry of Python.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
mkdir -p "$here/.scratch"
python3 -m venv "$here/.scratch/python"
"$here/.scratch/python/bin/pip" install --quiet --disable-pip-version-check -c "$here/../.ci/client/requirements.txt" \
  "$here/../python[arrow,pandas]"
exec "$here/.scratch/python/bin/python" "$here/python/measure.py" "$here/../sleeper" "${ROUNDS:-5}" "${1:-1000000}"
