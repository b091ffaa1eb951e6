"""Lists that show as tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Generic, TypeVar, overload

from sleeper_workflows import _html

T = TypeVar("T")
Row = Mapping[str, Any]


class Listing(Sequence[T], Generic[T]):
    """A list that cannot be changed, shown as a table of ``columns`` in a terminal and in a notebook."""

    def __init__(self, items: Sequence[T], columns: Sequence[str], row: Callable[[T], Row]) -> None:
        self._items = tuple(items)
        self._columns = tuple(columns)
        self._row = row

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Listing[T]: ...
    def __getitem__(self, index: int | slice) -> T | Listing[T]:
        if isinstance(index, slice):
            return Listing(self._items[index], self._columns, self._row)
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented  # pyright: ignore[reportUnknownArgumentType]

    __hash__ = None  # pyright: ignore[reportAssignmentType]

    def rows(self) -> list[list[Any]]:
        """Give what is shown, row by row."""
        return [[self._row(item).get(column) for column in self._columns] for item in self._items]

    def __repr__(self) -> str:
        return _html.text_table(self._columns, self.rows()) if self._items else "none"

    def _repr_html_(self) -> str:
        return _html.table(self._columns, self.rows()) if self._items else "<p>none</p>"


def itself(item: Row) -> Row:
    """Show a row as it is."""
    return item
