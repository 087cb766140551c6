"""The view of the service, computed once for all tablets and guests that ask."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from edge.clock import Clock
from edge.errors import NotFound
from edge.floor.service.guests import GuestPosition, by_digest, digest, position_of
from edge.floor.service.view import ReadAlerts, ServiceView, read_guests, read_view
from edge.journal import Journal

FRESH = timedelta(seconds=15)
"""For how long minutes on the floor may stand still while nothing happens."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One look at the service. `tokens`: the party of each guest page, by the digest of its token."""

    view: ServiceView
    tokens: Mapping[str, int]


class Board:
    """Holds the newest look: whoever asks while it is current gets it, whoever asks while it is made waits for it."""

    def __init__(self, journal: Journal, clock: Clock, read_alerts: ReadAlerts) -> None:
        self._journal = journal
        self._clock = clock
        self._read_alerts = read_alerts
        self._sheet: Sheet | None = None
        self._looking = asyncio.Lock()

    async def view(self) -> ServiceView:
        """The service with everything that is on disk at this moment in it."""
        return (await self._current()).view

    async def guest_position(self, token: str) -> GuestPosition:
        """Where the party of a guest page stands. Raises `NotFound` once it is forgotten."""
        sheet = await self._current()
        party = sheet.tokens.get(digest(token))
        if party is None:
            raise NotFound("This page is over.", hint="Ask the host.")
        listed = next((one for one in sheet.view.parties if one.party == party), None)
        return position_of(listed, listed.position, self._clock.now()) if listed else GuestPosition(ended=True)

    async def _current(self) -> Sheet:
        async with self._looking:
            if self._sheet is None or not self._is_current(self._sheet.view):
                now = self._clock.now()
                self._sheet = await self._journal.read(lambda db: self._look(db, now))
            return self._sheet

    def _look(self, db: sqlite3.Connection, now: datetime) -> Sheet:
        view = read_view(db, now, self._read_alerts)
        there = [one.party for one in view.parties] + [one.party for one in view.visits if one.party is not None]
        return Sheet(view, by_digest(read_guests(db, there)))

    def _is_current(self, view: ServiceView) -> bool:
        return view.seq >= self._journal.seq and timedelta() <= self._clock.now() - view.at < FRESH
