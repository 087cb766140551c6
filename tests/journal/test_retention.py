"""Old events go, but never before every reader has them, and never what still holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from edge.clock import ManualClock
from edge.errors import BadInput, Conflict, NotFound
from edge.events import (
    Availability,
    ClockStepped,
    PartyAdded,
    Source,
    StaffRole,
    TableSet,
    TabletPaired,
    TabletRevoked,
    WaiterAdded,
)
from edge.journal import Journal

from .conftest import LastStates, Opener, last_states
from .facts import changed

KEEP = timedelta(days=90)


async def steps(journal: Journal, count: int) -> None:
    await journal.append([ClockStepped(step_ms=n) for n in range(count)], actor="system", source=Source.SYSTEM)


async def rows(journal: Journal) -> list[int]:
    return await journal.read(lambda db: [row["seq"] for row in db.execute("SELECT seq FROM events ORDER BY seq")])


async def test_only_what_is_old_goes(journal: Journal, clock: ManualClock) -> None:
    await steps(journal, 3)
    clock.advance(KEEP.total_seconds() + 1)
    await steps(journal, 2)
    assert await journal.prune(KEEP) == 3
    assert await rows(journal) == [4, 5]
    assert journal.oldest_seq == 4
    assert await journal.prune(KEEP) == 3


async def test_the_slowest_reader_holds_events_back_until_it_is_revoked(journal: Journal, clock: ManualClock) -> None:
    await steps(journal, 10)
    await journal.set_cursor("central", 7)
    await journal.set_cursor("tablet-1", 4)
    clock.advance(KEEP.total_seconds() + 1)
    assert await journal.prune(KEEP) == 4
    await journal.revoke_cursor("tablet-1")
    assert await journal.cursors() == {"central": 7}
    assert await journal.prune(KEEP) == 7
    await journal.set_cursor("central", 10)
    assert await journal.prune(KEEP) == 10
    assert await rows(journal) == []


async def test_how_the_house_is_set_up_stays_for_ever(journal: Journal, clock: ManualClock) -> None:
    waiter = WaiterAdded(role=StaffRole.SERVER)
    house = [TableSet(table="T1", seats_min=1, seats_max=4), waiter, waiter, TabletPaired(tablet="host-1", role="host")]
    await journal.append(house, actor="tablet:1", source=Source.PERSON)
    await journal.append([PartyAdded(), TabletRevoked(tablet="host-1")], actor="tablet:1", source=Source.PERSON)
    clock.advance(KEEP.total_seconds() + 1)
    assert await journal.prune(KEEP) == 6
    assert await rows(journal) == [1, 2, 3, 4, 6]


async def test_a_whole_journal_can_go_and_numbers_go_on(opened: Opener, clock: ManualClock) -> None:
    async with opened() as journal:
        await steps(journal, 5000)
        clock.advance(KEEP.total_seconds() + 1)
        assert await journal.prune(KEEP) == 5000
    async with opened() as journal:
        assert (journal.seq, journal.oldest_seq) == (5000, 5001)
        await steps(journal, 1)
        assert await rows(journal) == [5001]


async def test_what_still_holds_stays_so_that_projections_can_be_rebuilt(opened: Opener, clock: ManualClock) -> None:
    class Newer(LastStates):
        version = 2

    async with opened() as journal:
        await journal.append([changed("T1"), changed("T2"), changed("T1", Availability.DIRTY)])
        clock.advance(KEEP.total_seconds() + 1)
        assert await journal.prune(KEEP) == 3
        assert await rows(journal) == [2, 3]
        await journal.append([changed("T2", Availability.CLEAN)])
        clock.advance(KEEP.total_seconds() + 1)
        assert await journal.prune(KEEP) == 4
        assert await rows(journal) == [3, 4]
    async with opened(projections=[Newer()]) as journal:
        assert await journal.read(last_states) == {"T1": "dirty", "T2": "clean"}


async def test_cursors_only_move_forward_and_outlive_a_restart(opened: Opener) -> None:
    async with opened() as journal:
        await steps(journal, 5)
        for seq in (3, 1, 4, 0):
            await journal.set_cursor("mqtt", seq)
    async with opened() as journal:
        assert await journal.cursors() == {"mqtt": 4}


@pytest.mark.parametrize("seq", [-1, 6])
async def test_a_cursor_outside_the_journal_is_refused(journal: Journal, seq: int) -> None:
    await steps(journal, 5)
    with pytest.raises(BadInput, match="ends at 5"):
        await journal.set_cursor("mqtt", seq)
    assert await journal.cursors() == {}


async def test_a_revoked_reader_cannot_come_back(journal: Journal) -> None:
    await journal.set_cursor("tablet-1", 0)
    await journal.revoke_cursor("tablet-1")
    with pytest.raises(Conflict, match="revoked"):
        await journal.set_cursor("tablet-1", 0)
    with pytest.raises(NotFound, match="no reader tablet-2"):
        await journal.revoke_cursor("tablet-2")
