"""A real server that takes webhooks, and answers as it is told."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from edge.signature import HEADER


@dataclass
class Receiver:
    """What came in, in order. `answers`: the status of the next ones, then 200."""

    url: str = ""
    answers: list[int] = field(default_factory=list)
    calls: list[tuple[str, bytes]] = field(default_factory=list)
    _moved: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, request: web.Request) -> web.Response:
        status = self.answers.pop(0) if self.answers else 200
        async with self._moved:
            self.calls.append((request.headers.get(HEADER, ""), await request.read()))
            self._moved.notify_all()
        return web.Response(status=status, headers={"Location": "/elsewhere"} if status == 302 else {})

    async def wait_until(self, key: str) -> list[str]:
        """The keys of all events, once one about `key` has come."""
        async with asyncio.timeout(10), self._moved:
            await self._moved.wait_for(lambda: key in self._keys())
        return self._keys()

    def _keys(self) -> list[str]:
        return [json.loads(body)["key"] for _, body in self.calls]

    async def wait_for(self, calls: int) -> list[dict[str, Any]]:
        """The bodies, once so many have come."""
        async with asyncio.timeout(10), self._moved:
            await self._moved.wait_for(lambda: len(self.calls) >= calls)
        return [json.loads(body) for _, body in self.calls]


@asynccontextmanager
async def a_receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook/very-secret-path", receiver.take)
    app.router.add_route("*", "/elsewhere", receiver.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    receiver.url = f"http://127.0.0.1:{port}/hook/very-secret-path"
    try:
        yield receiver
    finally:
        await runner.cleanup()
