"""Parties, visits, credit and payments, kept by the journal beside the events."""

from __future__ import annotations

import json
import sqlite3

from edge.events import (
    ClockStepped,
    CloseReason,
    Envelope,
    Id,
    PartyAdded,
    PartyChanged,
    PartyKind,
    PartyMoved,
    PartyQuoted,
    PartyStatus,
    PaymentMatched,
    PaymentTaken,
    Phase,
    VisitClosed,
    VisitMoved,
    VisitOpened,
    VisitPhase,
    VisitReopened,
    VisitSize,
    VisitTransferred,
)
from edge.floor.service.credits import Holder, apportioned, handed_over
from edge.journal import to_ms

RANK = {phase: rank for rank, phase in enumerate(Phase)}
"""How far a phase is: a meal goes up."""


class ServiceProjection:
    """Tables `service_*`. Moments are milliseconds since 1970; ids are the seqs of the events they began with.

    `service_seats` holds the tables of open visits: its key is the last word against two parties at one table.
    """

    name = "service"
    version = 1
    ddl = """
        CREATE TABLE service_parties (
            party INTEGER PRIMARY KEY,
            came TEXT NOT NULL,
            status TEXT NOT NULL,
            size INTEGER,
            due INTEGER,
            table_type TEXT,
            location TEXT,
            section TEXT,
            added_at INTEGER NOT NULL,
            arrived_at INTEGER,
            low_min INTEGER,
            high_min INTEGER,
            quoted_at INTEGER,
            paged_at INTEGER,
            ended_at INTEGER
        ) STRICT;
        CREATE INDEX service_parties_by_status ON service_parties (status);
        CREATE TABLE service_visits (
            visit INTEGER PRIMARY KEY,
            tables TEXT NOT NULL,
            party INTEGER,
            size INTEGER,
            waiter INTEGER,
            shift INTEGER,
            phase TEXT NOT NULL,
            phase_since INTEGER NOT NULL,
            phase_confidence REAL NOT NULL,
            opened_at INTEGER NOT NULL,
            paid INTEGER,
            original_waiter INTEGER,
            original_shift INTEGER,
            assigned_at INTEGER,
            closed_at INTEGER,
            closed_reason TEXT
        ) STRICT;
        CREATE INDEX service_visits_open ON service_visits (visit) WHERE closed_at IS NULL;
        CREATE INDEX service_visits_by_shift ON service_visits (original_shift);
        CREATE TABLE service_seats (table_id TEXT PRIMARY KEY, visit INTEGER NOT NULL) STRICT;
        CREATE TABLE service_milestones (
            visit INTEGER NOT NULL,
            rank INTEGER NOT NULL,
            phase TEXT NOT NULL,
            at INTEGER NOT NULL,
            confidence REAL NOT NULL,
            PRIMARY KEY (visit, rank)
        ) STRICT;
        CREATE TABLE service_credits (
            visit INTEGER NOT NULL,
            waiter INTEGER NOT NULL,
            shift INTEGER NOT NULL,
            share REAL NOT NULL,
            PRIMARY KEY (visit, waiter, shift)
        ) STRICT;
        CREATE INDEX service_credits_by_shift ON service_credits (shift);
        CREATE TABLE service_payments (
            payment INTEGER PRIMARY KEY,
            transaction_hash TEXT NOT NULL UNIQUE,
            visit INTEGER,
            table_id TEXT,
            subtotal INTEGER NOT NULL,
            tax INTEGER NOT NULL,
            tip INTEGER NOT NULL,
            total INTEGER NOT NULL,
            taken_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX service_payments_by_visit ON service_payments (visit);
        CREATE TABLE service_earnings (
            payment INTEGER NOT NULL,
            waiter INTEGER NOT NULL,
            shift INTEGER NOT NULL,
            tips INTEGER NOT NULL,
            sales INTEGER NOT NULL,
            PRIMARY KEY (payment, waiter, shift)
        ) STRICT;
        CREATE INDEX service_earnings_by_shift ON service_earnings (shift);
    """

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        """Fold one event in; kinds that say nothing about the service are left alone."""
        at = to_ms(envelope.at)
        match envelope.data:
            case PartyAdded() | PartyChanged() | PartyQuoted() | PartyMoved():
                _apply_party(db, envelope.seq, at, envelope.data)
            case VisitOpened() as opened:
                _open(db, envelope.seq, at, opened)
            case VisitPhase() as phase:
                _set_phase(db, at, phase)
            case VisitMoved(visit=visit, tables=tables):
                _leave(db, visit)
                db.execute("UPDATE service_visits SET tables = ? WHERE visit = ?", (json.dumps(tables), visit))
                _sit(db, visit, tables)
            case VisitSize(visit=visit, size=size):
                db.execute("UPDATE service_visits SET size = ? WHERE visit = ?", (size, visit))
            case VisitTransferred() as transfer:
                _transfer(db, at, transfer)
            case VisitClosed() | VisitReopened():
                _close_or_reopen(db, at, envelope.data)
            case PaymentTaken() | PaymentMatched():
                _apply_payment(db, envelope.seq, at, envelope.data)
            case ClockStepped(step_ms=step_ms):
                _step(db, step_ms)


