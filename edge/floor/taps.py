"""What a person says with one tap: what a table is, and who was right in a dispute. Decided inside the transaction."""

from __future__ import annotations

from collections.abc import Callable

from edge.done import Done
from edge.errors import Conflict
from edge.events import Availability, Envelope, Id, VisitClosed, VisitReopened, VisitSize
from edge.floor.desk import Deed
from edge.floor.disputes import DisputeView, Kept, read_dispute, read_disputes
from edge.floor.service import TableState, read_states, read_visit_at
from edge.floor.service.guests import KIND
from edge.floor.service.states import change
from edge.floor.undo import Kept as Guests
from edge.journal import Transaction

Follow = Callable[[Transaction, Envelope], None]
"""Is told, inside the same transaction, of every `table.state` that the floor itself writes, by camera or by tap."""

_WITHOUT_GUESTS = (Availability.RESERVED, Availability.UNAVAILABLE)

_LARGEST = 100
"""The most guests that one visit can have."""


def say(deed: Deed, table: Id, value: Availability, follow: Follow) -> Done:
    """Take a person's word for what a table is; it settles an open dispute about it too."""
    if value in _WITHOUT_GUESTS and read_visit_at(deed.read, table):
        raise Conflict(f"Guests sit at {table}.", hint="Move them or close their visit first.")
    _change(deed, table, value, follow)
    for dispute in read_disputes(deed.read):
        if (dispute.table, dispute.about) == (table, "state"):
            deed.append(dispute.resolved("seen" if value is dispute.seen else "said"))
    return deed.answer(Done)


def resolve(deed: Deed, number: int, kept: Kept, follow: Follow) -> Done:
    """Take a person's word for who was right."""
    dispute = read_dispute(deed.read, number)
    if dispute.about == "people":
        _settle_people(deed, dispute, kept)
    else:
        _settle_state(deed, dispute, kept, follow)
    deed.append(dispute.resolved(kept))
    return deed.answer(Done)


def _settle_state(deed: Deed, dispute: DisputeView, kept: Kept, follow: Follow) -> None:
    if _state(deed, dispute.table).value is not dispute.said:
        raise Conflict(f"{dispute.table} has become something else since.", hint="Look at the floor again.")
    if kept == "seen" and dispute.seen:
        _change(deed, dispute.table, dispute.seen, follow)


def _settle_people(deed: Deed, dispute: DisputeView, kept: Kept) -> None:
    visit = read_visit_at(deed.read, dispute.table)
    if visit is None or visit.size is None:
        raise Conflict(f"Nobody sits at {dispute.table} any more.", hint="Look at the floor again.")
    if kept == "seen" and dispute.seen_people:
        deed.append(VisitSize(visit=visit.visit, size=min(dispute.seen_people, _LARGEST)))
        deed.undo(VisitSize(visit=visit.visit, size=visit.size))


def _change(deed: Deed, table: Id, value: Availability, follow: Follow) -> None:
    """Change the table and let what follows follow; both can be taken back."""
    visit, transaction = read_visit_at(deed.read, table), deed.transaction
    party = visit.party if visit else None
    guests = transaction.kept(party) if party else None
    change(deed, _state(deed, table), value)
    after = len(transaction.appended)
    follow(transaction, transaction.appended[-1])
    for envelope in transaction.appended[after:]:
        if isinstance(envelope.data, VisitClosed):
            deed.undo(VisitReopened(visit=envelope.data.visit))
            if party and guests and transaction.kept(party) is None:
                deed.hold(Guests(party, KIND, guests))


def _state(deed: Deed, table: Id) -> TableState:
    return read_states(deed.read).get(table) or TableState(table=table)


__all__ = ["Follow", "resolve", "say"]
