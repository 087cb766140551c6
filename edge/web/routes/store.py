"""Which restaurant this is."""

from edge.web.endpoint import Plain, endpoint
from edge.web.house import Store
from edge.web.roles import Role


@endpoint("GET", "/api/v1/store", role=Role.VIEW)
async def read_store(call: Plain) -> Store:
    """The store's name and time zone, and this box."""
    return call.house.store


ENDPOINTS = (read_store,)

__all__ = ["ENDPOINTS"]
