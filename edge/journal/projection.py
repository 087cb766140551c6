"""Projections: tables that hold what the events add up to, kept in the transaction that writes the event.

The journal remembers per projection which version of it has applied which events. A projection that is new, changed
or behind (its room was not started for a while) is rebuilt or caught up when the journal opens.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator, Sequence
from typing import Protocol

from edge.events import Envelope, UnknownData
from edge.journal.rows import read_all


class Projection(Protocol):
    """A room's own tables, derived from events alone.

    `ddl` creates them. `apply` folds one event in; it must not read clocks or anything outside `db` and the event.
    Handling a further kind, or handling one differently, is a new `version`: the tables are then rebuilt.
    """

    @property
    def name(self) -> str: ...

    @property
    def version(self) -> int: ...

    @property
    def ddl(self) -> str | Sequence[str]: ...

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None: ...


class Projections:
    """All projections of one open journal."""

    def __init__(self, projections: Sequence[Projection]) -> None:
        self._all = tuple(projections)
        names = [projection.name for projection in self._all]
        if len(set(names)) != len(names):
            raise ValueError(f"two projections share a name: {', '.join(sorted(names))}")

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        """Fold a new event into every projection. Kinds this version does not know are skipped."""
        if isinstance(envelope.data, UnknownData):
            return
        for projection in self._all:
            projection.apply(db, envelope)

    def mark(self, db: sqlite3.Connection, seq: int) -> None:
        """Record that everything up to `seq` is folded in."""
        db.executemany("UPDATE projections SET seq = ? WHERE name = ?", [(seq, one.name) for one in self._all])

    def catch_up(self, db: sqlite3.Connection) -> None:
        """Rebuild what is new or changed and apply what was missed, in one transaction."""
        db.execute("BEGIN IMMEDIATE")
        try:
            for projection in self._all:
                _catch_up(db, projection)
            db.execute("COMMIT")
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


def _catch_up(db: sqlite3.Connection, projection: Projection) -> None:
    version = _fingerprint(projection)
    state = db.execute("SELECT version, seq, objects FROM projections WHERE name = ?", (projection.name,)).fetchone()
    if state is None or state["version"] != version:
        _drop(db, json.loads(state["objects"]) if state else [])
        _create(db, projection, version)
        applied = 0
    else:
        applied = state["seq"]
    last = applied
    for envelope in read_all(db, applied):
        if not isinstance(envelope.data, UnknownData):
            projection.apply(db, envelope)
        last = envelope.seq
    db.execute("UPDATE projections SET seq = ? WHERE name = ?", (last, projection.name))


def _fingerprint(projection: Projection) -> str:
    ddl = "\n".join(_statements(projection.ddl))
    return f"{projection.version}-{hashlib.sha256(ddl.encode()).hexdigest()[:12]}"


def _create(db: sqlite3.Connection, projection: Projection, version: str) -> None:
    before = _objects(db)
    for statement in _statements(projection.ddl):
        db.execute(statement)
    created = json.dumps(sorted(_objects(db) - before))
    db.execute("INSERT OR REPLACE INTO projections VALUES (?, ?, 0, ?)", (projection.name, version, created))


def _objects(db: sqlite3.Connection) -> set[tuple[str, str]]:
    """Tables and views; their indexes and triggers go with them."""
    rows = db.execute(
        "SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
    )
    return {(row["type"], row["name"]) for row in rows}


def _drop(db: sqlite3.Connection, objects: list[list[str]]) -> None:
    for kind, name in objects:
        quoted = name.replace('"', '""')
        db.execute(f'DROP {"VIEW" if kind == "view" else "TABLE"} IF EXISTS "{quoted}"')


def _statements(ddl: str | Sequence[str]) -> Iterator[str]:
    """One SQL statement after the other (`executescript` would commit the open transaction)."""
    for script in [ddl] if isinstance(ddl, str) else ddl:
        statement = ""
        for piece in script.split(";"):
            statement += piece + ";"
            if sqlite3.complete_statement(statement):
                if statement.strip(" \t\n;"):
                    yield statement.strip()
                statement = ""


__all__ = ["Projection", "Projections"]
