"""One visit in full: when its meal came how far, and who did what."""

from __future__ import annotations

import json

from edge.events import (
    VisitClosed,
    VisitMoved,
    VisitOpened,
    VisitPhase,
    VisitReopened,
    VisitSize,
    VisitTransferred,
)
from edge.floor.service.rows import fields
from edge.floor.service.visits import VisitChange, VisitDetail, read_milestones, read_visit
from edge.journal import Rows

_LATER = (VisitPhase, VisitMoved, VisitSize, VisitTransferred, VisitClosed, VisitReopened)


def read_detail(read: Rows, visit: int) -> VisitDetail:
    """A visit with its milestones and its history, oldest first. Raises `NotFound`."""
    known = read_visit(read, visit)
    return VisitDetail(**dict(known), milestones=read_milestones(read, visit), history=_history(read, visit))


def _history(read: Rows, visit: int) -> tuple[VisitChange, ...]:
    """What the journal still holds of it; its beginning is an event of its first table, all else is its own."""
    kinds = json.dumps([each.kind for each in _LATER])
    rows = read(
        """SELECT seq, at, kind, actor, source FROM events WHERE seq = ?1 AND kind = ?2
           UNION ALL SELECT seq, at, kind, actor, source FROM events
           WHERE kind IN (SELECT value FROM json_each(?3)) AND key = ?4 ORDER BY seq""",
        (visit, VisitOpened.kind, kinds, str(visit)),
    )
    return tuple(VisitChange.model_validate(fields(row)) for row in rows)
