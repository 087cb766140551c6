"""A whole box in this process, on a clock that the benchmark moves: real journal, domain and API; eyes made of words.

The journal lies in memory where the machine has a memory file system, so that a disk's speed is no figure's business.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from aiohttp import ClientSession
from pydantic import SecretStr

from edge.clock import ManualClock
from edge.demo.api import Api
from edge.demo.evening import Evening, Saw
from edge.demo.stand import Stand
from edge.errors import CameraUnavailable
from edge.events import Availability, CameraStatus, Envelope, Observation
from edge.journal import Journal
from edge.rooms import PROJECTIONS, Rooms, build_rooms
from edge.web import (
    Allowance,
    AllowLoopback,
    House,
    Limits,
    Store,
    Tablets,
    TabletsProjection,
    create_app,
    serve,
)

OPENING = datetime(2026, 3, 6, 17, 0, tzinfo=UTC)
"""A Friday."""
BEFORE_MIN = 120.0
SURE = 0.97
CAMERA = "cam-all"
MEMORY = next((str(folder) for folder in [Path("/dev/shm")] if folder.is_dir()), None)
POS_SECRET = SecretStr("the till's own secret, for one evening")
NO_LIMITS = Limits(requests=Allowance(1e12, 1e9))


@dataclass
class Box:
    """What drives a store but its API: the clock and the eyes. See `edge.demo.stand.Store`."""

    journal: Journal
    rooms: Rooms
    clock: ManualClock
    ticks: Sequence[Callable[[], Awaitable[object]]]
    url: str
    _seen: dict[str, tuple[Availability, datetime]] = field(default_factory=dict)

    async def move_to(self, at: float) -> datetime:
        """Let the time pass, and what the daemon does every half second be done once."""
        before = self.clock.monotonic()
        self.clock.move_to((BEFORE_MIN + at) * 60)
        if self.clock.monotonic() > before:
            await self._at_once(*(tick() for tick in self.ticks))
        return self.clock.now()

    async def see(self, saw: Saw) -> None:
        """A camera shows a table so from now on; or nothing, as one that is blind."""
        now, since = self.clock.now(), self.clock.now()
        value, stale = saw.value, saw.value is None
        if value is None:
            value, since = self._seen.get(saw.table, (Availability.CLEAN, now))
        elif (before := self._seen.get(saw.table)) and before[0] is value:
            since = before[1]
        self._seen[saw.table] = (value, since)
        seen = Observation(
            table=saw.table,
            value=value,
            confidence=SURE,
            people=saw.people,
            since=since,
            observed_at=now,
            stale=stale,
        )
        await self._at_once(self.rooms.floor.observe([seen]))

    async def events(self) -> list[Envelope]:
        """Everything that was journaled."""
        return await self.journal.events(after=0, limit=1_000_000)

    async def _at_once(self, *work: Awaitable[object]) -> None:
        """A command beside it spares what the cameras say the wait for company."""
        await asyncio.gather(*work, self.journal.command(lambda _: None, actor="benchmark"))


@asynccontextmanager
async def a_box(evening: Evening) -> AsyncIterator[Box]:
    """A box that watches the evening's tables, all seen clean, and listens on a free port of this machine."""
    clock = ManualClock(OPENING - timedelta(minutes=BEFORE_MIN))
    with TemporaryDirectory(dir=MEMORY) as folder:
        projections = (*PROJECTIONS, TabletsProjection())
        async with Journal.open(Path(folder) / "box.db", clock=clock, projections=projections) as journal:
            rooms = build_rooms(journal, clock)
            await rooms.floor.restore()
            rooms.floor.furnish([table.table for table in evening.room.tables], [CAMERA])
            await rooms.floor.camera(CAMERA, CameraStatus.ONLINE)
            tablets = Tablets(journal, clock)
            await tablets.restore()
            app = create_app(_house(journal, rooms, clock, tablets), NO_LIMITS)
            async with serve(app, "127.0.0.1", 0) as url:
                box = Box(journal, rooms, clock, [rooms.floor.tick, rooms.alerts.tick], url)
                for table in evening.room.tables:
                    await box.see(Saw(table.table, Availability.CLEAN))
                yield box


@asynccontextmanager
async def a_stand(box: Box) -> AsyncIterator[Stand]:
    """A host at a tablet of this box."""
    async with ClientSession() as http:
        yield Stand(Api(http, box.url), box, POS_SECRET)


def _house(journal: Journal, rooms: Rooms, clock: ManualClock, tablets: Tablets) -> House:
    return House(
        store=Store(name="Simulated", timezone="UTC", version="0", device=journal.device),
        floor=rooms.floor,
        setup=rooms.setup,
        staff=rooms.staff,
        service=rooms.service,
        undo=rooms.undo,
        alerts=rooms.alerts,
        advice=rooms.advice,
        journal=journal,
        plan=partial(rooms.setup.plan, ()),
        snapshot=_no_picture,
        not_ready=tuple,
        auth=AllowLoopback(),
        tablets=tablets,
        pos_secret=POS_SECRET,
        clock=clock,
    )


async def _no_picture(camera: str) -> bytes:
    raise CameraUnavailable(f"{camera} is made of words.")


__all__ = ["Box", "a_box", "a_stand"]
