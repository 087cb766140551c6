"""What everybody forgot about: parties that never came or went, visits nobody closed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from edge.events import EventData, PartyMoved, PartyStatus, VisitClosed
from edge.floor.service.parties import Party
from edge.floor.service.visits import Visit

FORGOTTEN = timedelta(hours=12)
"""Longer than any wait or meal. What was typed about guests must not stay for ever because nobody tapped."""


def left_parties(parties: Iterable[Party], now: datetime) -> Iterator[PartyMoved]:
    """Reservations that never came, and parties that no longer wait."""
    for one in parties:
        here = one.arrived_at is not None
        if now - (one.arrived_at or one.due or one.added_at) > FORGOTTEN:
            status = PartyStatus.WALKED_AWAY if here else PartyStatus.NO_SHOW
            yield PartyMoved(party=one.party, status=status)


def left_visits(visits: Iterable[Visit], now: datetime) -> Iterator[tuple[Visit, EventData]]:
    """Visits that must be over, each with the event that says so. What its tables are, nobody knows."""
    for one in visits:
        if now - one.opened_at > FORGOTTEN:
            yield one, VisitClosed(visit=one.visit)
