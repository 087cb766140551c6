"""The formula of the system that maitred grew out of, from its description: whoever scores best gets every party.

Its keys at their defaults, section mode. It knows no joined tables; the score of a waiter comes from past months.
Seating takes it several unlocked steps, so two hosts at once are both told yes.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.peers.paper import MAX_TABLES, PaperHost, Pool, Server
from edge.demo.evening import Choice, Guests

EFFICIENCY_WEIGHT = 1.0
WORKLOAD_PENALTY = 3.0
TIP_PENALTY = 2.0
RECENCY_MIN, RECENCY_WEIGHT = 5.0, 1.5
MATCH_POINTS, WASTE_POINTS = 10.0, 2.0


class SeedFormula:
    """The waiter with the highest priority among those of sections with a candidate table, then that section's best
    table."""

    def choose(
        self, at: float, guests: Guests, free: Sequence[Pool], servers: Sequence[Server]
    ) -> tuple[Pool, Server] | None:
        singles = [pool for pool in free if len(pool) == 1 and pool[0].seats >= guests.told]
        sections = {pool[0].section for pool in singles}
        able = [server for server in servers if server.waiter.section in sections]
        if not able:
            return None
        tips = sum(server.tips for server in able)
        server = max(able, key=lambda one: priority(one, tips, at))
        own = [pool for pool in singles if pool[0].section == server.waiter.section]
        return max(own, key=lambda pool: (table_score(pool, guests), -pool[0].seats)), server


def priority(server: Server, tips: float, at: float) -> float:
    """Higher is sooner: composite score less workload, share of tips and recency."""
    load = len(server.open) / MAX_TABLES * WORKLOAD_PENALTY
    tipped = server.tips / tips * TIP_PENALTY if tips else 0.0
    return server.waiter.score * EFFICIENCY_WEIGHT - load - tipped - recency(server, at)


def recency(server: Server, at: float) -> float:
    """The penalty for having been seated within the last minutes."""
    since = RECENCY_MIN if server.last_seated is None else at - server.last_seated
    return max(0.0, 1 - since / RECENCY_MIN) * RECENCY_WEIGHT


def table_score(pool: Pool, guests: Guests) -> float:
    """50, and more for each wish met, less for each seat left empty."""
    table = pool[0]
    met = (guests.table_type is table.type) + (guests.location is table.location)
    return 50 + MATCH_POINTS * met - WASTE_POINTS * (table.seats - guests.told)


class SeedHost(PaperHost):
    """Acts on what it was told, without looking again."""

    def __init__(self) -> None:
        super().__init__(SeedFormula())

    async def seat(self, at: float, guests: Guests, choice: Choice) -> Choice | None:
        self._write(at, guests, choice)
        return choice


__all__ = ["SeedFormula", "SeedHost", "priority", "recency", "table_score"]
