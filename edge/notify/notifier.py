"""Owns all that goes out: the connections, a task per webhook, and one for messages to guests."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack

from aiohttp import ClientSession, DummyCookieJar

from edge.clock import Clock
from edge.journal import Journal
from edge.notify.cursors import places
from edge.notify.delivery import Delivery, Retries
from edge.notify.paging import Pager
from edge.notify.post import HttpPost, Post
from edge.notify.webhook import Webhook

MakePager = Callable[[Post], Pager | None]
"""Builds the pager on the connections that the notifier owns; None where nobody is to be called."""


class Notifier:
    """Start it once the journal is open; stop it before the journal closes."""

    def __init__(
        self,
        journal: Journal,
        clock: Clock,
        hooks: Sequence[Webhook],
        make_pager: MakePager = lambda _: None,
        retries: Retries | None = None,
    ) -> None:
        self._journal = journal
        self._clock = clock
        self._hooks = hooks
        self._make_pager = make_pager
        self._retries = retries or Retries()
        self._owned = AsyncExitStack()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Take up every webhook where it stopped, and hear of pages."""
        begin = await places(self._journal, self._hooks)
        session = await self._owned.enter_async_context(ClientSession(cookie_jar=DummyCookieJar()))
        post = HttpPost(session, self._clock)
        for hook, place in zip(self._hooks, begin, strict=True):
            delivery = Delivery(hook, place.cursor, self._journal, self._clock, post, self._retries)
            self._tasks.append(asyncio.create_task(delivery.run(place.seq), name=f"webhook to {hook.host}"))
        if pager := self._make_pager(post):
            self._journal.listen(pager.hear)
            self._tasks.append(asyncio.create_task(pager.run(), name="messages to guests"))

    async def stop(self) -> None:
        """End every task, then the connections. What was not taken is sent after the next start."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        await self._owned.aclose()


__all__ = ["MakePager", "Notifier"]
