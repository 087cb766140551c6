"""Staff and shifts, kept by the journal beside the events."""

from __future__ import annotations

import sqlite3

from edge.events import (
    BreakEnded,
    BreakStarted,
    ClockStepped,
    Envelope,
    ShiftEnded,
    ShiftMoved,
    ShiftStarted,
    WaiterAdded,
    WaiterChanged,
    WaiterErased,
)
from edge.journal import to_ms

_NEW_SKILL = 0.5
_END_BREAK = "UPDATE staff_breaks SET ended_ms = ? WHERE shift = ? AND ended_ms IS NULL"


class StaffProjection:
    """Tables `staff_waiters`, `staff_shifts` and `staff_breaks`; ids are the seqs of the events they began with."""

    name = "staff"
    version = 1
    ddl = """
        CREATE TABLE staff_waiters (
            waiter INTEGER PRIMARY KEY,
            role TEXT NOT NULL,
            skill REAL NOT NULL,
            active INTEGER NOT NULL,
            erased INTEGER NOT NULL,
            added_ms INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE staff_shifts (
            shift INTEGER PRIMARY KEY,
            waiter INTEGER NOT NULL,
            section TEXT,
            started_ms INTEGER NOT NULL,
            ended_ms INTEGER
        ) STRICT;
        CREATE INDEX staff_shifts_by_waiter ON staff_shifts (waiter, shift);
        CREATE INDEX staff_shifts_open ON staff_shifts (shift) WHERE ended_ms IS NULL;
        CREATE TABLE staff_breaks (
            break INTEGER PRIMARY KEY,
            shift INTEGER NOT NULL,
            started_ms INTEGER NOT NULL,
            ended_ms INTEGER
        ) STRICT;
        CREATE INDEX staff_breaks_by_shift ON staff_breaks (shift);
    """

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        """Fold one event in; kinds that say nothing about the staff are left alone."""
        if isinstance(envelope.data, ClockStepped):
            _step(db, envelope.data.step_ms)
        else:
            _apply_person(db, envelope)
            _apply_shift(db, envelope)


def _apply_person(db: sqlite3.Connection, envelope: Envelope) -> None:
    match envelope.data:
        case WaiterAdded(role=role):
            db.execute(
                "INSERT OR REPLACE INTO staff_waiters VALUES (?, ?, ?, 1, 0, ?)",
                (envelope.seq, role.value, _NEW_SKILL, to_ms(envelope.at)),
            )
        case WaiterChanged() as new:
            db.execute(
                "UPDATE staff_waiters SET role = ?, skill = ?, active = ? WHERE waiter = ?",
                (new.role.value, new.skill, new.active, new.waiter),
            )
        case WaiterErased(waiter=waiter):
            db.execute("UPDATE staff_waiters SET active = 0, erased = 1 WHERE waiter = ?", (waiter,))


def _apply_shift(db: sqlite3.Connection, envelope: Envelope) -> None:
    at_ms = to_ms(envelope.at)
    match envelope.data:
        case ShiftStarted(waiter=waiter, section=section):
            db.execute(
                "INSERT OR REPLACE INTO staff_shifts VALUES (?, ?, ?, ?, NULL)", (envelope.seq, waiter, section, at_ms)
            )
        case ShiftMoved(shift=shift, section=section):
            db.execute("UPDATE staff_shifts SET section = ? WHERE shift = ?", (section, shift))
        case BreakStarted(shift=shift):
            db.execute("INSERT OR REPLACE INTO staff_breaks VALUES (?, ?, ?, NULL)", (envelope.seq, shift, at_ms))
        case BreakEnded(shift=shift):
            db.execute(_END_BREAK, (at_ms, shift))
        case ShiftEnded(shift=shift):
            db.execute(_END_BREAK, (at_ms, shift))
            db.execute("UPDATE staff_shifts SET ended_ms = ? WHERE shift = ?", (at_ms, shift))


def _step(db: sqlite3.Connection, step_ms: int) -> None:
    """The wall clock was set: what is still going on began that much later, so that it lasts as long as it did."""
    for table in ("staff_shifts", "staff_breaks"):
        db.execute(f"UPDATE {table} SET started_ms = started_ms + ? WHERE ended_ms IS NULL", (step_ms,))  # noqa: S608 - our own names
    db.execute(
        """UPDATE staff_breaks SET started_ms = started_ms + ?1, ended_ms = ended_ms + ?1
           WHERE ended_ms IS NOT NULL AND shift IN (SELECT shift FROM staff_shifts WHERE ended_ms IS NULL)""",
        (step_ms,),
    )


__all__ = ["StaffProjection"]
