"""Taps and cameras on a real journal: whose word holds, what follows in the same transaction, what a restart keeps."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from edge.clock import ManualClock
from edge.errors import Conflict, NotFound
from edge.events import (
    Availability,
    CloseReason,
    DisputeRaised,
    DisputeResolved,
    EventData,
    HousePolicy,
    Observation,
    PartyKind,
    PolicySet,
    Source,
    TableChanged,
    TableRemoved,
    TableSet,
    VisitClosed,
    VisitSize,
)
from edge.floor import TableView
from edge.floor.service import Guest, PartyWish, Seating
from edge.journal import Journal
from edge.rooms import PROJECTIONS, build_rooms

CLEAN, OCCUPIED, DIRTY, RESERVED, UNAVAILABLE = Availability


class Room:
    """A floor with T1 and T2 and its service on a real journal, and a clock that stands still."""

    def __init__(self, journal: Journal, clock: ManualClock) -> None:
        self.journal = journal
        self.clock = clock
        rooms = build_rooms(journal, clock)
        self.floor, self.service, self.undo = rooms.floor, rooms.service, rooms.undo
        self.views: dict[str, Observation] = {}

    async def see(
        self, value: Availability | None, *, table: str = "T1", people: int | None = None, stale: bool = False
    ) -> None:
        """Cameras see the table like this from now on."""
        held = self.views.get(table)
        self.views[table] = Observation(
            table=table,
            value=value,
            confidence=0.9,
            people=people,
            since=held.since if held and held.value is value else self.clock.now(),
            observed_at=self.clock.now(),
            stale=stale,
        )
        await self._soon(self.floor.observe([self.views[table]]))

    async def after(self, seconds: float) -> None:
        """Time passes."""
        self.clock.advance(seconds)
        await self._soon(self.floor.tick())

    async def say(self, value: Availability) -> int | None:
        """A tap on T1; what undoes it."""
        return (await self.floor.say("T1", value, actor="tablet:a")).undo

    async def seat(self, size: int | None = 2, **more: Any) -> int:
        """A host seats a party at T1; the visit."""
        return (await self.service.seat(Seating(tables=("T1",), size=size, **more), actor="tablet:a")).visit

    async def happened(self, event: EventData) -> int:
        """Another room's command."""
        return await self.journal.command(lambda transaction: transaction.append(event), actor="tablet:b")

    async def told(self, kind: type[EventData]) -> list[EventData]:
        return [one.data for one in await self.journal.events(after=0) if isinstance(one.data, kind)]

    async def _soon(self, work: Coroutine[Any, Any, None]) -> None:
        """A command beside it spares the wait for company."""
        await asyncio.gather(work, self.journal.command(lambda _: None, actor="test"))

    @property
    def table(self) -> TableView:
        return next(one for one in self.floor.snapshot().tables if one.table == "T1")

    @property
    def value(self) -> Availability | None:
        return self.table.value


@asynccontextmanager
async def a_room(folder: Path, clock: ManualClock | None = None) -> AsyncIterator[Room]:
    clock = clock or ManualClock()
    async with Journal.open(folder / "store.db", clock=clock, projections=PROJECTIONS) as journal:
        room = Room(journal, clock)
        await room.floor.restore()
        room.floor.furnish(["T1", "T2"], ["east"])
        if not journal.seq:
            await room.happened(TableSet(table="T1"))
        yield room


@pytest.fixture
async def room(tmp_path: Path) -> AsyncIterator[Room]:
    async with a_room(tmp_path) as running:
        yield running


async def test_a_tap_shows_at_once_with_its_actor_and_source(room: Room) -> None:
    done = await room.floor.say("T1", DIRTY, actor="tablet:a")
    assert (room.value, room.table.source, room.table.confidence) == (DIRTY, Source.PERSON, 1.0)
    (event,) = await room.journal.latest(TableChanged.kind, "T1")
    assert (event.seq, event.actor, event.source) == (done.seq, "tablet:a", Source.PERSON)
    assert room.floor.snapshot().seq == done.seq


