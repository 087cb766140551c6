"""Around every request, from the outside in: a name for it, counting, errors as answers, who asks, how often."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Mapping

from aiohttp import web
from aiohttp.typedefs import Middleware
from prometheus_client import CollectorRegistry, Counter, Histogram

from edge.errors import MaitredError, Retryable, TooManyRequests
from edge.web import keys, problems
from edge.web.access import Gate
from edge.web.endpoint import Endpoint
from edge.web.limits import Buckets

log = logging.getLogger(__name__)

Next = Callable[[web.Request], Awaitable[web.StreamResponse]]
Routes = Mapping[web.AbstractRoute, Endpoint]

_NOBODY_THERE = 499
"""What is counted where the client left before its answer; it never gets there."""

_STREAMS = frozenset({"read_stream", "read_live"})

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "Server": "maitred",
    "X-Content-Type-Options": "nosniff",
}
"""On every answer."""


@web.middleware
async def name(request: web.Request, handler: Next) -> web.StreamResponse:
    """Give the request an id, which its answer and the log carry."""
    request[keys.REQUEST_ID] = secrets.token_hex(8)
    return await handler(request)


async def dress(request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on that every answer has, just before it is sent."""
    request[keys.STARTED] = True
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")
    if keys.REQUEST_ID in request:
        response.headers["X-Request-Id"] = request[keys.REQUEST_ID]


@web.middleware
async def answer_errors(request: web.Request, handler: Next) -> web.StreamResponse:
    """Turn whatever was raised into a problem that says what to do next."""
    request_id = request[keys.REQUEST_ID]
    try:
        return await handler(request)
    except MaitredError as error:
        if error.status >= 500 and not isinstance(error, Retryable):
            log.warning("%s %s could not be answered [%s]: %s", request.method, request.path, request_id, error)
        answer = problems.of_error(error, request_id)
    except web.HTTPException as error:
        answer = problems.of_http(error, request, request_id)
    except ConnectionError:  # the client is gone, or takes nothing: nobody to answer
        _cut(request)
        return web.Response(status=_NOBODY_THERE)
    except Exception:  # the last seam: the client gets an answer, the log the story
        log.exception("%s %s failed [%s]", request.method, request.path, request_id)
        answer = problems.of_surprise(request_id)
    if request.get(keys.STARTED):
        _cut(request)
    return answer


def _cut(request: web.Request) -> None:
    """Drop the connection: an answer that broke half-way must look broken, not finished."""
    if request.transport is not None:
        request.transport.abort()


def asks_who(routes: Routes, gate: Gate) -> Middleware:
    """Admit a request to its route or refuse it. A route nobody declared is refused to all."""

    @web.middleware
    async def admit(request: web.Request, handler: Next) -> web.StreamResponse:
        if request.match_info.http_exception is None:
            identity = gate.admit(request, routes[request.match_info.route])
            if identity is not None:
                request[keys.IDENTITY] = identity
        return await handler(request)

    return admit


def limits_rate(buckets: Buckets) -> Middleware:
    """Slow down whoever asks too often: by token and address."""

    @web.middleware
    async def limit(request: web.Request, handler: Next) -> web.StreamResponse:
        identity = keys.identity_of(request)
        wait_s = buckets.take(f"{identity.id if identity else ''}@{request.remote}")
        if wait_s:
            raise TooManyRequests("Too many requests came from here.", hint="Ask less often.", retry_after_s=wait_s)
        return await handler(request)

    return limit


def counts(routes: Routes, registry: CollectorRegistry) -> Middleware:
    """Count answers by route and status, and measure how long they took (not streams, which end when they end)."""
    answers = Counter(
        "maitred_http_answers_total", "Answers, by route and status.", ["method", "route", "status"], registry=registry
    )
    seconds = Histogram(
        "maitred_http_seconds",
        "Time to answer.",
        ["route"],
        buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 2),
        registry=registry,
    )

    @web.middleware
    async def count(request: web.Request, handler: Next) -> web.StreamResponse:
        endpoint = routes.get(request.match_info.route)
        route = endpoint.address if endpoint else "none"
        began = time.perf_counter()
        response = await handler(request)
        answers.labels(request.method if endpoint else "any", route, str(response.status)).inc()
        if endpoint is not None and endpoint.name not in _STREAMS:
            seconds.labels(route).observe(time.perf_counter() - began)
        return response

    return count


__all__ = ["HEADERS", "answer_errors", "asks_who", "counts", "dress", "limits_rate", "name"]
