"""Alerts on a real journal: raised from the real floor and service, taken on, and over."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from edge.clock import ManualClock
from edge.errors import Conflict, NotFound
from edge.events import AlertKind, CameraReason, CameraStatus, PartyKind, Phase, TableSet, VisitClosed, VisitOpened
from edge.floor.alerts import Pace
from edge.floor.alerts.facts import read_pace
from edge.floor.service import PartyWish, Quote, Seating
from edge.journal import Journal, rows_of
from edge.rooms import PROJECTIONS, Rooms, build_rooms


@dataclass
class Evening:
    journal: Journal
    clock: ManualClock
    rooms: Rooms

    async def after(self, minutes: float) -> list[tuple[AlertKind, str]]:
        """Time passes; what is open then."""
        self.clock.advance(60 * minutes)
        await self.rooms.alerts.tick()
        return [(one.kind, one.subject) for one in await self.rooms.alerts.listed()]


@asynccontextmanager
async def an_evening(folder: Path, clock: ManualClock | None = None) -> AsyncIterator[Evening]:
    clock = clock or ManualClock()
    async with Journal.open(folder / "store.db", clock=clock, projections=PROJECTIONS) as journal:
        rooms = build_rooms(journal, clock, ZoneInfo("Europe/Paris"))
        await rooms.floor.restore()
        rooms.floor.furnish([], ["east"])
        await rooms.floor.camera("east", CameraStatus.ONLINE)
        yield Evening(journal, clock, rooms)


@pytest.fixture
async def evening(tmp_path: Path) -> AsyncIterator[Evening]:
    async with an_evening(tmp_path) as running:
        await running.journal.append([TableSet(table="T1"), TableSet(table="T2")], actor="test")
        yield running


async def test_a_party_that_waits_too_long(evening: Evening) -> None:
    quote = Quote(low_min=5, high_min=10)
    party = (
        await evening.rooms.service.add_party(PartyKind.WALK_IN, PartyWish(size=2), quote=quote, actor="tablet:a")
    ).party
    assert await evening.after(14) == []
    assert await evening.after(1) == [(AlertKind.WAITING, str(party))]
    await evening.rooms.service.seat(Seating(tables=("T1",), party=party), actor="tablet:a")
    await evening.after(0)
    assert (await evening.after(0.5))[-1:] != [(AlertKind.WAITING, str(party))]


async def test_guests_nobody_greets_and_a_blind_camera(evening: Evening) -> None:
    visit = (await evening.rooms.service.seat(Seating(tables=("T1",), size=2), actor="tablet:a")).visit
    await evening.rooms.floor.camera("east", CameraStatus.OFFLINE, CameraReason.NO_ANSWER)
    assert await evening.after(2) == [(AlertKind.CAMERA_BLIND, "east")]
    assert set(await evening.after(3)) == {(AlertKind.CAMERA_BLIND, "east"), (AlertKind.NOT_GREETED, str(visit))}
    await evening.rooms.service.set_phase(visit, Phase.GREETED, actor="tablet:a")
    await evening.rooms.floor.camera("east", CameraStatus.ONLINE)
    await evening.after(0)
    assert await evening.after(1) == []
    assert await evening.after(9) == [(AlertKind.NOT_ORDERED, str(visit))]
    shown = (await evening.rooms.service.view()).alerts
    assert [(one.kind, one.subject, one.acknowledged) for one in shown] == [(AlertKind.NOT_ORDERED, str(visit), False)]


async def test_an_alert_is_taken_on_once_and_stays_until_it_is_over(evening: Evening) -> None:
    alerts = evening.rooms.alerts
    await evening.rooms.floor.camera("east", CameraStatus.OFFLINE)
    await evening.after(2)
    (alert,) = await alerts.listed()
    await alerts.acknowledge(alert.alert, actor="tablet:a")
    assert [one.acknowledged for one in await alerts.listed()] == [True]
    with pytest.raises(Conflict, match="taken this alert on"):
        await alerts.acknowledge(alert.alert, actor="tablet:b")
    await evening.rooms.floor.camera("east", CameraStatus.ONLINE)
    await evening.after(0)
    assert await evening.after(1) == []
    with pytest.raises(Conflict, match="is over"):
        await alerts.acknowledge(alert.alert, actor="tablet:b")
    with pytest.raises(NotFound):
        await alerts.acknowledge(9999, actor="tablet:b")
    assert [one.alert for one in await alerts.listed(open_only=False)] == [alert.alert]


async def test_a_restart_tells_nothing_twice(tmp_path: Path) -> None:
    async with an_evening(tmp_path) as before:
        await before.rooms.service.add_party(PartyKind.WALK_IN, PartyWish(size=2), actor="tablet:a")
        told = await before.after(60)
        assert len(told) == 1
    async with an_evening(tmp_path, ManualClock(start=before.clock.now())) as again:
        assert await again.after(1) == told
        assert len(await again.rooms.alerts.listed(open_only=False)) == 1


async def test_the_usual_is_looked_up_by_the_stores_own_clock(tmp_path: Path) -> None:
    """Between these Fridays the clocks went back: 19:00 in Paris is 17:00 UTC, then 18:00."""
    zone = ZoneInfo("Europe/Paris")
    fridays = [datetime(2026, 10, 16, 16, 30, tzinfo=UTC), datetime(2026, 10, 23, 16, 30, tzinfo=UTC)]
    tonight = datetime(2026, 10, 30, 17, 30, tzinfo=UTC)
    clock = ManualClock(start=fridays[0])
    async with Journal.open(tmp_path / "store.db", clock=clock, projections=PROJECTIONS) as journal:
        for size, moment in zip((4, 6, 9), [*fridays, tonight], strict=True):
            clock.elapsed_s = (moment - fridays[0]).total_seconds()
            (opened,) = await journal.append([VisitOpened(tables=("T1",), size=size)], actor="test")
            await journal.append([VisitClosed(visit=opened.seq)], actor="test")
        until = tonight + timedelta(minutes=30)
        assert await journal.read(lambda db: read_pace(rows_of(db), until, zone)) == Pace(9, (6, 4))
