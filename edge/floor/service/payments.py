"""Payments from the point of sale: each taken once, found its visit, credited to whoever serves it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta

from edge.done import Done
from edge.errors import Conflict, NotFound
from edge.events import Id, Money, PaymentMatched, PaymentTaken, Phase, Utc, Value
from edge.floor.desk import Deed
from edge.floor.service.meals import next_phase
from edge.floor.service.rows import fields
from edge.floor.service.visits import Visit, read_visit, read_visit_at, read_visits
from edge.journal import Rows

LATE = timedelta(minutes=30)
"""How long after its visit was closed a payment still finds it."""


class Bill(Value):
    """What the point of sale says was paid, in minor units; refunds are negative. `transaction`: the POS's own id."""

    transaction: str
    table: Id | None = None
    subtotal: Money
    tax: Money = 0
    tip: Money = 0
    total: Money

    @property
    def transaction_hash(self) -> str:
        """What is kept of the POS's id."""
        return hashlib.sha256(self.transaction.encode()).hexdigest()


class Payment(Value):
    """A payment as it was taken. `visit` None: a person must say which one it belongs to."""

    payment: int
    visit: int | None
    table: Id | None
    subtotal: Money
    tax: Money
    tip: Money
    total: Money
    taken_at: Utc


class PaymentDone(Done):
    """A payment is booked. `visit` None: it fits none yet; `repeated`: it was booked before, nothing changed."""

    payment: int
    visit: int | None
    repeated: bool = False


_SELECT = "SELECT payment, visit, table_id AS 'table', subtotal, tax, tip, total, taken_at FROM service_payments"


def read_payments(read: Rows, *, unmatched: bool = False, visit: int | None = None, limit: int = 100) -> list[Payment]:
    """Payments, newest first."""
    rows = read(
        f"{_SELECT} WHERE (NOT ?1 OR visit IS NULL) AND (?2 IS NULL OR visit = ?2) ORDER BY payment DESC LIMIT ?3",
        (unmatched, visit, limit),
    )
    return [Payment.model_validate(fields(row)) for row in rows]


def take(deed: Deed, bill: Bill) -> PaymentDone:
    """Book a payment, once per transaction. Raises `Conflict` where the same one came with other amounts."""
    if known := _taken(deed.read, bill.transaction_hash):
        if _amounts(known) != _amounts(bill):
            raise Conflict(
                f"Transaction of payment {known.payment} came before with other amounts.",
                hint="Send a correction as a transaction of its own; a refund is negative.",
            )
        return PaymentDone(seq=known.payment, payment=known.payment, visit=known.visit, repeated=True)
    visit = None if bill.table is None else _visit_of(deed.read, bill.table, deed.now)
    taken = PaymentTaken(
        transaction=bill.transaction_hash,
        visit=visit.visit if visit else None,
        **bill.model_dump(exclude={"transaction"}),
    )
    payment = deed.append(taken)
    if visit:
        _note_paid(deed, visit, bill.total)
    return deed.answer(PaymentDone, payment=payment, visit=taken.visit)


def match(deed: Deed, payment: int, visit: int) -> PaymentDone:
    """A person says which visit a payment belongs to, also where it was booked on another."""
    rows = deed.read(f"{_SELECT} WHERE payment = ?", (payment,))
    if not rows:
        raise NotFound(f"There is no payment {payment}.", hint="GET /api/v1/payments lists them.")
    known, target = Payment.model_validate(fields(rows[0])), read_visit(deed.read, visit)
    if known.visit == visit:
        raise Conflict(f"Payment {payment} belongs to visit {visit} already.", hint="Nothing needs to change.")
    deed.append(PaymentMatched(payment=payment, visit=visit))
    if target.closed_at is None:
        _note_paid(deed, target, known.total)
    return deed.answer(PaymentDone, payment=payment, visit=visit)


def belongs(open_visit: Visit | None, closed: Sequence[Visit], now: datetime) -> Visit | None:
    """The visit that a payment of a table belongs to: the open one, or the last one if it closed a short while ago.

    `closed`: the table's visits that are over, the one closed last first.
    """
    if open_visit:
        return open_visit
    last = next((visit for visit in closed if visit.closed_at is not None), None)
    return last if last and last.closed_at and now - last.closed_at <= LATE else None


def _visit_of(read: Rows, table: Id, now: datetime) -> Visit | None:
    past = [visit for visit in read_visits(read, open_only=False, table=table, limit=5) if _really_was(visit)]
    past.sort(key=lambda visit: visit.closed_at or now, reverse=True)
    return belongs(read_visit_at(read, table), past, now)


def _really_was(visit: Visit) -> bool:
    return visit.closed_at is not None and visit.closed_reason != "undone"


def _note_paid(deed: Deed, visit: Visit, total: int) -> None:
    event = next_phase(visit, Phase.PAID) if total > 0 and visit.closed_at is None else None
    if event:
        deed.append(event)


def _taken(read: Rows, transaction_hash: str) -> Payment | None:
    rows = read(f"{_SELECT} WHERE transaction_hash = ?", (transaction_hash,))
    return Payment.model_validate(fields(rows[0])) if rows else None


def _amounts(paid: Bill | Payment) -> tuple[int, int, int, int]:
    return paid.subtotal, paid.tax, paid.tip, paid.total