async def test_a_tap_on_a_table_that_is_not_there_is_refused(room: Room) -> None:
    with pytest.raises(NotFound, match="no table T9"):
        await room.floor.say("T9", DIRTY, actor="tablet:a")


@pytest.mark.parametrize("value", [RESERVED, UNAVAILABLE])
async def test_nobody_reserves_or_closes_a_table_under_its_guests(room: Room, value: Availability) -> None:
    await room.seat()
    with pytest.raises(Conflict, match="Guests sit at T1"):
        await room.say(value)
    assert room.value is OCCUPIED


async def test_the_camera_cannot_touch_a_table_during_the_hold(room: Room) -> None:
    await room.see(DIRTY)
    await room.say(CLEAN)
    await room.see(OCCUPIED)
    await room.after(89)
    assert (room.value, room.table.seen) == (CLEAN, OCCUPIED)


async def test_once_confirmed_the_camera_moves_it_again_even_within_the_hold(room: Room) -> None:
    await room.say(OCCUPIED)
    await room.see(OCCUPIED)
    await room.see(DIRTY)
    assert (room.value, room.table.source) == (DIRTY, Source.CAMERA)


async def test_news_after_the_tap_wins_once_the_hold_is_over(room: Room) -> None:
    await room.see(DIRTY)
    await room.say(CLEAN)
    await room.after(20)
    await room.see(OCCUPIED)
    await room.after(69)
    assert room.value is CLEAN
    await room.after(1)
    assert (room.value, room.table.source) == (OCCUPIED, Source.CAMERA)
    assert await room.told(DisputeRaised) == []


async def test_seated_but_never_seen_becomes_a_dispute_and_stays_seated(room: Room) -> None:
    await room.see(CLEAN)
    await room.seat()
    await room.after(119)
    assert await room.told(DisputeRaised) == []
    await room.after(1)
    (dispute,) = room.floor.disputes()
    assert (dispute.table, dispute.about, dispute.said, dispute.seen) == ("T1", "state", OCCUPIED, CLEAN)
    assert (room.value, room.table.seen, room.table.dispute) == (OCCUPIED, CLEAN, dispute.dispute)
    await room.after(600)
    assert len(await room.told(DisputeRaised)) == 1


async def disputed(room: Room) -> int:
    """Somebody says clean, the camera goes on seeing dirty."""
    await room.see(DIRTY)
    await room.say(CLEAN)
    await room.after(120)
    (dispute,) = room.floor.disputes()
    return dispute.dispute


async def test_agreement_ends_a_dispute(room: Room) -> None:
    dispute = await disputed(room)
    await room.see(CLEAN)
    assert (await room.told(DisputeResolved))[0] == DisputeResolved(dispute=dispute, table="T1", kept="agreed")
    assert (room.value, room.table.dispute, room.floor.disputes()) == (CLEAN, None, [])


async def test_one_tap_for_the_camera_ends_a_dispute(room: Room) -> None:
    done = await room.floor.resolve(await disputed(room), "seen", actor="tablet:a")
    assert (room.value, room.table.source, room.table.dispute) == (DIRTY, Source.PERSON, None)
    await room.see(CLEAN)
    assert room.value is CLEAN, "both agreed on dirty, so the camera moves it again"
    assert done.undo is not None


async def test_one_tap_against_the_camera_ends_a_dispute_until_it_sees_something_else(room: Room) -> None:
    await room.floor.resolve(await disputed(room), "said", actor="tablet:a")
    await room.after(1000)
    assert (room.value, len(await room.told(DisputeRaised))) == (CLEAN, 1)
    await room.see(OCCUPIED)
    await room.after(1)
    assert room.value is OCCUPIED


@pytest.mark.parametrize(("said", "kept"), [(DIRTY, "seen"), (CLEAN, "said"), (RESERVED, "said")])
async def test_any_tap_on_the_table_settles_its_dispute(room: Room, said: Availability, kept: str) -> None:
    await disputed(room)
    await room.say(said)
    (resolved,) = await room.told(DisputeResolved)
    assert (resolved.kept, room.value) == (kept, said)


