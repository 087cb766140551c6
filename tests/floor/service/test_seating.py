"""Seating: one atomic command, refused whole with what is in the way."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from edge.errors import BadInput, Conflict, MaitredError, NotFound
from edge.events import Availability, PartyKind, PartyStatus, Source, StaffRole, TableChanged
from edge.floor.service import Alternative, PartyWish, Seating, Service, TableTaken
from edge.floor.setup import TableSetup
from tests.floor.service.house import WHO, House

CLEAN, OCCUPIED, DIRTY, RESERVED, UNAVAILABLE = Availability


def said(house: House, table: str, value: Availability) -> TableChanged:
    return TableChanged(table=table, value=value, confidence=1.0, since=house.clock.now(), source=Source.PERSON)


async def test_seating_a_waiting_party_does_all_of_it_at_once(house: House) -> None:
    party = await house.party(size=3)
    done = await house.seat("T1", party=party, waiter=house.ana)
    visit = await house.visit_at("T1")
    assert visit is not None
    assert (visit.visit, visit.party, visit.size, visit.waiter) == (done.visit, party, 3, house.ana)
    assert visit.shift == house.shifts[house.ana]
    assert await house.states() == {"T1": OCCUPIED}
    assert (await house.view()).parties == ()
    load = await house.load(house.ana)
    assert (load.open_tables, load.open_covers, load.covers, load.parties) == (1, 3, 3.0, 1)
    assert load.last_seated_at == house.clock.now()


@pytest.mark.parametrize(
    ("value", "source", "anyway", "came", "refused"),
    [
        (CLEAN, Source.CAMERA, False, PartyKind.WALK_IN, None),
        (OCCUPIED, Source.CAMERA, False, PartyKind.WALK_IN, "Somebody sits at T1 already."),
        (OCCUPIED, Source.CAMERA, True, PartyKind.WALK_IN, None),
        (OCCUPIED, Source.PERSON, True, PartyKind.WALK_IN, "Somebody sits at T1 already."),
        (DIRTY, Source.CAMERA, False, PartyKind.WALK_IN, "T1 is not clean yet."),
        (DIRTY, Source.CAMERA, True, PartyKind.RESERVATION, "T1 is not clean yet."),
        (UNAVAILABLE, Source.PERSON, True, PartyKind.RESERVATION, "T1 is out of use."),
        (RESERVED, Source.PERSON, False, PartyKind.WALK_IN, "T1 is reserved."),
        (RESERVED, Source.PERSON, True, PartyKind.WALK_IN, None),
        (RESERVED, Source.PERSON, False, PartyKind.RESERVATION, None),
    ],
)
async def test_what_a_table_is_decides(
    house: House, value: Availability, source: Source, anyway: bool, came: PartyKind, refused: str | None
) -> None:
    change = said(house, "T1", value).model_copy(update={"source": source})
    await house.journal.append([change], actor="test", source=source)
    party, seq = await house.party(came=came), house.journal.seq + 0
    if refused is None:
        await house.seat("T1", party=party, anyway=anyway)
        assert await house.visit_at("T1")
        return
    with pytest.raises(TableTaken, match=refused) as found:
        await house.seat("T1", party=party, anyway=anyway)
    assert found.value.hint
    assert house.journal.seq == seq


async def test_joined_tables_are_taken_together_under_their_lead(house: House) -> None:
    await house.setup.join(("T2", "T1"), actor=WHO)
    await house.seat("T1", size=8, waiter=house.ana)
    visit = await house.visit_at("T1")
    assert visit is not None
    assert visit.tables == ("T2", "T1")
    assert await house.states() == {"T1": OCCUPIED, "T2": OCCUPIED}
    assert (await house.load(house.ana)).open_tables == 1
    with pytest.raises(TableTaken):
        await house.seat("T2", size=2)


async def test_tables_that_stand_alone_may_be_taken_together_too(house: House) -> None:
    await house.seat("T1", "T2", size=8)
    assert {name: bool(await house.visit_at(name)) for name in ("T1", "T2", "T3")} == {
        "T1": True,
        "T2": True,
        "T3": False,
    }


@pytest.mark.parametrize(
    ("asked", "error", "message"),
    [
        ({"tables": ("T9",)}, NotFound, "no table T9"),
        ({"tables": ("T1", "T1")}, BadInput, "named twice"),
        ({"tables": ("T1",), "size": 5}, Conflict, "T1 seats 4, not 5"),
        ({"tables": ("T1", "T2"), "size": 9}, Conflict, r"T1 \+ T2 seat 8, not 9"),
        ({"tables": ("T1",), "party": 999}, NotFound, "no party 999"),
        ({"tables": ("T1",), "waiter": 999}, Conflict, "not on shift"),
        ({"tables": ("T4",)}, TableTaken, "T4 is not in use"),
    ],
)
async def test_what_cannot_be_is_refused(
    house: House, asked: dict[str, object], error: type[MaitredError], message: str
) -> None:
    await house.setup.set_table(TableSetup(table="T4", section="main", active=False), actor=WHO)
    with pytest.raises(error, match=message) as found:
        await house.service.seat(Seating.model_validate(asked), actor=WHO)
    assert found.value.hint
    assert (await house.view()).visits == ()


async def test_a_party_is_seated_once(house: House) -> None:
    party = await house.party()
    await house.seat("T1", party=party)
    with pytest.raises(Conflict, match="seated already"):
        await house.seat("T2", party=party)
    gone = await house.party()
    await house.service.leave(gone, PartyStatus.WALKED_AWAY, actor=WHO)
    with pytest.raises(Conflict, match="walked away"):
        await house.seat("T2", party=gone)


async def test_nobody_serves_on_break_in_another_role_or_over_the_limit(house: House) -> None:
    await house.limit(1)
    await house.staff.start_break(house.shifts[house.ben], actor=WHO)
    cook = await house.hire("Kim", StaffRole.CHEF)
    await house.seat("T1", waiter=house.ana)
    for waiter, why in ((house.ana, "has 1 of 1 tables"), (house.ben, "on break"), (cook, "works as chef")):
        with pytest.raises(Conflict, match=why):
            await house.seat("T2", waiter=waiter)


async def test_ten_hosts_race_for_one_table_and_one_gets_it(house: House) -> None:
    parties = [await house.party() for _ in range(10)]
    found = await asyncio.gather(*(house.seat("T1", party=one) for one in parties), return_exceptions=True)
    refusals = [one for one in found if isinstance(one, TableTaken)]
    assert len(refusals) == 9
    assert len((await house.view()).visits) == 1
    assert len((await house.view()).parties) == 9


async def test_whoever_comes_second_hears_the_next_best(house: House) -> None:
    heard: list[tuple[PartyWish, Sequence[str]]] = []

    async def next_best(wish: PartyWish, without: Sequence[str]) -> Sequence[Alternative]:
        heard.append((wish, without))
        return [Alternative(tables=("T2",), waiter=house.ana, reasons=("T2 seats 4",))]

    service = Service(house.journal, house.clock, house.desk, alternatives=next_best)
    await house.seat("T1")
    party = await house.party(size=3)
    with pytest.raises(TableTaken) as found:
        await service.seat(Seating(tables=("T1",), party=party), actor=WHO)
    assert [one.tables for one in found.value.alternatives] == [("T2",)]
    assert heard == [(PartyWish(size=3), ("T1",))]
