"""Evenings in small: who gets which table, and what is said about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from edge.events import Location, RoutingMode, RoutingPolicy, TableType
from edge.floor.routing import Pace, Reason, Suggestions, TableFact, WaiterFact, Wish, suggest, words

POLICY = RoutingPolicy()
TWO, FOUR, SIX = TableFact("T2", seats_max=2), TableFact("T4"), TableFact("T6", seats_max=6)
ANN, BEN, CAT = (
    WaiterFact(number, open_tables=1, open_covers=3, covers=20, parties=6, last_seated_min=14.0, minutes_on_floor=120.0)
    for number in (1, 2, 3)
)


def best(
    wish: Wish, tables: Sequence[TableFact], waiters: Sequence[WaiterFact], policy: RoutingPolicy = POLICY
) -> tuple[tuple[str, ...], int | None]:
    option = suggest(wish, tables, waiters, policy).options[0]
    return option.tables, option.waiter


def codes(answer: Suggestions) -> list[str]:
    return [reason.code for reason in answer.options[0].reasons]


def said(answer: Suggestions) -> str:
    return "; ".join(words(reason) for reason in answer.options[0].reasons)


def test_reasons_read_as_a_sentence() -> None:
    answer = suggest(Wish(4), [replace(FOUR, table="T7")], [replace(ANN, open_tables=2)], POLICY)
    assert said(answer) == "T7 seats 4; its waiter has 2 tables and was last seated 14 min ago"


@pytest.mark.parametrize(("size", "table"), [(1, "T2"), (2, "T2"), (3, "T4"), (4, "T4"), (5, "T6"), (6, "T6")])
def test_the_smallest_table_that_is_large_enough(size: int, table: str) -> None:
    assert best(Wish(size), [SIX, FOUR, TWO], [ANN])[0] == (table,)


def test_top_options_are_different_tables() -> None:
    tables = [replace(FOUR, table=f"T{number}") for number in range(5)]
    options = suggest(Wish(4), tables, [ANN, BEN], POLICY, top=4).options
    assert len({option.tables for option in options}) == 4


@pytest.mark.parametrize(
    ("burdened", "reason"),
    [
        (replace(BEN, open_tables=3), "more open tables"),
        (replace(BEN, open_covers=9), "more guests at them"),
        (replace(BEN, covers=28), "more guests tonight"),
        (replace(BEN, minutes_on_floor=60.0), "as many guests in less time"),
        (replace(BEN, last_seated_min=3.0), "just seated"),
        (replace(BEN, available=False), "on break"),
    ],
    ids=lambda value: value.replace(" ", "-") if isinstance(value, str) else "",
)
@pytest.mark.parametrize("first", [True, False])
def test_who_carries_less_is_next(burdened: WaiterFact, reason: str, first: bool) -> None:
    assert best(Wish(4), [FOUR], [burdened, ANN] if first else [ANN, burdened])[1] == ANN.waiter


def test_who_got_less_in_tips_is_next() -> None:
    waiters = [replace(ANN, tips=6000), replace(BEN, tips=3000), replace(CAT, tips=6000)]
    assert best(Wish(4), [FOUR], waiters)[1] == BEN.waiter


def test_better_hands_go_first_among_equals() -> None:
    assert best(Wish(4), [FOUR], [ANN, replace(BEN, skill=0.9)])[1] == BEN.waiter


class TestSections:
    HERE = replace(FOUR, section="patio")
    OWN, OTHER = replace(ANN, section="patio"), replace(BEN, section="bar")

    def test_a_party_goes_to_the_waiter_of_its_table(self) -> None:
        assert best(Wish(4), [self.HERE], [self.OTHER, self.OWN])[1] == self.OWN.waiter

    @pytest.mark.parametrize(
        ("own", "code"),
        [
            ({"last_seated_min": 2.0}, "own_just_seated"),
            ({"covers": 60}, "own_ahead"),
            ({"open_tables": 5}, "own_full"),
            ({"available": False}, "own_on_break"),
            ({"section": "garden", "covers": 24}, "own_unassigned"),
        ],
    )
    def test_another_helps_where_its_own_cannot(self, own: dict[str, object], code: str) -> None:
        answer = suggest(
            Wish(4), [self.HERE], [replace(self.OWN, **own), self.OTHER, replace(CAT, section="bar", covers=30)], POLICY
        )
        assert answer.options[0].waiter == self.OTHER.waiter
        assert code in codes(answer)

    @pytest.mark.parametrize(
        ("own", "waiter"),
        [
            ({"last_seated_min": 2.0}, OWN.waiter),
            ({"covers": 60}, OWN.waiter),
            ({"open_tables": 5}, None),
            ({"available": False}, OTHER.waiter),
            ({"section": "garden", "covers": 24}, OTHER.waiter),
        ],
    )
    def test_a_house_may_keep_waiters_to_their_sections(self, own: dict[str, object], waiter: int | None) -> None:
        strict = POLICY.model_copy(update={"cross_section": False})
        options = suggest(Wish(4), [self.HERE], [replace(self.OWN, **own), self.OTHER], strict).options
        assert [option.waiter for option in options] == ([waiter] if waiter else [])

    def test_whoever_has_no_section_is_at_home_everywhere(self) -> None:
        answer = suggest(Wish(4), [self.HERE], [replace(self.OWN, covers=24), replace(BEN, section=None)], POLICY)
        assert answer.options[0].waiter == BEN.waiter
        assert codes(answer) == ["seats", "waiter_load"]

    def test_a_rested_waiter_s_table_goes_before_a_just_seated_one_s(self) -> None:
        there = replace(FOUR, table="T9", section="bar")
        strict = POLICY.model_copy(update={"cross_section": False})
        waiters = [replace(self.OWN, last_seated_min=1.0, covers=15), self.OTHER]
        assert best(Wish(4), [self.HERE, there], waiters, strict) == (("T9",), self.OTHER.waiter)


class TestUnderserved:
    """Far below everybody's covers and tips: a recent seating no longer counts against them, and they come first."""

    LEFT_OUT = replace(BEN, covers=6, open_covers=0, open_tables=0, tips=500, last_seated_min=2.0)
    OTHERS = (replace(ANN, tips=6000), replace(CAT, tips=6000))

    def test_the_correction_acts(self) -> None:
        answer = suggest(Wish(4), [FOUR], [*self.OTHERS, self.LEFT_OUT], POLICY)
        assert answer.options[0].waiter == self.LEFT_OUT.waiter
        assert "underserved" in codes(answer)

    @pytest.mark.parametrize("enough", [{"covers": 14}, {"tips": 5000}, {"minutes_on_floor": 20.0}])
    def test_it_needs_both_and_time(self, enough: dict[str, object]) -> None:
        answer = suggest(Wish(4), [FOUR], [*self.OTHERS, replace(self.LEFT_OUT, **enough)], POLICY)
        assert answer.options[0].waiter != self.LEFT_OUT.waiter

    def test_without_any_tips_covers_alone_decide(self) -> None:
        waiters = [replace(one, tips=0) for one in (*self.OTHERS, self.LEFT_OUT)]
        assert best(Wish(4), [FOUR], waiters)[1] == self.LEFT_OUT.waiter


