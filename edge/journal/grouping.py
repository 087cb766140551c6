"""Group commit: what is asked for close together shares one transaction and one flush to disk."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from edge.errors import StoreBusy
from edge.events import Envelope
from edge.journal.writer import Batch, Outcome, Work

T = TypeVar("T")

log = logging.getLogger(__name__)

GROUP_S = 0.025
"""How long work that is not urgent waits for company, at most. Twice as long doubles the batch that a command may have
to wait behind, and saves nothing in a real dining room, where events come one by one."""

_WAITING_LIMIT = 10_000
_BATCH_LIMIT = 1_000


@dataclass(frozen=True, eq=False)
class _Request:
    work: Work[Any]
    done: asyncio.Future[Any]
    asked_s: float


class GroupCommit:
    """Collects work and commits it batch by batch, in the order it was asked for.

    `commit` brings a batch to disk; `publish` tells readers about its events, before anyone who asked goes on.
    """

    def __init__(
        self, commit: Callable[[Sequence[Work[Any]]], Awaitable[Batch]], publish: Callable[[Sequence[Envelope]], None]
    ) -> None:
        self._commit = commit
        self._publish = publish
        self._requests: list[_Request] = []
        self._wanted = asyncio.Event()
        self._urgent = asyncio.Event()
        self._closing = False
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._run(), name="journal")

    async def stop(self) -> None:
        """Take nothing more, and return once what was taken is committed."""
        self._closing = True
        self._wanted.set()
        self._urgent.set()
        if self._task:
            await self._task

    async def submit(self, work: Work[T], *, urgent: bool = False) -> T:
        """The result of `work`, once it is on disk. Urgent work closes the batch at once. Raises what it raised."""
        if self._closing:
            raise StoreBusy("The journal is closing: nothing was saved.", hint="Try again once maitred runs again.")
        if len(self._requests) >= _WAITING_LIMIT:
            raise StoreBusy("Too much waits to be saved.", hint="The disk is slow; try again.")
        loop = asyncio.get_running_loop()
        request = _Request(work, loop.create_future(), loop.time())
        self._requests.append(request)
        self._wanted.set()
        if urgent or len(self._requests) >= _BATCH_LIMIT:
            self._urgent.set()
        result: T = await request.done
        return result

    async def _run(self) -> None:
        while True:
            await self._wanted.wait()
            if not self._requests:
                return
            with suppress(TimeoutError):
                async with asyncio.timeout_at(self._requests[0].asked_s + GROUP_S):
                    await self._urgent.wait()
            await self._settle(self._next_batch())

    def _next_batch(self) -> list[_Request]:
        batch, self._requests = self._requests[:_BATCH_LIMIT], self._requests[_BATCH_LIMIT:]
        if not self._requests and not self._closing:
            self._wanted.clear()
            self._urgent.clear()
        return [request for request in batch if not request.done.cancelled()]

    async def _settle(self, batch: list[_Request]) -> None:
        """Commit, tell the readers, then answer."""
        try:
            committed = await self._commit([request.work for request in batch])
        except Exception as error:  # the supervised loop: whoever asked gets the error, the next batch its chance
            log.exception("a batch of %d could not be committed", len(batch))
            committed = Batch([Outcome(error=error)] * len(batch), [])
        self._publish(committed.appended)
        for request, outcome in zip(batch, committed.outcomes, strict=True):
            _answer(request.done, outcome)


def _answer(done: asyncio.Future[Any], outcome: Outcome) -> None:
    if done.cancelled():
        return
    if outcome.error is not None:
        done.set_exception(outcome.error)
    else:
        done.set_result(outcome.result)
