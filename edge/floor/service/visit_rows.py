"""Visits, their milestones and whose they are, as rows folded from events."""

from __future__ import annotations

import json
import sqlite3

from edge.events import (
    CloseReason,
    Id,
    PartyStatus,
    Phase,
    VisitClosed,
    VisitOpened,
    VisitPhase,
    VisitReopened,
    VisitTransferred,
)
from edge.floor.service.credits import Holder, handed_over
from edge.floor.service.party_rows import end_party
from edge.journal import Rows, rows_of

RANK = {phase: rank for rank, phase in enumerate(Phase)}
"""How far a phase is: a meal goes up."""


def open_visit(db: sqlite3.Connection, seq: int, at: int, new: VisitOpened) -> None:
    db.execute(
        """INSERT INTO service_visits (visit, tables, party, size, phase, phase_since, phase_confidence, opened_at)
           VALUES (?, ?, ?, ?, ?, ?, 1, ?)""",
        (seq, json.dumps(new.tables), new.party, new.size, Phase.SEATED.value, at, at),
    )
    db.execute("INSERT INTO service_milestones VALUES (?, ?, ?, ?, 1)", (seq, RANK[Phase.SEATED], Phase.SEATED, at))
    _sit(db, seq, new.tables)
    if new.waiter is not None:
        transfer(db, at, VisitTransferred(visit=seq, waiter=new.waiter, shift=new.shift))
    if new.party is not None:
        end_party(db, at, new.party, PartyStatus.SEATED)


def _sit(db: sqlite3.Connection, visit: int, tables: tuple[Id, ...]) -> None:
    """Only an open visit has seats: whose beginning is pruned from the journal has none."""
    db.executemany(
        """INSERT INTO service_seats SELECT ?1, ?2
           WHERE EXISTS (SELECT 1 FROM service_visits WHERE visit = ?2 AND closed_at IS NULL)""",
        [(table, visit) for table in tables],
    )


def _leave(db: sqlite3.Connection, visit: int) -> None:
    db.execute("DELETE FROM service_seats WHERE visit = ?", (visit,))


def set_phase(db: sqlite3.Connection, at: int, new: VisitPhase) -> None:
    """Reaching a phase again (after an undo) keeps when it was reached first; phases beyond it never were."""
    rank = RANK[new.phase]
    db.execute("DELETE FROM service_milestones WHERE visit = ? AND rank > ?", (new.visit, rank))
    db.execute(
        """INSERT INTO service_milestones VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (visit, rank) DO UPDATE SET confidence = excluded.confidence""",
        (new.visit, rank, new.phase.value, at, new.confidence),
    )
    db.execute(
        """UPDATE service_visits SET (phase, phase_since, phase_confidence) = (
               SELECT phase, at, confidence FROM service_milestones WHERE visit = ?1 AND rank = ?2) WHERE visit = ?1""",
        (new.visit, rank),
    )


def transfer(db: sqlite3.Connection, at: int, new: VisitTransferred) -> None:
    (held,) = db.execute("SELECT shift FROM service_visits WHERE visit = ?", (new.visit,)).fetchone() or (None,)
    giver = None if new.previous is None else (new.previous, held or 0)
    shares = handed_over(read_shares(rows_of(db), new.visit), giver, (new.waiter, new.shift or 0), new.credit)
    db.execute("DELETE FROM service_credits WHERE visit = ?", (new.visit,))
    db.executemany(
        "INSERT INTO service_credits VALUES (?, ?, ?, ?)", [(new.visit, *who, share) for who, share in shares.items()]
    )
    db.execute(
        """UPDATE service_visits SET waiter = ?1, shift = ?2, original_waiter = coalesce(original_waiter, ?1),
               original_shift = coalesce(original_shift, ?2), assigned_at = coalesce(assigned_at, ?3)
           WHERE visit = ?4""",
        (new.waiter, new.shift, at, new.visit),
    )


def read_shares(read: Rows, visit: int) -> dict[Holder, float]:
    """Who holds which share of a visit."""
    rows = read("SELECT waiter, shift, share FROM service_credits WHERE visit = ?", (visit,))
    return {(row["waiter"], row["shift"]): row["share"] for row in rows}


def close_or_reopen(db: sqlite3.Connection, at: int, data: VisitClosed | VisitReopened) -> None:
    if isinstance(data, VisitReopened):
        db.execute("UPDATE service_visits SET closed_at = NULL, closed_reason = NULL WHERE visit = ?", (data.visit,))
        row = db.execute("SELECT tables FROM service_visits WHERE visit = ?", (data.visit,)).fetchone()
        _sit(db, data.visit, tuple(json.loads(row[0])) if row else ())
        return
    db.execute(
        "UPDATE service_visits SET closed_at = ?, closed_reason = ? WHERE visit = ?",
        (at, data.reason.value, data.visit),
    )
    _leave(db, data.visit)
    if data.reason is CloseReason.UNDONE:  # it never was: nobody gets credit
        db.execute("DELETE FROM service_credits WHERE visit = ?", (data.visit,))


def move(db: sqlite3.Connection, visit: int, tables: tuple[Id, ...]) -> None:
    """A visit goes on elsewhere."""
    _leave(db, visit)
    db.execute("UPDATE service_visits SET tables = ? WHERE visit = ?", (json.dumps(tables), visit))
    _sit(db, visit, tables)


__all__ = ["RANK", "close_or_reopen", "move", "open_visit", "read_shares", "set_phase", "transfer"]
