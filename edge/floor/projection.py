"""The last known state of every table and camera, kept by the journal beside the events."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime

from edge.events import CameraChanged, Envelope, TableChanged
from edge.floor.views import CameraView, TableView


class FloorProjection:
    """Tables `floor_tables` and `floor_cameras`: one row each, from the newest event about it."""

    name = "floor"
    version = 1
    ddl = """
        CREATE TABLE floor_tables (
            table_id TEXT PRIMARY KEY,
            value TEXT NOT NULL,
            confidence REAL NOT NULL,
            people INTEGER,
            since TEXT NOT NULL,
            source TEXT NOT NULL
        ) STRICT;
        CREATE TABLE floor_cameras (
            camera TEXT PRIMARY KEY,
            status TEXT NOT NULL,
            reason TEXT NOT NULL,
            since TEXT NOT NULL
        ) STRICT;
    """

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        """Fold one event in; kinds that say nothing about tables or cameras are left alone."""
        match envelope.data:
            case TableChanged() as change:
                db.execute(
                    "INSERT OR REPLACE INTO floor_tables VALUES (?, ?, ?, ?, ?, ?)",
                    (
                        change.table,
                        change.value.value,
                        change.confidence,
                        change.people,
                        _text(change.since),
                        change.source.value,
                    ),
                )
            case CameraChanged() as change:
                db.execute(
                    "INSERT OR REPLACE INTO floor_cameras VALUES (?, ?, ?, ?)",
                    (change.camera, change.status.value, change.reason.value, _text(envelope.at)),
                )


def read_tables(db: sqlite3.Connection) -> list[TableView]:
    """Every table's last published state, as nobody confirms it yet."""
    rows = db.execute("SELECT table_id, value, confidence, people, since, source FROM floor_tables ORDER BY table_id")
    return [
        TableView(table=table, value=value, confidence=confidence, people=people, since=since, source=source)
        for table, value, confidence, people, since, source in rows
    ]


def read_cameras(db: sqlite3.Connection) -> list[CameraView]:
    """Every camera's last journaled status."""
    rows = db.execute("SELECT camera, status, reason, since FROM floor_cameras ORDER BY camera")
    return [
        CameraView(camera=camera, status=status, reason=reason, since=since) for camera, status, reason, since in rows
    ]


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


__all__ = ["FloorProjection", "read_cameras", "read_tables"]
