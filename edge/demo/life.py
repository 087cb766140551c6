"""Guests, hosts and waiters for the demo's footage: they do on the API what the cameras see happen.

The footage decides who sits when: a meal there takes half a minute. So parties queue, and whenever a camera sees guests
at a table, the first waiting ones that fit have been seated there; a waiter serves them, the till is paid, and the
camera sees the table cleaned. Nobody ever says anything that the cameras must contradict.
"""

from __future__ import annotations

import asyncio
import json
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count, cycle
from pathlib import Path
from random import Random

import aiohttp
from pydantic import JsonValue, SecretStr

from edge.demo.api import Api
from edge.demo.evening import (
    BreakBegan,
    BreakEnded,
    Came,
    Choice,
    ClockedIn,
    Evening,
    Guests,
    Left,
    Paid,
    Reached,
    Reserved,
    Room,
    Saw,
    Table,
    Waiter,
)
from edge.demo.stand import Stand, Store
from edge.events import Availability, Phase, Source, TableChanged

WAITERS = 4
QUEUE = 5
NEXT_S = (1.0, 5.0)
LOSES_PATIENCE = 0.1
BREAK_EVERY_S, BREAK_S = (45.0, 90.0), 30.0
RESERVATIONS_IN_MIN = (15.0, 30.0, 45.0)
COURSES_S = {Phase.GREETED: 1.5, Phase.ORDERED: 3.0, Phase.MAINS: 6.0, Phase.CHECK: 9.5, Phase.PAID: 11.0}
"""Seconds after sitting down: the shortest stay in the footage takes 14."""


class Now:
    """The store as it is: its clock is the machine's, its cameras see for themselves. See `stand.Store`."""

    async def move_to(self, at: float) -> datetime:
        return datetime.now(UTC)

    async def see(self, saw: Saw) -> None:
        raise NotImplementedError("the demo's cameras see for themselves")


