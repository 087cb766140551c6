"""Parties, visits, credit and payments, kept by the journal beside the events."""

from __future__ import annotations

import sqlite3

from edge.events import (
    ClockStepped,
    Envelope,
    PartyAdded,
    PartyChanged,
    PartyMoved,
    PartyQuoted,
    PaymentMatched,
    PaymentTaken,
    VisitClosed,
    VisitMoved,
    VisitOpened,
    VisitPhase,
    VisitReopened,
    VisitSize,
    VisitTransferred,
)
from edge.floor.service import visit_rows
from edge.floor.service.party_rows import fold_party
from edge.floor.service.payment_rows import fold_payment
from edge.journal import to_ms


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
        CREATE INDEX service_visits_by_opening ON service_visits (opened_at);
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
            case PartyAdded() | PartyChanged() | PartyQuoted() | PartyMoved() as party:
                fold_party(db, envelope.seq, at, party)
            case PaymentTaken() | PaymentMatched() as payment:
                fold_payment(db, envelope.seq, at, payment)
            case ClockStepped(step_ms=step_ms):
                _step(db, step_ms)
            case _:
                _fold_visit(db, envelope, at)


def _fold_visit(db: sqlite3.Connection, envelope: Envelope, at: int) -> None:
    match envelope.data:
        case VisitOpened() as opened:
            visit_rows.open_visit(db, envelope.seq, at, opened)
        case VisitPhase() as phase:
            visit_rows.set_phase(db, at, phase)
        case VisitMoved(visit=visit, tables=tables):
            visit_rows.move(db, visit, tables)
        case VisitSize(visit=visit, size=size):
            db.execute("UPDATE service_visits SET size = ? WHERE visit = ?", (size, visit))
        case VisitTransferred() as transfer:
            visit_rows.transfer(db, at, transfer)
        case VisitClosed() | VisitReopened() as end:
            visit_rows.close_or_reopen(db, at, end)


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


__all__ = ["ServiceProjection"]
