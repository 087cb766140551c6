"""What may be forgotten: names, phones and notes, beside the events and never in them.

Each document hangs on the seq of the event that gave birth to what it is about. It is in the database and so in its
backups; no event, stream, topic or projection carries it, and it never leaves the box otherwise.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable


def keep(db: sqlite3.Connection, seq: int, kind: str, document: str) -> None:
    """Hold a JSON document for a seq, in place of the one held before. `kind` names what it is: `waiter`, `guest`."""
    db.execute(
        """INSERT INTO erasable (seq, kind, document) VALUES (?, ?, ?)
           ON CONFLICT (seq) DO UPDATE SET kind = excluded.kind, document = excluded.document""",
        (seq, kind, document),
    )


def kept(db: sqlite3.Connection, seq: int) -> str | None:
    """The document of a seq; None if there is none, or no longer."""
    return read_kept(db, [seq]).get(seq)


def forget(db: sqlite3.Connection, seq: int) -> bool:
    """Erase the document of a seq: its bytes are overwritten in the file. Returns whether there was one."""
    return db.execute("DELETE FROM erasable WHERE seq = ?", (seq,)).rowcount > 0


def read_kept(db: sqlite3.Connection, seqs: Iterable[int]) -> dict[int, str]:
    """The documents of those of `seqs` that have one."""
    rows = db.execute(
        "SELECT seq, document FROM erasable WHERE seq IN (SELECT value FROM json_each(?))", (json.dumps(list(seqs)),)
    )
    return {row["seq"]: row["document"] for row in rows}


__all__ = ["forget", "keep", "kept", "read_kept"]
