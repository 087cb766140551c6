"""What waiting guests see on their own phones: a listener of its own that has two addresses and the page's files.

No names, no cookies, no sign-in. The random token in the address is all a guest has, and all the box asks.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiohttp import web
from aiohttp.typedefs import Middleware
from pydantic import Field

from edge.errors import NotFound, TooManyRequests
from edge.floor.service import GuestPosition
from edge.web import keys, middleware
from edge.web.assets import Asset, assets
from edge.web.endpoint import Asked, Call, Endpoint, Nothing, Plain, endpoint
from edge.web.house import House
from edge.web.limits import Allowance, Buckets
from edge.web.problems import BadRequest
from edge.web.server import listen, running, url_of

_PAGE = Path(__file__).parent / "static" / "guest"
_BODY_BYTES = 1024


class GuestPath(Asked):
    """The token in the address."""

    token: str = Field(pattern=r"^[A-Za-z0-9_-]{16,64}$")


Asks = Call[GuestPath, Nothing, Nothing]


@dataclass(frozen=True, slots=True)
class GuestLimits:
    """How often guests may ask: each address (a whole house may share one behind a proxy), and all together."""

    one: Allowance = field(default_factory=lambda: Allowance(burst=120, per_s=10))
    all: Allowance = field(default_factory=lambda: Allowance(burst=400, per_s=100))


@endpoint("GET", "/g/{token}/position", role=None, raises=(NotFound,))
async def read_position(call: Asks) -> GuestPosition:
    """Where a party stands in the queue. Whatever is not such a token is answered alike."""
    return await call.house.service.guest_position(call.path.token)


def create_guest_app(house: House, limits: GuestLimits | None = None) -> web.Application:
    """The guests' web, ready to be served. Reads the page's files: call it before serving."""
    limits = limits or GuestLimits()
    monotonic = house.clock.monotonic
    app = web.Application(
        client_max_size=_BODY_BYTES,
        middlewares=[
            middleware.name,
            middleware.answer_errors,
            _limits(Buckets(limits.all, monotonic), Buckets(limits.one, monotonic)),
            _hides_what_is_wrong,
        ],
    )
    app[keys.HOUSE] = house
    for each in (_page(), read_position, *assets(_PAGE, "/guest")):
        app.router.add_route(each.method, each.address, each.serve)
    app.on_response_prepare.append(middleware.dress)
    app.on_response_prepare.append(_undress)
    return app


@asynccontextmanager
async def serve_guests(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve while the context lasts; gives the URL. Port 0 takes a free one. Raises `BadSettings`."""
    async with running(app) as runner:
        yield url_of(host, await listen(runner, host, port, setting="`host` or `port` under [guest]"))


def note_guest_url(app: web.Application, url: str) -> None:
    """Tell the tablets' application where guests find their pages."""
    app[keys.LISTENING].guest_url = url.rstrip("/")


def _page() -> Endpoint:
    """The same page under every token: its script asks for the position."""
    asset = Asset.read(_PAGE / "index.html")

    async def answer(call: Plain) -> web.StreamResponse:
        return await asset.answer(call)

    return Endpoint("GET", "/g/{token}", None, answer, path=GuestPath, documented=False)


def _limits(everyone: Buckets, one: Buckets) -> Middleware:
    @web.middleware
    async def limit(request: web.Request, handler: middleware.Next) -> web.StreamResponse:
        if wait_s := one.take(request.remote or "") or everyone.take(""):
            raise TooManyRequests("Too many requests came from here.", hint="Ask less often.", retry_after_s=wait_s)
        return await handler(request)

    return limit


@web.middleware
async def _hides_what_is_wrong(request: web.Request, handler: middleware.Next) -> web.StreamResponse:
    """An address without a party behind it is one answer, whether it is malformed, made up or long over."""
    try:
        return await handler(request)
    except (BadRequest, NotFound):
        raise NotFound("This page is over.", hint="Ask the host.") from None


async def _undress(request: web.Request, response: web.StreamResponse) -> None:
    """Guests' phones and search engines keep nothing of it."""
    response.headers["X-Robots-Tag"] = "noindex"


__all__ = ["GuestLimits", "create_guest_app", "note_guest_url", "serve_guests"]
