"""Pushing tables together for one party, and pulling them apart again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import cos, hypot, radians, sin

from edge.errors import BadInput, Conflict, NotFound
from edge.events import Availability, Id, Place, TablesJoined, TablesParted
from edge.floor.setup.room import Join, Room, Table, Uses

NEIGHBOUR_GAP = 120.0
"""Tables drawn closer than this to each other, edge to edge in plan units (1000 wide), are neighbours."""

_MOST_SEATS = 200


def neighbours(one: Place, other: Place) -> bool:
    """Whether two tables are drawn close enough to be pushed together."""
    (width, height), (other_width, other_height) = _extent(one), _extent(other)
    across = abs(one.x - other.x) - (width + other_width) / 2
    down = abs(one.y - other.y) - (height + other_height) / 2
    return hypot(max(across, 0.0), max(down, 0.0)) <= NEIGHBOUR_GAP


def joinable(one: Table, other: Table) -> bool:
    """Whether two tables can stand together: in one section, or drawn side by side. Says nothing of who sits there."""
    if one.table == other.table or not (one.active and other.active):
        return False
    near = one.place is not None and other.place is not None and neighbours(one.place, other.place)
    return near or one.section == other.section


def join(room: Room, tables: Sequence[Id], uses: Uses) -> TablesJoined:
    """Push free tables together; the first one leads. Raises `NotFound`, `BadInput` or `Conflict`."""
    if len(set(tables)) != len(tables) or not 2 <= len(tables) <= 8:
        raise BadInput(f"{_names(tables)} cannot be joined.", hint="Name two to eight different tables.")
    found = [_table(room, table) for table in tables]
    if problems := [problem for table in found if (problem := _why_not(table, uses))]:
        raise Conflict(f"{'; '.join(problems)}.", hint="Join free tables that stand alone.")
    if apart := _not_reached(found):
        raise Conflict(
            f"{_names(apart)} {'stands' if len(apart) == 1 else 'stand'} too far from {tables[0]}.",
            hint="Join tables of one section, or tables drawn side by side.",
        )
    seats = min(sum(table.seats_max for table in found), _MOST_SEATS)
    return TablesJoined(tables=tuple(tables), seats_max=seats)


def part(room: Room, table: Id, uses: Uses) -> TablesParted:
    """Pull a table apart from those it is joined to. Raises `NotFound`, or `Conflict` while a party sits there."""
    joined = _table(room, table).joined
    if not joined:
        raise Conflict(f"Table {table} stands alone.", hint="There is nothing to pull apart.")
    visit = next((uses.visits[each] for each in joined if each in uses.visits), None)
    if visit is not None:
        raise Conflict(f"Visit {visit} sits at {_names(joined)}.", hint="Close or move the visit first.")
    return TablesParted(tables=joined)


def join_of(joins: Iterable[Join], table: Id) -> Join | None:
    """The join that a table is part of."""
    return next((join for join in joins if table in join.tables), None)


def _why_not(table: Table, uses: Uses) -> str | None:
    """Why a table cannot be joined now."""
    name = table.table
    if not table.active:
        return f"{name} is not in use"
    if table.joined:
        return f"{name} is joined already ({' + '.join(table.joined)})"
    if name in uses.visits:
        return f"visit {uses.visits[name]} sits at {name}"
    state = uses.states.get(name, Availability.CLEAN)
    return None if state is Availability.CLEAN else f"{name} is {state.value}"


def _not_reached(tables: Sequence[Table]) -> list[Id]:
    """The tables that no chain of joinable ones leads to from the first."""
    reached, left = [tables[0]], list(tables[1:])
    for one in reached:  # grows while it is walked
        near = [other for other in left if joinable(one, other)]
        reached += near
        left = [other for other in left if other not in near]
    return [table.table for table in left]


def _extent(place: Place) -> tuple[float, float]:
    """Width and height of the upright box around a turned table."""
    cosine, sine = abs(cos(radians(place.angle_deg))), abs(sin(radians(place.angle_deg)))
    return place.width * cosine + place.height * sine, place.width * sine + place.height * cosine


def _table(room: Room, table: Id) -> Table:
    if table not in room.tables:
        raise NotFound(f"There is no table {table}.", hint="GET /api/v1/tables lists them.")
    return room.tables[table]


def _names(tables: Iterable[Id]) -> str:
    return ", ".join(tables)


__all__ = ["NEIGHBOUR_GAP", "join", "join_of", "joinable", "neighbours", "part"]
