"""Reading the staff: inside a command or on a snapshot."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from edge.events import StaffRole
from edge.journal import Rows, from_ms, read_kept, rows_of
from edge.staff.people import Contact, Member, Person
from edge.staff.shifts import Break, OnShift, Shift


def read_members(read: Rows) -> dict[int, Member]:
    """Everybody who ever worked here, by id, without their names."""
    rows = read("SELECT waiter, role, skill, active, erased, added_ms FROM staff_waiters ORDER BY waiter")
    return {row["waiter"]: _member(row) for row in rows}


def read_people(db: sqlite3.Connection) -> list[Person]:
    """Everybody who ever worked here, with their names where these are not erased."""
    members = read_members(rows_of(db))
    contacts = read_contacts(db, list(members))
    return [
        Person(**dict(member), name=contacts[waiter].name if waiter in contacts else None)
        for waiter, member in members.items()
    ]


def read_contacts(db: sqlite3.Connection, waiters: list[int]) -> dict[int, Contact]:
    """Names and contacts by id; who is erased is not in it."""
    kept = read_kept(db, waiters)
    return {waiter: Contact.model_validate_json(document) for waiter, document in kept.items()}


def read_on_shift(read: Rows) -> list[OnShift]:
    """Who is on shift now, in the order they clocked in."""
    rows = read(
        """SELECT s.waiter, s.shift, s.section, s.started_ms, w.role, w.skill,
                  max(CASE WHEN b.ended_ms IS NULL THEN b.started_ms END) AS break_ms,
                  coalesce(sum(b.ended_ms - b.started_ms), 0) AS rested_ms
           FROM staff_shifts s JOIN staff_waiters w ON w.waiter = s.waiter
                LEFT JOIN staff_breaks b ON b.shift = s.shift
           WHERE s.ended_ms IS NULL GROUP BY s.shift ORDER BY s.shift"""
    )
    return [_on_shift(row) for row in rows]


def read_shifts(
    read: Rows, *, shift: int | None = None, waiter: int | None = None, active: bool | None = None, limit: int = 100
) -> list[Shift]:
    """Shifts that are or were, newest first, of somebody or of all; `active`: only open (or only ended) ones."""
    rows = read(
        """SELECT shift, waiter, section, started_ms, ended_ms FROM staff_shifts
           WHERE (?1 IS NULL OR shift = ?1) AND (?2 IS NULL OR waiter = ?2)
             AND (?3 IS NULL OR (ended_ms IS NULL) = ?3)
           ORDER BY shift DESC LIMIT ?4""",
        (shift, waiter, active, limit),
    )
    breaks = _read_breaks(read, [row["shift"] for row in rows])
    return [
        Shift(
            shift=row["shift"],
            waiter=row["waiter"],
            section=row["section"],
            started_at=from_ms(row["started_ms"]),
            ended_at=None if row["ended_ms"] is None else from_ms(row["ended_ms"]),
            breaks=tuple(breaks[row["shift"]]),
        )
        for row in rows
    ]


def _read_breaks(read: Rows, shifts: list[int]) -> dict[int, list[Break]]:
    found: dict[int, list[Break]] = defaultdict(list)
    if not shifts:
        return found
    rows = read(
        "SELECT shift, started_ms, ended_ms FROM staff_breaks WHERE shift BETWEEN ? AND ? ORDER BY break",
        (min(shifts), max(shifts)),
    )
    for row in rows:
        ended_at = None if row["ended_ms"] is None else from_ms(row["ended_ms"])
        found[row["shift"]].append(Break(started_at=from_ms(row["started_ms"]), ended_at=ended_at))
    return found


def _member(row: sqlite3.Row) -> Member:
    return Member(
        waiter=row["waiter"],
        role=StaffRole(row["role"]),
        skill=row["skill"],
        active=bool(row["active"]),
        since=from_ms(row["added_ms"]),
        erased=bool(row["erased"]),
    )


def _on_shift(row: sqlite3.Row) -> OnShift:
    break_ms = row["break_ms"]
    return OnShift(
        waiter=row["waiter"],
        shift=row["shift"],
        role=StaffRole(row["role"]),
        section=row["section"],
        skill=row["skill"],
        on_break=break_ms is not None,
        since=from_ms(row["started_ms"]),
        break_since=None if break_ms is None else from_ms(break_ms),
        rested_s=row["rested_ms"] / 1000,
    )


__all__ = ["read_contacts", "read_members", "read_on_shift", "read_people", "read_shifts"]
