"""Live tails of the journal: every event once, in order."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType

from edge.errors import Retryable
from edge.events import Envelope

log = logging.getLogger(__name__)


class FellBehind(Retryable):
    """A reader cannot go on from where it is: too slow, or its place is pruned or not of this journal."""

    title = "Start again from a snapshot"


class Subscription:
    """An async iterator of envelopes from a seq on: the past from disk, then live as it is committed.

    Raises `FellBehind` once more than `limit` live events wait unread; ends when the journal closes.
    """

    def __init__(self, tails: Tails, after: int, limit: int) -> None:
        self._tails = tails
        self._last = after
        self._reached = after
        self._limit = limit
        self._waiting: deque[Envelope] = deque()
        self._news = asyncio.Event()
        self._live = False
        self._overflowed = False
        self._closed = False

    @property
    def last(self) -> int:
        """The seq of the event handed out last."""
        return self._last

    def __aiter__(self) -> Subscription:
        return self

    async def __anext__(self) -> Envelope:
        while not self._waiting:
            if self._overflowed:
                raise FellBehind(
                    f"The reader fell more than {self._limit} events behind after event {self._last}.",
                    hint="Take a snapshot and subscribe again.",
                )
            if self._closed:
                raise StopAsyncIteration
            await self._more()
        envelope = self._waiting.popleft()
        self._last = envelope.seq
        return envelope

    async def _more(self) -> None:
        """Wait for further events. Between the last look at the disk and going live nothing is awaited."""
        if not self._live and self._last >= self._tails.seq:
            self._live = True
        if self._live:
            self._news.clear()
            await self._news.wait()
        else:
            self._take(await self._tails.past(self._last, self._limit))

    def _take(self, envelopes: Sequence[Envelope]) -> None:
        """Queue what is new. The disk may have been ahead of what was published."""
        fresh = [envelope for envelope in envelopes if envelope.seq > self._reached]
        if fresh:
            self._waiting.extend(fresh)
            self._reached = fresh[-1].seq

    def push(self, envelopes: Sequence[Envelope]) -> None:
        """Committed events, from the journal."""
        if not self._live:
            return
        if len(self._waiting) + len(envelopes) > self._limit:
            self._overflowed = True
            self._tails.forget(self)
        else:
            self._take(envelopes)
        self._news.set()

    def close(self) -> None:
        """Stop receiving. What waits already can still be read."""
        self._closed = True
        self._news.set()
        self._tails.forget(self)

    async def __aenter__(self) -> Subscription:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Tails:
    """All live readers of one journal. `past` reads committed events from disk; `seq` is the last one handed on."""

    def __init__(self, seq: int, past: Callable[[int, int], Awaitable[list[Envelope]]]) -> None:
        self.seq = seq
        self.past = past
        self._subscriptions: list[Subscription] = []
        self._listeners: list[Callable[[Sequence[Envelope]], None]] = []

    def listen(self, listener: Callable[[Sequence[Envelope]], None]) -> None:
        self._listeners.append(listener)

    def subscribe(self, after: int, limit: int) -> Subscription:
        subscription = Subscription(self, after, limit)
        self._subscriptions.append(subscription)
        return subscription

    def publish(self, envelopes: Sequence[Envelope]) -> None:
        """Hand committed events on, in the event loop's thread."""
        if not envelopes:
            return
        self.seq = envelopes[-1].seq
        for listener in self._listeners:
            try:
                listener(envelopes)
            except Exception:  # what is on disk is on disk: whoever asked for it must hear so
                log.exception("a listener failed at the events up to %d", self.seq)
        for subscription in tuple(self._subscriptions):
            subscription.push(envelopes)

    def forget(self, subscription: Subscription) -> None:
        if subscription in self._subscriptions:
            self._subscriptions.remove(subscription)

    def close(self) -> None:
        for subscription in tuple(self._subscriptions):
            subscription.close()