class Life:
    """One run of it, for as long as the box answers: `await Life(http, url, secret, evening).live()`.

    `pace`: 1 is as fast as the footage, 0.1 ten times as fast.
    """

    def __init__(
        self,
        http: aiohttp.ClientSession,
        url: str,
        pos_secret: SecretStr,
        evening: Evening,
        *,
        store: Store | None = None,
        pace: float = 1.0,
    ) -> None:
        self._evening = evening
        self._pace = pace
        self._stand = Stand(Api(http, url), store or Now(), pos_secret)
        self._http = http
        self._url = url
        self._random = Random(evening.seed)
        self._guests = self._everybody()
        self._waiting: dict[int, Guests] = {}
        self._serving: defaultdict[int, int] = defaultdict(int)
        self._resting: set[int] = set()

    async def live(self) -> None:
        """Until cancelled. Raises `aiohttp.ClientError` when the box has gone."""
        await self._stand.open(self._evening)
        for waiter in self._evening.crew:
            await self._stand.tell(0, ClockedIn(waiter))
        for due in RESERVATIONS_IN_MIN:
            await self._stand.tell(0, Reserved(replace(next(self._guests), due=due)))
        async with asyncio.TaskGroup() as group:
            group.create_task(self._come())
            group.create_task(self._rest())
            async for table in self._taken():
                group.create_task(self._sit(table))

    def _everybody(self) -> Iterator[Guests]:
        """The evening's guests, over and over, each time as other people, none of whom has reserved."""
        for number, guests in zip(count(1), cycle(self._evening.guests), strict=False):
            yield replace(guests, number=number, told=guests.size, due=None)

    async def _come(self) -> None:
        """Parties queue; now and then one has enough of it."""
        while True:
            if len(self._waiting) < QUEUE:
                await self._welcome(next(self._guests))
            await self._wait(self._random.uniform(*NEXT_S))
            if self._random.random() < LOSES_PATIENCE and len(self._waiting) == QUEUE:
                _, guests = self._waiting.popitem()
                await self._stand.tell(0, Left(guests))
                self._stand.forget(guests)

    async def _welcome(self, guests: Guests) -> None:
        await self._stand.quote(0, guests)
        await self._stand.tell(0, Came(guests))
        self._waiting[guests.number] = guests

    async def _rest(self) -> None:
        """Breaks in turn."""
        for waiter in cycle(self._evening.crew):
            await self._wait(self._random.uniform(*BREAK_EVERY_S))
            self._resting.add(waiter.number)
            await self._stand.tell(0, BreakBegan(waiter))
            await self._wait(BREAK_S)
            self._resting.discard(waiter.number)
            await self._stand.tell(0, BreakEnded(waiter))

    async def _taken(self) -> AsyncIterator[str]:
        """Tables at which a camera sees guests: those where it does already, then each as it does."""
        timeout = aiohttp.ClientTimeout(total=None)
        async with self._http.get(f"{self._url}/api/v1/stream", timeout=timeout) as stream:
            async for line in stream.content:
                if line.startswith(b"data:"):
                    for table in _seen_taken(json.loads(line[5:])):
                        yield table

    async def _sit(self, table: str) -> None:
        """Whoever waits longest and fits has been seated there; then they are served."""
        guests, waiter = self._next_for(self._evening.room[table]), self._server(self._evening.room[table])
        if not await self._stand.found(0, guests, Choice((table,), waiter.number)):
            return
        self._serving[waiter.number] += 1
        before = 0.0
        for phase, after_s in COURSES_S.items():
            await self._wait(after_s - before)
            before = after_s
            await self._stand.tell(0, _served(guests, phase))
        self._serving[waiter.number] -= 1
        self._stand.forget(guests)

    async def _wait(self, seconds: float) -> None:
        await asyncio.sleep(seconds * self._pace)

    def _next_for(self, table: Table) -> Guests:
        """Somebody must sit there: whoever comes in right now, if nobody waits who fits."""
        fitting = (guests for guests in self._waiting.values() if guests.size <= table.seats)
        if guests := next(fitting, None):
            return self._waiting.pop(guests.number)
        return next(guests for guests in self._guests if guests.size <= table.seats)

    def _server(self, table: Table) -> Waiter:
        """Of those who are not resting, one of the table's section with the fewest guests."""
        able = [waiter for waiter in self._evening.crew if waiter.number not in self._resting]
        return min(able, key=lambda one: (one.section != table.section, self._serving[one.number], one.number))


def seen_evening(footage: Path, seed: int = 7) -> Evening:
    """An evening at the tables in the footage: each camera's are a section, and seat as many as ever sit there."""
    tables = []
    for truth in sorted(footage.glob("*.truth.json")):
        section = truth.name.partition(".")[0]
        most: Counter[str] = Counter()
        for change in json.loads(truth.read_text(encoding="utf-8"))["changes"]:
            most[change["table"]] = max(most[change["table"]], change["people"], 2)
        tables += [Table(table, section, seats + seats % 2) for table, seats in most.items()]
    room = Room(tuple(sorted(tables, key=lambda table: int(table.table[1:]))))
    return Evening.draw(seed, room=room, waiters=WAITERS)


def _seen_taken(message: Mapping[str, JsonValue]) -> list[str]:
    """The tables at which guests sit now, where that is the whole floor, or a camera's word of one table."""
    match message:
        case {"tables": [*tables], "seq": _}:
            seen = tables
        case {"kind": TableChanged.kind, "source": Source.CAMERA, "data": table}:
            seen = [table]
        case _:
            seen = []
    return [
        str(one["table"]) for one in seen if isinstance(one, dict) and one.get("value") == Availability.OCCUPIED.value
    ]


def _served(guests: Guests, phase: Phase) -> Reached | Paid:
    return Paid(guests, guests.bill, guests.tip) if phase is Phase.PAID else Reached(guests, phase)


__all__ = ["Life", "seen_evening"]
