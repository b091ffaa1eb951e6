"""What the instance found of a job or a file."""

from __future__ import annotations

from typing import Any

from sleeper_workflows import _html
from sleeper_workflows._errors import Faults


class Report(dict[str, Any]):
    """The findings as the API gives them, shown as a table in a notebook."""

    @property
    def faults(self) -> Faults:
        """What speaks against it; none if nothing does."""
        return Faults.from_json(self.get("faults"))

    def _repr_html_(self) -> str:
        plain = [(name, value) for name, value in self.items() if not isinstance(value, (list, dict))]
        found = self.faults._repr_html_() if self.faults else ""  # pyright: ignore[reportPrivateUsage]
        return _html.table(("found", ""), plain) + found
