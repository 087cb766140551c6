"""Taps and cameras on a real journal: whose word holds, what follows in the same transaction, what a restart keeps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from edge.clock import ManualClock
from edge.errors import Conflict, NotFound
from edge.events import (
    Availability,
    CloseReason,
    DisputeRaised,
    DisputeResolved,
    Envelope,
    EventData,
    HousePolicy,
    Observation,
    PolicySet,
    Source,
    TableChanged,
    TableRemoved,
    TableSet,
    VisitClosed,
    VisitOpened,
    VisitSize,
)
from edge.floor import Floor, FloorProjection, TableView
from edge.journal import Journal, Transaction

CLEAN, OCCUPIED, DIRTY, RESERVED, UNAVAILABLE = Availability


class Room:
    """A floor with T1 and T2 on a real journal, a clock that stands still, and what followed."""

    def __init__(self, journal: Journal, clock: ManualClock) -> None:
        self.journal = journal
        self.clock = clock
        self.followed: list[Envelope] = []
        self.floor = Floor(journal, clock, self._follow)

    def _follow(self, transaction: Transaction, envelope: Envelope) -> None:
        self.followed.append(envelope)
        if isinstance(envelope.data, TableChanged) and envelope.data.value is CLEAN:
            for row in transaction.read("SELECT visit FROM floor_visits WHERE closed IS NULL"):
                transaction.append(VisitClosed(visit=row["visit"], reason=CloseReason.SEEN_CLEAN), cause=envelope.seq)

    async def see(
        self, value: Availability | None, *, table: str = "T1", people: int | None = None, stale: bool = False
    ) -> None:
        """Cameras see the table like this from now on."""
        held = self.floor._picture.standing(table).seen
        since = held.since if held and held.value is value else self.clock.now()
        observation = Observation(
            table=table,
            value=value,
            confidence=0.9,
            people=people,
            since=since,
            observed_at=self.clock.now(),
            stale=stale,
        )
        await self._soon(self.floor.observe([observation]))

    async def after(self, seconds: float) -> None:
        """Time passes, second by second as the daemon's loop would have it, and a tick at its end."""
        self.clock.advance(seconds)
        await self._soon(self.floor.tick())

    async def happened(self, event: EventData) -> int:
        """Another room's command."""
        return await self.journal.command(lambda transaction: transaction.append(event), actor="host")

    async def _soon(self, work: object) -> None:
        await asyncio.gather(work, self.journal.command(lambda _: None, actor="test"))  # type: ignore[call-overload]

    @property
    def table(self) -> TableView:
        return next(one for one in self.floor.snapshot().tables if one.table == "T1")

    async def told(self, kind: type[EventData]) -> list[EventData]:
        return [one.data for one in await self.journal.events(after=0) if isinstance(one.data, kind)]


@asynccontextmanager
async def a_room(folder: Path, clock: ManualClock | None = None) -> AsyncIterator[Room]:
    clock = clock or ManualClock()
    async with Journal.open(folder / "store.db", clock=clock, projections=[FloorProjection()]) as journal:
        room = Room(journal, clock)
        await room.floor.restore()
        room.floor.furnish(["T1", "T2"], ["east"])
        yield room


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with a_room(tmp_path) as running:
        yield running


async def test_a_tap_shows_at_once_and_is_followed(room: Room) -> None:
    done = await room.floor.say("T1", DIRTY, actor="tablet:a")
    assert (room.table.value, room.table.source, room.table.confidence) == (DIRTY, Source.PERSON, 1.0)
    (event,) = await room.journal.events(after=0)
    assert (event.seq, event.actor, event.source) == (done.seq, "tablet:a", Source.PERSON)
    assert room.followed == [event]


async def test_what_the_camera_changes_is_followed_in_the_same_transaction(room: Room) -> None:
    visit = await room.happened(VisitOpened(tables=("T1",), size=2))
    await room.see(OCCUPIED)
    await room.see(CLEAN)
    change, closed = (await room.journal.events(after=0))[-2:]
    assert change.data.value is CLEAN
    assert (closed.data, closed.cause) == (VisitClosed(visit=visit, reason=CloseReason.SEEN_CLEAN), change.seq)
    assert closed.actor == "vision"
