"""What a person says with one tap: what a table is, and who was right in a dispute. Decided inside the transaction."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from edge.done import Done
from edge.errors import Conflict
from edge.events import Availability, Envelope, Id, Source, TableChanged, VisitSize
from edge.floor.disputes import DisputeView, Kept, read_dispute, read_disputes
from edge.journal import Transaction

Follow = Callable[[Transaction, Envelope], None]
"""Is told, inside the same transaction, of every `table.state` that the floor itself writes, by camera or by tap."""

_WITHOUT_GUESTS = (Availability.RESERVED, Availability.UNAVAILABLE)


def say(transaction: Transaction, table: Id, value: Availability, follow: Follow) -> Done:
    """Take a person's word for what a table is; it settles an open dispute about it too."""
    if value in _WITHOUT_GUESTS and _visit_at(transaction, table):
        raise Conflict(f"Guests sit at {table}.", hint="Move them or close their visit first.")
    _change(transaction, table, value, follow)
    for dispute in read_disputes(transaction.read):
        if (dispute.table, dispute.about) == (table, "state"):
            transaction.append(dispute.resolved("seen" if value is dispute.seen else "said"))
    return Done(seq=transaction.appended[-1].seq)


def resolve(transaction: Transaction, number: int, kept: Kept, follow: Follow) -> Done:
    """Take a person's word for who was right."""
    dispute = read_dispute(transaction.read, number)
    if dispute.about == "people":
        _settle_people(transaction, dispute, kept)
    else:
        _settle_state(transaction, dispute, kept, follow)
    return Done(seq=transaction.append(dispute.resolved(kept)))


def _settle_state(transaction: Transaction, dispute: DisputeView, kept: Kept, follow: Follow) -> None:
    if _value(transaction, dispute.table) is not dispute.said:
        raise Conflict(f"{dispute.table} has become something else since.", hint="Look at the floor again.")
    if kept == "seen" and dispute.seen:
        _change(transaction, dispute.table, dispute.seen, follow)


def _settle_people(transaction: Transaction, dispute: DisputeView, kept: Kept) -> None:
    visit = _visit_at(transaction, dispute.table)
    if visit is None:
        raise Conflict(f"Nobody sits at {dispute.table} any more.", hint="Look at the floor again.")
    if kept == "seen" and dispute.seen_people:
        transaction.append(VisitSize(visit=visit, size=dispute.seen_people))


def _change(transaction: Transaction, table: Id, value: Availability, follow: Follow) -> None:
    transaction.append(_said(table, value, _value(transaction, table), transaction.now))
    follow(transaction, transaction.appended[-1])


def _said(table: Id, value: Availability, previous: Availability | None, now: datetime) -> TableChanged:
    return TableChanged(table=table, value=value, previous=previous, confidence=1.0, since=now, source=Source.PERSON)


def _value(transaction: Transaction, table: Id) -> Availability | None:
    rows = transaction.read("SELECT value FROM floor_tables WHERE table_id = ?", (table,))
    return Availability(rows[0]["value"]) if rows else None


def _visit_at(transaction: Transaction, table: Id) -> int | None:
    """The open visit at a table."""
    rows = transaction.read(
        """SELECT visit FROM floor_visits WHERE closed IS NULL
           AND EXISTS (SELECT 1 FROM json_each(floor_visits.tables) WHERE value = ?)""",
        (table,),
    )
    return rows[0]["visit"] if rows else None


__all__ = ["Follow", "resolve", "say"]
