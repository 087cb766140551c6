"""What a running box does again and again: beliefs, taps and alerts in time, clocks, metrics, tidying."""

from __future__ import annotations

from collections.abc import Coroutine, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Never

from edge.clock import Clock
from edge.events import Source
from edge.journal import ClockWatch, DiskState, Journal
from edge.rooms import Rooms
from edge.telemetry import Metrics, notify, repeat, watchdog_period_s
from edge.vision import Eyes, Watch

TICK_S = 0.5
ALERTS_S = 10.0
CLOCK_WATCH_S = 10.0
GAUGES_S = 5.0
TIDY_S = 3600.0
SETTLED_S = 86_400.0
KEEP = timedelta(days=90)
"""How long events stay in the journal, if every reader has them."""


@dataclass
class Upkeep:
    """The periodic work of one box. Each loop breaks and recovers on its own."""

    journal: Journal
    rooms: Rooms
    watch: Watch
    eyes: Eyes
    metrics: Metrics
    clock: Clock
    _began_s: float = field(init=False)
    _clock_watch: ClockWatch = field(init=False)

    def __post_init__(self) -> None:
        self._began_s = self.clock.monotonic()
        self._clock_watch = ClockWatch(self.clock)

    def loops(self) -> Iterator[Coroutine[None, None, Never]]:
        """Every loop, to be run for as long as the box does."""
        yield repeat("Keeping the floor's beliefs", lambda: self.watch.tick(self.eyes), TICK_S)
        yield repeat("Weighing what is said and seen", self.rooms.floor.tick, TICK_S)
        yield repeat("Looking for what needs somebody", self.rooms.alerts.tick, ALERTS_S)
        yield repeat("Watching the clock", self._note_clock_steps, CLOCK_WATCH_S)
        yield repeat("Keeping metrics", self._set_gauges, GAUGES_S)
        yield repeat("Tidying the journal", self._tidy_journal, TIDY_S)
        yield repeat("Ending what everybody forgot", self._end_forgotten, TIDY_S)
        if period_s := watchdog_period_s():
            yield repeat("Feeding the watchdog", self._feed_watchdog, period_s)

    @property
    def _running_s(self) -> float:
        return self.clock.monotonic() - self._began_s

    async def _note_clock_steps(self) -> None:
        if step := self._clock_watch.look():
            await self.journal.append([step], actor="system", source=Source.SYSTEM)

    async def _set_gauges(self) -> None:
        self.metrics.journal_seq.set(self.journal.seq)
        self.metrics.disk_low.set(list(DiskState).index(self.journal.disk_state))
        self.metrics.database_set_aside.set(self.journal.set_aside is not None)
        self.metrics.stale_tables.set(sum(table.stale for table in self.rooms.floor.snapshot().tables))
        self.metrics.worker_restarts.set(self.eyes.restarts)

    async def _tidy_journal(self) -> None:
        """Not before a day of running: a box that starts with a clock years ahead must not forget its history."""
        if self._running_s >= SETTLED_S:
            await self.journal.prune(KEEP)
        await self.journal.checkpoint()

    async def _end_forgotten(self) -> None:
        """Not at once: by then a clock that was wrong when the box started has been set."""
        if self._running_s >= TIDY_S / 2:
            await self.rooms.service.sweep()

    async def _feed_watchdog(self) -> None:
        await self.journal.command(lambda transaction: None, actor="system", source=Source.SYSTEM)
        notify("WATCHDOG=1")


__all__ = ["Upkeep"]
