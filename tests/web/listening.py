"""Both kinds of live stream, read alike, so that one table of cases covers both."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from aiohttp import WSCloseCode, WSMsgType

from edge.web import Role
from tests.web.house import Box, bearer

PATIENCE_S = 30.0


@dataclass(frozen=True)
class Heard:
    """A message, whichever way it came. `kind`: snapshot, event, now, ping or resync; `event`: the event's kind."""

    kind: str
    id: str | None
    event: str | None
    data: Any

    @property
    def seq(self) -> int:
        return int((self.id or "").rpartition(":")[2])


class Listener(Protocol):
    """One open stream."""

    async def next(self) -> Heard | None:
        """The next message; None at the end."""
        ...


class SseListener:
    def __init__(self, lines: Any) -> None:
        self._content = lines

    async def next(self) -> Heard | None:
        async with asyncio.timeout(PATIENCE_S):
            while True:
                block = await self._block()
                if block is None:
                    return None
                if block == [": ping"]:
                    return Heard("ping", None, None, None)
                fields = dict(line.split(": ", 1) for line in block)
                if "data" in fields:
                    return self._heard(fields)

    async def _block(self) -> list[str] | None:
        lines: list[str] = []
        while line := (await self._content.readline()).decode():
            if line == "\n":
                return lines
            lines.append(line.rstrip("\n"))
        return None

    @staticmethod
    def _heard(fields: dict[str, str]) -> Heard:
        name = fields["event"]
        known = name in ("snapshot", "now", "resync")
        return Heard(name if known else "event", fields.get("id"), None if known else name, json.loads(fields["data"]))


class LiveListener:
    def __init__(self, socket: Any) -> None:
        self._socket = socket

    async def next(self) -> Heard | None:
        message = await self._socket.receive(timeout=PATIENCE_S)
        if message.type is not WSMsgType.TEXT:
            assert (message.type, message.data) == (WSMsgType.CLOSE, WSCloseCode.GOING_AWAY), "it broke off"
            return None
        found = json.loads(message.data)
        return Heard(found["type"], found.get("id"), found.get("event"), found["data"])


@asynccontextmanager
async def sse(box: Box, *, last_id: str | None = None, after: str | None = None) -> AsyncIterator[Listener]:
    headers = bearer(Role.VIEW) | ({"Last-Event-ID": last_id} if last_id is not None else {})
    params = {"after": after} if after is not None else {}
    async with box.http.get(f"{box.url}/api/v1/stream", headers=headers, params=params) as response:
        assert response.status == 200, await response.text()
        assert response.content_type == "text/event-stream"
        yield SseListener(response.content)


@asynccontextmanager
async def live(box: Box, *, last_id: str | None = None, after: str | None = None) -> AsyncIterator[Listener]:
    place = after or last_id
    params = {"after": place} if place is not None else {}
    async with box.http.ws_connect(f"{box.url}/api/v1/live", headers=bearer(Role.VIEW), params=params) as socket:
        yield LiveListener(socket)


async def until(listener: Listener, kind: str) -> list[Heard]:
    """Everything up to the first message of a kind, that one included."""
    heard: list[Heard] = []
    while (message := await listener.next()) is not None:
        if message.kind in (kind, "snapshot", "event", "now", "resync"):  # pings come when they like
            heard.append(message)
        if message.kind == kind:
            return heard
    raise AssertionError(f"the stream ended before any {kind}: {heard}")


async def events(listener: Listener, up_to: int) -> list[Heard]:
    """The events up to a seq, leaving out what carries no number."""
    heard: list[Heard] = []
    while (message := await listener.next()) is not None:
        if message.kind == "event":
            heard.append(message)
            if message.seq >= up_to:
                return heard
    raise AssertionError(f"the stream ended before event {up_to}")
