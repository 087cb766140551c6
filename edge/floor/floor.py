"""The floor right now: restored from the journal, kept by what vision holds."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from edge.clock import Clock
from edge.errors import NotFound, StoreBusy
from edge.events import Availability, CameraChanged, CameraReason, CameraStatus, Observation, TableChanged
from edge.floor.projection import read_cameras, read_tables
from edge.floor.views import CameraView, FloorView, TableChange, TableView
from edge.journal import Journal

log = logging.getLogger(__name__)


class Floor:
    """What every table and camera is right now.

    A changed value is an event first and shown once it is on disk. Confidence, people, `observed_at` and staleness
    change without events: they are kept in memory and counted by `version`, for whoever waits in `changed`.
    """

    def __init__(self, journal: Journal, clock: Clock) -> None:
        self._journal = journal
        self._clock = clock
        self._tables: dict[str, TableView] = {}
        self._cameras: dict[str, CameraView] = {}
        self._saved_values: dict[str, Availability] = {}
        self._saved_statuses: dict[str, tuple[CameraStatus, CameraReason]] = {}
        self._seq = 0
        self._version = 0
        self._moved = asyncio.Event()
        self._in_order = asyncio.Lock()
        self._saving = True

    async def restore(self) -> None:
        """Take up the last known floor: every table stale until it is seen, every camera starting."""

        def query(db: sqlite3.Connection) -> tuple[list[TableView], list[CameraView]]:
            return read_tables(db), read_cameras(db)

        self._seq = self._journal.seq
        tables, cameras = await self._journal.read(query)
        self._tables = {view.table: view for view in tables}
        self._saved_values = {view.table: view.value for view in tables if view.value}
        self._saved_statuses = {view.camera: (view.status, view.reason) for view in cameras}
        self._cameras = {view.camera: self._starting(view.camera) for view in cameras}
        self._touch()

    def furnish(self, tables: Iterable[str], cameras: Iterable[str]) -> None:
        """Say which tables and cameras there are: others are no longer shown, new ones are shown as unknown."""
        self._tables = {table: self._tables.get(table) or TableView(table=table) for table in sorted(set(tables))}
        self._cameras = {camera: self._cameras.get(camera) or self._starting(camera) for camera in sorted(set(cameras))}
        self._touch()

    async def observe(self, observations: Sequence[Observation]) -> None:
        """Take over what vision holds. Returns once every changed value is on disk (at once where none changed).

        Where the journal cannot save, the change is shown all the same and saved with the next observation that can.
        """
        for observation in observations:
            self._tables[observation.table] = self._view(observation.table).seen(observation)
        if observations:
            self._touch()
        if any(self._is_news(observation) for observation in observations):
            async with self._in_order:
                await self._save([self._change(one) for one in observations if self._is_news(one)])

    async def camera(self, camera: str, status: CameraStatus, reason: CameraReason = CameraReason.NONE) -> None:
        """Take over a camera's status. Returns once a change is on disk."""
        async with self._in_order:
            if self._saved_statuses.get(camera) != (status, reason):
                await self._save([CameraChanged(camera=camera, status=status, reason=reason)])
            elif camera not in self._cameras or self._cameras[camera].status is not status:  # as before the restart
                self._cameras[camera] = CameraView(camera=camera, status=status, reason=reason, since=self._clock.now())
                self._touch()

    def snapshot(self) -> FloorView:
        """All tables and cameras, with every event about them up to its `seq` in it."""
        return FloorView(
            device=self._journal.device,
            seq=self._seq,
            tables=list(self._tables.values()),
            cameras=list(self._cameras.values()),
        )

    async def history(self, table: str, limit: int) -> list[TableChange]:
        """A table's last changes, newest first. Raises `NotFound` for a table that is not on the floor."""
        if table not in self._tables:
            raise NotFound(f"There is no table {table}.", hint="GET /api/v1/floor lists all tables.")
        envelopes = await self._journal.latest(TableChanged.kind, table, limit=limit)
        return [TableChange.of(one, one.data) for one in envelopes if isinstance(one.data, TableChanged)]

    @property
    def version(self) -> int:
        """Grows with everything that changes on the floor, numbered or not."""
        return self._version

    async def changed(self, after: int) -> int:
        """The version, as soon as it is greater than `after`."""
        while self._version <= after:
            await self._moved.wait()
        return self._version

    async def _save(self, events: Sequence[TableChanged | CameraChanged]) -> None:
        try:
            envelopes = await self._journal.append(events)
        except StoreBusy as busy:
            self._note_saving(busy)
            for event in events:
                self._apply(event, self._clock.now())
        else:
            self._note_saving(None)
            for event, envelope in zip(events, envelopes, strict=True):
                self._seq = envelope.seq
                self._apply(event, envelope.at)
                self._remember(event)
        self._touch()

    def _note_saving(self, problem: StoreBusy | None) -> None:
        """Log once when saving breaks and once when it works again."""
        if problem and self._saving:
            log.error("The floor is shown but cannot be saved: %s", problem)
        elif not problem and not self._saving:
            log.warning("The floor can be saved again")
        self._saving = problem is None

    def _apply(self, event: TableChanged | CameraChanged, at: datetime) -> None:
        if isinstance(event, TableChanged):
            self._tables[event.table] = self._view(event.table).changed(event)
        else:
            view = CameraView(camera=event.camera, status=event.status, reason=event.reason, since=at)
            self._cameras[event.camera] = view

    def _remember(self, event: TableChanged | CameraChanged) -> None:
        if isinstance(event, TableChanged):
            self._saved_values[event.table] = event.value
        else:
            self._saved_statuses[event.camera] = event.status, event.reason

    def _is_news(self, observation: Observation) -> bool:
        return observation.value is not None and observation.value is not self._saved_values.get(observation.table)

    def _change(self, observation: Observation) -> TableChanged:
        return TableChanged(
            table=observation.table,
            value=observation.value,
            previous=self._saved_values.get(observation.table),
            confidence=observation.confidence,
            people=observation.people,
            since=observation.since or self._clock.now(),
        )

    def _view(self, table: str) -> TableView:
        return self._tables.get(table) or TableView(table=table)

    def _starting(self, camera: str) -> CameraView:
        return CameraView(camera=camera, since=self._clock.now())

    def _touch(self) -> None:
        self._version += 1
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()


__all__ = ["Floor"]
