"""Hosts for the tests of the evening."""

from __future__ import annotations

from edge.demo.evening import Choice, Evening, Guests, Happening, Quote, Saw
from edge.events import Availability


class FirstTable:
    """Gives every party the first table it believes free, with one waiter. Believes nothing but right cameras."""

    def __init__(self) -> None:
        self.heard: list[tuple[float, Happening]] = []
        self._free: list[str] = []
        self._seats: dict[str, int] = {}

    async def open(self, evening: Evening) -> None:
        self._seats = {table.table: table.seats for table in evening.room.tables}
        self._free = list(self._seats)

    async def tell(self, at: float, what: Happening) -> None:
        self.heard.append((at, what))
        if isinstance(what, Saw) and what.value is Availability.CLEAN and what.table not in self._free:
            self._free.append(what.table)

    async def quote(self, at: float, guests: Guests) -> Quote | None:
        return Quote(0, 15)

    async def suggest(self, at: float, guests: Guests) -> Choice | None:
        fitting = [table for table in self._free if self._seats[table] >= guests.told]
        return Choice((fitting[0],), waiter=1) if fitting else None

    async def seat(self, at: float, guests: Guests, choice: Choice) -> Choice | None:
        if choice.tables[0] not in self._free:
            return None
        self._free.remove(choice.tables[0])
        return choice


__all__ = ["FirstTable"]
