"""From the picture to what routing and quotes ask for. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from edge.events import Availability, Id, PartyKind, PartyStatus
from edge.floor.advice.picture import Picture
from edge.floor.quotes import Booking, Daypart, FloorLoad, InLine, Meal, Turns
from edge.floor.routing import Pace, TableFact, WaiterFact
from edge.floor.service import Visit
from edge.floor.setup import Table, neighbours

BESIDE = 2
"""Tables of one section that nobody has drawn count as neighbours when so many apart by name."""

BOOKINGS_MIN = (-15.0, 120.0)
"""Reservations due within these minutes from now count in a quote."""


def table_facts(picture: Picture, ready_min: Mapping[Id, float], *, reserved_too: bool) -> list[TableFact]:
    """Every table in use, joined ones once. `reserved_too`: for a party that has reserved, reserved tables are free."""
    seats = {join.tables[0]: join.seats_max for join in picture.joins}
    beside = _neighbours(picture)
    facts = []
    for name, table in picture.tables.items():
        if not _in_use(table, picture) or (table.joined and table.joined[0] != name):
            continue
        together = table.joined or (name,)
        facts.append(
            TableFact(
                table=name,
                section=table.section,
                seats_min=table.seats_min,
                seats_max=seats.get(name, table.seats_max),
                type=table.type,
                location=table.location,
                free=all(_is_free(each, picture, reserved_too) for each in together),
                ready_in_min=max((ready_min[each] for each in together if each in ready_min), default=None),
                neighbours=beside.get(name, ()),
                joined=together[1:],
            )
        )
    return facts


def waiter_facts(picture: Picture, now: datetime) -> list[WaiterFact]:
    """Everybody on shift who is given tables."""
    return [
        WaiterFact(
            waiter=one.waiter,
            section=one.section,
            open_tables=load.open_tables,
            open_covers=load.open_covers,
            covers=load.covers,
            parties=load.parties,
            tips=load.tips,
            last_seated_min=None if load.last_seated_at is None else _minutes(load.last_seated_at, now),
            skill=one.skill,
            minutes_on_floor=load.minutes_on_floor,
            available=not one.on_break,
        )
        for one, load in picture.serving
    ]


def pace(picture: Picture) -> Pace | None:
    """How many guests began in this quarter of an hour, if the house has a limit."""
    limit = picture.policy.pacing.covers_per_quarter
    return None if limit is None else Pace(picture.begun_covers, limit)


def meals(picture: Picture, now: datetime) -> list[Meal]:
    """Who sits where and how far they are; and tables that wait to be wiped without anybody's visit."""
    found = [_meal(visit, picture, now) for visit in picture.visits]
    taken = {name for meal in found for name in meal.tables}
    dirty = [
        Meal((name,), left_min=0.0 if state.since is None else _minutes(state.since, now))
        for name, state in picture.states.items()
        if state.value is Availability.DIRTY and name not in taken and name in picture.tables
    ]
    strangers = [
        Meal((name,), state.people, 0.0 if state.since is None else _minutes(state.since, now))
        for name, state in picture.states.items()
        if state.value is Availability.OCCUPIED and name not in taken and name in picture.tables
    ]
    return [*found, *dirty, *strangers]


def ready_minutes(found: Sequence[Meal], turns: Turns, daypart: Daypart, bussing_min: float) -> dict[Id, float]:
    """When each table that is not clean can be expected to be, minutes from now."""
    ready: dict[Id, float] = {}
    for meal in found:
        left = meal.left_min
        minutes = turns.remaining(meal, daypart) if left is None else max(1.0, bussing_min - left)
        ready |= dict.fromkeys(meal.tables, minutes)
    return ready


def floor_load(picture: Picture, found: Sequence[Meal]) -> FloorLoad:
    """The floor for a quote: joined tables are one, and only waiters who are there can take a party."""
    routing = picture.policy.routing
    there = sum(not one.on_break for one, _ in picture.serving)
    return FloorLoad(
        tables=tuple(table_facts(picture, {}, reserved_too=False)),
        meals=tuple(found),
        slots=there * routing.max_tables_per_waiter or None,
        bussing_min=picture.policy.bussing_min,
        join_tables=routing.join_tables,
    )


def ahead(picture: Picture, now: datetime) -> list[InLine]:
    """Who is here and waits: reservations first, then as they came."""
    here = [one for one in picture.parties if one.status is not PartyStatus.EXPECTED]
    here.sort(key=lambda one: one.came is not PartyKind.RESERVATION)
    return [InLine(one.size, _minutes(one.arrived_at or one.added_at, now)) for one in here]


def bookings(picture: Picture, now: datetime) -> list[Booking]:
    """Who is expected soon."""
    due = [
        Booking(-_minutes(one.due, now), one.size)
        for one in picture.parties
        if one.status is PartyStatus.EXPECTED and one.due is not None
    ]
    soonest, latest = BOOKINGS_MIN
    return [one for one in due if soonest <= one.due_in_min <= latest]


def _meal(visit: Visit, picture: Picture, now: datetime) -> Meal:
    states = [picture.states[name] for name in visit.tables if name in picture.states]
    left = [state.since for state in states if state.value is Availability.DIRTY and state.since is not None]
    return Meal(
        tables=visit.tables,
        size=visit.size,
        elapsed_min=_minutes(visit.opened_at, now),
        phase=visit.phase,
        phase_min=_minutes(visit.opened_at, visit.phase_since),
        confidence=visit.phase_confidence,
        left_min=_minutes(max(left), now) if left and len(left) == len(states) else None,
    )


def _in_use(table: Table, picture: Picture) -> bool:
    section = picture.sections.get(table.section) if table.section else None
    return table.active and (section is None or section.active)


def _is_free(name: Id, picture: Picture, reserved_too: bool) -> bool:
    """As seating sees it: nobody sits there, and it is clean as far as anybody knows."""
    if name in picture.holders:
        return False
    state = picture.states.get(name)
    value = state.value if state else None
    return value in (None, Availability.CLEAN) or (reserved_too and value is Availability.RESERVED)


def _neighbours(picture: Picture) -> dict[Id, tuple[Id, ...]]:
    """The tables of each section that stand side by side."""
    sections: dict[Id | None, list[Table]] = {}
    for table in picture.tables.values():
        sections.setdefault(table.section, []).append(table)
    return {
        table.table: tuple(_beside(table, place, tables))
        for tables in sections.values()
        for place, table in enumerate(tables)
    }


def _beside(table: Table, place: int, tables: Sequence[Table]) -> Iterator[Id]:
    for other_place, other in enumerate(tables):
        if other is table:
            continue
        if table.place and other.place:
            if neighbours(table.place, other.place):
                yield other.table
        elif abs(other_place - place) <= BESIDE:
            yield other.table


def _minutes(since: datetime, now: datetime) -> float:
    return (now - since).total_seconds() / 60.0


__all__ = [
    "ahead",
    "bookings",
    "floor_load",
    "meals",
    "pace",
    "ready_minutes",
    "table_facts",
    "waiter_facts",
]
