"""Tables of HTML for notebooks. Every value is escaped: names come from whoever wrote the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

MOST_CHARACTERS = 200


def cell(value: object) -> str:
    """Give a value as escaped text, of which at most 200 characters are shown."""
    text = "" if value is None else f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    return escape(text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…", quote=True)


def table(header: Sequence[object], rows: Iterable[Sequence[object]], caption: str = "") -> str:
    """Give a table; ``caption`` is a line above it."""
    head = "".join(f"<th>{cell(name)}</th>" for name in header)
    body = "".join("<tr>" + "".join(f"<td>{cell(value)}</td>" for value in row) + "</tr>" for row in rows)
    above = f"<p>{cell(caption)}</p>" if caption else ""
    return f"{above}<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def text_table(header: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """Give the same as plain text, its columns aligned; control characters are shown as a question mark."""
    lines = [[_plain(value) for value in row] for row in (header, *rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    return "\n".join("  ".join(text.ljust(width) for text, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def _plain(value: object) -> str:
    text = "" if value is None else f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else str(value)
    shown = "".join(character if character.isprintable() else "?" for character in text)
    return shown if len(shown) <= 60 else shown[:59] + "…"
