"""The floor on a real journal: what is shown, what is saved, what a restart keeps."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from edge.clock import ManualClock
from edge.errors import NotFound
from edge.events import (
    Availability,
    CameraChanged,
    CameraReason,
    CameraStatus,
    Observation,
    Source,
    TableChanged,
)
from edge.floor import Floor, TableView
from edge.journal import Journal
from edge.rooms import PROJECTIONS

SINCE = datetime(2026, 1, 2, 11, 59, 58, tzinfo=UTC)
SEEN_AT = datetime(2026, 1, 2, 12, 0, tzinfo=UTC)


@asynccontextmanager
async def opened(path: Path, share_used: float = 0.1) -> AsyncIterator[tuple[Floor, Journal]]:
    """A restored floor on the journal at `path`, on a disk that is as full as told."""
    clock = ManualClock()
    async with Journal.open(
        path / "maitred.db", clock=clock, projections=PROJECTIONS, disk_usage=lambda _: share_used
    ) as journal:
        floor = Floor(journal, clock)
        await floor.restore()
        yield floor, journal


def seen(table: str = "T1", value: Availability | None = Availability.OCCUPIED, **fields: object) -> Observation:
    """What vision holds of a table."""
    known = {"since": SINCE} if value else {}
    return Observation.model_validate(
        {"table": table, "value": value, "confidence": 0.9, "people": 2, "observed_at": SEEN_AT, "stale": False}
        | known
        | fields
    )


async def test_the_first_state_of_a_table_is_an_event_and_is_shown(tmp_path: Path) -> None:
    async with opened(tmp_path) as (floor, journal):
        await floor.observe([seen()])
        (event,) = await journal.events(after=0)
        assert event.data == TableChanged(
            table="T1", value=Availability.OCCUPIED, confidence=0.9, people=2, since=SINCE
        )
        assert (event.source, event.actor, event.key) == (Source.CAMERA, "vision", "T1")
        view = floor.snapshot()
        assert (view.device, view.seq) == (journal.device, event.seq)
        assert view.tables == [
            TableView(
                table="T1",
                value=Availability.OCCUPIED,
                confidence=0.9,
                people=2,
                since=SINCE,
                observed_at=SEEN_AT,
                source=Source.CAMERA,
                stale=False,
                seen=Availability.OCCUPIED,
            )
        ]


async def test_the_shape_is_that_of_the_api(tmp_path: Path) -> None:
    async with opened(tmp_path) as (floor, _):
        floor.furnish(["T1"], ["east"])
        document = floor.snapshot().model_dump(mode="json")
    assert document["tables"] == [
        {
            "table": "T1",
            "value": None,
            "confidence": 0.0,
            "people": None,
            "since": None,
            "observed_at": None,
            "source": "system",
            "stale": True,
            "seen": None,
            "dispute": None,
        }
    ]
    assert document["cameras"] == [
        {"camera": "east", "status": "starting", "reason": "none", "since": "2026-01-02T12:00:00.000Z"}
    ]
    assert list(document) == ["device", "seq", "tables", "cameras"]


async def test_what_changes_without_a_new_value_is_shown_but_not_journaled(tmp_path: Path) -> None:
    async with opened(tmp_path) as (floor, journal):
        await floor.observe([seen()])
        version = floor.version
        await floor.observe([seen(people=4, confidence=0.97, stale=True)])
        assert journal.seq == 1
        assert floor.version > version
        (table,) = floor.snapshot().tables
        assert (table.people, table.confidence, table.stale) == (4, 0.97, True)


async def test_a_change_names_the_state_before(tmp_path: Path) -> None:
    async with opened(tmp_path) as (floor, _):
        await floor.observe([seen()])
        await floor.observe([seen(value=Availability.DIRTY)])
        newest, oldest = await floor.history("T1", 10)
        assert (newest.value, newest.previous) == (Availability.DIRTY, Availability.OCCUPIED)
        assert (oldest.value, oldest.previous) == (Availability.OCCUPIED, None)
        assert [change.seq for change in await floor.history("T1", 1)] == [newest.seq]


async def test_a_table_that_is_not_there_has_no_history(tmp_path: Path) -> None:
    async with opened(tmp_path) as (floor, _):
        with pytest.raises(NotFound, match="no table T9"):
            await floor.history("T9", 10)


async def test_a_restart_keeps_the_last_state_and_calls_it_stale(tmp_path: Path) -> None:
    async with opened(tmp_path) as (floor, _):
        await floor.observe([seen()])
        await floor.camera("east", CameraStatus.ONLINE)
    async with opened(tmp_path) as (floor, journal):
        view = floor.snapshot()
        (table,), (camera,) = view.tables, view.cameras
        assert view.seq == journal.seq
        assert (table.value, table.since, table.stale) == (Availability.OCCUPIED, SINCE, True)
        assert (table.source, table.observed_at) == (Source.CAMERA, None)
        assert camera.status is CameraStatus.STARTING
        await floor.observe([seen()])
        await floor.camera("east", CameraStatus.ONLINE)
        assert journal.seq == view.seq
        assert not floor.snapshot().tables[0].stale
        assert floor.snapshot().cameras[0].status is CameraStatus.ONLINE


async def test_vision_that_knows_nothing_yet_takes_no_state_away(tmp_path: Path) -> None:
    async with opened(tmp_path) as (floor, journal):
        await floor.observe([seen()])
        await floor.observe([seen(value=None, confidence=0.0, people=None, stale=True)])
        (table,) = floor.snapshot().tables
        assert (table.value, table.confidence, table.people, table.stale) == (Availability.OCCUPIED, 0.9, 2, True)
        assert journal.seq == 1


async def test_a_camera_is_journaled_when_its_status_or_reason_changes(tmp_path: Path) -> None:
    async with opened(tmp_path) as (floor, journal):
        await floor.camera("east", CameraStatus.ONLINE)
        await floor.camera("east", CameraStatus.ONLINE)
        await floor.camera("east", CameraStatus.STALLED, CameraReason.NO_DATA)
        events = [event.data for event in await journal.events(after=0)]
        assert events == [
            CameraChanged(camera="east", status=CameraStatus.ONLINE),
            CameraChanged(camera="east", status=CameraStatus.STALLED, reason=CameraReason.NO_DATA),
        ]
        (camera,) = floor.snapshot().cameras
        assert (camera.status, camera.reason) == (CameraStatus.STALLED, CameraReason.NO_DATA)


async def test_the_same_change_seen_twice_at_once_is_journaled_once(tmp_path: Path) -> None:
    async with opened(tmp_path) as (floor, journal):
        await asyncio.gather(*[floor.observe([seen()]) for _ in range(5)])
        assert journal.seq == 1


async def test_a_full_disk_shows_the_truth_and_saves_it_later(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    usage = [0.99]
    clock = ManualClock()
    async with Journal.open(
        tmp_path / "maitred.db", clock=clock, projections=PROJECTIONS, disk_usage=lambda _: usage[0]
    ) as journal:
        floor = Floor(journal, clock)
        await floor.restore()
        await floor.observe([seen()])  # the journal looks at the disk with its first write
        with caplog.at_level(logging.WARNING):
            for _ in range(3):
                await floor.observe([seen(value=Availability.DIRTY)])
                clock.advance(120.0)
        assert journal.seq == 1
        assert floor.snapshot().tables[0].value is Availability.DIRTY
        usage[0] = 0.5
        await floor.observe([seen(value=Availability.DIRTY)])
        assert journal.seq == 2
    assert [record.levelname for record in caplog.records if record.name == "edge.floor.floor"] == ["ERROR", "WARNING"]


async def test_only_what_is_there_is_shown(tmp_path: Path) -> None:
    async with opened(tmp_path) as (floor, _):
        await floor.observe([seen("T1"), seen("T2")])
        await floor.camera("west", CameraStatus.ONLINE)
        floor.furnish(["T2", "T3"], ["east"])
        view = floor.snapshot()
        assert [(table.table, table.value) for table in view.tables] == [("T2", Availability.OCCUPIED), ("T3", None)]
        assert [camera.camera for camera in view.cameras] == ["east"]


async def test_whoever_waits_is_woken_by_every_change(tmp_path: Path) -> None:
    async with opened(tmp_path) as (floor, _):
        before = floor.version
        waiting = asyncio.create_task(floor.changed(before))
        await asyncio.sleep(0)
        assert not waiting.done()
        await floor.observe([seen()])
        async with asyncio.timeout(5):
            assert await waiting > before
            assert await floor.changed(before) == floor.version


async def test_an_event_is_shown_no_earlier_than_it_is_on_disk(tmp_path: Path) -> None:
    async with opened(tmp_path) as (floor, journal):
        saving = asyncio.create_task(floor.observe([seen(since=SINCE - timedelta(seconds=3))]))
        while not saving.done():
            view = floor.snapshot()
            shown = [table.value for table in view.tables if table.value]
            assert view.seq <= journal.seq
            assert not shown or view.seq == 1
            await asyncio.sleep(0)
        await saving
        assert floor.snapshot().tables[0].value is Availability.OCCUPIED
