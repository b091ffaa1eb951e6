"""A bar that shows how far a job is, on a terminal or in a notebook, without a library."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TextIO

from sleeper_workflows import _html

WIDTH = 24


class Bar(Protocol):
    """Shows how far a job is."""

    def show(self, job: Mapping[str, Any], seconds: float) -> None:
        """Show a job as the API describes it, which has been waited for so long."""
        ...

    def end(self) -> None:
        """Leave what was shown last."""
        ...


class NoBar:
    """Shows nothing."""

    def show(self, job: Mapping[str, Any], seconds: float) -> None:
        """Show nothing."""

    def end(self) -> None:
        """Do nothing."""


def choose(wanted: bool | None, stream: TextIO | None = None) -> Bar:
    """Give the bar that fits where the program runs; none without a terminal or notebook unless it is wanted."""
    if wanted is False:
        return NoBar()
    display = _notebook_display()
    if display is not None:
        return NotebookBar(display)
    where = sys.stderr if stream is None else stream
    # A program without a window has no stream of errors.
    if where is None:  # pyright: ignore[reportUnnecessaryComparison]
        return NoBar()
    return TerminalBar(where) if wanted or where.isatty() else NoBar()


def _notebook_display() -> Callable[[str], Callable[[str], None]] | None:
    """Give what begins a display of HTML and gives what changes it, if this is a notebook's kernel."""
    ipython: Any = sys.modules.get("IPython")
    shell: Any = ipython.get_ipython() if ipython else None
    if shell is None or getattr(shell, "kernel", None) is None:
        return None
    from importlib import import_module

    module: Any = import_module("IPython.display")

    def begin(html: str) -> Callable[[str], None]:
        handle: Any = module.display(module.HTML(html), display_id=True)

        def change(changed: str) -> None:
            handle.update(module.HTML(changed))

        return change

    return begin


def words(job: Mapping[str, Any], seconds: float) -> str:
    """Say how far a job is: its status or phase, rows, and time."""
    progress: Mapping[str, Any] = job.get("progress") or {}
    parts = [str(progress.get("phase") or job.get("status", ""))]
    rows, of_rows = progress.get("rows"), progress.get("ofRows")
    if rows is not None:
        parts.append(f"{rows:,} of {of_rows:,} rows" if of_rows else f"{rows:,} rows")
    elif job.get("rows"):
        parts.append(f"{job['rows']:,} rows")
    return ", ".join([*parts, f"{seconds:.0f} s"])


def share(job: Mapping[str, Any]) -> float | None:
    """Give the share that is done, from 0 to 1, where it is known."""
    if job.get("status") == "COMMITTED":
        return 1.0
    progress: Mapping[str, Any] = job.get("progress") or {}
    rows, of_rows = progress.get("rows"), progress.get("ofRows")
    return min(1.0, rows / of_rows) if rows is not None and of_rows else None


class TerminalBar:
    """A line that is drawn over itself."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._shown = ""

    def show(self, job: Mapping[str, Any], seconds: float) -> None:
        """Draw the line, if it has changed."""
        part = share(job)
        drawn = "" if part is None else "[" + "#" * round(part * WIDTH) + "." * (WIDTH - round(part * WIDTH)) + "] "
        line = f"{job.get('jobId', '')}  {drawn}{words(job, seconds)}"
        if line != self._shown:
            self._stream.write("\r" + line + " " * max(0, len(self._shown) - len(line)))
            self._stream.flush()
            self._shown = line

    def end(self) -> None:
        """End the line."""
        if self._shown:
            self._stream.write("\n")
            self._stream.flush()


class NotebookBar:
    """A bar of HTML that changes in place."""

    def __init__(self, display: Callable[[str], Callable[[str], None]]) -> None:
        self._display = display
        self._change: Callable[[str], None] | None = None
        self._shown = ""

    def show(self, job: Mapping[str, Any], seconds: float) -> None:
        """Show the bar, if it has changed."""
        part = share(job)
        value = "" if part is None else f' value="{part:.3f}"'
        html = (
            f"<div><code>{_html.cell(job.get('jobId', ''))}</code> <progress max='1'{value}></progress> "
            f"{_html.cell(words(job, seconds))}</div>"
        )
        if html == self._shown:
            return
        if self._change is None:
            self._change = self._display(html)
        else:
            self._change(html)
        self._shown = html

    def end(self) -> None:
        """Leave the bar as it is."""
