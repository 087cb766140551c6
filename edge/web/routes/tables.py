"""One table: what it is, what it was, and what a person says it is."""

from pydantic import Field

from edge.done import Done
from edge.errors import Conflict, NotFound
from edge.events import Availability, Id
from edge.floor import TableChange, TableView
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.roles import Role


class TablePath(Asked):
    """Which table."""

    table: Id


class HistoryQuery(Asked):
    """How much of its past."""

    limit: int = Field(50, ge=1, le=500, description="How many changes, newest first.")


class TableDetail(TableView):
    """A table right now, and how it came to be so: its last changes, newest first."""

    history: list[TableChange]


@endpoint("GET", "/api/v1/tables/{table}", role=Role.VIEW, raises=(NotFound,))
async def read_table(call: Call[TablePath, HistoryQuery, Nothing]) -> TableDetail:
    """One table right now, and its last changes."""
    floor, name = call.house.floor, call.path.table
    history = await floor.history(name, call.query.limit)
    view = next(each for each in floor.snapshot().tables if each.table == name)
    return TableDetail(**dict(view), history=list(history))


class StateBody(Asked):
    """What it is."""

    value: Availability


@endpoint("POST", "/api/v1/tables/{table}/state", role=Role.WAITER, command=True, raises=(NotFound, Conflict))
async def say_state(call: Call[TablePath, Nothing, StateBody]) -> Done:
    """Say what a table is.

    This outranks the cameras for the house's hold time, and settles an open dispute about the table. A table that is
    said to be clean again ends the visit at it. One with guests can be neither reserved nor unavailable.
    """
    return await call.house.floor.say(call.path.table, call.body.value, actor=call.actor, once=call.once)


ENDPOINTS = (read_table, say_state)

__all__ = ["ENDPOINTS"]
