"""The floor as it is."""

from edge.floor import FloorView
from edge.web.endpoint import Plain, endpoint
from edge.web.roles import Role


@endpoint("GET", "/api/v1/floor", role=Role.VIEW)
async def read_floor(call: Plain) -> FloorView:
    """Every table and camera right now.

    `seq` is the last event in this picture: open the stream with `after=device:seq` to go on from exactly here.
    """
    return call.house.floor.snapshot()


ENDPOINTS = (read_floor,)

__all__ = ["ENDPOINTS"]
