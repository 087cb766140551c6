"""What hangs on the application and on a request, each under its own typed key."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from edge.web.house import House
from edge.web.roles import Identity


@dataclass(slots=True)
class Listening:
    """Where the application is being served. `tls_port` None: without TLS, or not yet. `guest_url`: where guests find
    their pages, without a closing slash; None: nowhere."""

    tls_port: int | None = None
    guest_url: str | None = None


HOUSE = web.AppKey("house", House)
LISTENING = web.AppKey("listening", Listening)

REQUEST_ID = web.RequestKey("request_id", str)
IDENTITY = web.RequestKey("identity", Identity)
STARTED = web.RequestKey("started", bool)


def identity_of(request: web.Request) -> Identity | None:
    """Who asks, once `access` has found out."""
    return request.get(IDENTITY)


__all__ = ["HOUSE", "IDENTITY", "LISTENING", "REQUEST_ID", "STARTED", "Listening", "identity_of"]
