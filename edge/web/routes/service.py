"""The service as it is."""

from aiohttp import web

from edge.floor.service import ServiceView
from edge.web.endpoint import Plain, endpoint, rendered
from edge.web.roles import Role


@endpoint("GET", "/api/v1/service", role=Role.VIEW, answers=ServiceView)
async def read_service(call: Plain) -> web.Response:
    """Who sits, who waits, who serves, and what needs somebody, with every event up to `seq` in it.

    What was typed about guests is there for waiters, hosts and managers alone.
    """
    view = await call.house.service.view()
    knows_guests = call.identity is not None and call.identity.role.covers(Role.WAITER)
    return rendered(call.request, (view if knows_guests else view.without_guests).json_bytes)


ENDPOINTS = (read_service,)

__all__ = ["ENDPOINTS"]
