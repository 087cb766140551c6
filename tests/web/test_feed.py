"""Clients that take their time: a feed never keeps more than it may, and never waits for ever."""

from __future__ import annotations

import asyncio
import json
import socket
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from edge.events import Availability, CalibrationApplied, ClockStepped, Envelope
from edge.floor import FloorView
from edge.journal import Journal
from edge.web import Limits, Pace
from edge.web.feed import Feed
from edge.web.messages import Message
from tests.web.house import Box, a_box


def _feed(box: Box, send: object, pace: Pace) -> Feed:
    return Feed(box.house, pace, send, lambda: True)  # type: ignore[arg-type]


async def _flood(journal: Journal, count: int) -> None:
    """More than the journal keeps for one reader (1,000), in batches that fit."""
    for _ in range(count // 500):
        await journal.append([ClockStepped(step_ms=1)] * 500)


async def test_a_client_that_falls_too_far_behind_is_told_to_start_again(box: Box) -> None:
    taken: list[Message] = []
    begun, blocked, awake = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def send(message: Message) -> None:
        taken.append(message)
        begun.set()
        if message.kind == "event":
            blocked.set()
            await awake.wait()

    running = asyncio.create_task(_feed(box, send, Pace(ping_s=3600, stall_s=60)).run(None))
    async with asyncio.timeout(60):
        await begun.wait()
        await box.journal.append([ClockStepped(step_ms=0)])
        await blocked.wait()
        await _flood(box.journal, 1500)
        awake.set()
        await running
    assert taken[-1].kind == "resync"
    seqs = [message.cursor.seq for message in taken if message.cursor and message.kind == "event"]
    assert seqs == list(range(seqs[0], seqs[0] + len(seqs)))
    assert len(seqs) <= 1001


async def test_a_client_that_takes_nothing_is_given_up(box: Box) -> None:
    async def send(message: Message) -> None:
        await asyncio.Event().wait()

    with pytest.raises(ConnectionAbortedError):
        await _feed(box, send, Pace(stall_s=0.01)).run(None)


async def test_a_tablet_that_sleeps_with_its_connection_open_is_cut_off(tmp_path: Path) -> None:
    """Nothing is read at the other end of a real connection while megabytes wait: the box drops it."""
    async with a_box(tmp_path, limits=Limits(pace=Pace(stall_s=0.2))) as box:
        at = urlsplit(box.url)
        with socket.socket() as sleeper:
            sleeper.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            sleeper.setblocking(False)
            loop = asyncio.get_running_loop()
            await loop.sock_connect(sleeper, (at.hostname, at.port))
            await loop.sock_sendall(
                sleeper, b"GET /api/v1/stream HTTP/1.1\r\nHost: box\r\nAuthorization: Bearer token-view\r\n\r\n"
            )
            assert (await loop.sock_recv(sleeper, 64)).startswith(b"HTTP/1.1 200")
            big = CalibrationApplied(camera="cam-east", revision=1, sha256="0", document="x" * 500_000)
            async with asyncio.timeout(60):
                for _ in range(20):
                    await box.journal.append([big])
                while "maitred_streams 0.0" not in (await _metrics(box)):  # noqa: ASYNC110 - seen from outside alone
                    await asyncio.sleep(0.02)


async def _metrics(box: Box) -> str:
    _, text = await box.get("/metrics", "service")
    return bytes(text).decode()


class SlowFloor:
    """A floor that has not heard of the newest event yet: a view of before, seen a moment later."""

    def __init__(self, view: FloorView) -> None:
        self.view = view
        self.version = 1
        self._moved = asyncio.Event()

    def snapshot(self) -> FloorView:
        return self.view

    async def changed(self, after: int) -> int:
        while self.version <= after:
            self._moved.clear()
            await self._moved.wait()
        return self.version

    def show(self, view: FloorView) -> None:
        self.view, self.version = view, self.version + 1
        self._moved.set()


async def test_what_an_event_told_is_never_taken_back_by_an_older_look(box: Box) -> None:
    await box.see("T1", Availability.CLEAN)
    before = box.floor.snapshot()
    floor = SlowFloor(before)
    taken: asyncio.Queue[Message] = asyncio.Queue()
    feed = Feed(replace(box.house, floor=floor), Pace(now_s=0.001, ping_s=3600), taken.put, lambda: True)  # type: ignore[arg-type]
    running = asyncio.create_task(feed.run(None))
    async with asyncio.timeout(60):
        assert (await taken.get()).kind == "snapshot"
        await box.see("T1", Availability.DIRTY)
        assert (await taken.get()).event == "table.state"
        sooner = [each.model_copy(update={"confidence": 0.5}) for each in before.tables]
        floor.show(before.model_copy(update={"tables": sooner}))
        assert [each["table"] for each in json.loads((await taken.get()).data)["tables"]] == ["T2"]
        floor.show(box.floor.snapshot())
        told = json.loads((await taken.get()).data)["tables"]
    assert [(each["table"], each["value"]) for each in told if each["table"] == "T1"] == [("T1", "dirty")]
    running.cancel()


async def test_the_end_of_the_journal_is_the_end_of_the_feed(tmp_path: Path) -> None:
    taken: list[Message] = []
    begun = asyncio.Event()

    async def send(message: Message) -> None:
        taken.append(message)
        begun.set()

    async with a_box(tmp_path) as box:
        running = asyncio.create_task(_feed(box, send, Pace()).run(None))
        await begun.wait()
    async with asyncio.timeout(60):
        await running
    assert [message.kind for message in taken] == ["snapshot"]


async def test_a_client_that_leaves_at_once_leaves_nothing_behind(box: Box) -> None:
    class Counted:
        """The journal, counting the tails that are open."""

        device, open = box.journal.device, 0

        @property
        def seq(self) -> int:
            return box.journal.seq

        def subscribe(self, after: int) -> Counted:
            self.open += 1
            return self

        def __aiter__(self) -> Counted:
            return self

        async def __anext__(self) -> Envelope:
            raise StopAsyncIteration

        def close(self) -> None:
            self.open -= 1

    async def send(message: Message) -> None:
        raise ConnectionResetError("gone")

    journal = Counted()
    with pytest.raises(ConnectionResetError):
        await Feed(replace(box.house, journal=journal), Pace(), send, lambda: True).run(None)
    assert journal.open == 0
