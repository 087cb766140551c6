"""Which alerts are raised and cleared: once per thing, held for a while, never a storm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import given
from hypothesis import strategies as st

from edge.events import AlertKind
from edge.floor.alerts import SEVERAL, Book, Finding, Open
from edge.floor.alerts.book import OVER_S, PER_MINUTE, step

DIRTY, WAITING, BLIND = AlertKind.DIRTY, AlertKind.WAITING, AlertKind.CAMERA_BLIND


@dataclass
class Desk:
    """Keeps alerts as the journal would."""

    book: Book = field(default_factory=Book)
    opened: dict[int, Open] = field(default_factory=dict)
    times_s: list[float] = field(default_factory=list)

    def look(self, now_s: float, found: Sequence[Finding]) -> tuple[list[tuple[AlertKind, str]], list[str]]:
        """What was raised and what was cleared."""
        result = step(self.book, found, self.opened.values(), now_s)
        self.book = result.book
        cleared = [self.opened.pop(one.alert).subject for one in result.cleared]
        for raised in result.raised:
            self.times_s.append(now_s)
            self.opened[len(self.times_s)] = Open(len(self.times_s), raised.alert, raised.subject)
        return [(one.alert, one.subject) for one in result.raised], cleared


def dirty(*tables: int) -> list[Finding]:
    return [Finding(DIRTY, f"T{table}", 8.0 + table) for table in tables]


def test_something_wrong_is_told_once_and_cleared_once_it_was_right_for_a_while() -> None:
    desk = Desk()
    assert desk.look(0, dirty(1)) == ([(DIRTY, "T1")], [])
    assert desk.look(10, dirty(1)) == ([], [])
    assert desk.look(20, []) == ([], [])
    assert desk.look(20 + OVER_S - 1, []) == ([], [])
    assert desk.look(20 + OVER_S, []) == ([], ["T1"])


def test_what_is_right_only_for_a_moment_is_not_told_again() -> None:
    desk = Desk()
    desk.look(0, dirty(1))
    assert [desk.look(at, dirty(1) if at % 20 else []) for at in range(10, 200, 10)] == [([], [])] * 19


def test_what_only_holds_an_alert_open_raises_none() -> None:
    desk, near = Desk(), Finding(DIRTY, "T1", 7.0, due=False)
    assert desk.look(0, [near]) == ([], [])
    desk.look(1, dirty(1))
    assert desk.look(1000, [near]) == ([], [])
    assert len(desk.opened) == 1


def test_what_must_last_is_told_only_if_it_does() -> None:
    desk, over = Desk(), Finding(AlertKind.OVER_CAPACITY, "house", lasts_min=5)
    assert desk.look(0, [over]) == ([], [])
    desk.look(200, [])
    assert desk.look(210, [over]) == ([], [])
    assert desk.look(509, [over]) == ([], [])
    assert desk.look(510, [over]) == ([(AlertKind.OVER_CAPACITY, "house")], [])


def test_too_many_at_once_are_told_together_until_none_of_them_is_left() -> None:
    desk = Desk()
    blind = Finding(BLIND, "east", 2.0)
    assert desk.look(0, [*dirty(*range(20)), blind]) == ([(DIRTY, SEVERAL), (BLIND, "east")], [])
    assert desk.look(300, [*dirty(3, 4), blind]) == ([], [])
    desk.look(400, [blind])
    assert desk.look(400 + OVER_S, [blind]) == ([], [SEVERAL])
    assert desk.look(600, [*dirty(3), blind]) == ([(DIRTY, "T3")], [])


def test_the_next_minute_has_its_own_allowance() -> None:
    desk = Desk()
    assert len(desk.look(0, dirty(*range(PER_MINUTE)))[0]) == PER_MINUTE
    waiting = [Finding(WAITING, "7", 30.0)]
    assert desk.look(59, [*dirty(*range(PER_MINUTE)), *waiting]) == ([], [])
    assert desk.look(60, [*dirty(*range(PER_MINUTE)), *waiting]) == ([(WAITING, "7")], [])


found = st.lists(st.tuples(st.sampled_from(AlertKind), st.integers(0, 9), st.booleans()), max_size=25)


@given(looks=st.lists(st.tuples(st.floats(1, 90), found), max_size=25))
def test_never_a_storm_never_two_about_one_thing(
    looks: list[tuple[float, list[tuple[AlertKind, int, bool]]]],
) -> None:
    desk, now_s = Desk(), 0.0
    for passed_s, wrong in looks:
        now_s += passed_s
        desk.look(
            now_s, [Finding(kind, f"T{n}", 1.0, due=due) for (kind, n), due in {(k, n): d for k, n, d in wrong}.items()]
        )
        keys = [(one.kind, one.subject) for one in desk.opened.values()]
        assert len(keys) == len(set(keys))
        assert sum(now_s - at_s < 60 for at_s in desk.times_s) <= PER_MINUTE


@given(tables=st.sets(st.integers(0, 9), min_size=1))
def test_everything_due_is_told_by_itself_or_with_others(tables: set[int]) -> None:
    desk = Desk()
    desk.look(0, dirty(*tables))
    told = {one.subject for one in desk.opened.values()}
    assert told == ({f"T{table}" for table in tables} if len(tables) <= PER_MINUTE else {SEVERAL})
