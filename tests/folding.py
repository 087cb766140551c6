"""Events folded into projections in memory: what rules decide on, without a journal around it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from edge.events import Envelope, EventData, Source
from edge.journal import Projection, rows_of

NOON = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


class Fold:
    """A few projections on a database in memory. `read` is what a room's read functions take."""

    def __init__(self, *projections: Projection) -> None:
        self.db = sqlite3.connect(":memory:")
        self.db.row_factory = sqlite3.Row
        self.read = rows_of(self.db)
        self.now = NOON
        self._projections = projections
        self._seq = 0
        for projection in projections:
            ddl = projection.ddl
            self.db.executescript(ddl if isinstance(ddl, str) else ";".join(ddl))

    def append(self, event: EventData) -> int:
        """Fold an event in; its seq."""
        self._seq += 1
        envelope = Envelope(
            device="box1",
            seq=self._seq,
            at=self.now,
            boot="boot",
            mono_ms=0,
            kind=event.kind,
            actor="test",
            source=Source.PERSON,
            key=event.key,
            data=event,
        )
        for projection in self._projections:
            projection.apply(self.db, envelope)
        return self._seq

    def extend(self, events: Iterable[EventData]) -> list[int]:
        return [self.append(event) for event in events]

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)
