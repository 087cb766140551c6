"""Listening for tablets."""

from __future__ import annotations

import errno
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from ipaddress import ip_address

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from edge.errors import BadSettings
from edge.web import keys

_DRAIN_S = 5.0


@asynccontextmanager
async def serve(app: web.Application, host: str, port: int) -> AsyncIterator[str]:
    """Serve while the context lasts; gives the URL it is found at. Port 0 takes a free one.

    Leaving ends streams first, lets requests under way finish for up to 5 s, then drops the rest.
    Raises `BadSettings` if the address cannot be listened on, or not without a token.
    """
    if app[keys.HOUSE].auth.loopback_only and not _is_loopback(host):
        raise BadSettings(
            f"Without tokens the box may only listen on itself, not on {host}.", hint="Listen on 127.0.0.1."
        )
    runner = web.AppRunner(app, access_log=None, logger=_quiet(), keepalive_timeout=75, shutdown_timeout=_DRAIN_S)
    await runner.setup()
    try:
        site = web.TCPSite(runner, host, port)
        try:
            await site.start()
        except OSError as error:
            raise BadSettings(
                f"Cannot listen on {host} port {port}: {_reason(error)}.", hint="Change `host` or `port` under [web]."
            ) from None
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{site.port}"
    finally:
        await runner.cleanup()


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


__all__ = ["serve"]
