"""The evening itself: guests, crew, tables and cameras on a virtual clock, dealt by a `Host`.

The host knows what it is told; the truth stays here. Guests who are sent to a table that is not free come back.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from heapq import heappop, heappush
from itertools import count
from random import Random

from edge.demo.evening.camera import CAMERA_TABLES, Blindness
from edge.demo.evening.crew import Waiter
from edge.demo.evening.evening import Evening
from edge.demo.evening.guests import Guests
from edge.demo.evening.host import (
    BreakBegan,
    BreakEnded,
    Came,
    Choice,
    Cleared,
    ClockedIn,
    ClockedOut,
    Host,
    Left,
    Paid,
    Quote,
    Reached,
    Refused,
    Reserved,
    Saw,
)
from edge.demo.evening.ledger import Ledger, Seating
from edge.events import Availability, Phase

AT_ONCE = 2
"""Parties that the hosts deal with at the same time: both look before either acts."""
RETRY_MIN = 2.0
NO_SHOW_AFTER_MIN = 20.0
PRESSED_MIN, PRESSED_WITHIN_MIN = 3.0, 5.0
"""Whoever is given two parties within five minutes is three minutes late with the second one."""
TAPPED = 0.7
"""Share of phases that a waiter says; the till always says what was paid."""
TOLD_CLEAN_AFTER_MIN = 4.0
STAYS_ON_MIN = 10.0
SPLIT = 0.5
"""Share of the tip that stays with a waiter who handed the table over."""


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


class Service:
    """Plays one evening: `ledger = await Service(evening, host).run()`. The same host answers give the same ledger."""

    def __init__(self, evening: Evening, host: Host) -> None:
        self._evening = evening
        self._host = host
        self._ledger = Ledger(evening.room)
        self._to_come: list[tuple[float, int, Callable[[float], Awaitable[None]]]] = []
        self._ties = count()
        self._waiting: dict[int, tuple[Guests, Quote | None]] = {}
        self._stays: dict[str, Stay] = {}
        self._on_floor: dict[int, float] = {}
        self._working: dict[int, Waiter] = {}
        self._last_seated: dict[int, float] = {}
        self._blind: set[int] = set()
        self._retrying = False

    async def run(self) -> Ledger:
        """From before opening until the last table is clean and everybody went home."""
        await self._host.open(self._evening)
        self._plan()
        while self._to_come:
            at, _, happens = heappop(self._to_come)
            await happens(at)
        return self._ledger

    def _plan(self) -> None:
        for waiter in self._evening.crew:
            self._later(waiter.starts, partial(self._clock_in, waiter))
        for guests in self._evening.guests:
            if guests.due is not None:
                self._later(-10.0, partial(self._reserve, guests))
            if guests.comes is not None:
                self._later(guests.comes, partial(self._arrive, guests))
        for spell in self._evening.blindness:
            self._later(spell.begins, partial(self._go_blind, spell))
            self._later(spell.ends, partial(self._see_again, spell))

    def _later(self, at: float, happens: Callable[[float], Awaitable[None]]) -> None:
        heappush(self._to_come, (at, next(self._ties), happens))

    # The crew

    async def _clock_in(self, waiter: Waiter, at: float) -> None:
        self._working[waiter.number] = waiter
        self._on_floor[waiter.number] = at
        self._later(waiter.break_at, partial(self._begin_break, waiter))
        self._later(waiter.ends, partial(self._clock_out, waiter))
        await self._host.tell(at, ClockedIn(waiter))
        await self._deal(at)

    async def _begin_break(self, waiter: Waiter, at: float) -> None:
        self._off_floor(waiter, at)
        self._later(at + waiter.break_min, partial(self._end_break, waiter))
        await self._host.tell(at, BreakBegan(waiter))

    async def _end_break(self, waiter: Waiter, at: float) -> None:
        self._on_floor[waiter.number] = at
        await self._host.tell(at, BreakEnded(waiter))
        await self._deal(at)

    async def _clock_out(self, waiter: Waiter, at: float) -> None:
        """Whoever is the last one stays until the last guests have gone."""
        stays = [stay for stay in self._open_stays() if stay.waiter == waiter.number]
        others = [one for one in self._working if one != waiter.number and one in self._on_floor]
        if (stays or self._waiting) and not others:
            self._later(at + STAYS_ON_MIN, partial(self._clock_out, waiter))
            return
        self._off_floor(waiter, at)
        del self._working[waiter.number]
        await self._host.tell(at, ClockedOut(waiter, self._hand_over(stays, others)))

    def _hand_over(self, stays: Sequence[Stay], others: Sequence[int]) -> dict[int, int]:
        for stay in stays:
            stay.before, stay.waiter = stay.waiter, min(others, key=self._load)
        return {stay.guests.number: stay.waiter for stay in stays}

    def _load(self, waiter: int) -> tuple[int, int]:
        return sum(stay.waiter == waiter for stay in self._open_stays()), waiter

    def _off_floor(self, waiter: Waiter, at: float) -> None:
        self._ledger.floor_min[waiter.number] += at - self._on_floor.pop(waiter.number)

    # Guests at the door

    async def _reserve(self, guests: Guests, at: float) -> None:
        await self._host.tell(at, Reserved(guests))
        if guests.comes is None and guests.due is not None:
            self._later(guests.due + NO_SHOW_AFTER_MIN, partial(self._stay_away, guests))

    async def _stay_away(self, guests: Guests, at: float) -> None:
        await self._host.tell(at, Left(guests, no_show=True))

    async def _arrive(self, guests: Guests, at: float) -> None:
        """Seated at once if nobody waits and a table is free; otherwise they are told how long, and wait."""
        if not self._waiting and await self._try(at, [guests], {guests.number: None}):
            return
        quote = await self._host.quote(at, guests) if guests.due is None else None
        await self._host.tell(at, Came(guests))
        self._waiting[guests.number] = (guests, quote)
        self._later(at + guests.patience, partial(self._give_up, guests))
        await self._deal(at)

    async def _give_up(self, guests: Guests, at: float) -> None:
        if self._waiting.pop(guests.number, None):
            self._ledger.left.append((guests, guests.patience))
            await self._host.tell(at, Left(guests))

    async def _deal(self, at: float) -> None:
        """Seat whom there is room for: reserved guests first, then by the time they wait. One party of a size that
        finds nothing speaks for all of that size and wish."""
        hopeless: set[tuple[object, ...]] = set()
        while group := self._next_in_line(hopeless):
            quotes = {guests.number: self._waiting[guests.number][1] for guests in group}
            for guests in await self._not_seated(at, group, quotes):
                hopeless.add(_like(guests))
        self._retry_later(at)

    def _next_in_line(self, hopeless: set[tuple[object, ...]]) -> list[Guests]:
        in_line = sorted((guests for guests, _ in self._waiting.values()), key=_precedence)
        return [guests for guests in in_line if _like(guests) not in hopeless][:AT_ONCE]

    async def _not_seated(self, at: float, group: list[Guests], quotes: dict[int, Quote | None]) -> list[Guests]:
        seated = await self._try(at, group, quotes)
        for guests in seated:
            self._waiting.pop(guests.number, None)
        return [guests for guests in group if guests not in seated]

    def _retry_later(self, at: float) -> None:
        if self._waiting and not self._retrying:
            self._retrying = True
            self._later(at + RETRY_MIN, self._retry)

    async def _retry(self, at: float) -> None:
        self._retrying = False
        await self._deal(at)

    async def _try(self, at: float, group: list[Guests], quotes: dict[int, Quote | None]) -> list[Guests]:
        """Every host looks, then every host acts. Returns who sits."""
        looked = [(guests, await self._host.suggest(at, guests)) for guests in group]
        seated = []
        for guests, suggested in looked:
            choice = await self._host.seat(at, guests, suggested) if suggested else None
            if choice and await self._sit(at, guests, choice, quotes[guests.number]):
                seated.append(guests)
        return seated

    # Guests at a table

    async def _sit(self, at: float, guests: Guests, choice: Choice, quote: Quote | None) -> bool:
        for table in choice.tables:
            if stay := self._stays.get(table):
                self._ledger.sent_to_taken_table += 1
                await self._host.tell(at, Refused(guests, choice.tables, stay.state))
                return False
        self._write_down(at, guests, choice, quote)
        stay = Stay(guests, choice, choice.waiter, Random(f"taps {self._evening.seed} {guests.number}"))
        self._stays |= dict.fromkeys(choice.tables, stay)
        pressed = at - self._last_seated.get(choice.waiter, -60.0) < PRESSED_WITHIN_MIN
        self._last_seated[choice.waiter] = at
        self._serve(at, stay, PRESSED_MIN if pressed else 0.0)
        return True

    def _write_down(self, at: float, guests: Guests, choice: Choice, quote: Quote | None) -> None:
        waited = at - max(guests.comes or 0.0, guests.due or 0.0) if guests.comes is not None else 0.0
        ledger = self._ledger
        ledger.seatings.append(Seating(guests, at, max(0.0, waited), choice, quote))
        ledger.covers[choice.waiter] += guests.size
        ledger.seated_on_break += choice.waiter not in self._on_floor

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
        await self._deal(at)

    def _open_stays(self) -> list[Stay]:
        """Guests who still sit, each once."""
        return [stay for stay in dict.fromkeys(self._stays.values()) if stay.state is Availability.OCCUPIED]

    # Cameras

    async def _see(self, stay: Stay, saw: Saw, at: float) -> None:
        """A blind camera says nothing, and nothing is said of guests who were followed by others already."""
        now = self._stays.get(saw.table)
        if self._camera(saw.table) in self._blind or now not in (stay, None):
            return
        await self._host.tell(at, saw)
        if saw.value is Availability.CLEAN and not saw.wrong:
            stay.told_clean.add(saw.table)
            await self._deal(at)

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
        await self._deal(at)

    def _camera(self, table: str) -> int:
        return self._evening.room.index(table) // CAMERA_TABLES

    def _watched(self, camera: int) -> list[str]:
        tables = [one.table for one in self._evening.room.tables]
        return tables[camera * CAMERA_TABLES : (camera + 1) * CAMERA_TABLES]


def _people(value: Availability, guests: Guests) -> int:
    return guests.size if value is Availability.OCCUPIED else 0


def _precedence(guests: Guests) -> tuple[bool, float]:
    return guests.due is None, guests.comes or 0.0


def _like(guests: Guests) -> tuple[object, ...]:
    return guests.told, guests.table_type, guests.location


__all__ = ["Service"]
