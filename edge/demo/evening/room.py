"""The room of the simulated evening: tables in sections, and which of them may be pushed together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from edge.events import Location, Place, TableType


@dataclass(frozen=True, slots=True)
class Table:
    """One table. `place` is where it is drawn."""

    table: str
    section: str
    seats: int
    type: TableType = TableType.TABLE
    location: Location = Location.INSIDE
    place: Place | None = None

    @property
    def seats_min(self) -> int:
        """The smallest party that a host would give it to without being asked."""
        return {4: 2, 6: 4}.get(self.seats, 1)


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
_PITCH, _SIDE = 100.0, 60.0


def dining_room() -> Room:
    """Forty tables with 128 seats in four sections, each section one row on the plan."""
    return Room(
        tuple(
            Table(f"T{10 * row + column + 1}", section, seats, kind, location, _place(row, column))
            for row, (section, (kind, location)) in enumerate(_SECTIONS.items())
            for column, seats in enumerate(_SEATS)
        )
    )


def _place(row: int, column: int) -> Place:
    return Place(x=_PITCH * (column + 0.5), y=3 * _PITCH * (row + 0.5), width=_SIDE, height=_SIDE)


def joinable(room: Room) -> Iterator[tuple[Table, ...]]:
    """Tables of a section that may be pushed together: any two, and three large ones in a row."""
    for section in room.sections:
        own = [table for table in room.tables if table.section == section]
        yield from combinations(own, 2)
        large = [table for table in own if table.seats > 2]
        yield from ((*pair, following[1]) for pair, following in pairwise(list(pairwise(large))))


__all__ = ["Room", "Table", "dining_room", "joinable"]
