"""Why an option was chosen, or why there is none: as codes with values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from edge.events import RoutingPolicy
from edge.floor.routing.answer import Reason
from edge.floor.routing.deal import Server
from edge.floor.routing.facts import Pace, TableFact, WaiterFact, Wish
from edge.floor.routing.seats import Seating, groups_for


def option_reasons(
    seating: Seating, server: Server | None, wish: Wish, tables: Sequence[TableFact]
) -> tuple[Reason, ...]:
    """The table first, then its waiter, then what could not be had."""
    return (_seats(seating), *_waiter_reasons(server, seating), *_relaxed_reasons(seating, wish, tables))


def pace_warning(pace: Pace | None, size: int) -> tuple[Reason, ...]:
    """A warning where this party would begin more covers in a quarter of an hour than the kitchen wants."""
    if pace is None or pace.covers + size <= pace.limit:
        return ()
    return (Reason("pace", {"covers": pace.covers, "limit": pace.limit}),)


def none_because(
    size: int, tables: Sequence[TableFact], waiters: Sequence[WaiterFact], policy: RoutingPolicy
) -> Reason:
    """Why nobody of `size` can be seated now, and what comes next."""
    if not tables:
        return Reason("no_tables")
    fitting = groups_for(size, tables, join=policy.join_tables)
    if not fitting:
        return Reason("too_large", {"size": size, "largest": max(fact.seats_max for fact in tables)})
    if any(all(fact.free for fact in group) for group in fitting):
        return _no_waiter(waiters, policy)
    waits = [(_ready_in(group), group) for group in fitting]
    known = [(wait, group) for wait, group in waits if wait is not None]
    if not known:
        return Reason("none_free", {"size": size})
    wait_min, group = min(known, key=lambda each: (each[0], [fact.table for fact in each[1]]))
    return Reason("none_free", {"size": size, "table": _names(group), "ready_in_min": round(wait_min)})


def _seats(seating: Seating) -> Reason:
    ids = seating.ids
    if len(ids) == 1:
        return Reason("seats", {"table": ids[0], "seats": seating.seats})
    return Reason(
        "joined" if len(seating.tables) > 1 else "stand_joined", {"table": " + ".join(ids), "seats": seating.seats}
    )


def _waiter_reasons(server: Server | None, seating: Seating) -> Iterable[Reason]:
    if server is None:
        yield Reason("nobody_on_shift")
        return
    standing, fact = server.standing, server.standing.fact
    if fact.last_seated_min is None:
        yield Reason("waiter_new", {"open_tables": fact.open_tables})
    else:
        yield Reason("waiter_load", {"open_tables": fact.open_tables, "last_seated_min": round(fact.last_seated_min)})
    if standing.underserved:
        yield Reason("underserved", {"behind_covers": round(standing.behind_covers)})
    if server.because:
        yield Reason(server.because, {"section": seating.section} if seating.section else {})
    if standing.just_seated:
        yield Reason("all_just_seated")


def _relaxed_reasons(seating: Seating, wish: Wish, tables: Sequence[TableFact]) -> Iterable[Reason]:
    size = wish.size or 1
    for name in seating.relaxed:
        match name:
            case "type" if wish.table_type is not None:
                yield _given_up(name, wish.table_type.value, size, tables, lambda fact: fact.type is wish.table_type)
            case "location" if wish.location is not None:
                yield _given_up(name, wish.location.value, size, tables, lambda fact: fact.location is wish.location)
            case "section" if wish.section is not None:
                yield _given_up(name, wish.section, size, tables, lambda fact: fact.section == wish.section)
            case "seats_min":
                yield Reason("below_min", {"seats_min": seating.tables[0].seats_min})


def _given_up(
    name: str, wanted: str, size: int, tables: Sequence[TableFact], meets: Callable[[TableFact], bool]
) -> Reason:
    """A wish not met, and when it could be."""
    waits = [
        fact.ready_in_min
        for fact in tables
        if not fact.free and fact.ready_in_min is not None and fact.seats_max >= size and meets(fact)
    ]
    values: dict[str, str | int | float] = {"wanted": wanted}
    return Reason(f"relaxed_{name}", values | ({"ready_in_min": round(min(waits))} if waits else {}))


def _ready_in(group: Sequence[TableFact]) -> float | None:
    """Minutes until all of a group are free; None where nobody knows."""
    waits = [0.0 if fact.free else fact.ready_in_min for fact in group]
    known = [wait for wait in waits if wait is not None]
    return max(known) if len(known) == len(waits) else None


def _no_waiter(waiters: Sequence[WaiterFact], policy: RoutingPolicy) -> Reason:
    on_break = sum(not waiter.available for waiter in waiters)
    limit = policy.max_tables_per_waiter
    return Reason("no_waiter", {"full": len(waiters) - on_break, "on_break": on_break, "limit": limit})


def _names(group: Sequence[TableFact]) -> str:
    return " + ".join(fact.table for fact in group)


__all__ = ["none_because", "option_reasons", "pace_warning"]
