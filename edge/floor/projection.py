"""The last known state of every table and camera, kept by the journal beside the events."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from edge.events import (
    CameraChanged,
    DisputeRaised,
    DisputeResolved,
    Envelope,
    Source,
    TableChanged,
)


class FloorProjection:
    """`floor_tables` and `floor_cameras`: one row each; `floor_disputes`: the open ones and the last settled ones."""

    name = "floor"
    version = 2
    ddl = """
        CREATE TABLE floor_tables (
            table_id TEXT PRIMARY KEY,
            seq INTEGER NOT NULL,
            value TEXT NOT NULL,
            confidence REAL NOT NULL,
            people INTEGER,
            since TEXT NOT NULL,
            source TEXT NOT NULL,
            said_at TEXT,
            overruled TEXT,
            seen TEXT,
            seen_since TEXT
        ) STRICT;
        CREATE TABLE floor_cameras (
            camera TEXT PRIMARY KEY,
            status TEXT NOT NULL,
            reason TEXT NOT NULL,
            since TEXT NOT NULL
        ) STRICT;
        CREATE TABLE floor_disputes (
            dispute INTEGER PRIMARY KEY,
            table_id TEXT NOT NULL,
            about TEXT NOT NULL,
            said TEXT,
            seen TEXT,
            said_people INTEGER,
            seen_people INTEGER,
            raised_at TEXT NOT NULL,
            kept TEXT
        ) STRICT;
    """

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        """Fold one event in; kinds that say nothing about the floor are left alone."""
        match envelope.data:
            case TableChanged() as change:
                _change(db, envelope, change)
            case CameraChanged() as change:
                db.execute(
                    "INSERT OR REPLACE INTO floor_cameras VALUES (?, ?, ?, ?)",
                    (change.camera, change.status.value, change.reason.value, _text(envelope.at)),
                )
            case DisputeRaised() as raised:
                _raise(db, envelope, raised)
            case DisputeResolved() as resolved:
                _resolve(db, envelope, resolved)


def _change(db: sqlite3.Connection, envelope: Envelope, change: TableChanged) -> None:
    seen = change.source is Source.CAMERA
    db.execute(
        """INSERT INTO floor_tables (table_id, seq, value, confidence, people, since, source, said_at, seen, seen_since)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (table_id) DO UPDATE SET
               seq = excluded.seq, value = excluded.value, confidence = excluded.confidence,
               people = iif(excluded.said_at IS NULL, excluded.people, people),
               since = excluded.since, source = excluded.source, said_at = excluded.said_at, overruled = NULL,
               seen = coalesce(excluded.seen, seen), seen_since = coalesce(excluded.seen_since, seen_since)""",
        (
            change.table,
            envelope.seq,
            change.value.value,
            change.confidence,
            change.people,
            _text(change.since),
            change.source.value,
            None if seen else _text(envelope.at),
            change.value.value if seen else None,
            _text(change.since) if seen else None,
        ),
    )


def _raise(db: sqlite3.Connection, envelope: Envelope, raised: DisputeRaised) -> None:
    about = (raised.table, raised.about)
    db.execute("DELETE FROM floor_disputes WHERE table_id = ? AND about = ? AND kept IS NOT NULL", about)
    db.execute(
        "INSERT INTO floor_disputes VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULL)",
        (envelope.seq, *about, raised.said, raised.seen, raised.said_people, raised.seen_people, _text(envelope.at)),
    )


def _resolve(db: sqlite3.Connection, envelope: Envelope, resolved: DisputeResolved) -> None:
    db.execute("UPDATE floor_disputes SET kept = ? WHERE dispute = ?", (resolved.kept, resolved.dispute))
    if resolved.kept == "said":
        db.execute(
            """UPDATE floor_tables SET said_at = ?,
                   overruled = (SELECT seen FROM floor_disputes WHERE dispute = ?)
               WHERE table_id = ? AND said_at IS NOT NULL
                   AND (SELECT about FROM floor_disputes WHERE dispute = ?) = 'state'""",
            (_text(envelope.at), resolved.dispute, resolved.table, resolved.dispute),
        )


def _text(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds")


__all__ = ["FloorProjection"]
