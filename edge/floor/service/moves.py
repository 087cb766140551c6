"""What may become of a visit: other tables, another waiter, its end."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import Field

from edge.errors import BadInput, Conflict
from edge.events import (
    Availability,
    CloseReason,
    Id,
    Value,
    VisitClosed,
    VisitMoved,
    VisitReopened,
    VisitTransferred,
)
from edge.floor.desk import Deed
from edge.floor.service.credits import Shares, credit_back
from edge.floor.service.guests import KIND
from edge.floor.service.seating import check_free, serving, whole
from edge.floor.service.states import read_states, say
from edge.floor.service.visit_rows import read_shares
from edge.floor.service.visits import Visit, VisitDone, read_holders, read_open, read_visits
from edge.floor.setup import read_tables
from edge.staff import OnShift, ShiftDone, end_shift, read_on_shift


class HandOver(Value):
    """One open visit goes to somebody else when a shift ends. `credit` in [0, 1] stays with who leaves."""

    visit: int
    waiter: int
    credit: float = Field(0.0, ge=0, le=1)


class OpenTables(Conflict):
    """A shift cannot end: some of its tables are open and nobody takes them. `visits`: which."""

    title = "Open tables"

    def __init__(self, message: str, *, hint: str = "", visits: Sequence[int] = ()) -> None:
        super().__init__(message, hint=hint)
        self.visits = tuple(visits)

    @classmethod
    def of(cls, shift: int, left: Sequence[Visit]) -> OpenTables:
        """What nobody takes of a shift's tables."""
        names = ", ".join(" + ".join(visit.tables) for visit in left)
        return cls(
            f"Shift {shift} still has open tables: {names}.",
            hint="Close them, or say in `handoff` who takes each.",
            visits=[visit.visit for visit in left],
        )


def move(deed: Deed, visit: int, tables: Sequence[Id]) -> VisitDone:
    """A visit goes on at other tables; those it leaves are dirty. Raises like seating."""
    known = read_open(deed.read, visit)
    room = read_tables(deed.read)
    names = whole(tables, room)
    if names == known.tables:
        raise Conflict(f"They sit at {' + '.join(names)} already.", hint="Choose another table.")
    new = [name for name in names if name not in known.tables]
    check_free(new, room, read_states(deed.read), read_holders(deed.read), has_reserved=False, anyway=False)
    deed.append(VisitMoved(visit=visit, tables=names))
    deed.undo(VisitMoved(visit=visit, tables=known.tables))
    say(deed, [name for name in known.tables if name not in names], Availability.DIRTY)
    say(deed, new, Availability.OCCUPIED)
    return deed.answer(VisitDone, visit=visit)


def transfer(deed: Deed, visit: int, waiter: int, credit: float) -> VisitDone:
    """Another waiter takes a visit over. Raises `Conflict` if they cannot."""
    known = read_open(deed.read, visit)
    if known.waiter == waiter:
        raise Conflict(f"Waiter {waiter} has {known.tables[0]} already.", hint="Choose somebody else.")
    _hand_over(deed, known, waiter, credit)
    return deed.answer(VisitDone, visit=visit)


def end(deed: Deed, shift: int, handoff: Sequence[HandOver]) -> ShiftDone:
    """Hand over what is open and clock out, all or nothing. Raises `OpenTables` naming what nobody takes."""
    held = {visit.visit: visit for visit in read_visits(deed.read) if visit.shift == shift}
    taken = {one.visit: one for one in handoff}
    if len(taken) < len(handoff):
        raise BadInput("A visit is handed over twice.", hint="Name every visit once.")
    if strange := sorted(taken.keys() - held.keys()):
        raise Conflict(f"Visit {strange[0]} is not open in shift {shift}.", hint="Look at its open tables again.")
    if left := [visit for number, visit in sorted(held.items()) if number not in taken]:
        raise OpenTables.of(shift, left)
    for number, one in sorted(taken.items()):
        if held[number].waiter == one.waiter:
            raise BadInput(f"Waiter {one.waiter} is the one who leaves.", hint="Choose somebody who stays.")
        _hand_over(deed, held[number], one.waiter, one.credit)
    end_shift(deed.transaction, shift)
    deed.final = True
    return deed.answer(ShiftDone, shift=shift)


def close(deed: Deed, visit: int) -> VisitDone:
    """The guests have left: the table is dirty, unless a camera has seen it clean already."""
    known = read_open(deed.read, visit)
    states = read_states(deed.read)
    unclean = [name for name in known.tables if name not in states or states[name].value is not Availability.CLEAN]
    deed.append(VisitClosed(visit=visit, reason=CloseReason.CLEARED))
    deed.undo(VisitReopened(visit=visit))
    say(deed, unclean, Availability.DIRTY)
    if known.party is not None:
        deed.forget(known.party, KIND)
    return deed.answer(VisitDone, visit=visit)


def _hand_over(deed: Deed, visit: Visit, waiter: int, credit: float) -> None:
    server = _able(deed, waiter)
    before = read_shares(deed.read, visit.visit)
    deed.append(
        VisitTransferred(visit=visit.visit, waiter=waiter, shift=server.shift, previous=visit.waiter, credit=credit)
    )
    if visit.waiter is None:
        deed.final = True  # nobody had it: there is nobody to give it back to
    else:
        deed.undo(_back(visit, visit.waiter, server, before, read_shares(deed.read, visit.visit)))


def _able(deed: Deed, waiter: int) -> OnShift:
    """Who may take over: also beyond the limit of tables, since somebody must."""
    return serving(waiter, read_on_shift(deed.read))


def _back(visit: Visit, giver: int, taker: OnShift, before: Shares, after: Shares) -> VisitTransferred:
    holder = (giver, visit.shift or 0)
    credit = credit_back(after, (taker.waiter, taker.shift), before.get(holder, 0.0) - after.get(holder, 0.0))
    return VisitTransferred(visit=visit.visit, waiter=giver, shift=visit.shift, previous=taker.waiter, credit=credit)
