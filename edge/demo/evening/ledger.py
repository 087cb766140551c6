"""What an evening came to: the truth, whatever any system wrote down. Every measure of the benchmark is read here."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import fmean, pstdev

from edge.demo.evening.guests import EVENING_MIN, Guests
from edge.demo.evening.host import Choice, Quote
from edge.demo.evening.room import Room

DOUBLE_SEAT_MIN = 5.0
OPEN_H = EVENING_MIN / 60 + 1


@dataclass(frozen=True, slots=True)
class Seating:
    """Guests sat down at `at`; `waited` from their coming; minutes. `quote`: what they were told, if anything."""

    guests: Guests
    at: float
    waited: float
    choice: Choice
    quote: Quote | None


@dataclass
class Ledger:
    """Filled while the evening goes on. `left`: who went away and how long they had waited, minutes."""

    room: Room
    seatings: list[Seating] = field(default_factory=list)
    left: list[tuple[Guests, float]] = field(default_factory=list)
    sent_to_taken_table: int = 0
    seated_on_break: int = 0
    floor_min: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    covers: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))
    tips: defaultdict[int, float] = field(default_factory=lambda: defaultdict(float))
    revenue: int = 0

    @property
    def cover_cv(self) -> float:
        """Standard deviation over mean of covers per hour on the floor, across waiters."""
        return _variation(self._per_hour(self.covers))

    @property
    def tip_cv(self) -> float:
        """The same of tips."""
        return _variation(self._per_hour(self.tips))

    @property
    def double_seats(self) -> int:
        """Seatings whose waiter had been given another party less than five minutes before."""
        last: dict[int, float] = {}
        doubled = 0
        for seating in self.seatings:
            waiter = seating.choice.waiter
            doubled += waiter in last and seating.at - last[waiter] < DOUBLE_SEAT_MIN
            last[waiter] = seating.at
        return doubled

    @property
    def waits(self) -> list[float]:
        """Minutes that every party waited, those who gave up included."""
        return [seating.waited for seating in self.seatings] + [waited for _, waited in self.left]

    @property
    def seats_wasted(self) -> float:
        """Seats left empty at a table, mean of the seatings."""
        return fmean(
            sum(self.room[table].seats for table in seating.choice.tables) - seating.guests.size
            for seating in self.seatings
        )

    @property
    def revpash(self) -> float:
        """Revenue per available seat hour, cents; an hour after the last order counts as open."""
        return self.revenue / (self.room.seats * OPEN_H)

    def _per_hour(self, totals: defaultdict[int, int] | defaultdict[int, float]) -> list[float]:
        return [totals[waiter] / minutes * 60 for waiter, minutes in self.floor_min.items() if minutes > 0]


def _variation(values: Iterable[float]) -> float:
    values = list(values)
    return pstdev(values) / fmean(values) if values and fmean(values) else 0.0


__all__ = ["Ledger", "Seating"]
