"""What follows for a visit from what its tables are seen or said to be. Pure.

A visit begins with a host, never with a camera: people seen at a table that nobody seated there show as an occupied
table without a visit, which a host may make one ("seat them anyway"). It ends when all its tables are clean again,
whoever says so: that is what people forget. A table seen dirty means the guests have gone, so most likely they paid.
That guests who were seated are never seen is no consequence but a dispute, and no business of this room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from edge.events import Availability, CloseReason, EventData, Id, Phase, Source, TableChanged, VisitClosed
from edge.floor.service.meals import next_phase
from edge.floor.service.states import TableState
from edge.floor.service.visits import Visit

GONE_PAID = 0.8
"""How sure a table that is seen dirty makes us that its guests have paid, at most."""

_USED = (Availability.OCCUPIED, Availability.DIRTY)


def consequences(change: TableChanged, visit: Visit | None, states: Mapping[Id, TableState]) -> tuple[EventData, ...]:
    """What follows from a table's change for the open visit at it; `states` of its tables after the change."""
    if visit is None or visit.closed_at is not None or change.table not in visit.tables:
        return ()
    if change.value is Availability.CLEAN and change.previous in _USED:
        return _end(change, visit, [states.get(table) or TableState(table=table) for table in visit.tables])
    if change.value is Availability.DIRTY and change.source is Source.CAMERA:
        paid = next_phase(visit, Phase.PAID, min(GONE_PAID, change.confidence))
        return (paid,) if paid else ()
    return ()


def _end(change: TableChanged, visit: Visit, states: Sequence[TableState]) -> tuple[EventData, ...]:
    """Over once all its tables are clean. A camera speaks for those beside its own that none has ever seen."""
    left = [state for state in states if state.value is not Availability.CLEAN]
    seen = change.source is Source.CAMERA
    if any(state.watched or not seen for state in left):
        return ()
    along = [_cleared(change, state) for state in left]
    reason = CloseReason.SEEN_CLEAN if seen else CloseReason.CLEARED
    return (VisitClosed(visit=visit.visit, reason=reason), *along)


def _cleared(change: TableChanged, state: TableState) -> TableChanged:
    return TableChanged(
        table=state.table,
        value=Availability.CLEAN,
        previous=state.value,
        confidence=change.confidence,
        since=change.since,
        source=Source.SYSTEM,
    )