class TestRotation:
    ROTATION = POLICY.model_copy(update={"mode": RoutingMode.ROTATION})

    def test_everybody_has_a_turn(self) -> None:
        staff = {one.waiter: replace(one, last_seated_min=None) for one in (ANN, BEN, CAT)}
        turns = []
        for _ in range(6):
            answer = suggest(Wish(2), [FOUR], list(staff.values()), self.ROTATION)
            waiter = answer.options[0].waiter
            assert waiter is not None
            assert "turn" in codes(answer)
            turns.append(waiter)
            staff = {
                key: replace(one, last_seated_min=0.0 if key == waiter else _later(one.last_seated_min))
                for key, one in staff.items()
            }
        assert turns == [1, 2, 3, 1, 2, 3]

    def test_skips_who_may_not(self) -> None:
        waiters = [
            replace(ANN, last_seated_min=60.0, available=False),
            replace(BEN, last_seated_min=50.0, open_tables=5),
            CAT,
        ]
        assert best(Wish(2), [FOUR], waiters, self.ROTATION)[1] == CAT.waiter


def _later(minutes: float | None) -> float | None:
    return None if minutes is None else minutes + 7.0


class TestWishes:
    BOOTH = replace(FOUR, table="booth", type=TableType.BOOTH)
    PATIO = replace(FOUR, table="patio", location=Location.PATIO)
    BOTH = replace(FOUR, table="both", type=TableType.BOOTH, location=Location.PATIO)
    WISH = Wish(4, TableType.BOOTH, Location.PATIO)

    @pytest.mark.parametrize(
        ("free", "table", "relaxed"),
        [
            ([FOUR, BOOTH, PATIO, BOTH], "both", ()),
            ([FOUR, BOOTH, PATIO], "patio", ("type",)),
            ([FOUR, BOOTH], "booth", ("location",)),
            ([FOUR], "T4", ("type", "location")),
        ],
    )
    def test_are_given_up_in_order(self, free: list[TableFact], table: str, relaxed: tuple[str, ...]) -> None:
        answer = suggest(self.WISH, free, [ANN], POLICY)
        assert (answer.options[0].tables, answer.relaxed) == ((table,), relaxed)

    def test_it_says_when_the_wish_could_be_met(self) -> None:
        soon = replace(self.BOOTH, free=False, ready_in_min=8.2)
        answer = suggest(Wish(4, TableType.BOOTH), [FOUR, soon], [ANN], POLICY)
        assert said(answer).endswith("no booth is free; one should be in about 8 min")

    def test_a_large_table_is_kept_for_large_parties_while_another_will_do(self) -> None:
        large = TableFact("T8", seats_min=5, seats_max=8)
        assert best(Wish(4), [large, replace(FOUR, seats_max=12)], [ANN])[0] == ("T4",)
        assert suggest(Wish(4), [large], [ANN], POLICY).relaxed == ("seats_min",)


