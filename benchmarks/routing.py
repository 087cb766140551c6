"""How long a host waits for a suggestion: 20 and 200 tables, 60 waiters, at every moment of an evening.

Each room is drawn anew: how full it is, who serves what, what the party wishes. Beside it the formula of the system
that maitred grew out of, on the same rooms; it names one table and one waiter, and gives no reasons.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from functools import partial
from random import Random

from benchmarks import Figures
from benchmarks.peers import SeedFormula, Server
from edge.demo.evening import Guests, Table, Waiter
from edge.events import Location, RoutingMode, RoutingPolicy, TableType
from edge.floor.routing import TableFact, WaiterFact, Wish, suggest

WAITERS = 60
SECTIONS = 12
SEATS = (2, 2, 2, 4, 4, 4, 4, 6, 8)
SIZES = (1, 2, 2, 2, 3, 4, 4, 5, 6, 8, 10, 14)
PER_SECTION = 20
"""Tables stand in rows of so many; each can be pushed against the ones beside it."""


def run(quick: bool = False) -> Figures:
    """Times of one suggestion, ms."""
    rooms = 100 if quick else 2000
    figures: dict[str, object] = {"rooms": rooms, "waiters": WAITERS}
    gc.collect()
    gc.freeze()  # as the daemon does once it is up
    for tables in (20, 200):
        ours, theirs = _measure(tables, rooms)
        figures |= {
            f"p50_ms_{tables}_tables": _percentile(ours, 50),
            f"p99_ms_{tables}_tables": _percentile(ours, 99),
            f"seed_p50_ms_{tables}_tables": _percentile(theirs, 50),
            f"seed_p99_ms_{tables}_tables": _percentile(theirs, 99),
        }
    return figures


def _measure(tables: int, rooms: int) -> tuple[list[float], list[float]]:
    """Ours and the seed's, in turn on every room."""
    random = Random(tables)
    formula = SeedFormula()
    ours, theirs = [], []
    for number in range(rooms):
        wish, facts, waiters = _wish(random), _tables(tables, random), _waiters(tables, random)
        policy = RoutingPolicy(mode=RoutingMode.ROTATION if number % 4 == 0 else RoutingMode.SECTION)
        ours.append(_timed(partial(suggest, wish, facts, waiters, policy)))
        theirs.append(_timed(partial(formula.choose, 0.0, *_as_paper(wish, facts, waiters))))
    return ours, theirs


def _timed(call: Callable[[], object]) -> float:
    """The middle of three calls, so that one that was interrupted by something else does not count, ms."""
    return statistics.median(_once(call) for _ in range(3))


def _once(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000.0


def _wish(random: Random) -> Wish:
    return Wish(
        random.choice(SIZES),
        random.choice((None, None, *TableType)),
        random.choice((None, None, *Location)),
        random.choice((None, None, None, "s1")),
    )


def _tables(count: int, random: Random) -> list[TableFact]:
    empty = random.random()
    return [_table(number, count, empty, random) for number in range(count)]


def _table(number: int, count: int, empty: float, random: Random) -> TableFact:
    free = random.random() < empty
    return TableFact(
        table=f"T{number}",
        section=f"s{number // PER_SECTION % SECTIONS}",
        seats_max=random.choice(SEATS),
        type=random.choice(tuple(TableType)),
        location=random.choice(tuple(Location)),
        free=free,
        ready_in_min=None if free else random.uniform(0, 90),
        neighbours=tuple(f"T{other}" for other in (number - 1, number + 1) if 0 <= other < count),
    )


def _waiters(tables: int, random: Random) -> list[WaiterFact]:
    sections = max(1, tables // PER_SECTION)
    return [_waiter(number, f"s{number % sections}", random) for number in range(WAITERS)]


def _waiter(number: int, section: str, random: Random) -> WaiterFact:
    covers = random.randrange(60)
    return WaiterFact(
        waiter=number,
        section=section,
        open_tables=random.randrange(6),
        open_covers=min(covers, random.randrange(16)),
        covers=covers,
        tips=covers * random.randrange(300, 900),
        last_seated_min=random.uniform(0, 60),
        skill=random.random(),
        minutes_on_floor=random.uniform(10, 300),
        available=random.random() < 0.9,
    )


def _as_paper(
    wish: Wish, facts: list[TableFact], waiters: list[WaiterFact]
) -> tuple[Guests, list[tuple[Table, ...]], list[Server]]:
    """The same room in the words of the peers."""
    free: list[tuple[Table, ...]] = [
        (Table(fact.table, fact.section or "", fact.seats_max, fact.type, fact.location),)
        for fact in facts
        if fact.free
    ]
    servers = [_server(fact) for fact in waiters]
    size = wish.size or 1
    guests = Guests(1, size, size, None, 0.0, 0.0, wish.table_type, wish.location, 0.0, 0.0, 0.0, 0, 0)
    return guests, free, [server for server in servers if server.may_take]


def _server(fact: WaiterFact) -> Server:
    who = Waiter(fact.waiter, "", fact.section or "", 0.0, 0.0, 0.0, 0.0, 100.0 * fact.skill)
    return Server(
        who,
        away=not fact.available,
        open=set(range(fact.open_tables)),
        covers=int(fact.covers),
        tips=fact.tips,
        last_seated=-(fact.last_seated_min or 0.0),
    )


def _percentile(values: list[float], percent: int) -> float:
    return round(sorted(values)[min(len(values) - 1, len(values) * percent // 100)], 3)
