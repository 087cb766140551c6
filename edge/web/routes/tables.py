"""One table and its past."""

from pydantic import Field

from edge.errors import NotFound
from edge.events import Id
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


ENDPOINTS = (read_table,)

__all__ = ["ENDPOINTS"]
