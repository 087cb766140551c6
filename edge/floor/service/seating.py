"""Seating: one command that gives a party its tables and waiter, or refuses with what is in the way. Rules are pure."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

from pydantic import Field

from edge.errors import BadInput, Conflict, NotFound
from edge.events import (
    Availability,
    CloseReason,
    Id,
    PartyKind,
    PartyMoved,
    RoutingPolicy,
    Source,
    StaffRole,
    Value,
    VisitClosed,
    VisitOpened,
)
from edge.floor.desk import Deed
from edge.floor.service.loads import WaiterLoad, read_loads
from edge.floor.service.parties import LISTED, Party, PartyWish, standing
from edge.floor.service.states import TableState, read_states, say
from edge.floor.service.visits import VisitDone, read_holders
from edge.floor.setup import Join, Table, read_joins, read_policy, read_tables
from edge.staff import OnShift, read_on_shift

SERVING = (StaffRole.SERVER, StaffRole.BARTENDER)
"""Who is given tables."""


class Seating(Value):
    """Who shall sit where. `waiter` None: nobody's yet.

    `anyway`: the host knows that the table is reserved, seats fewer, or that these guests sit there already.
    """

    tables: tuple[Id, ...] = Field(min_length=1, max_length=8)
    party: int | None = None
    size: int | None = Field(None, ge=1, le=100)
    waiter: int | None = None
    anyway: bool = False


class Alternative(Value):
    """Where a party could sit instead, best first; `reasons` in words."""

    tables: tuple[Id, ...]
    waiter: int | None = None
    reasons: tuple[str, ...] = ()


Alternatives = Callable[[PartyWish, Sequence[Id]], Awaitable[Sequence[Alternative]]]
"""Finds the next best for what a party wishes, without some tables."""


async def no_alternatives(wish: PartyWish, without: Sequence[Id]) -> Sequence[Alternative]:
    """Knows of nothing else."""
    return ()


class TableTaken(Conflict):
    """A table is not free any more. `tables`: which ones; `alternatives`: where else, best first."""

    title = "Table taken"

    def __init__(
        self, message: str, *, hint: str = "", tables: Sequence[Id] = (), alternatives: Sequence[Alternative] = ()
    ) -> None:
        super().__init__(message, hint=hint)
        self.tables = tuple(tables)
        self.alternatives = tuple(alternatives)


def seat(deed: Deed, asked: Seating) -> VisitDone:
    """Open a visit: tables free, party waiting, waiter able, all in one transaction. Raises why not."""
    read = deed.read
    party = None if asked.party is None else standing(read, asked.party, *LISTED)
    size = asked.size or (party.size if party else None)
    tables, joins = read_tables(read), read_joins(read)
    names = whole(asked.tables, tables)
    check_free(names, tables, read_states(read), read_holders(read), reserved_for(party), asked.anyway)
    if not asked.anyway:
        check_seats(size, names, tables, joins)
    server = None if asked.waiter is None else serving(asked.waiter, read_on_shift(read))
    if server:
        check_limit(server, read_loads(read, deed.now), read_policy(read).routing)
    visit = deed.append(
        VisitOpened(tables=names, party=asked.party, size=size, waiter=asked.waiter, shift=server and server.shift)
    )
    if party:
        deed.undo(PartyMoved(party=party.party, status=party.status))
    deed.undo(VisitClosed(visit=visit, reason=CloseReason.UNDONE))
    say(deed, names, Availability.OCCUPIED)
    return deed.answer(VisitDone, visit=visit)


def whole(names: Sequence[Id], tables: Mapping[Id, Table]) -> tuple[Id, ...]:
    """The tables with all that are joined to them, each once, leads first. Raises `BadInput` or `NotFound`."""
    if len(set(names)) != len(names):
        raise BadInput("A table is named twice.", hint="Name every table once.")
    for name in names:
        if name not in tables:
            raise NotFound(f"There is no table {name}.", hint="GET /api/v1/tables lists them.")
    found = dict.fromkeys(each for name in names for each in tables[name].joined or (name,))
    if len(found) > 8:
        raise BadInput("More than eight tables cannot seat one party.", hint="Open two visits.")
    return tuple(found)


def reserved_for(party: Party | None) -> bool:
    """Whether a reserved table may be theirs: they have reserved one."""
    return party is not None and party.came is PartyKind.RESERVATION


def check_free(
    names: Sequence[Id],
    tables: Mapping[Id, Table],
    states: Mapping[Id, TableState],
    holders: Mapping[Id, int],
    has_reserved: bool,
    anyway: bool,
) -> None:
    """Raise `TableTaken`, with what to do, unless a party may sit down at all of these tables."""
    for name in names:
        if not tables[name].active:
            raise TableTaken(f"{name} is not in use.", hint="Choose another table.", tables=names)
        if name in holders:
            raise TableTaken(f"A party sits at {name} already.", hint="Choose another table.", tables=names)
        state = states.get(name, TableState(table=name))
        if refused := _REFUSED.get(state.value or Availability.CLEAN):
            message, hint, despite = refused
            knows = state.value is Availability.OCCUPIED and state.source is Source.CAMERA
            allowed = anyway if knows else (anyway or has_reserved) and despite
            if not allowed:
                raise TableTaken(message.format(name), hint=hint, tables=names)


_REFUSED: Mapping[Availability, tuple[str, str, bool]] = {
    Availability.OCCUPIED: (
        "Somebody sits at {} already.",
        "Choose another table; if these guests sit there, seat them anyway.",
        False,
    ),
    Availability.DIRTY: ("{} is not clean yet.", "Have it cleaned, mark it clean, then seat them.", False),
    Availability.UNAVAILABLE: ("{} is out of use.", "Choose another table, or mark it clean first.", False),
    Availability.RESERVED: ("{} is reserved.", "Choose another table; if it is theirs, seat them anyway.", True),
}
"""What stands in the way of sitting down: the words, the way out, and whether a host may do it anyway."""


def check_seats(size: int | None, names: Sequence[Id], tables: Mapping[Id, Table], joins: Iterable[Join]) -> None:
    """Raise `Conflict` if a party is larger than its tables."""
    together = {join.tables: join.seats_max for join in joins}
    seats = together.get(tuple(names)) or sum(tables[name].seats_max for name in names)
    if size is not None and size > seats:
        raise Conflict(
            f"{' + '.join(names)} {'seats' if len(names) == 1 else 'seat'} {seats}, not {size}.",
            hint="Choose a larger table, join two, or seat them anyway.",
        )


def serving(waiter: int, on_shift: Iterable[OnShift]) -> OnShift:
    """Somebody who may be given a table. Raises `Conflict` that says why not."""
    found = next((one for one in on_shift if one.waiter == waiter), None)
    if found is None:
        raise Conflict(f"Waiter {waiter} is not on shift.", hint="Choose somebody who is, or clock them in first.")
    if found.role not in SERVING:
        raise Conflict(f"Waiter {waiter} works as {found.role.value}.", hint="Tables go to servers and bartenders.")
    if found.on_break:
        raise Conflict(f"Waiter {waiter} is on break.", hint="Choose somebody else, or end the break first.")
    return found


def check_limit(server: OnShift, loads: Iterable[WaiterLoad], policy: RoutingPolicy) -> None:
    """Raise `Conflict` if one more visit is more than the house allows."""
    held = next((load.open_tables for load in loads if load.shift == server.shift), 0)
    if held >= policy.max_tables_per_waiter:
        raise Conflict(
            f"Waiter {server.waiter} has {held} of {policy.max_tables_per_waiter} tables.", hint="Choose somebody else."
        )


__all__ = [
    "SERVING",
    "Alternative",
    "Alternatives",
    "Seating",
    "TableTaken",
    "check_free",
    "check_limit",
    "check_seats",
    "no_alternatives",
    "reserved_for",
    "seat",
    "serving",
    "whole",
]
