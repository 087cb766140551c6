"""Delivers one webhook: every chosen event once taken, in order, from a cursor in the journal."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from typing import Never

from edge.backoff import Backoff
from edge.clock import Clock
from edge.events import Envelope
from edge.journal import FellBehind, Journal
from edge.notify.post import NotTaken, Post
from edge.notify.webhook import Notice, Webhook

log = logging.getLogger(__name__)

_NOTE_EVERY = 200
"""A cursor is moved past events that nobody asked for only once in so many."""


@dataclass(frozen=True, slots=True)
class Retries:
    """How patiently a receiver is called: pauses double from `first_s` to `most_s`. What nobody took for `give_up`
    since it happened is left out, so that a receiver which is gone holds nothing back.
    """

    first_s: float = 1.0
    most_s: float = 300.0
    give_up: timedelta = timedelta(days=1)


class Delivery:
    """One webhook being delivered: `run` until cancelled."""

    def __init__(
        self, hook: Webhook, cursor: str, journal: Journal, clock: Clock, post: Post, retries: Retries
    ) -> None:
        self._hook = hook
        self._cursor = cursor
        self._journal = journal
        self._clock = clock
        self._post = post
        self._retries = retries
        self._backoff = Backoff(retries.first_s)
        self._done = 0
        self._taken = True
        self._broken = False

    async def run(self, after: int) -> Never:
        """Deliver every event after a seq, for ever. The supervised loop of this webhook."""
        self._done = after
        while True:
            try:
                await self._deliver()
            except Exception:
                if not self._broken:
                    log.exception("Delivering to %s broke off; it is tried again", self._hook.host)
                self._broken = True
            await asyncio.sleep(self._backoff.next_s(self._retries.most_s))

    async def _deliver(self) -> None:
        async with aclosing(self._from(self._done)) as envelopes:
            async for envelope in envelopes:
                await self._take(envelope)
                if envelope.kind in self._hook.kinds or envelope.seq % _NOTE_EVERY == 0:
                    await self._journal.set_cursor(self._cursor, envelope.seq)
                self._done = envelope.seq
                self._note_recovery()

    def _note_recovery(self) -> None:
        if self._broken:
            log.warning("Delivering to %s goes on", self._hook.host)
        self._broken = False

    async def _from(self, after: int) -> AsyncGenerator[Envelope, None]:
        """Events after a seq, first from disk and then live; what fell out of memory comes from disk again."""
        while True:
            after = max(after, self._journal.oldest_seq - 1)
            try:
                async with self._journal.subscribe(after) as tail:
                    async for envelope in tail:
                        after = envelope.seq
                        yield envelope
                    return
            except FellBehind:
                log.debug("%s is behind; events are read from disk", self._hook.host)

    async def _take(self, envelope: Envelope) -> None:
        """Send an event until it is taken, or too old."""
        if envelope.kind not in self._hook.kinds:
            return
        body = Notice.of(envelope).model_dump_json().encode()
        while self._clock.now() - envelope.at < self._retries.give_up:
            try:
                await self._post(self._hook.url, self._hook.secret, body)
            except NotTaken as problem:
                self._note(problem)
                await asyncio.sleep(self._backoff.next_s(self._retries.most_s))
            else:
                self._note(None)
                self._backoff.reset()
                return
        log.warning("%s took event %d for too long; it is left out", self._hook.host, envelope.seq)

    def _note(self, problem: NotTaken | None) -> None:
        """Log once when the receiver fails and once when it is back."""
        if problem and self._taken:
            log.warning("Events wait for a webhook: %s", problem)
        elif not problem and not self._taken:
            log.warning("%s takes events again", self._hook.host)
        self._taken = problem is None


__all__ = ["Delivery", "Retries"]
