"""The application: routes, what surrounds them, and what lives as long as they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from aiohttp import web

import edge
from edge.web import keys, middleware, openapi
from edge.web.access import GATE, Gate
from edge.web.assets import assets
from edge.web.endpoint import Endpoint
from edge.web.feed import Pace
from edge.web.house import House
from edge.web.limits import Allowance, Attempts, Buckets
from edge.web.routes import ENDPOINTS
from edge.web.streams import STREAMS, Streams

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one client may ask: requests by token and address, wrong tokens or codes by address, bytes of a body."""

    requests: Allowance = field(default_factory=lambda: Allowance(burst=200, per_s=50))
    failures: Allowance = field(default_factory=lambda: Allowance(burst=10, per_s=0.2))
    codes: Allowance = field(default_factory=lambda: Allowance(burst=5, per_s=1 / 60))
    body_bytes: int = 256 * 1024
    streams: int = 256
    pace: Pace = field(default_factory=Pace)


def create_app(
    house: House, limits: Limits | None = None, endpoints: Sequence[Endpoint] = ENDPOINTS
) -> web.Application:
    """The web of one box, ready to be served. Reads the pages' files: call it before serving, not while."""
    limits = limits or Limits()
    monotonic = house.clock.monotonic
    gate = Gate(
        tokens=Attempts(Buckets(limits.failures, monotonic), "tokens"),
        codes=Attempts(Buckets(limits.codes, monotonic), "pairing codes"),
    )
    routes: dict[web.AbstractRoute, Endpoint] = {}
    app = web.Application(
        client_max_size=limits.body_bytes,
        middlewares=[
            middleware.name,
            middleware.counts(MappingProxyType(routes), house.metrics),
            middleware.answer_errors,
            middleware.asks_who(MappingProxyType(routes), gate),
            middleware.limits_rate(Buckets(limits.requests, monotonic)),
        ],
    )
    app[keys.HOUSE] = house
    app[keys.LISTENING] = keys.Listening()
    app[GATE] = gate
    app[STREAMS] = Streams(limits.pace, limits.streams, house.metrics)
    app[openapi.DOCUMENT] = openapi.written(openapi.document(endpoints, version=edge.__version__))
    for each in (*endpoints, *assets(_HERE / "docs", "/api/v1/docs"), *assets(_HERE / "static", "/")):
        routes[app.router.add_route(each.method, each.address, each.serve)] = each
    app.on_response_prepare.append(middleware.dress)
    app.on_shutdown.append(_end_streams)
    return app


async def _end_streams(app: web.Application) -> None:
    app[STREAMS].over.set()


__all__ = ["Limits", "create_app"]
