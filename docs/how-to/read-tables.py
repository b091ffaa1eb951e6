"""Reads a table of the embedded run with pyiceberg and Polars, which know nothing of Sleeper.

Usage: read-tables.py HOME TABLE

HOME is the home in which `./sleeper local` runs. Needs: pip install pyiceberg polars pyarrow.
"""

import json
import pathlib
import sys

import polars
from pyiceberg.catalog import load_catalog

home, name = pathlib.Path(sys.argv[1]), sys.argv[2]
services = json.loads((home / "local.json").read_text(encoding="utf-8"))
catalog = load_catalog("sleeper", type="rest", uri=services["iceberg"])

print("tables:", ", ".join(table for _, table in catalog.list_tables("sleeper")))
table = catalog.load_table(("sleeper", name))
print(table.scan(limit=3).to_arrow().to_pylist())
print("rows:", polars.scan_iceberg(table).select(polars.len()).collect().item())
