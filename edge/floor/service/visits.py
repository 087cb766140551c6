"""Visits: one party at one table, or at joined ones, from seated to cleaned."""

from __future__ import annotations

from edge.done import Done
from edge.errors import Conflict, NotFound
from edge.events import CloseReason, Id, Phase, Source, Utc, Value
from edge.floor.service.rows import fields
from edge.journal import Rows


class Visit(Value):
    """A visit as it stands.

    The first of `tables` leads. `phase_confidence` is below 1 where nobody said so. `paid`: what came in so far, in
    minor units; None: nothing. `original_waiter` was given it first.
    """

    visit: int
    tables: tuple[Id, ...]
    party: int | None
    size: int | None
    waiter: int | None
    shift: int | None
    phase: Phase
    phase_since: Utc
    phase_confidence: float
    opened_at: Utc
    paid: int | None
    original_waiter: int | None
    closed_at: Utc | None = None
    closed_reason: CloseReason | None = None


class VisitDone(Done):
    """What a command did to a visit."""

    visit: int


class Milestone(Value):
    """When a meal reached a phase."""

    phase: Phase
    at: Utc
    confidence: float


class VisitChange(Value):
    """One thing that happened to a visit. `kind` is its event's, `actor` who caused it."""

    seq: int
    at: Utc
    kind: str
    actor: str
    source: Source


class VisitDetail(Visit):
    """A visit with its milestones and all that happened to it, oldest first."""

    milestones: tuple[Milestone, ...]
    history: tuple[VisitChange, ...]


_COLUMNS = ", ".join(Visit.model_fields)
_SELECT = f"SELECT {_COLUMNS} FROM service_visits"  # noqa: S608


def read_visits(
    read: Rows,
    open_only: bool = True,
    *,
    table: Id | None = None,
    waiter: int | None = None,
    limit: int = 1000,
) -> list[Visit]:
    """Visits, newest first: the open ones, or also those that are over; of one table or waiter where given."""
    rows = read(
        f"""{_SELECT} WHERE (NOT ?1 OR closed_at IS NULL) AND (?2 IS NULL OR waiter = ?2)
            AND (?3 IS NULL OR EXISTS (SELECT 1 FROM json_each(tables) WHERE value = ?3))
            ORDER BY visit DESC LIMIT ?4""",  # noqa: S608 - our own names
        (open_only, waiter, table, limit),
    )
    return [Visit.model_validate(fields(row)) for row in rows]


def read_visit(read: Rows, visit: int) -> Visit:
    """One visit, open or not. Raises `NotFound`."""
    rows = read(f"{_SELECT} WHERE visit = ?", (visit,))
    if not rows:
        raise NotFound(f"There is no visit {visit}.", hint="GET /api/v1/visits lists them.")
    return Visit.model_validate(fields(rows[0]))


def read_open(read: Rows, visit: int) -> Visit:
    """A visit that is not over. Raises `NotFound`, or `Conflict` if it is over."""
    known = read_visit(read, visit)
    if known.closed_at is not None:
        raise Conflict(f"The visit at {', '.join(known.tables)} is over.", hint="Look at the floor again.")
    return known


def read_visit_at(read: Rows, table: Id) -> Visit | None:
    """The open visit at a table."""
    rows = read(f"{_SELECT} WHERE visit = (SELECT visit FROM service_seats WHERE table_id = ?)", (table,))  # noqa: S608 - our own names
    return Visit.model_validate(fields(rows[0])) if rows else None


def read_holders(read: Rows) -> dict[Id, int]:
    """The open visit of every table that has one."""
    return {row["table_id"]: row["visit"] for row in read("SELECT table_id, visit FROM service_seats")}


def read_milestones(read: Rows, visit: int) -> tuple[Milestone, ...]:
    """When a meal came how far, in order."""
    rows = read("SELECT phase, at, confidence FROM service_milestones WHERE visit = ? ORDER BY rank", (visit,))
    return tuple(Milestone.model_validate(fields(row)) for row in rows)