async def test_a_dispute_is_settled_once(room: Room) -> None:
    dispute = await disputed(room)
    await room.floor.resolve(dispute, "said", actor="tablet:a")
    with pytest.raises(Conflict, match="is settled"):
        await room.floor.resolve(dispute, "seen", actor="tablet:b")
    with pytest.raises(NotFound, match="no dispute 9999"):
        await room.floor.resolve(9999, "seen", actor="tablet:b")
    assert room.value is CLEAN


async def test_a_blind_camera_decides_nothing_and_disputes_nothing(room: Room) -> None:
    await room.see(DIRTY)
    await room.say(CLEAN)
    await room.see(DIRTY, stale=True)
    await room.after(1000)
    assert (room.value, room.floor.disputes()) == (CLEAN, [])
    await room.see(DIRTY)
    await room.after(119)
    assert room.floor.disputes() == []
    await room.after(1)
    assert len(room.floor.disputes()) == 1


async def test_a_closed_table_is_nobodys_business(room: Room) -> None:
    await room.say(UNAVAILABLE)
    for value in (OCCUPIED, DIRTY, CLEAN):
        await room.see(value)
        await room.after(500)
    assert (room.value, room.floor.disputes()) == (UNAVAILABLE, [])


async def test_a_reserved_table_stays_reserved_until_somebody_sits_there(room: Room) -> None:
    await room.say(RESERVED)
    for value in (CLEAN, DIRTY, CLEAN):
        await room.see(value)
        await room.after(500)
    assert (room.value, room.floor.disputes()) == (RESERVED, [])
    await room.see(OCCUPIED)
    assert room.value is OCCUPIED


async def test_the_camera_closes_the_visit_that_people_forget(room: Room) -> None:
    visit = await room.seat()
    await room.see(OCCUPIED)
    await room.see(DIRTY)
    await room.see(CLEAN)
    change, closed = (await room.journal.events(after=0))[-2:]
    assert isinstance(change.data, TableChanged)
    assert (closed.data, closed.cause) == (VisitClosed(visit=visit, reason=CloseReason.SEEN_CLEAN), change.seq)
    assert closed.actor == "vision"


async def test_a_tap_that_ended_a_visit_is_undone_with_all_that_followed(room: Room) -> None:
    added = await room.service.add_party(PartyKind.WALK_IN, PartyWish(size=2), Guest(name="Zoë"), actor="tablet:a")
    visit = await room.seat(None, party=added.party)
    undo = await room.say(CLEAN)
    assert [one.visit for one in await room.service.visits()] == []
    assert (await room.service.party(added.party)).name is None
    assert undo is not None
    await room.undo.take_back(undo, actor="tablet:a")
    assert [one.visit for one in await room.service.visits()] == [visit]
    assert (await room.service.party(added.party)).name == "Zoë"
    assert room.value is OCCUPIED


async def test_a_restart_keeps_what_was_said_and_how_long_it_holds(tmp_path: Path) -> None:
    async with a_room(tmp_path) as before:
        await before.see(DIRTY)
        await before.say(CLEAN)
        await before.after(60)
    async with a_room(tmp_path, ManualClock(start=before.clock.now())) as room:
        assert (room.value, room.table.seen, room.table.stale) == (CLEAN, DIRTY, True)
        assert room.floor.last_seen()["T1"][0] is DIRTY
        await room.see(OCCUPIED)
        await room.after(29)
        assert room.value is CLEAN
        await room.after(1)
        assert room.value is OCCUPIED


async def test_a_restart_keeps_disputes_and_their_ends(tmp_path: Path) -> None:
    async with a_room(tmp_path) as before:
        dispute = await disputed(before)
    async with a_room(tmp_path, ManualClock(start=before.clock.now())) as room:
        assert [one.dispute for one in room.floor.disputes()] == [dispute]
        assert room.table.dispute == dispute
        await room.floor.resolve(dispute, "said", actor="tablet:a")
    async with a_room(tmp_path, ManualClock(start=room.clock.now())) as again:
        again.views = dict(before.views)
        await again.see(DIRTY)
        await again.after(1000)
        assert (again.value, again.floor.disputes()) == (CLEAN, [])


