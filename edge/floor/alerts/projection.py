"""Alerts, kept by the journal beside the events."""

from __future__ import annotations

import sqlite3

from edge.events import AlertAcknowledged, AlertCleared, AlertRaised, Envelope
from edge.journal import to_ms

_REMEMBERED_EVENTS = 50_000


class AlertsProjection:
    """Table `alerts`: one row each; those that are over are forgotten after so many further events."""

    name = "alerts"
    version = 1
    ddl = """
        CREATE TABLE alerts (
            alert INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            subject TEXT NOT NULL,
            minutes REAL,
            raised_at INTEGER NOT NULL,
            acknowledged_by TEXT,
            cleared INTEGER
        ) STRICT;
    """

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        """Fold one event in; other kinds are left alone."""
        match envelope.data:
            case AlertRaised() as raised:
                db.execute("DELETE FROM alerts WHERE cleared < ?", (envelope.seq - _REMEMBERED_EVENTS,))
                db.execute(
                    "INSERT INTO alerts (alert, kind, subject, minutes, raised_at) VALUES (?, ?, ?, ?, ?)",
                    (envelope.seq, raised.alert.value, raised.subject, raised.minutes, to_ms(envelope.at)),
                )
            case AlertAcknowledged(alert=alert):
                db.execute("UPDATE alerts SET acknowledged_by = ? WHERE alert = ?", (envelope.actor, alert))
            case AlertCleared(alert=alert):
                db.execute("UPDATE alerts SET cleared = ? WHERE alert = ?", (envelope.seq, alert))


__all__ = ["AlertsProjection"]
