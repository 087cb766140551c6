"""Alerts as others use them: looked for again and again, listed, and taken on by a person."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from zoneinfo import ZoneInfo

from edge.clock import Clock
from edge.done import Done
from edge.events import AlertAcknowledged, Source
from edge.floor.alerts.book import Book, Open, Step, step
from edge.floor.alerts.facts import Facts, read_facts
from edge.floor.alerts.records import read_alerts, read_open_alerts, read_untaken
from edge.floor.alerts.rules import findings
from edge.floor.service.view import AlertView
from edge.floor.views import FloorView
from edge.journal import Journal, Once, Transaction, rows_of


class Alerts:
    """The alerts of one store. `floor` gives the floor as it is shown, `zone` tells which hour of the day it is."""

    def __init__(self, journal: Journal, clock: Clock, floor: Callable[[], FloorView], zone: ZoneInfo) -> None:
        self._journal = journal
        self._clock = clock
        self._floor = floor
        self._zone = zone
        self._book = Book()
        self._in_order = asyncio.Lock()

    async def tick(self) -> None:
        """Look for what is wrong: raise what is new, clear what is over."""
        async with self._in_order:
            facts, opened = await self._look()
            next_step = step(self._book, findings(facts), opened, self._clock.monotonic())
            if next_step.raised or next_step.cleared:
                await self._journal.command(lambda one: _write(one, next_step), actor="system", source=Source.SYSTEM)
            self._book = next_step.book

    async def listed(self, *, open_only: bool = True, limit: int = 100) -> list[AlertView]:
        """Open alerts, oldest first; or the last ones of all, newest first."""
        if open_only:
            return (await self._journal.read(lambda db: read_open_alerts(rows_of(db))))[:limit]
        return await self._journal.read(lambda db: read_alerts(rows_of(db), limit))

    async def acknowledge(self, alert: int, *, actor: str, once: Once | None = None) -> Done:
        """Somebody takes an alert on; it stays until it is over. Raises `NotFound` or `Conflict`."""

        def decide(transaction: Transaction) -> Done:
            read_untaken(transaction.read, alert)
            return Done(seq=transaction.append(AlertAcknowledged(alert=alert)))

        return await self._journal.command(decide, actor=actor, once=once)

    async def _look(self) -> tuple[Facts, list[Open]]:
        floor, now = self._floor(), self._clock.now()
        facts, opened = await self._journal.read(
            lambda db: (read_facts(rows_of(db), floor, now, self._zone), read_open_alerts(rows_of(db)))
        )
        return facts, [Open(one.alert, one.kind, one.subject) for one in opened]


def _write(transaction: Transaction, next_step: Step) -> None:
    for event in (*next_step.cleared, *next_step.raised):
        transaction.append(event)


__all__ = ["Alerts"]
