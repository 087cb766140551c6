"""Alerts: what somebody should look after."""

from pydantic import Field

from edge.done import Done
from edge.errors import Conflict, NotFound
from edge.events import Value
from edge.floor.service import AlertView
from edge.web.endpoint import Asked, Call, Nothing, endpoint
from edge.web.params import Flag, Seq
from edge.web.roles import Role


class AlertPath(Asked):
    """Which alert."""

    alert: Seq


class AlertQuery(Asked):
    """Which alerts."""

    open: Flag = Field(True, description="Only those that are not over, oldest first; else the last ones of all.")
    limit: int = Field(100, ge=1, le=500, description="How many.")


class AlertList(Value):
    """Alerts."""

    alerts: list[AlertView]


@endpoint("GET", "/api/v1/alerts", role=Role.VIEW)
async def read_alerts(call: Call[Nothing, AlertQuery, Nothing]) -> AlertList:
    """What somebody should look after.

    `subject` is a table, a camera, or the number of a party or visit; `house` where it concerns everybody, `several`
    where too much came at once to be told one by one. `minutes`: how long it had lasted when it was raised.
    """
    return AlertList(alerts=await call.house.alerts.listed(open_only=call.query.open, limit=call.query.limit))


@endpoint("POST", "/api/v1/alerts/{alert}/acknowledge", role=Role.WAITER, command=True, raises=(NotFound, Conflict))
async def acknowledge_alert(call: Call[AlertPath, Nothing, Nothing]) -> Done:
    """Take an alert on, so that nobody else has to.

    It stays in the list, acknowledged, until what it is about is over.
    """
    return await call.house.alerts.acknowledge(call.path.alert, actor=call.actor, once=call.once)


ENDPOINTS = (read_alerts, acknowledge_alert)

__all__ = ["ENDPOINTS"]
