"""What happens to parties and visits without anybody's command: by what tables are seen to be, and by time."""

from __future__ import annotations

from edge.events import Envelope, TableChanged, VisitClosed
from edge.floor.service.consequences import consequences
from edge.floor.service.leftovers import left_parties, left_visits
from edge.floor.service.parties import read_parties
from edge.floor.service.states import read_states
from edge.floor.service.visits import read_visit_at, read_visits
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


def sweep(transaction: Transaction) -> None:
    """End what everybody forgot about; its guests are forgotten too."""
    for moved in left_parties(read_parties(transaction.read), transaction.now):
        transaction.append(moved)
        transaction.forget(moved.party)
    for visit, closed in left_visits(read_visits(transaction.read), transaction.now):
        transaction.append(closed)
        if visit.party is not None:
            transaction.forget(visit.party)
