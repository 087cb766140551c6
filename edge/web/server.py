"""Listening for tablets."""

from __future__ import annotations

import errno
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from ssl import SSLContext

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from edge.errors import BadSettings
from edge.web import keys

_DRAIN_S = 5.0


@dataclass(frozen=True, slots=True)
class Secured:
    """A second port, with TLS. Port 0 takes a free one."""

    port: int
    context: SSLContext


@asynccontextmanager
async def serve(app: web.Application, host: str, port: int, secured: Secured | None = None) -> AsyncIterator[str]:
    """Serve while the context lasts; gives the URL it is found at, without TLS. Port 0 takes a free one.

    Leaving ends streams first, lets requests under way finish for up to 5 s, then drops the rest.
    Raises `BadSettings` if the address cannot be listened on, or not without a token.
    """
    if app[keys.HOUSE].auth.loopback_only and not _is_loopback(host):
        raise BadSettings(
            f"Without tokens the box may only listen on itself, not on {host}.", hint="Listen on 127.0.0.1."
        )
    async with running(app) as runner:
        bound = await listen(runner, host, port, setting="`host` or `port` under [web]")
        if secured is not None:
            app[keys.LISTENING].tls_port = await listen(
                runner, host, secured.port, context=secured.context, setting="`tls_port` under [web]"
            )
        yield url_of(host, bound)


@asynccontextmanager
async def running(app: web.Application) -> AsyncIterator[web.AppRunner]:
    """An application that is ready for listeners, until the context ends."""
    runner = web.AppRunner(app, access_log=None, logger=_quiet(), keepalive_timeout=75, shutdown_timeout=_DRAIN_S)
    await runner.setup()
    try:
        yield runner
    finally:
        await runner.cleanup()


async def listen(
    runner: web.AppRunner, host: str, port: int, *, setting: str, context: SSLContext | None = None
) -> int:
    """Listen on a port, with TLS if there is a `context`. Returns the port taken. Raises `BadSettings`."""
    site = web.TCPSite(runner, host, port, ssl_context=context)
    try:
        await site.start()
    except OSError as error:
        says = f"Cannot listen on {host} port {port}: {_reason(error)}."
        raise BadSettings(says, hint=f"Change {setting}.") from None
    return site.port


def url_of(host: str, port: int) -> str:
    """Where a listener is found."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _reason(error: OSError) -> str:
    reasons = {
        errno.EADDRINUSE: "another program uses it",
        errno.EACCES: "ports below 1024 need a privilege",
        errno.EADDRNOTAVAIL: "this box has no such address",
    }
    return reasons.get(error.errno or 0, error.strerror or "no such address")


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _Readable(logging.Filter):
    """Drops what aiohttp logs of requests it cannot read: they are answered 400, and their text may hold a token."""

    def filter(self, record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


def _quiet() -> logging.Logger:
    logger = logging.getLogger("edge.web.http")
    if not logger.filters:
        logger.addFilter(_Readable())
    return logger


__all__ = ["Secured", "listen", "running", "serve", "url_of"]
