"""Parties as rows, folded from events."""

from __future__ import annotations

import sqlite3

from edge.events import PartyAdded, PartyChanged, PartyKind, PartyMoved, PartyQuoted, PartyStatus
from edge.journal import to_ms


def fold_party(
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


def end_party(db: sqlite3.Connection, at: int, party: int, status: PartyStatus) -> None:
    """A party was seated, or left."""
    db.execute(_ENDED, {"party": party, "status": status.value, "at": at})


__all__ = ["end_party", "fold_party"]
