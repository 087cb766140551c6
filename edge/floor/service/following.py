"""Makes the consequences of a table's change come true, in the transaction that journals the change."""

from __future__ import annotations

from edge.events import Envelope, TableChanged, VisitClosed
from edge.floor.service.consequences import consequences
from edge.floor.service.states import read_states
from edge.floor.service.visits import read_visit_at
from edge.journal import Transaction


def follow(transaction: Transaction, envelope: Envelope) -> None:
    """Append what follows from `envelope`, with it as the cause; a closed visit's guests are forgotten."""
    change = envelope.data
    if not isinstance(change, TableChanged):
        return
    visit = read_visit_at(transaction.read, change.table)
    if visit is None:
        return
    for event in consequences(change, visit, read_states(transaction.read)):
        transaction.append(event, cause=envelope.seq)
        if isinstance(event, VisitClosed) and visit.party is not None:
            transaction.forget(visit.party)
