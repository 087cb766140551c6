"""Visits: one party at one table, or at joined ones, from seated to cleaned."""

from pydantic import Field

from edge.errors import Conflict, NotFound
from edge.events import Id, Phase, Value
from edge.floor.service import Seating, TableTaken, Visit, VisitDetail, VisitDone
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.params import Flag, Seq
from edge.web.roles import Role

_TABLES = Field(min_length=1, max_length=8, description="One table, or several that seat one party; the first leads.")


class VisitPath(Asked):
    """Which visit."""

    visit: Seq


class VisitQuery(Asked):
    """Which visits."""

    open: Flag = Field(True, description="Only those that are not over.")
    table: Id | None = Field(None, description="Only at this table.")
    waiter: Seq | None = Field(None, description="Only somebody's.")
    limit: int = Field(100, ge=1, le=500, description="How many, newest first.")


class SeatingBody(Asked):
    """Who sits down where. `size` null: as the party said; `waiter` null: nobody's yet."""

    tables: tuple[Id, ...] = _TABLES
    party: Seq | None = None
    size: int | None = Field(None, ge=1, le=100)
    waiter: Seq | None = None
    anyway: bool = Field(
        False, description="The table is reserved, or seats fewer, or a camera sees these guests there: seat them."
    )


class PhaseBody(Asked):
    """How far the meal is."""

    phase: Phase


class SizeBody(Asked):
    """How many guests there really are."""

    size: int = Field(ge=1, le=100)


class TablesBody(Asked):
    """Where the visit goes on."""

    tables: tuple[Id, ...] = _TABLES


class TransferBody(Asked):
    """Who takes over."""

    waiter: Seq
    credit: float = Field(0.0, ge=0, le=1, description="The share of covers and tip that stays with the one before.")


class VisitList(Value):
    """Visits, newest first."""

    visits: list[Visit]


@endpoint("GET", "/api/v1/visits", role=Role.WAITER)
async def read_visits(call: Call[Nothing, VisitQuery, Nothing]) -> VisitList:
    """Visits that are open, or all of them."""
    asked = call.query
    return VisitList(
        visits=await call.house.service.visits(
            open_only=asked.open, table=asked.table, waiter=asked.waiter, limit=asked.limit
        )
    )


@endpoint("GET", "/api/v1/visits/{visit}", role=Role.WAITER, raises=(NotFound,))
async def read_visit(call: Call[VisitPath, Nothing, Nothing]) -> VisitDetail:
    """One visit: when its meal came how far, and who did what."""
    return await call.house.service.visit(call.path.visit)


@endpoint("POST", "/api/v1/visits", role=Role.HOST, status=201, command=True, raises=(NotFound, Conflict, TableTaken))
async def seat(call: Call[Nothing, Nothing, SeatingBody]) -> VisitDone:
    """Seat a party: the tables become occupied and the party seated, all of it or nothing.

    A table that is taken is refused with the next best in `alternatives`. Tables that are joined are taken together.
    """
    asked = Seating.model_validate(dict(call.body))
    return await call.house.service.seat(asked, actor=call.actor, once=call.once)


@endpoint("POST", "/api/v1/visits/{visit}/phase", role=Role.WAITER, command=True, raises=(NotFound, Conflict))
async def set_phase(call: Call[VisitPath, Nothing, PhaseBody]) -> VisitDone:
    """Say how far a meal is. It goes forward; an undo takes it back."""
    return await call.house.service.set_phase(call.path.visit, call.body.phase, actor=call.actor, once=call.once)


@endpoint("POST", "/api/v1/visits/{visit}/size", role=Role.WAITER, command=True, raises=(NotFound, Conflict))
async def set_size(call: Call[VisitPath, Nothing, SizeBody]) -> VisitDone:
    """Say how many guests there really are."""
    return await call.house.service.set_size(call.path.visit, call.body.size, actor=call.actor, once=call.once)


@endpoint("POST", "/api/v1/visits/{visit}/move", role=Role.HOST, command=True, raises=(NotFound, Conflict, TableTaken))
async def move_visit(call: Call[VisitPath, Nothing, TablesBody]) -> VisitDone:
    """Let a visit go on at other tables. Those it leaves are dirty."""
    return await call.house.service.move(call.path.visit, call.body.tables, actor=call.actor, once=call.once)


@endpoint("POST", "/api/v1/visits/{visit}/transfer", role=Role.WAITER, command=True, raises=(NotFound, Conflict))
async def transfer_visit(call: Call[VisitPath, Nothing, TransferBody]) -> VisitDone:
    """Give a visit to another waiter. What was paid so far stays with the one before."""
    body = call.body
    return await call.house.service.transfer(
        call.path.visit, body.waiter, body.credit, actor=call.actor, once=call.once
    )


@endpoint("POST", "/api/v1/visits/{visit}/close", role=Role.WAITER, command=True, raises=(NotFound, Conflict))
async def close_visit(call: Call[VisitPath, Nothing, Nothing]) -> VisitDone:
    """The guests have left. The table is dirty, unless it was seen clean already."""
    return await call.house.service.close(call.path.visit, actor=call.actor, once=call.once)


ENDPOINTS = (
    read_visits,
    read_visit,
    seat,
    set_phase,
    set_size,
    move_visit,
    transfer_visit,
    close_visit,
)

__all__ = ["ENDPOINTS"]
