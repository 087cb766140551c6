"""The tables of the evening as they really are: who sits there, how far they are, and what cameras make of it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from random import Random
from typing import Protocol

from edge.demo.evening.camera import CAMERA_TABLES, Blindness
from edge.demo.evening.evening import Evening
from edge.demo.evening.guests import Guests
from edge.demo.evening.host import Choice, Cleared, Host, Paid, Reached, Refused, Saw
from edge.demo.evening.ledger import Ledger
from edge.events import Availability, Phase

PRESSED_MIN, PRESSED_WITHIN_MIN = 3.0, 5.0
"""Whoever is given two parties within five minutes is three minutes late with the second one."""
TAPPED = 0.7
"""Share of phases that a waiter says; the till always says what was paid."""
TOLD_CLEAN_AFTER_MIN = 4.0
SPLIT = 0.5
"""Share of the tip that stays with a waiter who handed the table over."""

Happens = Callable[[float], Awaitable[None]]
"""Something that happens, given the time: minutes after opening."""


class Later(Protocol):
    """The evening's calendar."""

    def __call__(self, at: float, happens: Happens, /) -> None:
        """Let it happen at that time."""
        ...


@dataclass(eq=False)
class Stay:
    """Guests at tables, until those are clean again. `taps`: chance for what their waiter remembers to say."""

    guests: Guests
    choice: Choice
    waiter: int
    taps: Random
    before: int | None = None
    state: Availability = Availability.OCCUPIED
    told_clean: set[str] = field(default_factory=set)


class Tables:
    """The truth about all tables. `freed` is called when the host hears that a table is clean."""

    def __init__(self, evening: Evening, host: Host, ledger: Ledger, later: Later, freed: Happens) -> None:
        self._evening = evening
        self._host = host
        self._ledger = ledger
        self._later = later
        self._freed = freed
        self._stays: dict[str, Stay] = {}
        self._last_seated: dict[int, float] = {}
        self._blind: set[int] = set()

    def plan(self) -> None:
        """When cameras will be blind."""
        for spell in self._evening.blindness:
            self._later(spell.begins, partial(self._go_blind, spell))
            self._later(spell.ends, partial(self._see_again, spell))

    def open_stays(self) -> list[Stay]:
        """Guests who still sit, each party once."""
        return [stay for stay in dict.fromkeys(self._stays.values()) if stay.state is Availability.OCCUPIED]

    async def sit(self, at: float, guests: Guests, choice: Choice) -> bool:
        """The guests go to their tables; False if those are not free and they are back."""
        for table in choice.tables:
            if stay := self._stays.get(table):
                self._ledger.sent_to_taken_table += 1
                await self._host.tell(at, Refused(guests, choice.tables, stay.state))
                return False
        stay = Stay(guests, choice, choice.waiter, Random(f"taps {self._evening.seed} {guests.number}"))
        self._stays |= dict.fromkeys(choice.tables, stay)
        pressed = at - self._last_seated.get(choice.waiter, -60.0) < PRESSED_WITHIN_MIN
        self._last_seated[choice.waiter] = at
        self._serve(at, stay, PRESSED_MIN if pressed else 0.0)
        return True

    def _serve(self, at: float, stay: Stay, delay: float) -> None:
        """Plan the meal, and what the cameras will say of it."""
        guests = stay.guests
        for after, phase in guests.phases():
            self._later(at + delay + after, partial(self._reach, stay, phase))
        leaves = at + delay + guests.stay
        clean = leaves + self._evening.bussing[guests.number - 1]
        self._later(leaves, partial(self._leave, stay))
        self._later(clean, partial(self._clean, stay))
        self._later(clean + TOLD_CLEAN_AFTER_MIN, partial(self._say_clean, stay))
        for table in stay.choice.tables:
            for when, value, wrong in self._seen(guests, at, leaves, clean):
                self._later(when, partial(self._see, stay, Saw(table, value, _people(value, guests), wrong)))

    def _seen(
        self, guests: Guests, at: float, leaves: float, clean: float
    ) -> Iterator[tuple[float, Availability, bool]]:
        sight = self._evening.sights[guests.number - 1]
        yield at + sight.occupied_lag, Availability.OCCUPIED, False
        if sight.away_at is not None:
            away = at + sight.away_at * (leaves - at)
            yield away, Availability.CLEAN if sight.mistaken else Availability.DIRTY, True
            yield min(away + sight.away_min, leaves), Availability.OCCUPIED, False
        yield leaves + min(sight.dirty_lag, clean - leaves), Availability.DIRTY, False
        yield clean + sight.clean_lag, Availability.CLEAN, False
        if sight.staff_min is not None:
            yield clean + sight.clean_lag + 0.5, Availability.OCCUPIED, True
            yield clean + sight.clean_lag + 0.5 + sight.staff_min, Availability.CLEAN, False

    async def _reach(self, stay: Stay, phase: Phase, at: float) -> None:
        if phase is Phase.PAID:
            self._settle(stay)
            await self._host.tell(at, Paid(stay.guests, stay.guests.bill, stay.guests.tip))
        elif stay.taps.random() < TAPPED:
            await self._host.tell(at, Reached(stay.guests, phase))

    def _settle(self, stay: Stay) -> None:
        ledger, guests = self._ledger, stay.guests
        ledger.revenue += guests.bill
        kept = SPLIT if stay.before is not None else 0.0
        if stay.before is not None:
            ledger.tips[stay.before] += kept * guests.tip
        ledger.tips[stay.waiter] += (1 - kept) * guests.tip

    async def _leave(self, stay: Stay, at: float) -> None:
        stay.state = Availability.DIRTY

    async def _clean(self, stay: Stay, at: float) -> None:
        stay.state = Availability.CLEAN
        for table in stay.choice.tables:
            if self._stays.get(table) is stay:
                del self._stays[table]

    async def _say_clean(self, stay: Stay, at: float) -> None:
        for table in stay.choice.tables:
            if table not in stay.told_clean and table not in self._stays:
                stay.told_clean.add(table)
                await self._host.tell(at, Cleared(table))
        await self._freed(at)

    async def _see(self, stay: Stay, saw: Saw, at: float) -> None:
        """A blind camera says nothing, and nothing is said of guests who were followed by others already."""
        now = self._stays.get(saw.table)
        if self._camera(saw.table) in self._blind or now not in (stay, None):
            return
        await self._host.tell(at, saw)
        if saw.value is Availability.CLEAN and not saw.wrong:
            stay.told_clean.add(saw.table)
            await self._freed(at)

    async def _go_blind(self, spell: Blindness, at: float) -> None:
        self._blind.add(spell.camera)
        for table in self._watched(spell.camera):
            await self._host.tell(at, Saw(table, None))

    async def _see_again(self, spell: Blindness, at: float) -> None:
        self._blind.discard(spell.camera)
        for table in self._watched(spell.camera):
            stay = self._stays.get(table)
            value = stay.state if stay else Availability.CLEAN
            await self._host.tell(at, Saw(table, value, _people(value, stay.guests) if stay else 0))
        await self._freed(at)

    def _camera(self, table: str) -> int:
        return self._evening.room.index(table) // CAMERA_TABLES

    def _watched(self, camera: int) -> list[str]:
        tables = [one.table for one in self._evening.room.tables]
        return tables[camera * CAMERA_TABLES : (camera + 1) * CAMERA_TABLES]


def _people(value: Availability, guests: Guests) -> int:
    return guests.size if value is Availability.OCCUPIED else 0


__all__ = ["Stay", "Tables"]
