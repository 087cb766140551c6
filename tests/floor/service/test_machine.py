"""Any evening, with restarts in between, leaves what a few dictionaries would hold; every command is sent twice."""

from __future__ import annotations

import asyncio
import itertools
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from edge.clock import ManualClock
from edge.done import Done
from edge.errors import MaitredError
from edge.events import SEEN, Availability, PartyKind, PartyStatus, Phase, VisitClosed, VisitReopened
from edge.floor.service import Guest, HandOver, PartyDone, PartyWish, Seating, VisitDone
from edge.journal import Once
from edge.staff import ShiftDone
from tests.floor.service.house import WHO, House, opened
from tests.floor.service.model import LISTED, PHASES, TABLES, Model, Sitting

D = TypeVar("D", bound=Done)

MOST = 2
"""Tables a waiter may have."""

tables = st.lists(st.sampled_from(TABLES), min_size=1, max_size=2, unique=True).map(tuple)
sizes = st.integers(1, 10)
pick = st.integers(0, 5)
server = st.sampled_from(["ana", "ben"])


class FloorMachine(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.clock = ManualClock()
        self.model = Model()
        self.before: Model | None = None
        self.undo: int | None = None
        self.keys = itertools.count()
        self.camera: set[str] = set()

    @initialize()
    def furnish(self) -> None:
        self.open()
        self.runner.run(self.house.furnish())
        self.runner.run(self.house.limit(MOST))
        self.who = {"ana": self.house.ana, "ben": self.house.ben}
        self.model.shifts = {waiter: self.house.shifts[waiter] for waiter in self.who.values()}

    def open(self) -> None:
        """Every time the service's tables are rebuilt from the events."""
        version = 100 + next(self.keys)
        self.context: AbstractAsyncContextManager[House] = opened(Path(self.folder.name), self.clock, version=version)
        self.house = self.runner.run(self.context.__aenter__())

    @rule()
    def restart(self) -> None:
        self.runner.run(self.context.__aexit__(None, None, None))
        self.undo = None
        self.open()

    def do(self, kind: type[D], command: Callable[[Once], Awaitable[D]], *, allowed: bool) -> D | None:
        """Send a command twice. Where it is allowed it is done once and answered alike, otherwise nothing changes."""
        once = Once(f"key-{next(self.keys)}", "same", kind)
        seq = self.house.journal.seq

        async def send() -> D | None:
            try:
                return await command(once)
            except MaitredError as error:
                return self.note(error)

        first, after = self.runner.run(send()), self.house.journal.seq
        again = self.runner.run(send())
        assert first == again
        assert self.house.journal.seq == after
        assert (first is not None) == allowed, (first, self.model)
        if first is None:
            assert after == seq
        else:
            self.before, self.undo = self.model.copy(), first.undo
            self.camera_before = set(self.camera)
        return first

    def note(self, refusal: MaitredError) -> None:
        """Every refusal says what to do next."""
        assert refusal.hint

    def party_of(self, number: int) -> int | None:
        return sorted(self.model.parties)[number % len(self.model.parties)] if self.model.parties else None

    def visit_of(self, number: int) -> int | None:
        return sorted(self.model.visits)[number % len(self.model.visits)] if self.model.visits else None

    @rule(size=sizes, reserved=st.booleans())
    def add_party(self, size: int, reserved: bool) -> None:
        came = PartyKind.RESERVATION if reserved else PartyKind.WALK_IN
        wish = PartyWish(size=size, due=self.clock.now() if reserved else None)
        service = self.house.service
        done = self.do(
            PartyDone, lambda once: service.add_party(came, wish, Guest(name="Lee"), actor=WHO, once=once), allowed=True
        )
        assert done
        self.model.parties[done.party] = PartyStatus.EXPECTED if reserved else PartyStatus.WAITING
        self.model.sizes[done.party] = size

    @precondition(lambda self: self.model.parties)
    @rule(number=pick, to=st.sampled_from([PartyStatus.WAITING, PartyStatus.PAGED, PartyStatus.CANCELLED]))
    def move_party(self, number: int, to: PartyStatus) -> None:
        party, service = self.party_of(number), self.house.service
        assert party
        status = self.model.parties[party]
        if to is PartyStatus.WAITING:
            allowed = status is PartyStatus.EXPECTED
            done = self.do(Done, lambda once: service.arrive(party, actor=WHO, once=once), allowed=allowed)
        elif to is PartyStatus.PAGED:
            allowed = status in (PartyStatus.WAITING, PartyStatus.PAGED)
            done = self.do(Done, lambda once: service.page(party, actor=WHO, once=once), allowed=allowed)
        else:
            allowed = status in LISTED
            done = self.do(Done, lambda once: service.leave(party, to, actor=WHO, once=once), allowed=allowed)
        if done:
            self.model.parties[party] = to

    @rule(
        tables=tables, with_party=st.booleans(), number=pick, size=sizes, name=st.none() | server, anyway=st.booleans()
    )
    def seat(
        self, tables: tuple[str, ...], with_party: bool, number: int, size: int, name: str | None, anyway: bool
    ) -> None:
        party = self.party_of(number) if with_party else None
        waiter = self.who[name] if name else None
        whole = self.model.whole(tables)
        asked = Seating(tables=tables, party=party, size=None if party else size, waiter=waiter, anyway=anyway)
        size = self.model.sizes[party] if party else size
        allowed = (
            (party is None or self.model.parties[party] in LISTED)
            and self.model.may_sit(tables, reserved=False, from_camera=self.camera, anyway=anyway)
            and (anyway or size <= 4 * len(whole))
            and self.model.may_serve(waiter, MOST)
        )
        done = self.do(VisitDone, lambda once: self.house.service.seat(asked, actor=WHO, once=once), allowed=allowed)
        if done:
            shift = self.model.shifts[waiter] if waiter else None
            shares = {shift: 1.0} if shift else {}
            self.model.visits[done.visit] = Sitting(whole, party, size, shift, shares=shares)
            self.occupy(whole)
            if party:
                self.model.parties[party] = PartyStatus.SEATED

    @precondition(lambda self: self.model.visits)
    @rule(number=pick, phase=st.sampled_from(PHASES))
    def set_phase(self, number: int, phase: Phase) -> None:
        visit = self.visit_of(number)
        assert visit
        one = self.model.visits[visit]
        allowed = PHASES.index(phase) > PHASES.index(one.phase) or not one.sure
        service = self.house.service
        if self.do(VisitDone, lambda once: service.set_phase(visit, phase, actor=WHO, once=once), allowed=allowed):
            one.phase, one.sure = phase, True

    @precondition(lambda self: self.model.visits)
    @rule(number=pick, size=sizes)
    def set_size(self, number: int, size: int) -> None:
        visit = self.visit_of(number)
        assert visit
        one, service = self.model.visits[visit], self.house.service
        allowed = one.size != size
        if self.do(VisitDone, lambda once: service.set_size(visit, size, actor=WHO, once=once), allowed=allowed):
            one.size = size

    @precondition(lambda self: self.model.visits)
    @rule(number=pick, tables=tables)
    def move(self, number: int, tables: tuple[str, ...]) -> None:
        visit = self.visit_of(number)
        assert visit
        one, whole, service = self.model.visits[visit], self.model.whole(tables), self.house.service
        new = tuple(table for table in whole if table not in one.tables)
        free = all(
            self.model.visit_at(table) is None and self.model.states[table] is Availability.CLEAN for table in new
        )
        allowed = whole != one.tables and free
        if self.do(VisitDone, lambda once: service.move(visit, tables, actor=WHO, once=once), allowed=allowed):
            left = [table for table in one.tables if table not in whole]
            self.model.states.update(dict.fromkeys(left, Availability.DIRTY))
            self.occupy(new)
            self.camera -= set(left)
            one.tables = whole

    @precondition(lambda self: self.model.visits)
    @rule(number=pick, name=server, credit=st.sampled_from([0.0, 0.25, 1.0]))
    def transfer(self, number: int, name: str, credit: float) -> None:
        visit, waiter = self.visit_of(number), self.who[name]
        assert visit
        one, service = self.model.visits[visit], self.house.service
        shift = self.model.shifts.get(waiter)
        allowed = shift is not None and waiter not in self.model.breaks and shift != one.shift
        done = self.do(
            VisitDone, lambda once: service.transfer(visit, waiter, credit, actor=WHO, once=once), allowed=allowed
        )
        if done:
            self.hand_over(one, shift or 0, credit)

    @precondition(lambda self: self.model.visits)
    @rule(number=pick)
    def close(self, number: int) -> None:
        visit, service = self.visit_of(number), self.house.service
        assert visit
        if self.do(VisitDone, lambda once: service.close(visit, actor=WHO, once=once), allowed=True):
            one = self.model.visits.pop(visit)
            self.model.closed[visit] = one
            for table in one.tables:
                if self.model.states[table] is not Availability.CLEAN:
                    self.model.states[table] = Availability.DIRTY
                    self.camera.discard(table)

    @rule(table=st.sampled_from(TABLES), value=st.sampled_from(SEEN))
    def see(self, table: str, value: Availability) -> None:
        self.undo = None
        self.runner.run(self.house.see(table, value))
        self.model.see(table, value)
        self.camera.add(table)

    @rule(pair=st.sampled_from([("T1", "T2"), ("T3", "T4")]))
    def join_or_part(self, pair: tuple[str, str]) -> None:
        self.undo = None
        joined = pair in self.model.joins
        free = all(self.model.visit_at(table) is None for table in pair)
        clean = all(self.model.states[table] is Availability.CLEAN for table in pair)
        setup = self.house.setup
        if joined and self.do(Done, lambda once: setup.part(pair[0], actor=WHO, once=once), allowed=free):
            self.model.joins.remove(pair)
        elif not joined and self.do(Done, lambda once: setup.join(pair, actor=WHO, once=once), allowed=free and clean):
            self.model.joins.append(pair)

    @rule(name=server)
    def rest_or_resume(self, name: str) -> None:
        waiter, staff = self.who[name], self.house.staff
        shift = self.model.shifts.get(waiter)
        if shift is None:
            done = self.do(ShiftDone, lambda once: staff.start(waiter, actor=WHO, once=once), allowed=True)
            assert done
            self.model.shifts[waiter] = done.shift
        elif waiter in self.model.breaks:
            self.do(ShiftDone, lambda once: staff.end_break(shift, actor=WHO, once=once), allowed=True)
            self.model.breaks.discard(waiter)
        else:
            self.do(ShiftDone, lambda once: staff.start_break(shift, actor=WHO, once=once), allowed=True)
            self.model.breaks.add(waiter)

    @rule(name=server, hands_over=st.booleans())
    def end_shift(self, name: str, hands_over: bool) -> None:
        waiter, other = self.who[name], self.who["ben" if name == "ana" else "ana"]
        shift = self.model.shifts.get(waiter)
        if shift is None:
            return
        held = [number for number, one in self.model.visits.items() if one.shift == shift]
        handoff = [HandOver(visit=number, waiter=other, credit=0.5) for number in held] if hands_over else []
        able = other in self.model.shifts and other not in self.model.breaks
        service = self.house.service
        allowed = not held or (hands_over and able)
        if self.do(ShiftDone, lambda once: service.end_shift(shift, handoff, actor=WHO, once=once), allowed=allowed):
            for number in held:
                self.hand_over(self.model.visits[number], self.model.shifts[other], 0.5)
            del self.model.shifts[waiter]
            self.model.breaks.discard(waiter)

    @precondition(lambda self: self.undo is not None)
    @rule(late=st.booleans())
    def take_back(self, late: bool) -> None:
        undo, before = self.undo, self.before
        assert undo
        assert before
        if late:
            self.clock.advance(31)
        camera = self.camera_before
        undone = self.do(Done, lambda once: self.house.undo.take_back(undo, actor=WHO, once=once), allowed=not late)
        self.undo = None
        if undone:
            added = self.model.parties.keys() - before.parties.keys()
            self.model, self.camera = before, camera
            self.model.parties.update(dict.fromkeys(added, PartyStatus.CANCELLED))
            self.model.sizes.update(dict.fromkeys(added, 1))

    def occupy(self, names: tuple[str, ...]) -> None:
        self.model.states.update(dict.fromkeys(names, Availability.OCCUPIED))
        self.camera -= set(names)

    def hand_over(self, one: Sitting, shift: int, credit: float) -> None:
        given = 1.0 if one.shift is None else one.shares.get(one.shift, 0.0) * (1.0 - credit)
        if one.shift is not None:
            one.shares[one.shift] = one.shares.get(one.shift, 0.0) - given
        one.shares[shift] = one.shares.get(shift, 0.0) + given
        one.shift = shift

    @invariant()
    def all_is_as_it_should_be(self) -> None:
        if not hasattr(self, "who"):
            return
        view = self.runner.run(self.house.view())
        model = self.model
        assert view.seq == self.house.journal.seq
        assert {one.party: one.status for one in view.parties} == {
            party: status for party, status in model.parties.items() if status in LISTED
        }
        assert {
            one.visit: (one.tables, one.party, one.size, one.shift, one.phase, one.phase_confidence == 1.0)
            for one in view.visits
        } == {
            number: (one.tables, one.party, one.size, one.shift, one.phase, one.sure)
            for number, one in model.visits.items()
        }
        holders = {table: number for number, one in model.visits.items() for table in one.tables}
        assert {one.table: one.visit for one in view.tables if one.visit} == holders
        assert len(holders) == sum(len(one.tables) for one in model.visits.values())
        servers = {one.shift: one for one in view.waiters if one.waiter in self.who.values()}
        assert servers.keys() == set(model.shifts.values())
        covers = model.covers()
        for shift, one in servers.items():
            assert one.open_tables == model.open_tables(shift)
            assert abs(one.covers - covers[shift]) < 1e-6
        states = self.runner.run(self.house.states())
        assert {table: states.get(table) or Availability.CLEAN for table in TABLES} == model.states

    @invariant()
    def every_visit_is_closed_at_most_once(self) -> None:
        if not hasattr(self, "who"):
            return
        past = self.runner.run(self.house.journal.events(after=0, limit=10_000))
        ends: Counter[int] = Counter()
        for one in past:
            if isinstance(one.data, VisitClosed | VisitReopened):
                ends[one.data.visit] += 1 if isinstance(one.data, VisitClosed) else -1
        assert set(ends.values()) <= {0, 1}

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.runner.run(self.context.__aexit__(None, None, None))
        self.runner.close()
        self.folder.cleanup()


TestFloorMachine = FloorMachine.TestCase
TestFloorMachine.settings = settings(max_examples=12, stateful_step_count=25, deadline=None, derandomize=True)
