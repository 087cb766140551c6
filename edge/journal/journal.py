"""The journal: what happened in the store, on disk before anyone is told."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from edge.clock import Clock
from edge.errors import BadInput, StoreBusy
from edge.events import Envelope, EventData, Source
from edge.journal import retention
from edge.journal.backup import back_up
from edge.journal.disk import DiskState, DiskUsage, DiskWatch, used_share
from edge.journal.grouping import GroupCommit
from edge.journal.once import Once, decided_once
from edge.journal.projection import Projection
from edge.journal.readers import Readers
from edge.journal.rows import read_after, read_latest, read_said
from edge.journal.subscription import FellBehind, Subscription, Tails
from edge.journal.transaction import Transaction
from edge.journal.writer import Batch, Work, Writer

T = TypeVar("T")

_READERS = 2
_LIVE_LIMIT = 1_000


class Journal:
    """The door to the one database of the box. Open with `async with Journal.open(...)`.

    Everything acknowledged (a call that returned) is on disk; nothing is handed to readers before it is.
    """

    def __init__(self, writer: Writer, readers: Readers, thread: ThreadPoolExecutor, disk: DiskWatch) -> None:
        self._writer = writer
        self._readers = readers
        self._thread = thread
        self._disk = disk
        self._tails = Tails(writer.state.seq, self._past)
        self._group = GroupCommit(self._commit, self._tails.publish)
        self._pruned_to = writer.state.pruned_to
        self._closing = False

    @classmethod
    @asynccontextmanager
    async def open(
        cls,
        path: Path,
        *,
        clock: Clock,
        projections: Sequence[Projection] = (),
        device: str | None = None,
        disk_usage: DiskUsage = used_share,
    ) -> AsyncIterator[Journal]:
        """Open or create the database and bring the projections up to date; on leaving, save what waits and close.

        `device` names a box that has no name yet. Raises `JournalUnusable` if another process has the database open,
        a newer version wrote it, or it cannot be read or written. A damaged file is set aside: see `set_aside`.
        """
        thread = ThreadPoolExecutor(1, thread_name_prefix="journal-writer")
        try:
            async with _opened(thread, path, clock, projections, device) as (writer, readers):
                journal = cls(writer, readers, thread, DiskWatch(path.parent, clock, disk_usage))
                journal._group.start()
                try:
                    yield journal
                finally:
                    await journal._stop()
        finally:
            thread.shutdown(wait=False)

    async def _stop(self) -> None:
        await self._group.stop()
        self._closing = True
        self._tails.close()

    @property
    def device(self) -> str:
        """This box's id, made at its first start."""
        return self._writer.origin.device

    @property
    def boot(self) -> str:
        """The id of this run: `mono_ms` of two events compare within one boot only."""
        return self._writer.origin.boot

    @property
    def seq(self) -> int:
        """The newest committed event's seq; 0 in an empty journal."""
        return self._tails.seq

    @property
    def oldest_seq(self) -> int:
        """From here on no event is missing; earlier ones are pruned."""
        return self._pruned_to + 1

    @property
    def clean(self) -> bool:
        """Whether the last run ended with `daemon.stopped` (a first run counts as clean, a damaged file does not)."""
        return self._writer.state.clean

    @property
    def set_aside(self) -> Path | None:
        """Where a damaged database was moved when this one was begun; a person must be told."""
        return self._writer.state.set_aside

    @property
    def disk_state(self) -> DiskState:
        """How full the disk is."""
        return self._disk.state

    async def append(
        self,
        events: Sequence[EventData],
        *,
        actor: str = "vision",
        source: Source = Source.CAMERA,
        cause: int | None = None,
    ) -> list[Envelope]:
        """Journal facts, all or none. May wait 25 ms for company.

        Raises `StoreBusy` if nothing was saved: the disk is full, or nearly so and a camera says it.
        """
        await self._check_room(source)

        def decide(transaction: Transaction) -> list[Envelope]:
            for event in events:
                transaction.append(event, cause)
            return transaction.appended

        return await self._group.submit(Work(decide, actor, source)) if events else []

    async def command(
        self,
        decide: Callable[[Transaction], T],
        *,
        actor: str,
        source: Source = Source.PERSON,
        once: Once | None = None,
        urgent: bool = True,
    ) -> T:
        """Read, decide and append in the writer's thread, inside the open transaction. Committed at once if `urgent`.

        Whatever `decide` raises undoes this command alone and is raised here. `StoreBusy`: nothing was saved, as for
        `append`. With `once`, a command that was decided before is not decided again: its answer comes back.
        """
        await self._check_room(source)
        if once is not None:
            decide = decided_once(once, decide)
        return await self._group.submit(Work(decide, actor, source), urgent=urgent)

    def listen(self, listener: Callable[[Sequence[Envelope]], None]) -> None:
        """Call `listener` with what each commit brought, in order and before whoever asked for it goes on.

        It runs in the event loop, must not wait, and is called for as long as the journal is open.
        """
        self._tails.listen(listener)

    async def read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Run a query on a read-only connection, in a reader's thread, on one snapshot of the database."""
        if self._closing:
            raise StoreBusy("The journal is closing.", hint="Try again once maitred runs again.")
        return await self._readers.read(query)

    async def events(self, *, after: int, limit: int = 1000) -> list[Envelope]:
        """The next committed events, oldest first. Raises `FellBehind` if some of them are pruned."""
        return await self._past(after, limit)

    async def latest(self, kind: str, key: str, *, limit: int = 1) -> list[Envelope]:
        """The newest events of a kind about one thing, newest first."""
        return await self.read(lambda db: read_latest(db, kind, key, limit))

    async def said(self, *, before: int | None = None, limit: int = 100) -> list[Envelope]:
        """What people said, newest first: who did what is each event's actor. `before`: only earlier than that seq."""
        return await self.read(lambda db: read_said(db, before, limit))

    def subscribe(self, after: int, *, limit: int = _LIVE_LIMIT) -> Subscription:
        """Every event after a seq, first from disk and then live. Close it, or use it as `async with`.

        Raises `FellBehind` if `after` is pruned or not of this journal; iterating raises it when more than `limit`
        live events wait unread.
        """
        if self._closing:
            raise StoreBusy("The journal is closing.", hint="Try again once maitred runs again.")
        if not self._pruned_to <= after <= self.seq:
            raise FellBehind(
                f"Event {after} is not among {self._pruned_to} to {self.seq}.",
                hint="Take a snapshot and start from there.",
            )
        return self._tails.subscribe(after, limit)

    async def cursors(self) -> dict[str, int]:
        """The readers that count, each with the seq up to which it has everything."""
        return await self.read(retention.cursors)

    async def set_cursor(self, name: str, seq: int) -> None:
        """Note how far a reader has got. Only moves forward. Raises `BadInput`, or `Conflict` for a revoked reader."""
        await self._group.submit(Work(retention.set_cursor(name, seq), "system", Source.SYSTEM))

    async def revoke_cursor(self, name: str) -> None:
        """A reader is gone for good and holds no event back. Raises `NotFound`."""
        await self._group.submit(Work(retention.revoke_cursor(name), "system", Source.SYSTEM), urgent=True)

    async def prune(self, keep: timedelta) -> int:
        """Delete events older than `keep` that every reader has. Returns how far the journal is now pruned.

        In small steps, so that commands never wait long.
        """
        older_than = self._writer.origin.clock.now() - keep
        while pruned_to := await self.command(retention.prune_chunk(older_than), actor="system", source=Source.SYSTEM):
            self._pruned_to = pruned_to
        return self._pruned_to

    async def checkpoint(self) -> None:
        """Move the write-ahead log into the file and empty it. For a quiet hour."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._writer.truncate_log)

    async def backup(self, target: Path) -> None:
        """A consistent copy of the whole database at `target`, complete or not there at all. Raises `BadInput`."""
        try:
            await self.read(lambda db: back_up(db, target))
        except (OSError, sqlite3.Error) as error:
            raise BadInput(
                f"{target} cannot be written: {error}.", hint="Name a file in a folder that the daemon may write."
            ) from error

    async def _past(self, after: int, limit: int) -> list[Envelope]:
        def query(db: sqlite3.Connection) -> list[Envelope]:
            (pruned_to,) = db.execute("SELECT pruned_to FROM box").fetchone()
            if after < pruned_to:
                raise FellBehind(f"The events after {after} are pruned up to {pruned_to}.", hint="Take a snapshot.")
            return read_after(db, after, limit)

        return await self.read(query)

    async def _check_room(self, source: Source) -> None:
        if source is Source.CAMERA and await self._disk_is_full():
            raise StoreBusy("The disk is nearly full: what cameras see is not saved.", hint="Free some space.")

    async def _disk_is_full(self) -> bool:
        """Measured again while it is full, since nothing else may be written that would notice."""
        if self._disk.state is not DiskState.FULL:
            return False
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._disk.look) is DiskState.FULL

    async def _commit(self, batch: Sequence[Work[Any]]) -> Batch:
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._commit_blocking, batch)

    def _commit_blocking(self, batch: Sequence[Work[Any]]) -> Batch:
        self._disk.look()
        committed = self._writer.commit(batch)
        if self._writer.untidy:
            self._thread.submit(self._writer.tidy)  # next in this thread, while the answers go out
        return committed


@asynccontextmanager
async def _opened(
    thread: ThreadPoolExecutor, path: Path, clock: Clock, projections: Sequence[Projection], device: str | None
) -> AsyncIterator[tuple[Writer, Readers]]:
    """The connections, closed in reverse: the writer is the last one and empties the write-ahead log."""
    loop = asyncio.get_running_loop()
    writer = await loop.run_in_executor(thread, Writer.open, path, clock, projections, device)
    try:
        readers = await loop.run_in_executor(thread, Readers, path, _READERS)
        try:
            yield writer, readers
        finally:
            await asyncio.to_thread(readers.close)
    finally:
        await loop.run_in_executor(thread, writer.close)
