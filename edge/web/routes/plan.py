"""Where tables stand."""

from edge.events import TablePlace, Value
from edge.web.endpoint import Plain, endpoint
from edge.web.roles import Role


class Plan(Value):
    """The floor plan, 1000 units wide."""

    tables: list[TablePlace]


@endpoint("GET", "/api/v1/plan", role=Role.VIEW)
async def read_plan(call: Plain) -> Plan:
    """Where each table in use is drawn: where a person drew it, else about where a camera sees it."""
    return Plan(tables=list(await call.house.plan()))


ENDPOINTS = (read_plan,)

__all__ = ["ENDPOINTS"]
