"""What a command sees of the journal while it decides."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from edge.clock import Clock
from edge.events import Envelope, EventData, Source
from edge.journal import erasable
from edge.journal.projection import Projections
from edge.journal.query import Parameter
from edge.journal.rows import Stamp, from_ms, insert, read_all, to_ms


@dataclass(frozen=True)
class Origin:
    """Where the events of one open journal come from."""

    device: str
    boot: str
    boot_row: int
    clock: Clock

    def stamp(self) -> Stamp:
        return Stamp(self.boot_row, to_ms(self.clock.now()), int(self.clock.monotonic() * 1000))


@dataclass(eq=False)
class Transaction:
    """One command's part of the open transaction: its own savepoint, so that a refusal undoes only itself.

    Lives in the writer thread and only while the command decides: keep nothing of it.
    """

    _db: sqlite3.Connection
    _origin: Origin
    _projections: Projections
    _actor: str
    _source: Source
    appended: list[Envelope] = field(default_factory=list, init=False)
    _open: bool = field(default=True, init=False)

    def read(self, sql: str, params: Sequence[Parameter] = (), /) -> list[sqlite3.Row]:
        """Rows of a query; sees everything decided before, this command's own events included."""
        self._check_open()
        cursor = self._db.execute(sql, params)
        if cursor.description is None:
            raise ValueError("Transaction.read is for queries; changes go through append or write")
        return cursor.fetchall()

    def append(self, event: EventData, cause: int | None = None) -> int:
        """Journal an event and fold it into the projections. Returns its seq, final once the command has returned."""
        self._check_open()
        stamp = self._origin.stamp()
        seq = insert(self._db, stamp, event, actor=self._actor, source=self._source, cause=cause)
        envelope = Envelope(
            device=self._origin.device,
            seq=seq,
            at=from_ms(stamp.at_ms),
            boot=self._origin.boot,
            mono_ms=stamp.mono_ms,
            kind=event.kind,
            actor=self._actor,
            source=self._source,
            cause=cause,
            key=event.key,
            data=event,
        )
        self._projections.apply(self._db, envelope)
        self.appended.append(envelope)
        return seq

    @property
    def seq(self) -> int:
        """The newest event's seq, this command's own included; 0 in an empty journal."""
        (seq,) = self.read("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'")[0]
        return int(seq)

    def write(self, sql: str, params: Sequence[Parameter] = ()) -> int:
        """Change a table that is not derived from events (readers' cursors). Returns how many rows changed."""
        self._check_open()
        return self._db.execute(sql, params).rowcount

    @property
    def now(self) -> datetime:
        """The wall clock, UTC: what events appended now are stamped with."""
        return self._origin.clock.now()

    def keep(self, seq: int, kind: str, document: str) -> None:
        """Hold what may be forgotten (a name, a phone, a note; as JSON) beside event `seq`, in place of what was held.

        `kind` names what it is: `waiter`, `guest`. It stays on the box and in its backups, in no event.
        """
        self._check_open()
        erasable.keep(self._db, seq, kind, document)

    def kept(self, seq: int) -> str | None:
        """What is held beside event `seq`; None if nothing is, or nothing any more."""
        self._check_open()
        return erasable.kept(self._db, seq)

    def forget(self, seq: int) -> bool:
        """Erase what is held beside event `seq`. Returns whether anything was."""
        self._check_open()
        return erasable.forget(self._db, seq)

    def since(self, seq: int) -> list[Envelope]:
        """Every event after `seq`, oldest first; this command's own included. For the recent past."""
        self._check_open()
        return list(read_all(self._db, seq))

    def close(self) -> None:
        """The decision is made."""
        self._open = False

    def _check_open(self) -> None:
        if not self._open:
            raise RuntimeError("a transaction cannot be used after its command has returned")
