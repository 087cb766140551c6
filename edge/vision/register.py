"""The calibrations in force: the database is the truth, every version is an event; files are import and export."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from typing import Protocol

from calibration import Calibration, CalibrationError, dump, load
from edge.events import CalibrationApplied, Envelope, EventData


class Ledger(Protocol):
    """The part of a journal's transaction that an import needs."""

    def read(self, sql: str, params: Sequence[str] = ()) -> list[sqlite3.Row]: ...

    def append(self, event: EventData, cause: int | None = None) -> int: ...


class CalibrationRegister:
    """Projection: each camera's newest calibration."""

    name = "calibrations"
    version = 1
    ddl = """
        CREATE TABLE calibrations (
            camera TEXT PRIMARY KEY, revision INTEGER NOT NULL, sha256 TEXT NOT NULL, document TEXT NOT NULL
        ) STRICT
    """

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        data = envelope.data
        if isinstance(data, CalibrationApplied):
            db.execute(
                "INSERT OR REPLACE INTO calibrations VALUES (?, ?, ?, ?)",
                (data.camera, data.revision, data.sha256, data.document),
            )


def adopt(ledger: Ledger, camera: str, source: bytes) -> bool:
    """Make a calibration file's content the one in force, unless it was imported before. True if it changed.

    The new revision follows the one in force, whatever the file says. Raises `calibration.CalibrationError`, also for
    a file of another camera: its boxes would show other tables.
    """
    sha256 = hashlib.sha256(source).hexdigest()
    rows = ledger.read("SELECT revision, sha256 FROM calibrations WHERE camera = ?", (camera,))
    if rows and rows[0]["sha256"] == sha256:
        return False
    document = load(source)
    if document.camera != camera:
        raise CalibrationError([f"camera: it is for {document.camera}, not for {camera}"])
    revision = max(document.revision, rows[0]["revision"] + 1 if rows else 1)
    adopted = document.model_copy(update={"revision": revision})
    ledger.append(CalibrationApplied(camera=camera, revision=revision, sha256=sha256, document=dump(adopted)))
    return True


def in_force(db: sqlite3.Connection) -> dict[str, Calibration]:
    """Every camera's calibration in force."""
    rows = db.execute("SELECT camera, document FROM calibrations ORDER BY camera").fetchall()
    return {row["camera"]: load(row["document"]) for row in rows}


__all__ = ["CalibrationRegister", "adopt", "in_force"]
