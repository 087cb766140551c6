"""Payments and what everybody earned by them, as rows folded from events."""

from __future__ import annotations

import sqlite3

from edge.events import PaymentMatched, PaymentTaken
from edge.floor.service.credits import apportioned
from edge.floor.service.visit_rows import read_shares
from edge.journal import rows_of


def fold_payment(db: sqlite3.Connection, seq: int, at: int, data: PaymentTaken | PaymentMatched) -> None:
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
    shares = read_shares(rows_of(db), visit)
    tips, sales = apportioned(tip, shares), apportioned(subtotal, shares)
    db.execute("DELETE FROM service_earnings WHERE payment = ?", (payment,))
    db.executemany(
        "INSERT INTO service_earnings VALUES (?, ?, ?, ?, ?)",
        [(payment, *who, tips[who], sales[who]) for who in shares],
    )


__all__ = ["fold_payment"]
