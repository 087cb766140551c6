"""One client's live feed: a snapshot, then every event once and in order, and what changes in between."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import closing
from dataclasses import dataclass

from edge.events import TabletRevoked
from edge.floor import FloorView
from edge.journal import FellBehind
from edge.web import messages
from edge.web.house import House, Tail
from edge.web.messages import Cursor, Message

Send = Callable[[Message], Awaitable[None]]
"""Hands a message to the client; waits while the client does not take it; raises when it is gone."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How often a stream speaks by itself, in seconds: a `now` message at most every `now_s`, a ping every `ping_s`.

    A client that takes nothing for `stall_s` is given up.
    """

    now_s: float = 1.0
    ping_s: float = 4.0
    stall_s: float = 20.0


class Feed:
    """What one client gets.

    Numbered events come from the journal alone, in order. The floor's view gives the snapshot, whose seq says where the
    events begin, and the `now` messages: each waits until every event that its view knows of has been sent, and leaves
    out what an event has told more of already.
    """

    def __init__(self, house: House, pace: Pace, send: Send, welcome: Callable[[], bool]) -> None:
        self._house = house
        self._pace = pace
        self._deliver = send
        self._welcome = welcome
        self._one_at_a_time = asyncio.Lock()
        self._moved = asyncio.Event()
        self._told: FloorView | None = None
        self._version = -1
        self._seq = 0
        self._told_by_event: dict[str, int] = {}

    async def run(self, cursor: Cursor | None, *ends: Callable[[], Awaitable[object]]) -> None:
        """Feed from `cursor` on where that is possible, else from a snapshot on.

        Until one of `ends`, the journal ends, the client may no longer read, or it is too slow: then its last message
        is `resync`. Raises what `send` raises, and `ConnectionAbortedError` for a client that takes nothing.
        """
        try:
            with closing(self._resume(cursor) or self._begin()) as tail:
                await _first_of(self._tell_events(tail), self._tell_changes(), self._ping(), *(end() for end in ends))
        except FellBehind:
            await self._send(messages.RESYNC)

    def _resume(self, cursor: Cursor | None) -> Tail | None:
        """Events after `cursor`; None where that is another box's, pruned, or not written yet."""
        if cursor is None or cursor.device != self._house.journal.device:
            return None
        try:
            tail = self._house.journal.subscribe(cursor.seq)
        except FellBehind:
            return None
        self._seq = cursor.seq
        return tail

    def _begin(self) -> Tail:
        """Events after the floor as it is now. Nothing is awaited in here, so that all of it is of one moment."""
        self._told, self._version = self._house.floor.snapshot(), self._house.floor.version
        self._seq = self._told.seq
        return self._house.journal.subscribe(self._seq)

    async def _tell_events(self, tail: Tail) -> None:
        if self._told:
            await self._send(messages.snapshot(self._told))
        async for envelope in tail:
            if isinstance(envelope.data, TabletRevoked) and not self._welcome():
                return
            await self._send(messages.event(envelope))
            self._seq = self._told_by_event[envelope.key] = envelope.seq
            self._moved.set()

    async def _tell_changes(self) -> None:
        """After a resume nothing is known of the client's picture: it gets the whole floor once."""
        floor = self._house.floor
        while True:
            await floor.changed(self._version)
            view = await self._caught_up()
            self._version = floor.version
            self._told_by_event = {key: seq for key, seq in self._told_by_event.items() if seq > view.seq}
            if changed := messages.changed_since(self._told, view, but=self._told_by_event):
                self._told = messages.as_told(self._told, changed, view)
                await self._send(messages.now(changed))
            await asyncio.sleep(self._pace.now_s)

    async def _caught_up(self) -> FloorView:
        """The floor right now, once the client has every event in it."""
        while (view := self._house.floor.snapshot()).seq > self._seq:
            self._moved.clear()
            await self._moved.wait()
        return view

    async def _ping(self) -> None:
        while self._welcome():
            await asyncio.sleep(self._pace.ping_s)
            await self._send(messages.ping(messages.Ping(at=self._house.clock.now())))

    async def _send(self, message: Message) -> None:
        async with self._one_at_a_time:
            try:
                async with asyncio.timeout(self._pace.stall_s):
                    await self._deliver(message)
            except TimeoutError:
                raise ConnectionAbortedError("The client takes nothing.") from None


async def _first_of(*works: Awaitable[object]) -> None:
    """Run all until the first ends, then cancel the others and wait for them. Raises what that first one raised."""
    tasks = [asyncio.ensure_future(work) for work in works]
    try:
        await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        results = await asyncio.gather(*tasks, return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result


__all__ = ["Feed", "Pace", "Send"]
