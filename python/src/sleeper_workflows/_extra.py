"""Libraries that are wanted only for some calls."""

from __future__ import annotations

from importlib import import_module
from typing import Any


def need(module: str, extra: str, what: str) -> Any:
    """Import a module, or say which extra of this distribution has it."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ImportError(
            f"{what} needs {module.partition('.')[0]}, which is not installed here ({error}). "
            f"Run: pip install 'sleeper-workflows[{extra}]'",
            name=module,
        ) from error


def need_arrow(what: str = "Rows in and out of tables") -> Any:
    """Import pyarrow."""
    return need("pyarrow", "arrow", what)
