"""The demo's guests follow what the cameras see, over the real API of a real box."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiohttp import ClientSession

from benchmarks.box import POS_SECRET, Box, a_box
from edge.demo.evening import Saw
from edge.demo.life import QUEUE, WAITERS, Life, seen_evening
from edge.demo.restaurant import FOOTAGE, demo_settings
from edge.events import (
    Availability,
    CloseReason,
    Envelope,
    EventData,
    PartyAdded,
    PaymentTaken,
    ShiftStarted,
    VisitClosed,
    VisitOpened,
)

EVENING = seen_evening(FOOTAGE)


@asynccontextmanager
async def alive() -> AsyncIterator[Box]:
    async with a_box(EVENING) as box, ClientSession() as http:
        life = asyncio.create_task(Life(http, box.url, POS_SECRET, EVENING, store=box, pace=0.01).live())
        try:
            yield box
        finally:
            life.cancel()
            with suppress(asyncio.CancelledError):
                await life


async def next_of(box: Box, kind: type[EventData], *, times: int = 1) -> list[Envelope]:
    """The first events of a kind, as soon as there are so many."""
    found: list[Envelope] = []
    async with asyncio.timeout(20), box.journal.subscribe(0) as events:
        async for event in events:
            if isinstance(event.data, kind):
                found.append(event)
                if len(found) == times:
                    break
    return found


def test_the_room_is_that_of_the_footage() -> None:
    assert [table.table for table in EVENING.room.tables] == [f"T{number}" for number in range(1, 13)]
    assert EVENING.room.sections == ("hall", "window")
    cameras = {camera.id for camera in demo_settings(FOOTAGE, 0).cameras}
    assert set(EVENING.room.sections) == cameras


async def test_a_crew_clocks_in_and_parties_queue() -> None:
    async with alive() as box:
        started = await next_of(box, ShiftStarted, times=WAITERS)
        assert Counter(one.data.section for one in started if isinstance(one.data, ShiftStarted)) == {
            "hall": 2,
            "window": 2,
        }
        added = [one.data for one in await next_of(box, PartyAdded, times=QUEUE)]
        assert all(isinstance(one, PartyAdded) and one.size for one in added)


async def test_a_meal_from_being_seen_to_being_wiped() -> None:
    async with alive() as box:
        await next_of(box, PartyAdded, times=3 + QUEUE)
        await box.see(Saw("T4", Availability.OCCUPIED, people=2))
        (opened,) = await next_of(box, VisitOpened)
        assert isinstance(opened.data, VisitOpened)
        assert opened.data.tables == ("T4",)
        assert opened.data.party, "one of those who waited"
        assert opened.data.waiter
        (paid,) = await next_of(box, PaymentTaken)
        assert isinstance(paid.data, PaymentTaken)
        assert paid.data.visit == opened.seq
        await box.see(Saw("T4", Availability.OCCUPIED, people=2))
        await box.see(Saw("T4", Availability.DIRTY))
        await box.see(Saw("T4", Availability.CLEAN))
        (closed,) = await next_of(box, VisitClosed)
        assert closed.data == VisitClosed(visit=opened.seq, reason=CloseReason.SEEN_CLEAN)
