"""The wait of a party on floors that are plain enough to reckon by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from edge.events import Phase
from edge.floor.quotes import Booking, Daypart, FloorLoad, InLine, Meal, Range, Turns, quote
from edge.floor.routing import TableFact

FULL = FloorLoad(
    tables=tuple(TableFact(f"T{number}", free=False) for number in range(8)),
    meals=tuple(Meal((f"T{number}",), 3, 7.0 * number) for number in range(8)),
)


def ask(
    floor: FloorLoad = FULL, size: int | None = 4, ahead: Sequence[InLine] = (), bookings: Sequence[Booking] = ()
) -> Range:
    told = quote(floor, size, ahead, bookings, Turns(), Daypart.DINNER, np.random.default_rng(1))
    assert told is not None
    return told


def middle(told: Range) -> float:
    return (told.low_min + told.high_min) / 2


def test_a_free_table_is_now() -> None:
    floor = replace(FULL, tables=(*FULL.tables, TableFact("T9")))
    assert ask(floor) == Range(low_min=0, high_min=5)


def test_a_free_table_that_is_too_small_is_no_help() -> None:
    floor = replace(FULL, tables=(*FULL.tables, TableFact("T9", seats_max=2)))
    assert ask(floor) == ask()
    assert ask(floor, size=2) == Range(low_min=0, high_min=5)


def test_the_same_floor_and_chance_give_the_same_quote() -> None:
    assert ask() == ask()


def test_every_party_ahead_makes_it_longer() -> None:
    waits = [middle(ask(ahead=[InLine(4)] * count)) for count in (0, 2, 4, 6)]
    assert waits == sorted(waits)
    assert waits[0] < waits[-1]


def test_small_parties_ahead_take_small_tables() -> None:
    small = tuple(TableFact(f"S{number}", seats_max=2) for number in range(3))
    floor = replace(FULL, tables=(*FULL.tables, *small))
    assert ask(floor, ahead=[InLine(2)] * 3) == ask(floor)


def test_who_has_waited_long_may_give_up() -> None:
    patient, weary = [InLine(4, 0.0)] * 8, [InLine(4, 90.0)] * 8
    assert middle(ask(ahead=weary)) < middle(ask(ahead=patient))


def test_reservations_go_first_when_they_are_due_before() -> None:
    soon, late = [Booking(1.0, 4)] * 4, [Booking(110.0, 4)] * 4
    assert middle(ask(bookings=soon)) > middle(ask())
    assert ask(bookings=late) == ask()


def test_a_table_being_wiped_is_ready_within_minutes() -> None:
    wiped = replace(FULL, meals=(Meal(("T0",), 3, 60.0, left_min=1.0), *FULL.meals[1:]))
    assert ask(wiped).high_min <= 10


def test_guests_who_have_paid_leave_soon() -> None:
    paid = replace(FULL, meals=(Meal(("T0",), 3, 56.0, Phase.PAID, 55.0), *FULL.meals[1:]))
    assert middle(ask(paid)) < middle(ask(replace(FULL, meals=(Meal(("T0",), 3, 5.0), *FULL.meals[1:]))))


def test_waiters_with_all_tables_they_may_have_hold_a_party_up() -> None:
    floor = replace(FULL, tables=(*FULL.tables, TableFact("T9")))
    assert middle(ask(replace(floor, slots=8))) > middle(ask(replace(floor, slots=20)))


def test_a_large_party_waits_for_neighbours() -> None:
    row = tuple(
        replace(fact, neighbours=(f"T{number - 1}", f"T{number + 1}")) for number, fact in enumerate(FULL.tables)
    )
    assert middle(ask(replace(FULL, tables=row), size=8)) > middle(ask())


@pytest.mark.parametrize("floor", [FULL, FloorLoad(tables=()), replace(FULL, meals=())])
def test_who_fits_nowhere_is_told_nothing(floor: FloorLoad) -> None:
    size = 60 if floor is FULL else 2
    assert quote(floor, size, [], [], Turns(), Daypart.DINNER, np.random.default_rng(1)) is None
