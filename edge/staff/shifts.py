"""Shifts and breaks, and the rules about them: one open shift per person, one open break per shift."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from edge.errors import Conflict, NotFound
from edge.events import (
    BreakEnded,
    BreakStarted,
    Id,
    ShiftEnded,
    ShiftMoved,
    ShiftStarted,
    StaffRole,
    Utc,
    Value,
)
from edge.staff.people import Member


class OnShift(Value):
    """Somebody on shift now. `section` None: any; `since`: clocked in; `rested_s`: breaks that are over, in seconds."""

    waiter: int
    shift: int
    role: StaffRole
    section: Id | None = None
    skill: float = 0.5
    on_break: bool = False
    since: Utc
    break_since: Utc | None = None
    rested_s: float = 0.0

    def minutes_on_floor(self, now: datetime) -> float:
        """Minutes of the shift so far, breaks left out; never negative."""
        until = self.break_since or now
        return max(0.0, (until - self.since) / timedelta(minutes=1) - self.rested_s / 60)


class Break(Value):
    """One break of a shift. `ended_at` None: not over."""

    started_at: Utc
    ended_at: Utc | None = None


class Shift(Value):
    """A shift that is or was. `ended_at` None: still open."""

    shift: int
    waiter: int
    section: Id | None
    started_at: Utc
    ended_at: Utc | None = None
    breaks: tuple[Break, ...] = ()


def clock_in(member: Member, section: Id | None, on_shift: Iterable[OnShift], sections: Collection[Id]) -> ShiftStarted:
    """Somebody begins to work. `sections`: the open ones."""
    if member.erased or not member.active:
        raise Conflict(f"Waiter {member.waiter} no longer works here.", hint="Make them active again, or add them.")
    for one in on_shift:
        if one.waiter == member.waiter:
            raise Conflict(f"Waiter {member.waiter} is on shift {one.shift} already.", hint="End that shift first.")
    _check_section(section, sections)
    return ShiftStarted(waiter=member.waiter, section=section)


def move(shift: OnShift, section: Id | None, sections: Collection[Id]) -> ShiftMoved:
    """Somebody works in another section from now on; None: in any."""
    _check_section(section, sections)
    return ShiftMoved(shift=shift.shift, section=section)


def begin_break(shift: OnShift) -> BreakStarted:
    """Somebody goes on break."""
    if shift.on_break:
        raise Conflict(f"Shift {shift.shift} is on break already.", hint="Resume it when they are back.")
    return BreakStarted(shift=shift.shift)


def end_break(shift: OnShift) -> BreakEnded:
    """Somebody is back."""
    if not shift.on_break:
        raise Conflict(f"Shift {shift.shift} is not on break.", hint="There is nothing left to do.")
    return BreakEnded(shift=shift.shift)


def clock_out(shift: OnShift) -> list[BreakEnded | ShiftEnded]:
    """Somebody goes home; an open break ends with the shift. Their open tables are the floor's business."""
    over = [BreakEnded(shift=shift.shift)] if shift.on_break else []
    return [*over, ShiftEnded(shift=shift.shift)]


def open_one(on_shift: Iterable[OnShift], shift: int, *, ended: bool = False) -> OnShift:
    """An open shift by its id; `ended`: there was one of this id. Raises `NotFound` or `Conflict`."""
    for one in on_shift:
        if one.shift == shift:
            return one
    if ended:
        raise Conflict(f"Shift {shift} has ended.", hint="Start a new one.")
    raise NotFound(f"There is no shift {shift}.", hint="GET /api/v1/shifts lists them.")


def _check_section(section: Id | None, sections: Collection[Id]) -> None:
    if section is not None and section not in sections:
        raise NotFound(f"There is no open section {section}.", hint="GET /api/v1/sections lists them.")


__all__ = [
    "Break",
    "OnShift",
    "Shift",
    "begin_break",
    "clock_in",
    "clock_out",
    "end_break",
    "move",
    "open_one",
]
