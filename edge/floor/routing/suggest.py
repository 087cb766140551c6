"""From a wish to the best options."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from edge.events import RoutingPolicy
from edge.floor.routing.answer import Bracket, Option, Reason, Suggestions
from edge.floor.routing.deal import Deal, Server, deal_of
from edge.floor.routing.facts import Pace, TableFact, WaiterFact, Wish
from edge.floor.routing.reasons import none_because, option_reasons, pace_warning
from edge.floor.routing.seats import Seating, joined_seatings, single_seatings

SEAT_POINTS = 1.0
"""What a wasted seat costs."""

BRACKETS = ((2, 2), (3, 4), (5, 8))
"""Sizes of party that a host tells apart at a glance."""


class Room(NamedTuple):
    """All that is known of the room. `free`: those of `tables` that are."""

    tables: Sequence[TableFact]
    free: Sequence[TableFact]
    waiters: Sequence[WaiterFact]
    policy: RoutingPolicy
    deal: Deal


class Choice(NamedTuple):
    """A seating and who would serve it."""

    seating: Seating
    server: Server | None
    score: float

    @property
    def order(self) -> tuple[object, ...]:
        """Ascending: met wishes first, then the score; ids decide only between choices alike in all else."""
        seating = self.seating
        server = self.server.standing.order if self.server else ()
        return (seating.unmet, -self.score, seating.wasted, len(seating.tables), server[:-1], seating.ids)


def suggest(
    wish: Wish,
    tables: Sequence[TableFact],
    waiters: Sequence[WaiterFact],
    policy: RoutingPolicy,
    *,
    top: int | None = None,
    pace: Pace | None = None,
) -> Suggestions:
    """The best tables and waiters for a party, with reasons.

    Never a table that is not free or too small, never a waiter on break or with all the tables they may have. Where a
    wish cannot be met it is given up in the order of `seats.WISHES`, and the answer says so. `top`: how many options,
    `policy.options` if None. A house without anybody on shift gets tables without waiters.
    """
    room = Room(tables, [fact for fact in tables if fact.free], waiters, policy, deal_of(waiters, policy))
    if wish.size is None:
        return _by_bracket(wish, room)
    choices = sorted(_choices(wish, wish.size, room), key=lambda choice: choice.order)
    options = tuple(_option(choice, wish, tables) for choice in _distinct(choices, top or policy.options))
    return Suggestions(
        options=options,
        relaxed=options[0].relaxed if options else (),
        warnings=pace_warning(pace, wish.size),
        none_because=None if options else none_because(wish.size, tables, waiters, policy),
    )


def _by_bracket(wish: Wish, room: Room) -> Suggestions:
    brackets = tuple(Bracket(low, high, _best_in(range(high, low - 1, -1), wish, room)) for low, high in BRACKETS)
    if any(bracket.option for bracket in brackets):
        return Suggestions(brackets=brackets)
    smallest = BRACKETS[0][0]
    return Suggestions(brackets=brackets, none_because=none_because(smallest, room.tables, room.waiters, room.policy))


def _best_in(sizes: Sequence[int], wish: Wish, room: Room) -> Option | None:
    """The best option for the largest of `sizes`, which are descending, that can be seated at all."""
    for size in sizes:
        if choices := _choices(wish, size, room):
            best = min(choices, key=lambda choice: choice.order)
            return _option(best, replace(wish, size=size), room.tables)
    return None


def _choices(wish: Wish, size: int, room: Room) -> list[Choice]:
    """Every seating that somebody may serve; tables are joined only where no single one will do."""
    singles = _served(single_seatings(wish, size, room.free), room)
    if singles or not room.policy.join_tables:
        return singles
    return _served(joined_seatings(wish, size, room.free), room)


def _served(seatings: Sequence[Seating], room: Room) -> list[Choice]:
    choices = []
    for seating in seatings:
        server = room.deal.server(seating.section)
        if server or not room.waiters:
            points = server.points if server else 0.0
            choices.append(Choice(seating, server, points - SEAT_POINTS * seating.wasted))
    return choices


def _distinct(choices: Sequence[Choice], top: int) -> list[Choice]:
    """The first `top` that share no table."""
    chosen: list[Choice] = []
    taken: set[str] = set()
    for choice in choices:
        if len(chosen) == top:
            break
        if taken.isdisjoint(choice.seating.ids):
            chosen.append(choice)
            taken.update(choice.seating.ids)
    return chosen


def _option(choice: Choice, wish: Wish, tables: Sequence[TableFact]) -> Option:
    seating, server = choice.seating, choice.server
    reasons: tuple[Reason, ...] = option_reasons(seating, server, wish, tables)
    return Option(
        tables=seating.ids,
        waiter=server.standing.fact.waiter if server else None,
        score=round(choice.score, 3),
        seats=seating.seats,
        wasted_seats=seating.wasted,
        relaxed=seating.relaxed,
        reasons=reasons,
    )


__all__ = ["suggest"]