async def test_more_guests_than_said_becomes_a_dispute_that_one_tap_settles(room: Room) -> None:
    visit = await room.seat(2)
    await room.see(OCCUPIED, people=5)
    await room.after(0)
    await room.after(119)
    assert room.floor.disputes() == []
    await room.after(1)
    (dispute,) = room.floor.disputes()
    assert (dispute.about, dispute.said_people, dispute.seen_people) == ("people", 2, 5)
    await room.floor.resolve(dispute.dispute, "seen", actor="tablet:a")
    assert await room.told(VisitSize) == [VisitSize(visit=visit, size=5)]
    await room.after(1000)
    assert len(await room.told(DisputeRaised)) == 1


async def test_who_stood_by_the_size_is_not_asked_again(room: Room) -> None:
    await room.seat(4)
    await room.see(OCCUPIED, people=2)
    await room.after(0)
    await room.after(120)
    (dispute,) = room.floor.disputes()
    await room.floor.resolve(dispute.dispute, "said", actor="tablet:a")
    await room.after(1000)
    assert len(await room.told(DisputeRaised)) == 1


@pytest.mark.parametrize(("people", "stale"), [(3, False), (None, False), (0, False), (9, True)])
async def test_about_right_or_not_to_be_told_is_no_dispute(room: Room, people: int | None, stale: bool) -> None:
    await room.seat(2)
    await room.see(OCCUPIED)
    await room.see(OCCUPIED, people=people, stale=stale)
    for _ in range(10):
        await room.after(60)
    assert room.floor.disputes() == []


async def test_a_dispute_about_guests_ends_with_their_visit(room: Room) -> None:
    visit = await room.seat(2)
    await room.see(OCCUPIED, people=5)
    await room.after(0)
    await room.after(120)
    await room.service.close(visit, actor="tablet:a")
    await room.after(1)
    assert room.floor.disputes() == []


async def test_the_house_sets_its_own_patience(room: Room) -> None:
    await room.happened(PolicySet(policy=HousePolicy(hold_s=0, dispute_after_s=10)))
    await room.see(DIRTY)
    await room.say(CLEAN)
    await room.after(10)
    assert len(room.floor.disputes()) == 1


async def test_tables_come_and_go_with_the_set_up(room: Room) -> None:
    await room.happened(TableSet(table="T7"))
    await room.happened(TableSet(table="T2", active=False))
    assert [one.table for one in room.floor.snapshot().tables] == ["T1", "T7"]
    await room.see(OCCUPIED, table="T2")
    await room.happened(TableRemoved(table="T7"))
    assert [one.table for one in room.floor.snapshot().tables] == ["T1"]


async def test_a_tap_between_seeing_and_saving_is_not_overrun(room: Room) -> None:
    """The camera's change is decided before the floor knows of the tap, and would be written after it."""
    await room.see(OCCUPIED)
    saying = asyncio.create_task(room.floor.say("T1", DIRTY, actor="tablet:a"))
    await asyncio.sleep(0)  # the tap is on its way to the disk, and the floor does not know of it
    assert room.value is OCCUPIED
    await room.floor.observe([room.views["T1"].model_copy(update={"value": CLEAN})])
    assert saying.done()
    assert room.value is DIRTY
    assert [one.data.value for one in await room.journal.latest(TableChanged.kind, "T1", limit=9)] == [DIRTY, OCCUPIED]


async def test_a_restart_keeps_the_rules_of_the_house_and_which_tables_are_in_use(tmp_path: Path) -> None:
    async with a_room(tmp_path) as before:
        await before.happened(PolicySet(policy=HousePolicy(hold_s=0, dispute_after_s=10)))
        await before.happened(TableSet(table="T2", active=False))
    async with a_room(tmp_path) as room:
        assert [one.table for one in room.floor.snapshot().tables] == ["T1"]
        await room.see(DIRTY)
        await room.say(CLEAN)
        await room.after(10)
        assert len(room.floor.disputes()) == 1
