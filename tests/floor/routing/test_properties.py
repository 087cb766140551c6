"""What holds of every room, whoever works in it and whoever comes."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from edge.events import RoutingMode, RoutingPolicy
from edge.floor.routing import Option, Suggestions, TableFact, WaiterFact, Wish, suggest, words
from edge.floor.routing.seats import WISHES
from tests.floor.routing.rooms import policies, tables, waiters, wishes

Facts = tuple[object, ...]


@given(wishes, tables(), waiters(), policies)
def test_no_option_breaks_a_hard_rule(
    wish: Wish, room: Sequence[TableFact], staff: Sequence[WaiterFact], policy: RoutingPolicy
) -> None:
    by_id = {fact.table: fact for fact in room}
    on_shift = {fact.waiter: fact for fact in staff}
    answer = suggest(wish, room, staff, policy)
    assert len(answer.options) <= policy.options
    assert bool(answer.options) == (answer.none_because is None)
    used = [name for option in answer.options for name in option.tables]
    assert len(used) == len(set(used)), "a table is offered twice"
    for option in answer.options:
        chosen = [by_id[name] for name in option.tables]
        assert all(fact.free for fact in chosen)
        assert sum(fact.seats_max for fact in chosen) == option.seats == (wish.size or 0) + option.wasted_seats
        assert option.wasted_seats >= 0
        assert (option.waiter is None) == (not staff)
        if option.waiter is not None:
            server = on_shift[option.waiter]
            assert server.available
            assert server.open_tables < policy.max_tables_per_waiter


@given(wishes, tables(), waiters(), policies)
def test_tables_are_joined_only_where_no_single_one_will_do(
    wish: Wish, room: Sequence[TableFact], staff: Sequence[WaiterFact], policy: RoutingPolicy
) -> None:
    joined = [option for option in suggest(wish, room, staff, policy).options if len(option.tables) > 1]
    alone = suggest(wish, room, staff, policy.model_copy(update={"join_tables": False}))
    assert not (joined and alone.options)
    assert not (joined and not policy.join_tables)
    by_id = {fact.table: fact for fact in room}
    for option in joined:
        assert len(option.tables) <= 4
        assert len({by_id[name].section for name in option.tables}) == 1
        assert all(
            any(other in by_id[name].neighbours for other in option.tables if other != name) for name in option.tables
        )


@given(wishes, tables(most=8), waiters(), policies, st.data())
def test_a_free_better_table_never_makes_the_best_option_worse(
    wish: Wish, room: Sequence[TableFact], staff: Sequence[WaiterFact], policy: RoutingPolicy, data: st.DataObject
) -> None:
    before = suggest(wish, room, staff, policy)
    better = TableFact(
        table="NEW",
        section=wish.section or data.draw(st.sampled_from([fact.section for fact in room] or [None])),
        seats_max=wish.size or 1,
        type=wish.table_type or TableFact("x").type,
        location=wish.location or TableFact("x").location,
    )
    after = suggest(wish, [*room, better], staff, policy)
    assert _rank(after) <= _rank(before)


@given(wishes, tables(), waiters(), policies, st.randoms(use_true_random=False))
def test_names_and_order_of_tables_and_waiters_change_nothing_but_names(
    wish: Wish,
    room: Sequence[TableFact],
    staff: Sequence[WaiterFact],
    policy: RoutingPolicy,
    rng: random.Random,
) -> None:
    renamed, recruited = _renamed(room, rng), _renumbered(staff, rng)
    ours = suggest(wish, room, staff, policy)
    theirs = suggest(wish, renamed, recruited, policy)
    assert _rank(ours) == _rank(theirs)
    assert [_nameless(option, room, staff) for option in ours.options[:1]] == [
        _nameless(option, renamed, recruited) for option in theirs.options[:1]
    ]


@given(wishes, tables(), waiters(), policies, st.randoms(use_true_random=False))
def test_the_same_facts_give_the_same_answer_in_whatever_order_they_come(
    wish: Wish, room: Sequence[TableFact], staff: Sequence[WaiterFact], policy: RoutingPolicy, rng: random.Random
) -> None:
    shuffled_room, shuffled_staff = list(room), list(staff)
    rng.shuffle(shuffled_room)
    rng.shuffle(shuffled_staff)
    assert suggest(wish, room, staff, policy) == suggest(wish, shuffled_room, shuffled_staff, policy)


@given(wishes, tables(), waiters(), policies)
def test_everything_can_be_said_in_words(
    wish: Wish, room: Sequence[TableFact], staff: Sequence[WaiterFact], policy: RoutingPolicy
) -> None:
    answer = suggest(wish, room, staff, policy)
    reasons = [reason for option in answer.options for reason in option.reasons]
    for reason in [*reasons, *([answer.none_because] if answer.none_because else [])]:
        assert "{" not in words(reason)


@given(tables(), waiters(least=1), policies)
def test_an_unknown_size_gets_an_option_for_each_bracket_that_can_be_seated(
    room: Sequence[TableFact], staff: Sequence[WaiterFact], policy: RoutingPolicy
) -> None:
    answer = suggest(Wish(), room, staff, policy)
    assert answer.options == ()
    assert [(each.size_from, each.size_to) for each in answer.brackets] == [(2, 2), (3, 4), (5, 8)]
    for bracket in answer.brackets:
        smallest = suggest(Wish(bracket.size_from), room, staff, policy)
        assert bool(bracket.option) == bool(smallest.options)
        if bracket.option:
            assert bracket.option.seats >= bracket.size_from


@given(waiters(least=1), policies)
def test_rotation_takes_who_was_seated_longest_ago(staff: Sequence[WaiterFact], policy: RoutingPolicy) -> None:
    rotating = policy.model_copy(update={"mode": RoutingMode.ROTATION})
    may = [each for each in staff if each.available and each.open_tables < policy.max_tables_per_waiter]
    options = suggest(Wish(2), [TableFact("T1"), TableFact("T2", "bar")], staff, rotating).options
    assert bool(options) == bool(may)
    if may:
        longest = max((float("inf") if each.last_seated_min is None else each.last_seated_min) for each in may)
        (server,) = {option.waiter for option in options}
        since = next(each.last_seated_min for each in may if each.waiter == server)
        assert (float("inf") if since is None else since) == longest


@given(waiters(least=2), policies, st.floats(0, 1), st.floats(0, 1))
def test_skill_never_outweighs_an_open_table(
    staff: Sequence[WaiterFact], policy: RoutingPolicy, skill: float, other_skill: float
) -> None:
    idle = replace(staff[0], waiter=1, section=None, open_tables=0, skill=skill, available=True)
    busier = replace(idle, waiter=2, open_tables=1, skill=other_skill)
    dealing = policy.model_copy(update={"mode": RoutingMode.SECTION, "max_tables_per_waiter": 5})
    assert suggest(Wish(2), [TableFact("T1")], [busier, idle], dealing).options[0].waiter == 1


def _rank(answer: Suggestions) -> tuple[object, ...]:
    """Ascending: how good the best option is."""
    if not answer.options:
        return (True,)
    best = answer.options[0]
    given_up = sum(1 << WISHES.index(name) for name in best.relaxed)
    return (False, len(best.tables) > 1, given_up, -best.score)


def _renamed(room: Sequence[TableFact], rng: random.Random) -> list[TableFact]:
    new = [f"N{number:02}" for number in range(len(room))]
    rng.shuffle(new)
    names = dict(zip((fact.table for fact in room), new, strict=True))
    renamed = [
        replace(fact, table=names[fact.table], neighbours=tuple(names[other] for other in fact.neighbours))
        for fact in room
    ]
    rng.shuffle(renamed)
    return renamed


def _renumbered(staff: Sequence[WaiterFact], rng: random.Random) -> list[WaiterFact]:
    numbers = list(range(100, 100 + len(staff)))
    rng.shuffle(numbers)
    renumbered = [replace(fact, waiter=number) for fact, number in zip(staff, numbers, strict=True)]
    rng.shuffle(renumbered)
    return renumbered


def _nameless(option: Option, room: Sequence[TableFact], staff: Sequence[WaiterFact]) -> Facts:
    """All that the best option is, but for names. What only breaks a tie between equals may differ in kind."""
    server = next(
        (replace(fact, waiter=0, section=None, skill=0.0) for fact in staff if fact.waiter == option.waiter), None
    )
    return (option.score, option.seats, option.wasted_seats, option.relaxed, len(option.tables), server)
