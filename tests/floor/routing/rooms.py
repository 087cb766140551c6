"""Rooms, waiters and wishes for properties."""

from __future__ import annotations

from hypothesis import strategies as st

from edge.events import Location, RoutingMode, RoutingPolicy, TableType
from edge.floor.routing import TableFact, WaiterFact, Wish

SECTIONS = (None, "bar", "patio", "room")

sections = st.sampled_from(SECTIONS)
types = st.sampled_from(TableType)
locations = st.sampled_from(Location)
sizes = st.integers(1, 20)

wishes = st.builds(
    Wish,
    size=sizes,
    table_type=st.none() | types,
    location=st.none() | locations,
    section=st.sampled_from((None, "bar", "patio")),
)

policies = st.builds(
    RoutingPolicy,
    mode=st.sampled_from(RoutingMode),
    max_tables_per_waiter=st.integers(1, 6),
    efficiency_weight=st.floats(0, 10),
    workload_penalty=st.floats(0, 10),
    tip_penalty=st.floats(0, 10),
    recency_penalty_minutes=st.floats(0, 30),
    recency_penalty_weight=st.floats(0, 10),
    options=st.integers(1, 5),
    join_tables=st.booleans(),
    cross_section=st.booleans(),
)


@st.composite
def tables(draw: st.DrawFn, most: int = 8) -> tuple[TableFact, ...]:
    """Tables in a row: each can be pushed against the ones beside it."""
    count = draw(st.integers(0, most))
    return tuple(draw(_table(number, count)) for number in range(count))


@st.composite
def _table(draw: st.DrawFn, number: int, count: int) -> TableFact:
    seats_max = draw(st.sampled_from((2, 2, 4, 4, 4, 6, 8)))
    free = draw(st.booleans())
    return TableFact(
        table=f"T{number:02}",
        section=draw(sections),
        seats_min=draw(st.integers(1, seats_max)),
        seats_max=seats_max,
        type=draw(types),
        location=draw(locations),
        free=free,
        ready_in_min=None if free else draw(st.none() | st.floats(0, 90)),
        neighbours=tuple(f"T{other:02}" for other in (number - 1, number + 1) if 0 <= other < count),
    )


@st.composite
def waiters(draw: st.DrawFn, least: int = 0, most: int = 6) -> tuple[WaiterFact, ...]:
    """People on shift in the middle of a service."""
    return tuple(draw(_waiter(number)) for number in range(1, draw(st.integers(least, most)) + 1))


@st.composite
def _waiter(draw: st.DrawFn, number: int) -> WaiterFact:
    covers = draw(st.integers(0, 60))
    return WaiterFact(
        waiter=number,
        section=draw(sections),
        open_tables=draw(st.integers(0, 6)),
        open_covers=min(covers, draw(st.integers(0, 20))),
        covers=covers,
        parties=covers // 3,
        tips=draw(st.integers(0, 30_000)),
        last_seated_min=draw(st.none() | st.floats(0, 120)),
        skill=draw(st.floats(0, 1)),
        minutes_on_floor=draw(st.floats(0, 400)),
        available=draw(st.integers(0, 4)) > 0,
    )


__all__ = ["SECTIONS", "policies", "sizes", "tables", "waiters", "wishes"]
