"""Tables as they are set up: how many they seat, where they stand, what they are joined to."""

from pydantic import Field

from edge.done import Done
from edge.errors import BadInput, Conflict, NotFound
from edge.events import Id, Value
from edge.floor.setup import Table, TableSetup, TableShape
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.params import Flag
from edge.web.roles import Role
from edge.web.routes.tables import TablePath


class TableQuery(Asked):
    """Which tables."""

    section: Id | None = Field(None, description="Only those of one section.")
    active: Flag | None = Field(None, description="Only those in use, or only those not in use.")


class TableBody(TableShape, Asked):
    """A table: all of it, not only what changes."""


class TableList(Value):
    """Tables as they are set up."""

    tables: list[Table]


class JoinBody(Asked):
    """Tables to be pushed together; the first one leads and gives the name."""

    tables: tuple[Id, ...] = Field(min_length=2, max_length=8, json_schema_extra={"uniqueItems": True})


@endpoint("GET", "/api/v1/tables", role=Role.VIEW)
async def read_tables(call: Call[Nothing, TableQuery, Nothing]) -> TableList:
    """Tables as they are set up, those not in use too. What they are right now is `/api/v1/floor`."""
    tables = (await call.house.setup.room()).tables.values()
    section, active = call.query.section, call.query.active
    return TableList(
        tables=[
            table
            for table in tables
            if (section is None or table.section == section) and (active is None or table.active == active)
        ]
    )


@endpoint("PUT", "/api/v1/tables/{table}", role=Role.MANAGER, command=True, raises=(BadInput, Conflict))
async def set_table(call: Call[TablePath, Nothing, TableBody]) -> Done:
    """Make or change a table: all of it, not only what changes."""
    table = TableSetup(table=call.path.table, **dict(call.body))
    return await call.house.setup.set_table(table, actor=call.actor, once=call.once)


@endpoint("DELETE", "/api/v1/tables/{table}", role=Role.MANAGER, command=True, raises=(NotFound, Conflict))
async def remove_table(call: Call[TablePath, Nothing, Nothing]) -> Done:
    """Delete a table that nobody sits at, that stands alone and that no camera watches."""
    return await call.house.setup.remove_table(call.path.table, actor=call.actor, once=call.once)


@endpoint("POST", "/api/v1/joins", role=Role.HOST, command=True, raises=(BadInput, NotFound, Conflict))
async def join_tables(call: Call[Nothing, Nothing, JoinBody]) -> Done:
    """Push free tables together, so that they seat one party.

    They must stand in one section or be drawn side by side, and stay joined until they are pulled apart.
    """
    return await call.house.setup.join(call.body.tables, actor=call.actor, once=call.once)


@endpoint("DELETE", "/api/v1/joins/{table}", role=Role.HOST, command=True, raises=(NotFound, Conflict))
async def part_tables(call: Call[TablePath, Nothing, Nothing]) -> Done:
    """Pull apart the tables that one is joined to, once their party has left."""
    return await call.house.setup.part(call.path.table, actor=call.actor, once=call.once)


ENDPOINTS = (read_tables, set_table, remove_table, join_tables, part_tables)

__all__ = ["ENDPOINTS"]