def _apply_party(
    db: sqlite3.Connection, seq: int, at: int, data: PartyAdded | PartyChanged | PartyQuoted | PartyMoved
) -> None:
    match data:
        case PartyAdded() as new:
            _add(db, seq, at, new)
        case PartyChanged() as new:
            db.execute(
                """UPDATE service_parties SET size = ?, due = ?, table_type = ?, location = ?, section = ?
                   WHERE party = ?""",
                (*_wish(new), new.party),
            )
        case PartyQuoted(party=party, low_min=low_min, high_min=high_min):
            db.execute(
                "UPDATE service_parties SET low_min = ?, high_min = ?, quoted_at = ? WHERE party = ?",
                (low_min, high_min, at, party),
            )
        case PartyMoved(party=party, status=status):
            db.execute(_MOVED[status], {"party": party, "status": status.value, "at": at})


_ENDED = "UPDATE service_parties SET status = :status, ended_at = :at WHERE party = :party"
_MOVED = dict.fromkeys(PartyStatus, _ENDED) | {
    PartyStatus.EXPECTED: """UPDATE service_parties SET status = :status, arrived_at = NULL, paged_at = NULL,
        ended_at = NULL WHERE party = :party""",
    PartyStatus.WAITING: """UPDATE service_parties SET status = :status, arrived_at = coalesce(arrived_at, :at),
        paged_at = NULL, ended_at = NULL WHERE party = :party""",
    # a party that was seated or left by mistake was called when it was called
    PartyStatus.PAGED: """UPDATE service_parties SET status = :status, ended_at = NULL,
        paged_at = CASE WHEN ended_at IS NULL THEN :at ELSE coalesce(paged_at, :at) END WHERE party = :party""",
}


def _add(db: sqlite3.Connection, seq: int, at: int, new: PartyAdded) -> None:
    here = new.came is PartyKind.WALK_IN
    status = PartyStatus.WAITING if here else PartyStatus.EXPECTED
    quoted_at = None if new.high_min is None else at
    db.execute(
        "INSERT INTO service_parties VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
        (
            seq,
            new.came.value,
            status.value,
            *_wish(new),
            at,
            at if here else None,
            new.low_min,
            new.high_min,
            quoted_at,
        ),
    )


def _wish(party: PartyAdded | PartyChanged) -> tuple[int | str | None, ...]:
    due = None if party.due is None else to_ms(party.due)
    return party.size, due, party.table_type, party.location, party.section


def _open(db: sqlite3.Connection, seq: int, at: int, new: VisitOpened) -> None:
    db.execute(
        """INSERT INTO service_visits (visit, tables, party, size, phase, phase_since, phase_confidence, opened_at)
           VALUES (?, ?, ?, ?, ?, ?, 1, ?)""",
        (seq, json.dumps(new.tables), new.party, new.size, Phase.SEATED.value, at, at),
    )
    db.execute("INSERT INTO service_milestones VALUES (?, ?, ?, ?, 1)", (seq, RANK[Phase.SEATED], Phase.SEATED, at))
    _sit(db, seq, new.tables)
    if new.waiter is not None:
        _transfer(db, at, VisitTransferred(visit=seq, waiter=new.waiter, shift=new.shift))
    if new.party is not None:
        db.execute(_ENDED, {"party": new.party, "status": PartyStatus.SEATED.value, "at": at})


