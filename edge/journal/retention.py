"""Readers' cursors, and which events may go."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import datetime

from edge.errors import BadInput, Conflict, NotFound
from edge.events import (
    CalibrationApplied,
    CameraChanged,
    PolicySet,
    SectionRemoved,
    SectionSet,
    TableChanged,
    TableRemoved,
    TableSet,
    TablesJoined,
    TablesParted,
    TabletPaired,
    TabletRevoked,
    WaiterAdded,
    WaiterChanged,
    WaiterErased,
)
from edge.journal.rows import to_ms
from edge.journal.transaction import Transaction

LASTING = (CalibrationApplied.kind, CameraChanged.kind, PolicySet.kind, TableChanged.kind)
"""Kinds that hold until the next one about the same thing: the newest of each stays, however old, so that every
projection can always be rebuilt."""

STANDING = (
    SectionSet.kind,
    SectionRemoved.kind,
    TableSet.kind,
    TableRemoved.kind,
    TablesJoined.kind,
    TablesParted.kind,
    WaiterAdded.kind,
    WaiterChanged.kind,
    WaiterErased.kind,
    TabletPaired.kind,
    TabletRevoked.kind,
)
"""Kinds that all stay: they are few, and only together tell how the house is set up (tables, people, tablets)."""

_CHUNK = 2000


def cursors(db: sqlite3.Connection) -> dict[str, int]:
    """The readers that still count, with the seq up to which each has everything."""
    rows = db.execute("SELECT name, seq FROM cursors WHERE NOT revoked ORDER BY name")
    return {row["name"]: row["seq"] for row in rows}


def set_cursor(name: str, seq: int) -> Callable[[Transaction], None]:
    """Move a reader's cursor forward; a lower seq leaves it. A name not seen before is a new reader."""

    def decide(transaction: Transaction) -> None:
        (highest,) = transaction.read("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'events'")[0]
        if not 0 <= seq <= highest:
            raise BadInput(
                f"Reader {name} says it has event {seq}; the journal ends at {highest}.",
                hint="It reads another box's journal: start it again from a snapshot.",
            )
        known = transaction.read("SELECT revoked FROM cursors WHERE name = ?", (name,))
        if known and known[0]["revoked"]:
            raise Conflict(f"Reader {name} was revoked.", hint="Pair it again under a new name.")
        transaction.write(
            """INSERT INTO cursors (name, seq) VALUES (?, ?)
               ON CONFLICT (name) DO UPDATE SET seq = max(seq, excluded.seq)""",
            (name, seq),
        )

    return decide


def revoke_cursor(name: str) -> Callable[[Transaction], None]:
    """A revoked reader holds nothing back."""

    def decide(transaction: Transaction) -> None:
        if not transaction.write("UPDATE cursors SET revoked = 1 WHERE name = ?", (name,)):
            raise NotFound(f"There is no reader {name}.", hint="It never set a cursor: check its name.")

    return decide


def prune_chunk(older_than: datetime) -> Callable[[Transaction], int]:
    """Delete the next few events older than a time and read by every reader. Returns the seq now pruned to; 0: done.

    Only a prefix of the journal goes, so that what is left has no holes above `pruned_to`.
    """

    def decide(transaction: Transaction) -> int:
        done = int(transaction.read("SELECT pruned_to FROM box")[0][0])
        upto = min(done + _CHUNK, _prunable(transaction, older_than))
        if upto <= done:
            return 0
        transaction.write("UPDATE box SET pruned_to = ?", (upto,))
        _delete(transaction, upto)
        return upto

    return decide


def _prunable(transaction: Transaction, older_than: datetime) -> int:
    """The last seq that neither a reader nor the time to keep holds back."""
    (seq,) = transaction.read(
        """SELECT min(
               coalesce((SELECT min(seq) FROM cursors WHERE NOT revoked), 9e15),
               coalesce((SELECT seq - 1 FROM events
                         WHERE seq > (SELECT pruned_to FROM box) AND at >= ? ORDER BY seq LIMIT 1),
                        (SELECT max(seq) FROM events), 0))""",
        (to_ms(older_than),),
    )[0]
    return int(seq)


def _delete(transaction: Transaction, upto: int) -> None:
    """Everything up to a seq, save what stands and the newest event of a lasting kind about each thing."""
    lasting, standing = (", ".join("?" for _ in kinds) for kinds in (LASTING, STANDING))
    transaction.write(
        f"""DELETE FROM events WHERE seq <= ? AND kind NOT IN ({standing}) AND (
                kind NOT IN ({lasting})
                OR EXISTS (SELECT 1 FROM events later
                           WHERE later.kind = events.kind AND later.key = events.key AND later.seq > events.seq))""",  # noqa: S608 - only question marks are put in
        (upto, *STANDING, *LASTING),
    )
