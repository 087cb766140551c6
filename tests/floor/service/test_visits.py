"""A visit's life: phases, size, other tables and waiters, and its end by hand, by camera or by time."""

from __future__ import annotations

import pytest

from edge.errors import BadInput, Conflict, NotFound
from edge.events import Availability, CloseReason, Phase
from edge.floor.service import HandOver, OpenTables, TableTaken
from tests.floor.service.house import WHO, House

CLEAN, OCCUPIED, DIRTY, RESERVED, UNAVAILABLE = Availability


async def test_a_meal_goes_forward_and_keeps_when_it_came_how_far(house: House) -> None:
    visit = (await house.seat("T1")).visit
    began = house.clock.now()
    for phase in (Phase.GREETED, Phase.MAINS):
        house.clock.advance(300)
        await house.service.set_phase(visit, phase, actor=WHO)
    for phase in (Phase.SEATED, Phase.ORDERED, Phase.MAINS):
        with pytest.raises(Conflict, match="'mains' already"):
            await house.service.set_phase(visit, phase, actor=WHO)
    detail = await house.service.visit(visit)
    assert [(one.phase, (one.at - began).total_seconds()) for one in detail.milestones] == [
        (Phase.SEATED, 0),
        (Phase.GREETED, 300),
        (Phase.MAINS, 600),
    ]
    assert [one.kind for one in detail.history] == ["visit.opened", "visit.phase", "visit.phase"]
    assert {one.actor for one in detail.history} == {WHO}


async def test_what_was_only_inferred_gives_way_to_what_is_said(house: House) -> None:
    visit = (await house.seat("T1")).visit
    await house.see("T1", OCCUPIED)
    await house.see("T1", DIRTY, confidence=0.7)
    detail = await house.service.visit(visit)
    assert (detail.phase, detail.phase_confidence) == (Phase.PAID, 0.7)
    await house.service.set_phase(visit, Phase.MAINS, actor=WHO)
    detail = await house.service.visit(visit)
    assert (detail.phase, detail.phase_confidence) == (Phase.MAINS, 1.0)


@pytest.mark.parametrize(
    ("seen", "closed"),
    [
        ([OCCUPIED, DIRTY, CLEAN], CloseReason.SEEN_CLEAN),
        ([OCCUPIED, CLEAN], CloseReason.SEEN_CLEAN),
        ([OCCUPIED, DIRTY], None),
        ([OCCUPIED, DIRTY, OCCUPIED], None),
    ],
)
async def test_a_camera_closes_what_people_forget(
    house: House, seen: list[Availability], closed: CloseReason | None
) -> None:
    party = await house.party()
    visit = (await house.seat("T1", party=party, waiter=house.ana)).visit
    for value in seen:
        await house.see("T1", value)
    assert (await house.service.visit(visit)).closed_reason is closed
    assert (await house.load(house.ana)).open_tables == (closed is None)
    assert ((await house.service.party(party)).name is None) == (closed is not None)


async def test_people_seen_where_nobody_was_seated_are_no_visit(house: House) -> None:
    for value in (OCCUPIED, DIRTY, CLEAN):
        await house.see("T1", value)
        assert (await house.view()).visits == ()


async def test_joined_tables_are_over_when_all_of_them_are_clean(house: House) -> None:
    for table in ("T1", "T2"):
        await house.see(table, CLEAN)
    visit = (await house.seat("T1", "T2", "T3", size=9)).visit
    for table in ("T1", "T2"):
        await house.see(table, DIRTY)
    await house.see("T1", CLEAN)
    assert (await house.service.visit(visit)).closed_at is None
    await house.see("T2", CLEAN)
    assert (await house.service.visit(visit)).closed_reason is CloseReason.SEEN_CLEAN
    assert (await house.states())["T3"] is CLEAN  # no camera has ever seen it


async def test_closing_by_hand_leaves_a_dirty_table_unless_it_was_seen_clean(house: House) -> None:
    first, second = (await house.seat("T1")).visit, (await house.seat("T2")).visit
    await house.say_state("T2", CLEAN)
    for visit in (first, second):
        await house.service.close(visit, actor=WHO)
    assert await house.states() == {"T1": DIRTY, "T2": CLEAN}
    with pytest.raises(Conflict, match="is over"):
        await house.service.close(first, actor=WHO)


