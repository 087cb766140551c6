"""Where a party could sit: single tables, and tables pushed together where no single one is large enough."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from edge.events import Id
from edge.floor.routing.facts import TableFact, Wish

MOST_JOINED = 4
WISHES = ("type", "location", "section", "seats_min")
"""What may be given up, cheapest first: each weighs more than all before it together."""


@dataclass(frozen=True, slots=True)
class Seating:
    """Tables for one party. `unmet`: one bit for each of `WISHES` that they do not meet, the cheapest lowest."""

    tables: tuple[TableFact, ...]
    seats: int
    wasted: int
    unmet: int

    @property
    def section(self) -> Id | None:
        return self.tables[0].section

    @property
    def ids(self) -> tuple[Id, ...]:
        return tuple(name for fact in self.tables for name in (fact.table, *fact.joined))

    @property
    def relaxed(self) -> tuple[str, ...]:
        return tuple(name for bit, name in enumerate(WISHES) if self.unmet >> bit & 1)


def single_seatings(wish: Wish, size: int, tables: Iterable[TableFact]) -> list[Seating]:
    """Every one of `tables` that is large enough."""
    return [
        Seating((fact,), fact.seats_max, fact.seats_max - size, unmet(wish, size, fact))
        for fact in tables
        if fact.seats_max >= size
    ]


def joined_seatings(wish: Wish, size: int, tables: Sequence[TableFact]) -> list[Seating]:
    """The ways to push neighbours of one section together for `size` guests, with as few tables as will do."""
    by_id = {fact.table: fact for fact in tables if not fact.joined}
    groups = {frozenset([name]) for name in by_id}
    for count in range(2, MOST_JOINED + 1):
        groups = _worth_growing(groups, by_id, size, MOST_JOINED + 1 - count)
        groups = {group | {other} for group in groups for other in _around(group, by_id)}
        enough = [group for group in groups if sum(by_id[name].seats_max for name in group) >= size]
        if enough:
            return [_joined(wish, size, sorted((by_id[name] for name in group), key=_lead)) for group in enough]
    return []


def groups_for(size: int, tables: Sequence[TableFact], *, join: bool) -> list[tuple[TableFact, ...]]:
    """Tables, free or not, that `size` guests fit at: single ones, or else joined ones."""
    singles: list[tuple[TableFact, ...]] = [(fact,) for fact in tables if fact.seats_max >= size]
    if singles or not join:
        return singles
    return [seating.tables for seating in joined_seatings(Wish(size), size, tables)]


def unmet(wish: Wish, size: int, fact: TableFact) -> int:
    """One bit for each wish that a table does not meet."""
    return (
        (wish.table_type is not None and fact.type is not wish.table_type)
        | (wish.location is not None and fact.location is not wish.location) << 1
        | (wish.section is not None and fact.section != wish.section) << 2
        | (size < fact.seats_min) << 3
    )


def _around(group: frozenset[Id], by_id: Mapping[Id, TableFact]) -> Iterator[Id]:
    for name in group:
        section = by_id[name].section
        for other in by_id[name].neighbours:
            if other not in group and other in by_id and by_id[other].section == section:
                yield other


def _worth_growing(
    groups: set[frozenset[Id]], by_id: Mapping[Id, TableFact], size: int, left: int
) -> set[frozenset[Id]]:
    """Only the groups that `left` more tables could make large enough."""
    largest = max((fact.seats_max for fact in by_id.values()), default=0)
    return {group for group in groups if sum(by_id[name].seats_max for name in group) + left * largest >= size}


def _joined(wish: Wish, size: int, facts: list[TableFact]) -> Seating:
    seats = sum(fact.seats_max for fact in facts)
    missed = 0
    for fact in facts:
        missed |= unmet(wish, size, fact) & 0b111  # each table's least number of guests means it alone
    return Seating(tuple(facts), seats, seats - size, missed)


def _lead(fact: TableFact) -> tuple[int, Id]:
    return -fact.seats_max, fact.table


__all__ = ["MOST_JOINED", "WISHES", "Seating", "groups_for", "joined_seatings", "single_seatings", "unmet"]
