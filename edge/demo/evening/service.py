"""The evening itself: guests at the door and the crew, on a virtual clock, dealt by a `Host`.

The host knows what it is told; the truth stays here and in `Tables`. Guests sent to a table that is not free come back.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from heapq import heappop, heappush
from itertools import count

from edge.demo.evening.crew import Waiter
from edge.demo.evening.evening import Evening
from edge.demo.evening.guests import EVENING_MIN, Guests
from edge.demo.evening.host import (
    BreakBegan,
    BreakEnded,
    Came,
    Choice,
    ClockedIn,
    ClockedOut,
    Host,
    Left,
    Quote,
    Reserved,
)
from edge.demo.evening.ledger import Ledger, Seating
from edge.demo.evening.tables import Happens, Stay, Tables

AT_ONCE = 2
"""Parties that the hosts deal with at the same time: both look before either acts."""
RETRY_MIN = 2.0
NO_SHOW_AFTER_MIN = 20.0
STAYS_ON_MIN = 10.0


class Service:
    """Plays one evening: `ledger = await Service(evening, host).run()`. The same host answers give the same ledger."""

    def __init__(self, evening: Evening, host: Host) -> None:
        self._evening = evening
        self._host = host
        self._ledger = Ledger(evening.room)
        self._to_come: list[tuple[float, int, Happens]] = []
        self._ties = count()
        self._waiting: dict[int, tuple[Guests, Quote | None]] = {}
        self._on_floor: dict[int, float] = {}
        self._working: dict[int, Waiter] = {}
        self._retrying = False
        self._tables = Tables(evening, host, self._ledger, self._later, self._deal)

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
        self._tables.plan()

    def _later(self, at: float, happens: Happens, /) -> None:
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
        stays = [stay for stay in self._tables.open_stays() if stay.waiter == waiter.number]
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
        return sum(stay.waiter == waiter for stay in self._tables.open_stays()), waiter

    def _off_floor(self, waiter: Waiter, at: float) -> None:
        """Only the time in which the door is open counts: before and after it nobody can be given guests."""
        since = max(0.0, self._on_floor.pop(waiter.number))
        self._ledger.floor_min[waiter.number] += max(0.0, min(at, EVENING_MIN) - since)

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
            if choice and await self._tables.sit(at, guests, choice):
                self._write_down(at, guests, choice, quotes[guests.number])
                seated.append(guests)
        return seated

    def _write_down(self, at: float, guests: Guests, choice: Choice, quote: Quote | None) -> None:
        waited = at - max(guests.comes or 0.0, guests.due or 0.0) if guests.comes is not None else 0.0
        ledger = self._ledger
        ledger.seatings.append(Seating(guests, at, max(0.0, waited), choice, quote))
        ledger.covers[choice.waiter] += guests.size
        ledger.seated_on_break += choice.waiter not in self._on_floor


def _precedence(guests: Guests) -> tuple[bool, float]:
    return guests.due is None, guests.comes or 0.0


def _like(guests: Guests) -> tuple[object, ...]:
    return guests.told, guests.table_type, guests.location


__all__ = ["Service"]