class TestJoining:
    ROW = tuple(
        TableFact(f"T{n}", "room", seats_max=seats, neighbours=(f"T{n - 1}", f"T{n + 1}"))
        for n, seats in enumerate((4, 2, 4, 4, 2, 6))
    )

    @pytest.mark.parametrize(
        ("size", "tables", "wasted"),
        [(7, {"T2", "T3"}, 1), (8, {"T2", "T3"}, 0), (10, {"T0", "T1", "T2"}, 0), (16, {"T2", "T3", "T4", "T5"}, 0)],
    )
    def test_neighbours_with_the_fewest_tables_and_seats_wasted(self, size: int, tables: set[str], wasted: int) -> None:
        option = suggest(Wish(size), self.ROW, [ANN], POLICY).options[0]
        assert (set(option.tables), option.wasted_seats) == (tables, wasted)
        assert option.reasons[0].code == "joined"

    def test_tables_that_stand_joined_are_one(self) -> None:
        joined = TableFact("T1", seats_max=8, joined=("T2",))
        answer = suggest(Wish(7), [joined, replace(FOUR, table="T2", free=False)], [ANN], POLICY)
        assert answer.options[0].tables == ("T1", "T2")
        assert said(answer).startswith("T1 + T2 stand joined and seat 8")


class TestNothingToSuggest:
    BUSY = replace(FOUR, free=False, ready_in_min=11.6)

    @pytest.mark.parametrize(
        ("size", "tables", "waiters", "says"),
        [
            (4, [], [ANN], "No tables are set up."),
            (9, [FOUR, SIX], [ANN], "No table seats 9; the largest seats 6."),
            (4, [BUSY, replace(SIX, free=False, ready_in_min=30.0)], [ANN], "T4 should be ready in about 12 min"),
            (4, [replace(BUSY, ready_in_min=None)], [ANN], "No table for 4 is free. Put them on the waitlist."),
            (
                4,
                [FOUR],
                [replace(ANN, open_tables=5), replace(BEN, available=False)],
                "1 at their limit of 5, 1 on break",
            ),
        ],
    )
    def test_it_says_why_and_what_next(
        self, size: int, tables: list[TableFact], waiters: list[WaiterFact], says: str
    ) -> None:
        because = suggest(Wish(size), tables, waiters, POLICY).none_because
        assert because is not None
        assert says in words(because)


def test_a_house_that_does_not_clock_in_gets_tables() -> None:
    answer = suggest(Wish(4), [FOUR], [], POLICY)
    assert answer.options[0].waiter is None
    assert codes(answer) == ["seats", "nobody_on_shift"]


@pytest.mark.parametrize(("begun", "warned"), [(6, False), (7, True)])
def test_pacing_warns_and_forbids_nothing(begun: int, warned: bool) -> None:
    answer = suggest(Wish(4), [FOUR], [ANN], POLICY, pace=Pace(begun, 10))
    assert answer.options
    assert answer.warnings == ((Reason("pace", {"covers": 7, "limit": 10}),) if warned else ())


def test_an_unknown_size_gets_a_table_for_each_bracket() -> None:
    answer = suggest(Wish(), [TWO, FOUR, SIX], [ANN], POLICY)
    assert [bracket.option and bracket.option.tables for bracket in answer.brackets] == [("T2",), ("T4",), ("T6",)]
