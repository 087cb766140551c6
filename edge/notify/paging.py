"""Calls guests when their table is ready: once per page, and not when it would come too late."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from typing import Protocol

from edge.backoff import Backoff
from edge.clock import Clock
from edge.events import Envelope, PartyMoved, PartyStatus
from edge.notify.messages import Language, Messenger, table_ready
from edge.notify.post import NotTaken

log = logging.getLogger(__name__)

LATE_S = 120.0
"""After so long a message about a table says nothing true any more."""

_WAITING_MOST = 200


class Guest(Protocol):
    """What is known of a guest."""

    @property
    def phone(self) -> str | None: ...


Guests = Callable[[int], Awaitable[Guest | None]]
"""The guest of a party, as long as it is called and not seated yet."""


class Pager:
    """Hears of pages and sends a message for each, one after the other. `run` until cancelled."""

    def __init__(
        self,
        messenger: Messenger,
        guests: Guests,
        clock: Clock,
        *,
        store: str,
        language: Language,
        first_s: float = 1.0,
    ) -> None:
        self._messenger = messenger
        self._guests = guests
        self._clock = clock
        self._store = store
        self._language: Language = language
        self._first_s = first_s
        self._pages: asyncio.Queue[tuple[int, float]] = asyncio.Queue(_WAITING_MOST)

    def hear(self, envelopes: Sequence[Envelope]) -> None:
        """Events as they are committed: every page asks for a message."""
        for envelope in envelopes:
            if isinstance(envelope.data, PartyMoved) and envelope.data.status is PartyStatus.PAGED:
                self.guest_paged(envelope.data.party)

    def guest_paged(self, party: int) -> None:
        """Somebody calls a party now."""
        try:
            self._pages.put_nowait((party, self._clock.monotonic()))
        except asyncio.QueueFull:
            log.error("Party %d gets no message: too many wait to be sent", party)

    async def run(self) -> None:
        """Send what is asked for. The supervised loop of messages to guests."""
        while True:
            party, asked_s = await self._pages.get()
            try:
                await self._call(party, asked_s)
            except Exception:
                log.exception("Party %d gets no message", party)

    async def _call(self, party: int, asked_s: float) -> None:
        backoff = Backoff(self._first_s)
        while self._clock.monotonic() - asked_s < LATE_S:
            guest = await self._guests(party)
            if guest is None or not guest.phone:
                return
            try:
                await self._messenger.send(table_ready(party, guest.phone, self._store, self._language))
            except NotTaken as problem:
                log.warning("Party %d has no message yet: %s", party, problem)
                await asyncio.sleep(backoff.next_s(LATE_S / 4))
            else:
                return
        log.error("Party %d gets no message: nobody took it in time", party)


__all__ = ["LATE_S", "Guest", "Guests", "Pager"]
