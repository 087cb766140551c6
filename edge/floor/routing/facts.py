"""What routing is told: the party's wish, every table, every waiter on shift."""

from __future__ import annotations

from dataclasses import dataclass

from edge.events import Id, Location, TableType


@dataclass(frozen=True, slots=True)
class Wish:
    """What a party wants. `size` None: nobody has said; any other None: all the same to them."""

    size: int | None = None
    table_type: TableType | None = None
    location: Location | None = None
    section: Id | None = None


@dataclass(frozen=True, slots=True)
class TableFact:
    """A table that may be given out now or later.

    `free`: clean, active, and neither reserved nor part of another table. `ready_in_min`: when a table that is not free
    will be, None where nobody knows. `neighbours`: tables that could be pushed against it. `joined`: tables that are
    already; they go with it, and `seats_max` counts their chairs.
    """

    table: Id
    section: Id | None = None
    seats_min: int = 1
    seats_max: int = 4
    type: TableType = TableType.TABLE
    location: Location = Location.INSIDE
    free: bool = True
    ready_in_min: float | None = None
    neighbours: tuple[Id, ...] = ()
    joined: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True)
class WaiterFact:
    """A waiter on shift. `section` None: helps everywhere. `available` False: on break.

    `covers` (shares of visits handed over, too), `parties` and `tips` (minor units) are of this shift, open visits
    included; `minutes_on_floor` leaves breaks out; `last_seated_min`: minutes since their last party sat down, None:
    none yet; `skill` in [0, 1].
    """

    waiter: int
    section: Id | None = None
    open_tables: int = 0
    open_covers: int = 0
    covers: float = 0
    parties: int = 0
    tips: int = 0
    last_seated_min: float | None = None
    skill: float = 0.5
    minutes_on_floor: float = 0.0
    available: bool = True


@dataclass(frozen=True, slots=True)
class Pace:
    """Covers that began in this quarter of an hour, and how many may."""

    covers: int
    limit: int


__all__ = ["Pace", "TableFact", "WaiterFact", "Wish"]
