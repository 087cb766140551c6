"""The floor right now: what people say and cameras see, restored from the journal and kept in memory."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import partial

from edge.clock import Clock
from edge.done import Done
from edge.errors import NotFound, StoreBusy
from edge.events import (
    Availability,
    CameraChanged,
    CameraReason,
    CameraStatus,
    Envelope,
    EventData,
    Id,
    Observation,
    Source,
    TableChanged,
)
from edge.floor import taps
from edge.floor.desk import Desk
from edge.floor.disputes import DisputeView, Kept
from edge.floor.picture import Picture
from edge.floor.recall import recall
from edge.floor.taps import Follow
from edge.floor.undo import Undo
from edge.floor.views import CameraView, FloorView, TableChange
from edge.floor.weighing import due, due_counts, still_holds
from edge.journal import Journal, Once, Transaction, rows_of

log = logging.getLogger(__name__)


class Floor:
    """What every table and camera is right now.

    A changed value is an event first and shown once it is on disk, whoever wrote it: the floor listens to the journal.
    Confidence, people, `observed_at` and staleness change without events: they are kept in memory and counted by
    `version`, for whoever waits in `changed`.
    """

    def __init__(
        self, journal: Journal, clock: Clock, follow: Follow = lambda *_: None, desk: Desk | None = None
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._desk = desk or Desk(journal, Undo(journal, clock))
        self._follow = follow
        self._picture = Picture()
        self._version = 0
        self._moved = asyncio.Event()
        self._in_order = asyncio.Lock()
        self._saving = True

    async def restore(self) -> None:
        """Take up the last known floor, before anybody else writes: every table stale until it is seen."""
        now, now_s = self._clock.now(), self._clock.monotonic()
        self._picture = await self._journal.read(lambda db: recall(rows_of(db), now, now_s))
        self._journal.listen(self.apply)
        self._touch()

    def furnish(self, tables: Iterable[Id], cameras: Iterable[Id]) -> None:
        """Say which tables and cameras are seen: with the tables that are set up, only these are shown."""
        self._picture.show(tables, cameras, self._clock.now())
        self._touch()

    def apply(self, envelopes: Sequence[Envelope]) -> None:
        """Take in committed events, in order. Those it knows already are skipped."""
        now_s = self._clock.monotonic()
        moved = [self._picture.fold(one, now_s) for one in envelopes if one.seq > self._picture.seq]
        if any(moved):
            self._touch()

    async def observe(self, observations: Sequence[Observation]) -> None:
        """Take over what vision holds. Returns once what follows from it is on disk (at once where nothing does).

        Where the journal cannot save, the change is shown all the same and saved with the next observation that can.
        """
        now_s = self._clock.monotonic()
        for observation in observations:
            self._picture.look(observation, now_s)
        if observations:
            self._touch()
        tables = [one.table for one in observations]
        await self._settle(lambda: due(self._picture, tables, self._clock.now(), self._clock.monotonic()))

    async def tick(self) -> None:
        """Let time pass: words lose their hold, and lasting disagreement becomes a dispute."""
        self._picture.count(self._clock.monotonic())
        await self._settle(self._all_due)

    async def say(self, table: Id, value: Availability, *, actor: str, once: Once | None = None) -> Done:
        """A person says what a table is. Raises `NotFound`, or `Conflict` where guests sit in the way."""
        self._check_shown(table)
        decide = partial(taps.say, table=table, value=value, follow=self._follow)
        return await self._desk.carry_out(decide, actor=actor, once=once)

    async def resolve(self, dispute: int, kept: Kept, *, actor: str, once: Once | None = None) -> Done:
        """A person says who was right. Raises `NotFound`, or `Conflict` where nothing is left to settle."""
        decide = partial(taps.resolve, number=dispute, kept=kept, follow=self._follow)
        return await self._desk.carry_out(decide, actor=actor, once=once)

    async def camera(self, camera: str, status: CameraStatus, reason: CameraReason = CameraReason.NONE) -> None:
        """Take over a camera's status. Returns once a change is on disk."""
        async with self._in_order:
            picture = self._picture
            if picture.saved_statuses.get(camera) != (status, reason):
                await self._save([CameraChanged(camera=camera, status=status, reason=reason)])
            elif camera not in picture.cameras or picture.cameras[camera].status is not status:  # as before the restart
                self._show_camera(camera, status, reason)

    def snapshot(self) -> FloorView:
        """All tables and cameras, with every event up to its `seq` in it."""
        return FloorView(
            device=self._journal.device,
            seq=self._picture.seq,
            tables=list(self._picture.tables.values()),
            cameras=list(self._picture.cameras.values()),
        )

    def disputes(self) -> list[DisputeView]:
        """The open disputes, oldest first."""
        return list(self._picture.disputes.values())

    def last_seen(self) -> dict[Id, tuple[Availability, datetime]]:
        """What cameras saw last of every table they ever saw, and since when: where vision goes on after a restart."""
        seen = {table: one.seen for table, one in self._picture.standings.items() if one.seen}
        return {table: (one.value, one.since) for table, one in seen.items() if one.value and one.since}

    async def history(self, table: str, limit: int) -> list[TableChange]:
        """A table's last changes, newest first. Raises `NotFound` for a table that is not on the floor."""
        self._check_shown(table)
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

    def _all_due(self) -> list[EventData]:
        now, now_s = self._clock.now(), self._clock.monotonic()
        return due(self._picture, tuple(self._picture.standings), now, now_s) + due_counts(self._picture, now_s)

    async def _settle(self, what_is_due: Callable[[], list[EventData]]) -> None:
        """Write what is due; looked at again once it is our turn."""
        if what_is_due():
            async with self._in_order:
                if events := what_is_due():
                    await self._save(events)

    async def _save(self, events: Sequence[EventData]) -> None:
        saved = dict(self._picture.saved)

        def decide(transaction: Transaction) -> None:
            for event in events:
                if still_holds(transaction.read, event, saved.get(event.key)):
                    transaction.append(event)
                    if isinstance(event, TableChanged):
                        self._follow(transaction, transaction.appended[-1])

        try:
            await self._journal.command(decide, actor="vision", source=Source.CAMERA, urgent=False)
        except StoreBusy as busy:
            self._note_saving(busy)
            self._show_unsaved(events)
        else:
            self._note_saving(None)

    def _show_unsaved(self, events: Sequence[EventData]) -> None:
        for event in events:
            if isinstance(event, TableChanged):
                self._picture.show_unsaved(event)
            elif isinstance(event, CameraChanged):
                self._show_camera(event.camera, event.status, event.reason)
        self._touch()

    def _show_camera(self, camera: str, status: CameraStatus, reason: CameraReason) -> None:
        view = CameraView(camera=camera, status=status, reason=reason, since=self._clock.now())
        self._picture.cameras[camera] = view
        self._touch()

    def _note_saving(self, problem: StoreBusy | None) -> None:
        """Log once when saving breaks and once when it works again."""
        if problem and self._saving:
            log.error("The floor is shown but cannot be saved: %s", problem)
        elif not problem and not self._saving:
            log.warning("The floor can be saved again")
        self._saving = problem is None

    def _check_shown(self, table: Id) -> None:
        if table not in self._picture.tables:
            raise NotFound(f"There is no table {table}.", hint="GET /api/v1/floor lists all tables.")

    def _touch(self) -> None:
        self._version += 1
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()


__all__ = ["Floor"]
