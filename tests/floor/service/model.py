"""The floor as a few dictionaries: what a restaurant's evening should come to."""

from __future__ import annotations

import copy
from collections import defaultdict
from dataclasses import dataclass, field

from edge.events import Availability, PartyStatus, Phase

TABLES = ("T1", "T2", "T3", "T4")
PHASES = list(Phase)
LISTED = (PartyStatus.EXPECTED, PartyStatus.WAITING, PartyStatus.PAGED)

Holder = int
"""A shift."""


@dataclass
class Sitting:
    """An open visit."""

    tables: tuple[str, ...]
    party: int | None
    size: int
    shift: int | None
    phase: Phase = Phase.SEATED
    sure: bool = True
    shares: dict[Holder, float] = field(default_factory=dict)


@dataclass
class Model:
    """What is so. `shifts`: each waiter's open shift; `seats`: what joined tables seat as one."""

    states: dict[str, Availability] = field(default_factory=lambda: dict.fromkeys(TABLES, Availability.CLEAN))
    watched: set[str] = field(default_factory=set)
    joins: list[tuple[str, ...]] = field(default_factory=list)
    parties: dict[int, PartyStatus] = field(default_factory=dict)
    sizes: dict[int, int] = field(default_factory=dict)
    reserved: set[int] = field(default_factory=set)
    visits: dict[int, Sitting] = field(default_factory=dict)
    closed: dict[int, Sitting] = field(default_factory=dict)
    shifts: dict[int, int] = field(default_factory=dict)
    breaks: set[int] = field(default_factory=set)

    def copy(self) -> Model:
        return copy.deepcopy(self)

    def whole(self, tables: tuple[str, ...]) -> tuple[str, ...]:
        """With all that is joined to them."""
        found = [each for table in tables for each in next((join for join in self.joins if table in join), (table,))]
        return tuple(dict.fromkeys(found))

    def visit_at(self, table: str) -> int | None:
        return next((number for number, one in self.visits.items() if table in one.tables), None)

    def may_sit(self, tables: tuple[str, ...], *, reserved: bool, from_camera: set[str], anyway: bool) -> bool:
        """Whether a party may sit down at all of these."""
        for table in self.whole(tables):
            state = self.states[table]
            if self.visit_at(table) is not None:
                return False
            if state is Availability.OCCUPIED and not (anyway and table in from_camera):
                return False
            if state is Availability.DIRTY:
                return False
        return True

    def may_serve(self, waiter: int | None, most: int) -> bool:
        if waiter is None:
            return True
        shift = self.shifts.get(waiter)
        return shift is not None and waiter not in self.breaks and self.open_tables(shift) < most

    def open_tables(self, shift: int) -> int:
        return sum(one.shift == shift for one in self.visits.values())

    def covers(self) -> dict[int, float]:
        """Each shift's share of all guests so far."""
        found: dict[int, float] = defaultdict(float)
        for one in (*self.visits.values(), *self.closed.values()):
            for shift, share in one.shares.items():
                found[shift] += share * one.size
        return found

    def see(self, table: str, value: Availability) -> None:
        """A camera says what a table is; what follows for its visit."""
        before, number = self.states[table], self.visit_at(table)
        self.states[table] = value
        self.watched.add(table)
        if number is None:
            return
        one = self.visits[number]
        if value is Availability.DIRTY and PHASES.index(one.phase) < PHASES.index(Phase.PAID):
            one.phase, one.sure = Phase.PAID, False
        if value is Availability.CLEAN and before in (Availability.OCCUPIED, Availability.DIRTY):
            left = [each for each in one.tables if self.states[each] is not Availability.CLEAN]
            if not any(each in self.watched for each in left):
                self.states.update(dict.fromkeys(left, Availability.CLEAN))
                self.closed[number] = self.visits.pop(number)
