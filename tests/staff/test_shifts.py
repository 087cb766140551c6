"""Shifts and breaks: one open shift per person, one open break per shift, and minutes that add up."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from edge.errors import Conflict, MaitredError, NotFound
from edge.events import ClockStepped, StaffRole, WaiterAdded, WaiterChanged, WaiterErased
from edge.staff import Member, OnShift, StaffProjection, read_members, read_on_shift, read_shifts, shifts
from tests.folding import NOON, Fold

ANA = Member(waiter=1, role=StaffRole.SERVER, since=NOON)
AT_WORK = OnShift(waiter=1, shift=5, role=StaffRole.SERVER, since=NOON)
RESTING = AT_WORK.model_copy(update={"on_break": True, "break_since": NOON})


@pytest.mark.parametrize(
    ("rule", "error", "says"),
    [
        (lambda: shifts.clock_in(ANA, None, [AT_WORK], ()), Conflict, "on shift 5 already"),
        (lambda: shifts.clock_in(ANA.model_copy(update={"active": False}), None, [], ()), Conflict, "no longer works"),
        (lambda: shifts.clock_in(ANA.model_copy(update={"erased": True}), None, [], ()), Conflict, "no longer works"),
        (lambda: shifts.clock_in(ANA, "attic", [], ["patio"]), NotFound, "no open section attic"),
        (lambda: shifts.move(AT_WORK, "attic", ["patio"]), NotFound, "no open section attic"),
        (lambda: shifts.begin_break(RESTING), Conflict, "on break already"),
        (lambda: shifts.end_break(AT_WORK), Conflict, "not on break"),
        (lambda: shifts.open_one([AT_WORK], 6), NotFound, "no shift 6"),
        (lambda: shifts.open_one([AT_WORK], 6, ended=True), Conflict, "Shift 6 has ended"),
    ],
)
def test_what_contradicts_how_things_are_is_refused(
    rule: Callable[[], object], error: type[MaitredError], says: str
) -> None:
    with pytest.raises(error, match=says) as refused:
        rule()
    assert refused.value.hint


def test_going_home_from_a_break_ends_the_break_too() -> None:
    assert [event.kind for event in shifts.clock_out(RESTING)] == ["shift.break_ended", "shift.ended"]
    assert [event.kind for event in shifts.clock_out(AT_WORK)] == ["shift.ended"]


@given(
    st.lists(st.tuples(st.integers(0, 3600), st.integers(0, 3600)), max_size=5),
    st.integers(0, 3600),
    st.lists(st.integers(-7200, 7200), max_size=3),
)
def test_time_on_the_floor_leaves_breaks_out_and_does_not_mind_the_clock_being_set(
    rests: list[tuple[int, int]], last_s: int, steps_s: list[int]
) -> None:
    fold = Fold(StaffProjection())
    waiter = fold.append(WaiterAdded())
    shift = fold.append(shifts.clock_in(read_members(fold.read)[waiter], None, [], ()))
    worked_s = 0
    for n, (work_s, rest_s) in enumerate(rests):
        fold.advance(work_s)
        fold.append(shifts.begin_break(shifts.open_one(read_on_shift(fold.read), shift)))
        if n < len(steps_s):
            fold.advance(steps_s[n])  # the wall clock jumps while they rest
            fold.append(ClockStepped(step_ms=steps_s[n] * 1000))
        fold.advance(rest_s)
        fold.append(shifts.end_break(shifts.open_one(read_on_shift(fold.read), shift)))
        worked_s += work_s
    fold.advance(last_s)
    (one,) = read_on_shift(fold.read)
    assert one.minutes_on_floor(fold.now) == pytest.approx((worked_s + last_s) / 60)
    assert one.rested_s == sum(rest_s for _, rest_s in rests)


class Floor(RuleBasedStateMachine):
    """Whatever is asked, in whatever order, people and shifts stay as a simple model says."""

    def __init__(self) -> None:
        super().__init__()
        self.fold = Fold(StaffProjection())
        self.people: dict[int, str] = {}
        self.open: dict[int, dict[str, object]] = {}
        self.ended: set[int] = set()

    @initialize()
    def somebody(self) -> None:
        self.people[self.fold.append(WaiterAdded())] = "here"

    @rule(role=st.sampled_from(StaffRole))
    def hire(self, role: StaffRole) -> None:
        self.people[self.fold.append(WaiterAdded(role=role))] = "here"

    @rule(data=st.data(), section=st.sampled_from([None, "patio", "attic"]))
    def start(self, data: st.DataObject, section: str | None) -> None:
        waiter = data.draw(st.sampled_from(sorted(self.people)))
        try:
            member = read_members(self.fold.read)[waiter]
            shift = self.fold.append(shifts.clock_in(member, section, read_on_shift(self.fold.read), ["patio"]))
        except MaitredError:
            working = waiter in [one["waiter"] for one in self.open.values()]
            assert working or self.people[waiter] != "here" or section == "attic"
        else:
            self.open[shift] = {"waiter": waiter, "section": section, "on_break": False}

    @precondition(lambda self: self.open)
    @rule(data=st.data(), what=st.sampled_from(["rest", "back", "move", "end"]))
    def alter(self, data: st.DataObject, what: str) -> None:
        number = data.draw(st.sampled_from(sorted(self.open)))
        one, known = shifts.open_one(read_on_shift(self.fold.read), number), self.open[number]
        if what == "rest" and not known["on_break"]:
            self.fold.append(shifts.begin_break(one))
            known["on_break"] = True
        elif what == "back" and known["on_break"]:
            self.fold.append(shifts.end_break(one))
            known["on_break"] = False
        elif what == "move":
            self.fold.append(shifts.move(one, "patio", ["patio"]))
            known["section"] = "patio"
        elif what == "end":
            self.fold.extend(shifts.clock_out(one))
            self.ended.add(number)
            del self.open[number]

    @rule(data=st.data(), erased=st.booleans())
    def leave(self, data: st.DataObject, erased: bool) -> None:
        waiter = data.draw(st.sampled_from(sorted(self.people)))
        if waiter not in [one["waiter"] for one in self.open.values()] and self.people[waiter] == "here":
            role = read_members(self.fold.read)[waiter].role
            event = WaiterErased(waiter=waiter) if erased else WaiterChanged(waiter=waiter, role=role, active=False)
            self.fold.append(event)
            self.people[waiter] = "erased" if erased else "left"

    @rule(seconds=st.integers(0, 3600))
    def wait(self, seconds: int) -> None:
        self.fold.advance(seconds)

    @invariant()
    def as_the_model_says(self) -> None:
        found = {one.shift: one for one in read_on_shift(self.fold.read)}
        assert {
            shift: {"waiter": one.waiter, "section": one.section, "on_break": one.on_break}
            for shift, one in found.items()
        } == self.open
        past = read_shifts(self.fold.read, active=False, limit=1000)
        assert {shift.shift for shift in past} == self.ended
        assert all(rest.ended_at is not None for shift in past for rest in shift.breaks)
        members = read_members(self.fold.read)
        standing = {w: "erased" if m.erased else "here" if m.active else "left" for w, m in members.items()}
        assert standing == self.people


def test_people_and_shifts_stay_as_a_simple_model_says() -> None:
    run_state_machine_as_test(Floor)
