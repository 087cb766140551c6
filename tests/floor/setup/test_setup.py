"""The set-up on a real journal: kept over a restart, refused whole, done once, taken back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from edge.clock import ManualClock
from edge.done import Done
from edge.errors import BadInput, Conflict
from edge.events import HousePolicy, Place, RoutingMode, RoutingPolicy, Source, StaffRole
from edge.floor.desk import Desk
from edge.floor.setup import Section, Setup, SetupDocument, SetupProjection, TableSetup, Uses, read_room
from edge.floor.undo import Undo
from edge.journal import Journal, Once, rows_of
from edge.staff import Colleague, Contact, Staff, StaffProjection, read_people

WHO = "tablet:m"


@dataclass
class House:
    journal: Journal
    setup: Setup
    staff: Staff
    undo: Undo
    clock: ManualClock
    uses: list[Uses] = field(default_factory=lambda: [Uses()])


@asynccontextmanager
async def a_house(folder: Path) -> AsyncIterator[House]:
    clock, uses = ManualClock(), [Uses()]
    projections = [SetupProjection(), StaffProjection()]
    async with Journal.open(folder / "store.db", clock=clock, projections=projections) as journal:
        undo = Undo(journal, clock)
        setup = Setup(journal, Desk(journal, undo), lambda _: uses[0])
        yield House(journal, setup, Staff(journal, lambda _: ()), undo, clock, uses)


async def furnish(house: House) -> SetupDocument:
    """A small restaurant."""
    document = SetupDocument(
        sections=(Section(section="main"), Section(section="patio", active=False)),
        tables=(
            TableSetup(table="T1", section="main", seats_max=6, place=Place(x=1, y=2, width=3, height=4)),
            TableSetup(table="T2", section="main"),
        ),
        policy=HousePolicy(routing=RoutingPolicy(mode=RoutingMode.ROTATION)),
        staff=(Colleague(name="Ana"), Colleague(name="Ana", role=StaffRole.HOST), Colleague(name="محمد 🍷", skill=0.9)),
    )
    await house.setup.take_over(document, actor=WHO)
    return document


async def test_a_set_up_is_written_out_as_it_was_taken_over_also_after_a_restart(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        document = await furnish(house)
        assert await house.setup.export() == document
    async with a_house(tmp_path) as house:
        assert await house.setup.export() == document


async def test_tables_that_cameras_see_are_set_up_once_and_keep_what_a_person_changed(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        await house.setup.adopt({"T1": "cam", "T2": "cam"})
        (first, *_) = await house.journal.events(after=0)
        assert (first.actor, first.source, first.kind) == ("system", Source.SYSTEM, "table.set")
        await house.setup.set_table(TableSetup(table="T1", seats_max=8), actor=WHO)
    async with a_house(tmp_path) as house:
        before = house.journal.seq
        await house.setup.adopt({"T1": "cam", "T2": "cam"})
        assert house.journal.seq == before
        assert (await house.setup.room()).tables["T1"].seats_max == 8
        with pytest.raises(Conflict, match="camera cam watches it"):
            await house.setup.remove_table("T1", actor=WHO)


async def test_a_set_up_is_taken_over_whole_or_not_at_all(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        document = await furnish(house)
        before = house.journal.seq
        bad = document.model_copy(update={"tables": (*document.tables, TableSetup(table="T3", section="attic"))})
        with pytest.raises(BadInput, match="no section attic"):
            await house.setup.take_over(bad, actor=WHO)
        ana = (await house.staff.people())[0]
        await house.staff.start(ana.waiter, actor=WHO)
        leaving = SetupDocument(staff=(Colleague(name="Ana", active=False),))
        with pytest.raises(Conflict, match="is on shift"):
            await house.setup.take_over(leaving, actor=WHO)
        assert await house.setup.export() == document
        assert house.journal.seq == before + 1


async def test_people_are_matched_by_name_keep_their_contact_and_are_never_deleted(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        ana = await house.staff.add(Contact(name="Ana", phone="+34 600"), actor=WHO)
        await house.staff.add(Contact(name="Bo"), actor=WHO)
        listed = (Colleague(name="Ana", role=StaffRole.BARTENDER), Colleague(name="Ana"))
        await house.setup.take_over(SetupDocument(staff=listed), actor=WHO)
        people = await house.staff.people()
        assert [(one.name, one.role) for one in people] == [
            ("Ana", StaffRole.BARTENDER),
            ("Bo", StaffRole.SERVER),
            ("Ana", StaffRole.SERVER),
        ]
        _, contact = await house.staff.person(ana.waiter)
        assert contact == Contact(name="Ana", phone="+34 600")
        before = house.journal.seq
        await house.setup.take_over(SetupDocument(staff=listed), actor=WHO)
        assert house.journal.seq == before


async def test_a_command_is_taken_back_within_its_time(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        document = await furnish(house)
        done = await house.setup.join(["T2", "T1"], actor=WHO)
        assert done.undo is not None
        assert [join.seats_max for join in (await house.setup.room()).joins] == [10]
        await house.undo.take_back(done.undo, actor=WHO)
        assert (await house.setup.room()).joins == ()
        done = await house.setup.take_over(SetupDocument(), actor=WHO)
        assert (await house.setup.room()).tables == {}
        assert done.undo is not None
        await house.undo.take_back(done.undo, actor=WHO)
        assert await house.setup.export() == document


async def test_a_command_sent_twice_is_done_once(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        once = Once("key", "print", Done)
        first = await house.setup.set_section(Section(section="main"), actor=WHO, once=once)
        seq = house.journal.seq
        assert await house.setup.set_section(Section(section="main"), actor=WHO, once=once) == first
        assert house.journal.seq == seq


async def test_what_is_in_use_is_asked_inside_the_command(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        await furnish(house)
        house.uses[0] = Uses(visits={"T1": 9})
        with pytest.raises(Conflict, match="visit 9"):
            await house.setup.join(["T1", "T2"], actor=WHO)
        with pytest.raises(BadInput, match="T1 is missing, but visit 9 sits there"):
            await house.setup.take_over(SetupDocument(), actor=WHO)


async def test_what_leads_back_to_a_section_that_is_gone_by_now_is_not_undone(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        await house.setup.set_section(Section(section="attic"), actor=WHO)
        await house.setup.set_table(TableSetup(table="T1", section="attic"), actor=WHO)
        removed = await house.setup.remove_table("T1", actor=WHO)
        await house.setup.remove_section("attic", actor=WHO)
        assert removed.undo is not None
        with pytest.raises(Conflict, match="newer has changed section attic"):
            await house.undo.take_back(removed.undo, actor=WHO)


async def test_rules_changed_twice_go_back_from_the_last(tmp_path: Path) -> None:
    async with a_house(tmp_path) as house:
        first = await house.setup.set_policy(HousePolicy(hold_s=10), actor=WHO)
        second = await house.setup.set_policy(HousePolicy(hold_s=20), actor=WHO)
        assert first.undo is not None
        assert second.undo is not None
        with pytest.raises(Conflict, match="newer has changed policy"):
            await house.undo.take_back(first.undo, actor=WHO)
        await house.undo.take_back(second.undo, actor=WHO)
        assert (await house.setup.policy()).hold_s == 10


async def test_after_years_of_pruning_the_set_up_and_the_people_can_be_rebuilt(tmp_path: Path) -> None:
    class NewerSetup(SetupProjection):
        version = 99

    class NewerStaff(StaffProjection):
        version = 99

    async with a_house(tmp_path) as house:
        await furnish(house)
        await house.setup.join(["T1", "T2"], actor=WHO)
        await house.setup.part("T1", actor=WHO)
        await house.setup.join(["T2", "T1"], actor=WHO)
        await house.setup.set_section(Section(section="attic"), actor=WHO)
        await house.setup.remove_section("attic", actor=WHO)
        room, people = await house.setup.room(), await house.staff.people()
        house.clock.advance(3 * 365 * 86_400)
        assert await house.journal.prune(timedelta(days=90)) == house.journal.seq
    projections = [NewerSetup(), NewerStaff()]
    async with Journal.open(tmp_path / "store.db", clock=ManualClock(), projections=projections) as journal:
        assert await journal.read(lambda db: read_room(rows_of(db))) == room
        assert await journal.read(read_people) == people
