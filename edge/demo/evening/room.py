"""The room of the simulated evening: tables, sections, and which tables may be pushed together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from edge.events import Location, TableType


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `neighbour`: the next one of its kind, for joining."""

    table: str
    section: str
    seats: int
    type: TableType
    location: Location
    neighbour: str | None = None

    @property
    def seats_min(self) -> int:
        """The smallest party that a host would give it to without being asked."""
        return {2: 1, 4: 2, 6: 4}.get(self.seats, 1)


@dataclass(frozen=True)
class Room:
    """All tables, in order."""

    tables: tuple[Table, ...]

    @property
    def sections(self) -> tuple[str, ...]:
        """Every section once, in order."""
        return tuple(dict.fromkeys(table.section for table in self.tables))

    @property
    def seats(self) -> int:
        """How many people fit in."""
        return sum(table.seats for table in self.tables)

    def __getitem__(self, table: str) -> Table:
        return self.tables[self.index(table)]

    def index(self, table: str) -> int:
        """Its place in order, from 0."""
        return self._places[table]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {one.table: place for place, one in enumerate(self.tables)}


_SECTIONS = {
    "window": (TableType.BOOTH, Location.INSIDE),
    "hall": (TableType.TABLE, Location.INSIDE),
    "patio": (TableType.TABLE, Location.PATIO),
    "bar": (TableType.HIGH_TOP, Location.BAR_AREA),
}
_SEATS = (2, 2, 2, 2, 2, 4, 4, 4, 4, 6)
"""Of one section's tables: two of three parties are couples, but rooms are built for four."""


def dining_room() -> Room:
    """Forty tables with 128 seats in four sections; neighbours of one size can be joined."""
    tables = [
        Table(f"T{10 * row + place + 1}", section, seats, kind, location)
        for row, (section, (kind, location)) in enumerate(_SECTIONS.items())
        for place, seats in enumerate(_SEATS)
    ]
    return Room(tuple(map(_beside, tables, [*tables[1:], None])))


def _beside(table: Table, following: Table | None) -> Table:
    """The table, knowing the next one if both are of one section and size."""
    if following is None or (table.section, table.seats) != (following.section, following.seats):
        return table
    return Table(table.table, table.section, table.seats, table.type, table.location, following.table)


def joinable(room: Room) -> list[tuple[Table, ...]]:
    """Every pair and every three in a row that may be pushed together."""
    pairs = [(one, other) for one, other in pairwise(room.tables) if one.neighbour == other.table]
    threes = [(*pair, following[1]) for pair, following in pairwise(pairs) if pair[1] is following[0]]
    return [*pairs, *threes]


__all__ = ["Room", "Table", "dining_room", "joinable"]
