"""The one connection that writes. Everything here blocks and runs in the journal's writer thread."""

from __future__ import annotations

import logging
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from edge.clock import Clock
from edge.errors import StoreBusy
from edge.events import DaemonStopped, Envelope, Source
from edge.journal.connections import sqlite_warning
from edge.journal.failures import is_corruption, translated, translating
from edge.journal.opening import Damaged, Lock, open_sound, set_aside
from edge.journal.projection import Projection, Projections
from edge.journal.rows import to_ms
from edge.journal.transaction import Origin, Transaction

T = TypeVar("T")

log = logging.getLogger(__name__)

_TIDY_AFTER_CHANGES = 20_000  # rows; a checkpoint holds commands up for some 20 ms: seldom, rather than small


@dataclass(frozen=True, eq=False)
class Work(Generic[T]):
    """One thing to do inside the open transaction."""

    decide: Callable[[Transaction], T]
    actor: str
    source: Source


@dataclass(frozen=True)
class Outcome:
    """What became of a piece of work: its result, or the error to raise to whoever asked."""

    result: Any = None
    error: Exception | None = None


@dataclass(frozen=True)
class Batch:
    """What one commit brought: an outcome per work, and the events that are now on disk."""

    outcomes: list[Outcome]
    appended: list[Envelope]


@dataclass(frozen=True)
class State:
    """What the file said when it was opened."""

    seq: int
    pruned_to: int
    clean: bool
    set_aside: Path | None


class _TransactionLost(Exception):
    """SQLite itself rolled the whole transaction back (a full disk does that)."""


class Writer:
    """Owns the database from open to close."""

    def __init__(
        self, db: sqlite3.Connection, lock: Lock, origin: Origin, projections: Projections, state: State
    ) -> None:
        self._db = db
        self._lock = lock
        self._projections = projections
        self.origin = origin
        self.state = state
        self._tidied_at = 0

    @classmethod
    def open(cls, path: Path, clock: Clock, projections: Sequence[Projection], device: str | None) -> Writer:
        """Lock, check, migrate and catch up.

        `device` names a box that has no name yet; without it one is made up. Raises `JournalUnusable`.
        """
        if warning := sqlite_warning():
            log.warning(warning)
        lock = Lock(path)
        try:
            with translating():
                return cls._open_or_begin(path, clock, Projections(projections), device, lock)
        except BaseException:
            lock.release()
            raise

    @classmethod
    def _open_or_begin(
        cls, path: Path, clock: Clock, projections: Projections, device: str | None, lock: Lock
    ) -> Writer:
        """Open what is there; set it aside and begin anew if it turns out damaged."""
        try:
            return cls._open(path, clock, projections, device, lock, aside=None)
        except (Damaged, sqlite3.DatabaseError) as error:
            if not isinstance(error, Damaged) and not is_corruption(error):
                raise
            aside = set_aside(path, clock.now())
            log.error("the database %s is damaged (%s): set aside as %s, a fresh one begins", path, error, aside)
            return cls._open(path, clock, projections, device, lock, aside)

    @classmethod
    def _open(
        cls, path: Path, clock: Clock, projections: Projections, device: str | None, lock: Lock, aside: Path | None
    ) -> Writer:
        db = open_sound(path)
        try:
            projections.catch_up(db)
            state = _state(db, aside)
            return cls(db, lock, _begin_boot(db, clock, device), projections, state)
        except BaseException:
            db.close()
            raise

    def commit(self, batch: Sequence[Work[Any]]) -> Batch:
        """Run a batch in one transaction and commit it. Never raises what a single work or the disk did."""
        appended: list[Envelope] = []
        try:
            self._db.execute("BEGIN IMMEDIATE")
            outcomes = [self._attempt(work, appended) for work in batch]
            if appended:
                self._projections.mark(self._db, appended[-1].seq)
            self._db.execute("COMMIT")
        except (_TransactionLost, sqlite3.Error) as error:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            cause = error.__cause__ if isinstance(error, _TransactionLost) else error
            refusal = translated(cause) if isinstance(cause, Exception) else StoreBusy("Nothing was saved.")
            return Batch([Outcome(error=refusal)] * len(batch), [])
        return Batch(outcomes, appended)

    def _attempt(self, work: Work[Any], appended: list[Envelope]) -> Outcome:
        """One work under its own savepoint: an error rolls back this work alone."""
        transaction = Transaction(self._db, self.origin, self._projections, work.actor, work.source)
        self._db.execute("SAVEPOINT work")
        try:
            result = work.decide(transaction)
        except Exception as error:
            transaction.close()
            if not self._db.in_transaction:
                raise _TransactionLost from error
            self._db.execute("ROLLBACK TO work")
            self._db.execute("RELEASE work")
            return Outcome(error=translated(error))
        self._db.execute("RELEASE work")
        transaction.close()
        appended.extend(transaction.appended)
        return Outcome(result=result)

    @property
    def untidy(self) -> bool:
        """Whether the write-ahead log has grown enough to be moved into the database file."""
        return self._db.total_changes - self._tidied_at > _TIDY_AFTER_CHANGES

    def tidy(self) -> None:
        """Move the log into the file, after the answers have gone out. What fails here is tried again later."""
        self._tidied_at = self._db.total_changes
        try:
            self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except sqlite3.Error as error:
            log.warning("the write-ahead log could not be moved into the database: %s", error)

    def truncate_log(self) -> None:
        """Move all of the log into the file and empty it. Waits for readers, at most `busy_timeout`."""
        with translating():
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """The last connection to close also checkpoints."""
        self._db.close()
        self._lock.release()


def _state(db: sqlite3.Connection, aside: Path | None) -> State:
    (highest,) = db.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'").fetchone()
    (pruned_to,) = db.execute("SELECT coalesce(max(pruned_to), 0) FROM box").fetchone()
    last = db.execute("SELECT kind FROM events ORDER BY seq DESC LIMIT 1").fetchone()
    clean = aside is None and (last is None or last["kind"] == DaemonStopped.kind)
    return State(highest, pruned_to, clean, aside)


def _begin_boot(db: sqlite3.Connection, clock: Clock, device: str | None) -> Origin:
    """Give a new box its name, and this run its own."""
    boot = secrets.token_hex(8)
    db.execute("BEGIN IMMEDIATE")
    db.execute("INSERT OR IGNORE INTO box VALUES (1, ?, 0)", (device or secrets.token_hex(8),))
    (named,) = db.execute("SELECT device FROM box").fetchone()
    row = db.execute(
        "INSERT INTO boots (boot, device, at) VALUES (?, ?, ?)", (boot, named, to_ms(clock.now()))
    ).lastrowid
    db.execute("COMMIT")
    return Origin(named, boot, row or 0, clock)
