"""Strict round-robin: the next waiter in turn who may take a table gets the party, whatever it is."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.peers.paper import Pool, Server
from edge.demo.evening import Guests


class RoundRobin:
    """The turn passes on with every party. The smallest table that fits, in the waiter's own section if there is one,
    otherwise anywhere: no party waits for a section."""

    def __init__(self) -> None:
        self._had_turn: dict[int, int] = {}
        self._turns = 0

    def choose(
        self, at: float, guests: Guests, free: Sequence[Pool], servers: Sequence[Server]
    ) -> tuple[Pool, Server] | None:
        fitting = [pool for pool in free if sum(table.seats for table in pool) >= guests.told]
        if not fitting or not servers:
            return None
        server = min(servers, key=lambda one: (self._had_turn.get(one.waiter.number, 0), one.waiter.number))
        self._turns += 1
        self._had_turn[server.waiter.number] = self._turns
        section = server.waiter.section
        return min(fitting, key=lambda pool: (pool[0].section != section, *_size(pool))), server


def _size(pool: Pool) -> tuple[int, int]:
    """Joined tables only where no single one fits."""
    return len(pool), sum(table.seats for table in pool)


__all__ = ["RoundRobin"]
