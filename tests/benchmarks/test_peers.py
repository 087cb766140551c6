"""The peers are what they are said to be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.peers import RoundRobin, Server
from benchmarks.peers.seed import SeedFormula, priority, table_score
from edge.demo.evening import Evening, Guests, Table, Waiter
from edge.events import Location, TableType

GUESTS = Evening.draw(1).guests[0]


def waiter(number: int, score: float = 50.0, section: str = "hall") -> Waiter:
    return Waiter(number, "Ada", section, starts=0, ends=300, break_at=100, break_min=10, score=score)


def server(number: int, score: float = 50.0, section: str = "hall", opened: int = 0, tips: int = 0) -> Server:
    return Server(waiter(number, score, section), open=set(range(opened)), tips=tips)


def table(name: str, seats: int, section: str = "hall", kind: TableType = TableType.TABLE) -> tuple[Table]:
    return (Table(name, section, seats, kind, Location.INSIDE),)


def party(told: int, kind: TableType | None = None) -> Guests:
    return replace(GUESTS, told=told, table_type=kind, location=None)


def test_the_description_s_own_example() -> None:
    one, other = server(1, score=78, opened=2, tips=45), server(2, score=65, opened=3, tips=62)
    assert priority(one, 107, 0.0) == pytest.approx(75.96, abs=0.005)
    assert priority(other, 107, 0.0) == pytest.approx(62.04, abs=0.005)


@pytest.mark.parametrize(("ago", "penalty"), [(0.0, 1.5), (2.5, 0.75), (5.0, 0.0), (60.0, 0.0)])
def test_recency_fades_over_five_minutes(ago: float, penalty: float) -> None:
    one = server(1)
    one.last_seated = 100.0 - ago
    assert priority(one, 0, 100.0) == pytest.approx(50.0 - penalty)


def test_a_table_scores_by_wishes_met_and_seats_wasted() -> None:
    assert table_score(table("T1", 4, kind=TableType.BOOTH), party(2, TableType.BOOTH)) == 50 + 10 - 4


def test_the_best_score_gets_every_party() -> None:
    star, other = server(1, score=90, opened=4), server(2, score=40)
    for _ in range(3):
        chosen = SeedFormula().choose(0.0, party(2), [table("T1", 2), table("T2", 4)], [star, other])
        assert chosen == (table("T1", 2), star)


def test_the_turn_goes_round() -> None:
    servers, policy = [server(number) for number in (1, 2, 3)], RoundRobin()
    turns = [policy.choose(0.0, party(2), [table("T1", 2)], servers) for _ in range(6)]
    assert [turn and turn[1].waiter.number for turn in turns] == [1, 2, 3, 1, 2, 3]


def test_whose_turn_it_is_takes_the_smallest_table_of_the_own_section() -> None:
    free = [table("T1", 2, "bar"), table("T2", 6), table("T3", 4)]
    chosen = RoundRobin().choose(0.0, party(2), free, [server(1)])
    assert chosen
    assert chosen[0] == table("T3", 4)


def test_nobody_free_nobody_seated() -> None:
    assert RoundRobin().choose(0.0, party(8), [table("T1", 6)], [server(1)]) is None
    assert SeedFormula().choose(0.0, party(2), [table("T1", 2, "bar")], [server(1)]) is None
