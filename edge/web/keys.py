"""What hangs on the application and on a request, each under its own typed key."""

from __future__ import annotations

from aiohttp import web

from edge.web.house import House
from edge.web.roles import Identity

HOUSE = web.AppKey("house", House)

REQUEST_ID = web.RequestKey("request_id", str)
IDENTITY = web.RequestKey("identity", Identity)
STARTED = web.RequestKey("started", bool)


def identity_of(request: web.Request) -> Identity | None:
    """Who asks, once `access` has found out."""
    return request.get(IDENTITY)


__all__ = ["HOUSE", "IDENTITY", "REQUEST_ID", "STARTED", "identity_of"]
