"""What classifiers outside say of tables: kept to be looked at, never taken for the truth.

Nothing here reaches the floor, the journal or a visit: maitred's own cameras and people decide what a table is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from edge.events import Availability, Id, Utc, Value

_MOST = 2000


class OutsideView(Value):
    """What somebody outside takes a table for. `said_at`: their time; `received_at`: ours; `by`: whose token it was."""

    table: Id
    state: Literal[Availability.CLEAN, Availability.OCCUPIED, Availability.DIRTY]
    confidence: float = Field(ge=0, le=1)
    people: int | None = Field(None, ge=0, le=200)
    said_at: Utc | None = None
    received_at: Utc
    by: str


class Evidence:
    """The newest outside view of every table by everyone who sends some, in memory."""

    def __init__(self) -> None:
        self._views: dict[tuple[str, Id], OutsideView] = {}

    def take(self, views: Iterable[OutsideView]) -> None:
        """Hold these in place of what the same sender said of the same tables before."""
        for view in views:
            self._views.pop((view.by, view.table), None)
            self._views[view.by, view.table] = view
        while len(self._views) > _MOST:
            del self._views[next(iter(self._views))]

    def views(self) -> list[OutsideView]:
        """All that is held, by table."""
        return sorted(self._views.values(), key=lambda view: (view.table, view.by))


__all__ = ["Evidence", "OutsideView"]
