"""The catalog by which views are found. It is made of what the instance says, and of nothing that this machine is configured with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sleeper_workflows._extra import need

NAME = "sleeper"


def opened(properties: Mapping[str, str]) -> Any:
    """Open a catalog. By its own class: ``load_catalog`` would add what .pyiceberg.yaml and the environment have for its name."""
    kind = _direct() if properties["type"] == "rest" else need("pyiceberg.catalog.glue", "iceberg", "Reading a table").GlueCatalog
    return kind(NAME, **properties)


@lru_cache(maxsize=1)
def _direct() -> Any:
    base: Any = need("pyiceberg.catalog.rest", "iceberg", "Reading a table").RestCatalog

    class DirectCatalog(base):
        """One that the environment's proxy does not stand before, and to which no password of .netrc is sent."""

        def _create_session(self) -> Any:
            above: Any = super()
            session = above._create_session()
            session.trust_env = False
            return session

    return DirectCatalog