def _sit(db: sqlite3.Connection, visit: int, tables: tuple[Id, ...]) -> None:
    """Only an open visit has seats: whose beginning is pruned from the journal has none."""
    db.executemany(
        """INSERT INTO service_seats SELECT ?1, ?2
           WHERE EXISTS (SELECT 1 FROM service_visits WHERE visit = ?2 AND closed_at IS NULL)""",
        [(table, visit) for table in tables],
    )


def _leave(db: sqlite3.Connection, visit: int) -> None:
    db.execute("DELETE FROM service_seats WHERE visit = ?", (visit,))


def _set_phase(db: sqlite3.Connection, at: int, new: VisitPhase) -> None:
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


def _transfer(db: sqlite3.Connection, at: int, new: VisitTransferred) -> None:
    (held,) = db.execute("SELECT shift FROM service_visits WHERE visit = ?", (new.visit,)).fetchone() or (None,)
    giver = None if new.previous is None else (new.previous, held or 0)
    shares = handed_over(read_shares(db, new.visit), giver, (new.waiter, new.shift or 0), new.credit)
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


def read_shares(db: sqlite3.Connection, visit: int) -> dict[Holder, float]:
    """Who holds which share of a visit."""
    rows = db.execute("SELECT waiter, shift, share FROM service_credits WHERE visit = ?", (visit,))
    return {(waiter, shift): share for waiter, shift, share in rows}


def _close_or_reopen(db: sqlite3.Connection, at: int, data: VisitClosed | VisitReopened) -> None:
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


def _apply_payment(db: sqlite3.Connection, seq: int, at: int, data: PaymentTaken | PaymentMatched) -> None:
    if isinstance(data, PaymentTaken):
        db.execute(
            "INSERT INTO service_payments VALUES (?, ?, NULL, ?, ?, ?, ?, ?, ?)",
            (seq, data.transaction, data.table, data.subtotal, data.tax, data.tip, data.total, at),
        )
    payment = seq if isinstance(data, PaymentTaken) else data.payment
    if data.visit is not None:
        _book(db, payment, data.visit)


def _book(db: sqlite3.Connection, payment: int, visit: int) -> None:
    """A payment is of this visit, and of no other: its tip and sales go to those who hold the visit now."""
    row = db.execute("SELECT visit, tip, subtotal FROM service_payments WHERE payment = ?", (payment,)).fetchone()
    if row is None:
        return
    before, tip, subtotal = row
    db.execute("UPDATE service_payments SET visit = ? WHERE payment = ?", (visit, payment))
    for one in {before, visit} - {None}:
        db.execute(
            """UPDATE service_visits SET paid = (SELECT sum(total) FROM service_payments WHERE visit = ?1)
               WHERE visit = ?1""",
            (one,),
        )
    shares = read_shares(db, visit)
    tips, sales = apportioned(tip, shares), apportioned(subtotal, shares)
    db.execute("DELETE FROM service_earnings WHERE payment = ?", (payment,))
    db.executemany(
        "INSERT INTO service_earnings VALUES (?, ?, ?, ?, ?)",
        [(payment, *who, tips[who], sales[who]) for who in shares],
    )


def _step(db: sqlite3.Connection, step_ms: int) -> None:
    """The wall clock was set: what goes on began that much later, so that it has lasted as long as it did."""
    db.execute(
        """UPDATE service_parties SET added_at = added_at + ?1, arrived_at = arrived_at + ?1,
               quoted_at = quoted_at + ?1, paged_at = paged_at + ?1 WHERE ended_at IS NULL""",
        (step_ms,),
    )
    db.execute(
        """UPDATE service_milestones SET at = at + ?
           WHERE visit IN (SELECT visit FROM service_visits WHERE closed_at IS NULL)""",
        (step_ms,),
    )
    db.execute(
        """UPDATE service_visits SET opened_at = opened_at + ?1, phase_since = phase_since + ?1,
               assigned_at = assigned_at + ?1 WHERE closed_at IS NULL""",
        (step_ms,),
    )


__all__ = ["RANK", "ServiceProjection", "read_shares"]