async def test_a_visit_moves_to_a_free_table_only(house: House) -> None:
    visit = (await house.seat("T1")).visit
    await house.seat("T2")
    with pytest.raises(TableTaken, match="A party sits at T2"):
        await house.service.move(visit, ("T2",), actor=WHO)
    with pytest.raises(Conflict, match="They sit at T1 already"):
        await house.service.move(visit, ("T1",), actor=WHO)
    await house.service.move(visit, ("T1", "T3"), actor=WHO)
    await house.service.move(visit, ("T3",), actor=WHO)
    assert await house.states() == {"T1": DIRTY, "T2": OCCUPIED, "T3": OCCUPIED}
    assert [one.visit for one in await house.service.visits(table="T3")] == [visit]


async def test_a_transfer_splits_covers_and_what_is_paid_later_but_not_what_was_paid(house: House) -> None:
    visit = (await house.seat("T1", size=4, waiter=house.ana)).visit
    await house.pay("first", "T1", subtotal=1000, tip=100)
    await house.service.transfer(visit, house.ben, 0.25, actor=WHO)
    await house.pay("second", "T1", subtotal=1001, tip=10)
    ana, ben = await house.load(house.ana), await house.load(house.ben)
    assert (ana.covers, ben.covers) == (1.0, 3.0)
    assert (ana.open_tables, ben.open_tables) == (0, 1)
    assert (ana.sales, ben.sales) == (1250, 751)
    assert (ana.tips, ben.tips) == (103, 7)
    assert (ana.parties, ben.parties) == (1, 0)
    detail = await house.service.visit(visit)
    assert (detail.waiter, detail.original_waiter) == (house.ben, house.ana)


async def test_a_transfer_may_go_over_the_limit_but_not_to_who_rests(house: House) -> None:
    await house.limit(1)
    visit = (await house.seat("T1", waiter=house.ana)).visit
    await house.seat("T2", waiter=house.ben)
    await house.service.transfer(visit, house.ben, actor=WHO)
    await house.staff.start_break(house.shifts[house.ana], actor=WHO)
    with pytest.raises(Conflict, match="on break"):
        await house.service.transfer(visit, house.ana, actor=WHO)
    with pytest.raises(Conflict, match="already"):
        await house.service.transfer(visit, house.ben, actor=WHO)


async def test_a_shift_ends_with_every_open_table_handed_over_or_not_at_all(house: House) -> None:
    shift = house.shifts[house.ana]
    first, second = [(await house.seat(table, waiter=house.ana)).visit for table in ("T1", "T2")]
    one, other = HandOver(visit=first, waiter=house.ben, credit=0.5), HandOver(visit=second, waiter=house.ben)
    seq = house.journal.seq
    with pytest.raises(OpenTables, match="T1, T2") as found:
        await house.service.end_shift(shift, actor=WHO)
    assert found.value.visits == (first, second)
    with pytest.raises(OpenTables, match="T2"):
        await house.service.end_shift(shift, [one], actor=WHO)
    with pytest.raises(BadInput, match="twice"):
        await house.service.end_shift(shift, [one, one], actor=WHO)
    with pytest.raises(BadInput, match="the one who leaves"):
        await house.service.end_shift(shift, [HandOver(visit=first, waiter=house.ana), other], actor=WHO)
    with pytest.raises(Conflict, match="not open in shift"):
        await house.service.end_shift(shift, [one, other, HandOver(visit=999, waiter=house.ben)], actor=WHO)
    with pytest.raises(NotFound):
        await house.service.end_shift(999, actor=WHO)
    assert house.journal.seq == seq
    await house.service.end_shift(shift, [one, other], actor=WHO)
    assert [one.waiter for one in (await house.view()).waiters] == [house.ben, house.hal]
    assert (await house.load(house.ben)).open_tables == 2
    assert (await house.load(house.ben)).covers == 1.5


async def test_what_everybody_forgot_ends_half_a_day_later(house: House) -> None:
    late, waiting = await house.reservation(), await house.party()
    seated = await house.party()
    visit = (await house.seat("T1", party=seated)).visit
    house.clock.advance(11 * 3600)
    fresh = await house.party()
    await house.service.sweep()
    assert (await house.service.visit(visit)).closed_at is None
    house.clock.advance(2 * 3600)
    await house.service.sweep()
    assert (await house.service.visit(visit)).closed_reason is CloseReason.CLEARED
    assert [(await house.service.party(one)).status.value for one in (late, waiting, seated, fresh)] == [
        "no_show",
        "walked_away",
        "seated",
        "waiting",
    ]
    assert [(await house.service.party(one)).name for one in (late, waiting, seated, fresh)] == [None] * 3 + ["Lee"]
