"""The floor played forward, many times at once: tables come free, and parties take them in their order.

Arrays are [runs] or [runs, tables]: minutes from now.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from edge.events import Id
from edge.floor.quotes.facts import Booking, FloorLoad, InLine, Meal
from edge.floor.quotes.turns import UNKNOWN_SIZE, Daypart, Minutes, Turns
from edge.floor.routing import groups_for

Places = npt.NDArray[np.intp]

NEVER = 1e6
"""Minutes to a table that is not given out tonight."""

WASTE_MIN = 1e-3
"""Of two tables that are free, the smaller one: far less than a difference in time."""

PATIENCE_MEDIAN_MIN, PATIENCE_SIGMA = 45.0, 0.6
"""How long parties wait before they give up: an assumption, since no till knows who left."""

BUSSING_SIGMA = 0.4


class Playing:
    """One evening from this moment on, in `runs` variations."""

    def __init__(self, floor: FloorLoad, turns: Turns, daypart: Daypart, runs: int, rng: np.random.Generator) -> None:
        self._floor, self._turns, self._daypart = floor, turns, daypart
        self._runs, self._rng = runs, rng
        self._every = np.arange(runs)
        self._columns: dict[Id, int] = {fact.table: place for place, fact in enumerate(floor.tables)}
        self._groups: dict[int, tuple[Places, Minutes]] = {}
        self._bookings: list[tuple[Booking, npt.NDArray[np.bool_]]] = []
        over = [self._over(meal) for meal in floor.meals]
        self._ready = self._tables(over)
        self._slots = self._waiters(over)

    def expect(self, bookings: Sequence[Booking]) -> None:
        """Reservations that go before whoever is seated after they are due."""
        come = sorted(bookings, key=lambda each: (each.due_in_min, each.size or 0))
        self._bookings = [(booking, np.ones(self._runs, dtype=bool)) for booking in come]

    def seat(self, party: InLine) -> None:
        """Give a party its table, in the runs in which they are still there when it comes free."""
        self._let_in(party.size)
        start, places = self._first(party.size, 0.0)
        left = self._rng.lognormal(np.log(PATIENCE_MEDIAN_MIN), PATIENCE_SIGMA, self._runs)
        self._take(start, places, party.size, start <= np.maximum(left - party.waited_min, 1.0))

    def wait_of(self, size: int | None) -> Minutes:
        """When a party that is next would sit down, minutes from now [runs]."""
        self._let_in(size)
        return self._first(size, 0.0)[0]

    def _let_in(self, size: int | None) -> None:
        """Seat every reservation that is due before a party of `size` would be."""
        start = self._first(size, 0.0)[0]
        for booking, to_come in self._bookings:
            first = to_come & (start > booking.due_in_min)
            if first.any():
                begins, places = self._first(booking.size, max(0.0, booking.due_in_min))
                self._take(begins, places, booking.size, first)
                to_come &= ~first
                start = self._first(size, 0.0)[0]

    def _first(self, size: int | None, earliest_min: float) -> tuple[Minutes, Places]:
        """When a table that fits comes free for whoever is next, and which: minutes [runs] and columns [runs, k]."""
        groups, waste = self._groups_for(size or UNKNOWN_SIZE)
        if not len(groups):
            return np.full(self._runs, NEVER), np.zeros((self._runs, 0), dtype=np.intp)
        ready = self._ready[:, groups[:, 0]]
        for column in groups.T[1:]:
            ready = np.maximum(ready, self._ready[:, column])
        chosen = np.argmin(np.maximum(ready, earliest_min) + waste, axis=1)
        start = np.maximum(ready[self._every, chosen], earliest_min)
        if self._slots is not None:
            start = np.maximum(start, self._slots.min(axis=1))
        return start, groups[chosen]

    def _take(self, start: Minutes, places: Places, size: int | None, here: npt.NDArray[np.bool_]) -> None:
        """Let a party sit at its tables from `start` on, in the runs in which it is `here`."""
        until = start + self._turns.draw(size, self._daypart, self._runs, self._rng)
        rows = self._every[here]
        for column in places.T:
            self._ready[rows, column[here]] = until[here]
        if self._slots is not None:
            self._slots[rows, self._slots.argmin(axis=1)[here]] = until[here]

    def _groups_for(self, size: int) -> tuple[Places, Minutes]:
        """Columns of the tables that `size` guests fit at [groups, k], and their wasted seats as minutes [groups]."""
        if size not in self._groups:
            found = groups_for(size, self._floor.tables, join=self._floor.join_tables)
            columns = [[self._columns[fact.table] for fact in group] for group in found]
            waste = [(sum(fact.seats_max for fact in group) - size) * WASTE_MIN for group in found]
            self._groups[size] = np.array(columns, dtype=np.intp), np.array(waste)
        return self._groups[size]

    def _over(self, meal: Meal) -> Minutes:
        """When a meal's tables are clean, minutes [runs]."""
        if meal.left_min is None:
            return self._turns.draw_remaining(meal, self._daypart, self._runs, self._rng)
        cleaning = self._rng.lognormal(np.log(max(self._floor.bussing_min, 0.1)), BUSSING_SIGMA, self._runs)
        return np.maximum(cleaning - meal.left_min, 0.5)

    def _tables(self, over: Sequence[Minutes]) -> Minutes:
        ready = np.full((self._runs, len(self._columns)), NEVER)
        for fact in self._floor.tables:
            if fact.free:
                ready[:, self._columns[fact.table]] = 0.0
        for meal, until in zip(self._floor.meals, over, strict=True):
            for name in meal.tables:
                if name in self._columns:
                    ready[:, self._columns[name]] = until
        return ready

    def _waiters(self, over: Sequence[Minutes]) -> Minutes | None:
        """When each of the parties that waiters may have can begin [runs, slots]; None: they are not counted."""
        slots = self._floor.slots
        if not slots or slots >= len(self._columns):
            return None
        free = np.zeros((self._runs, max(0, slots - len(over))))
        held = np.sort(np.column_stack(over), axis=1) if over else np.zeros((self._runs, 0))
        return np.column_stack([held[:, max(0, len(over) - slots) :], free])


__all__ = ["NEVER", "Playing"]
