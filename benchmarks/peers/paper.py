"""A host with a sheet of paper: knows what the cameras rightly say, and deals by a policy.

The cameras' mistakes are kept from it, so a peer never loses for want of a good eye, only by its policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from edge.demo.evening import (
    BreakBegan,
    BreakEnded,
    Choice,
    Cleared,
    ClockedIn,
    ClockedOut,
    Evening,
    Guests,
    Happening,
    Paid,
    Quote,
    Refused,
    Saw,
    Table,
    Waiter,
    joinable,
)
from edge.events import Availability

MAX_TABLES = 5
"""The same limit for everybody."""


@dataclass(eq=False)
class Server:
    """What the paper says of a waiter on shift; minutes and cents. `open`: their guests' numbers."""

    waiter: Waiter
    away: bool = False
    open: set[int] = field(default_factory=set)
    covers: int = 0
    tips: int = 0
    last_seated: float | None = None

    @property
    def may_take(self) -> bool:
        """Not on break, and not at the limit."""
        return not self.away and len(self.open) < MAX_TABLES


Pool = tuple[Table, ...]
"""Tables that are given out together: one, or some pushed together."""


class Policy(Protocol):
    """Deals one party. Pure but for the memory of a turn."""

    def choose(
        self, at: float, guests: Guests, free: Sequence[Pool], servers: Sequence[Server]
    ) -> tuple[Pool, Server] | None:
        """`free`: single tables first, then those to be joined; `servers`: on shift, who may take a table."""
        ...


@dataclass
class Visit:
    """Guests at tables, by their numbers. Cleared table by table."""

    guests: Guests
    server: Server
    tables: set[str]


class PaperHost:
    """Never quotes. Two hosts who look at the same paper may send two parties to one table: see `Service`."""

    def __init__(self, policy: Policy) -> None:
        self._policy = policy
        self._tables: tuple[Table, ...] = ()
        self._joinable: list[Pool] = []
        self._servers: dict[int, Server] = {}
        self._visits: dict[int, Visit] = {}
        self._unclear: set[str] = set()

    async def open(self, evening: Evening) -> None:
        self._tables = evening.room.tables
        self._joinable = list(joinable(evening.room))

    async def tell(self, at: float, what: Happening) -> None:
        match what:
            case ClockedIn(waiter):
                self._servers[waiter.number] = Server(waiter)
            case BreakBegan(waiter) | BreakEnded(waiter):
                self._servers[waiter.number].away = isinstance(what, BreakBegan)
            case ClockedOut():
                self._hand_over(what)
            case Paid(guests, _, tip):
                self._visits[guests.number].server.tips += tip
            case Refused(guests):
                self._forget(guests)
            case Saw(table, Availability.CLEAN, wrong=False) | Cleared(table):
                self._clear(table)
            case _:
                pass

    async def quote(self, at: float, guests: Guests) -> Quote | None:
        return None

    async def suggest(self, at: float, guests: Guests) -> Choice | None:
        able = [server for server in self._servers.values() if server.may_take]
        chosen = self._policy.choose(at, guests, self._free(), able)
        return Choice(tuple(table.table for table in chosen[0]), chosen[1].waiter.number) if chosen else None

    async def seat(self, at: float, guests: Guests, choice: Choice) -> Choice | None:
        """As suggested, looking again first: somebody else may have been faster."""
        if not self._unclear.isdisjoint(choice.tables):
            again = await self.suggest(at, guests)
            return await self.seat(at, guests, again) if again else None
        self._write(at, guests, choice)
        return choice

    def _write(self, at: float, guests: Guests, choice: Choice) -> None:
        server = self._servers[choice.waiter]
        server.open.add(guests.number)
        server.covers += guests.told
        server.last_seated = at
        self._visits[guests.number] = Visit(guests, server, set(choice.tables))
        self._unclear |= set(choice.tables)

    def _free(self) -> list[Pool]:
        free = {table.table for table in self._tables if table.table not in self._unclear}
        singles: list[Pool] = [(table,) for table in self._tables if table.table in free]
        return singles + [pool for pool in self._joinable if all(table.table in free for table in pool)]

    def _clear(self, table: str) -> None:
        self._unclear.discard(table)
        for number, visit in list(self._visits.items()):
            visit.tables.discard(table)
            if not visit.tables:
                visit.server.open.discard(number)
                del self._visits[number]

    def _forget(self, guests: Guests) -> None:
        """They came back: not this waiter's guests after all, and the table is taken by whoever is there."""
        visit = self._visits.pop(guests.number)
        visit.server.open.discard(guests.number)
        visit.server.covers -= guests.told

    def _hand_over(self, what: ClockedOut) -> None:
        left = self._servers.pop(what.waiter.number)
        for number in sorted(left.open):
            successor = self._servers.get(what.handed.get(number, 0))
            if successor:
                self._visits[number].server = successor
                successor.open.add(number)


__all__ = ["MAX_TABLES", "PaperHost", "Policy", "Pool", "Server"]
