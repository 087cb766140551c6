"""All open streams of the box: how many there may be, how they are counted, and their common end."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from aiohttp import web
from prometheus_client import CollectorRegistry, Gauge

from edge.errors import TooManyRequests
from edge.web.feed import Pace


class Streams:
    """Keeps count of streams; `over` ends them all."""

    def __init__(self, pace: Pace, most: int, registry: CollectorRegistry) -> None:
        self.pace = pace
        self.over = asyncio.Event()
        self._most = most
        self._open = 0
        self._gauge = Gauge("maitred_streams", "Open live streams.", registry=registry)

    @contextmanager
    def one_more(self) -> Iterator[None]:
        """Count a stream while it lasts. Raises `TooManyRequests` where there are too many."""
        if self._open >= self._most:
            raise TooManyRequests(
                f"{self._most} streams are open, which is all this box serves.",
                hint="Close pages nobody looks at.",
                retry_after_s=30,
            )
        self._open += 1
        self._gauge.set(self._open)
        try:
            yield
        finally:
            self._open -= 1
            self._gauge.set(self._open)


STREAMS = web.AppKey("streams", Streams)

__all__ = ["STREAMS", "Streams"]
