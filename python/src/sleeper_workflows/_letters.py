"""Dead letters: messages that could not be acted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sleeper_workflows._listing import Listing, itself

if TYPE_CHECKING:
    from sleeper_workflows._client import Client


class DeadLetters(Listing[Mapping[str, Any]]):
    """Dead letters, each with ``queue``, ``messageId``, ``body`` and ``reason``.

    ``more`` says whether there may be others: beyond the number that was asked for, or hidden for a moment by somebody else who looks.
    """

    def __init__(self, client: Client, letters: Sequence[Mapping[str, Any]], *, more: bool) -> None:
        super().__init__(letters, ("messageId", "queue", "reason", "body"), itself)
        self._client = client
        self.more = more

    def redrive(self, *message_ids: str) -> dict[str, Any]:
        """Send letters to their queues again; all of this list where none is named. One that is no job document is kept."""
        return self._client.post("/dead-letters/redrive", {"messageIds": self._named(message_ids)}, resend=False)

    def delete(self, *message_ids: str) -> dict[str, Any]:
        """Delete letters for good; they must be named, so that none goes unseen."""
        if not message_ids:
            raise ValueError("delete() names no message; it deletes those that are named. Give their messageId.")
        return self._client.post("/dead-letters/delete", {"messageIds": list(message_ids)}, resend=False)

    def _named(self, message_ids: tuple[str, ...]) -> list[str]:
        return list(message_ids) or [str(letter["messageId"]) for letter in self]
