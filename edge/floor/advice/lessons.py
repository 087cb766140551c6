"""What the store's own past teaches: how long parties stay, and how good its quotes were."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from edge.events import Phase
from edge.floor.quotes import Correction, PastVisit, Told, Turns, learn, learn_turns
from edge.journal import Rows, from_ms, rows_of, to_ms

VISITS = 600
"""How many of the latest visits count: about a week of a busy house."""

_MS = 60_000.0


@dataclass(frozen=True, slots=True)
class Lessons:
    """The house's pace, and how its quotes must be corrected."""

    turns: Turns
    correction: Correction


def read_lessons(db: sqlite3.Connection, now: datetime, zone: ZoneInfo) -> Lessons:
    """Learned anew from what is on disk."""
    read = rows_of(db)
    return Lessons(learn_turns(read_past(read, now, zone)), learn(read_told(read)))


def read_past(read: Rows, now: datetime, zone: ZoneInfo) -> list[PastVisit]:
    """The latest visits; of those still open, how long they have lasted."""
    rows = read(
        """SELECT visit, size, opened_at, closed_at FROM service_visits
           WHERE closed_reason IS NOT 'undone' ORDER BY visit DESC LIMIT ?""",
        (VISITS,),
    )
    reached: dict[int, dict[Phase, float]] = defaultdict(dict)
    opened = {row["visit"]: row["opened_at"] for row in rows}
    for row in read("SELECT visit, phase, at FROM service_milestones WHERE visit >= ?", (min(opened, default=0),)):
        if row["visit"] in opened:
            reached[row["visit"]][Phase(row["phase"])] = (row["at"] - opened[row["visit"]]) / _MS
    return [
        PastVisit(
            size=row["size"],
            minutes=((to_ms(now) if row["closed_at"] is None else row["closed_at"]) - row["opened_at"]) / _MS,
            minute_of_day=_minute_of_day(from_ms(row["opened_at"]), zone),
            over=row["closed_at"] is not None,
            reached_min=reached[row["visit"]],
        )
        for row in rows
    ]


def read_told(read: Rows) -> list[Told]:
    """Every quote whose party was seated, in the order in which they sat down."""
    rows = read(
        """SELECT low_min, high_min, (ended_at - quoted_at) AS waited_ms FROM service_parties
           WHERE status = 'seated' AND low_min IS NOT NULL AND quoted_at IS NOT NULL ORDER BY ended_at, party"""
    )
    return [Told(row["low_min"], row["high_min"], row["waited_ms"] / _MS) for row in rows]


def _minute_of_day(at: datetime, zone: ZoneInfo) -> int:
    local = at.astimezone(zone)
    return local.hour * 60 + local.minute


__all__ = ["Lessons", "read_lessons", "read_past", "read_told"]
