"""Seating: one atomic command, refused whole with what is in the way."""

from __future__ import annotations

from edge.events import Availability
from tests.floor.service.house import House


async def test_seating_a_waiting_party_does_all_of_it_at_once(house: House) -> None:
    party = await house.party(size=3)
    done = await house.seat("T1", party=party, waiter=house.ana)
    visit = await house.visit_at("T1")
    assert visit is not None
    assert (visit.visit, visit.party, visit.size, visit.waiter) == (done.visit, party, 3, house.ana)
    assert visit.shift == house.shifts[house.ana]
    assert await house.states() == {"T1": Availability.OCCUPIED}
    assert (await house.view()).parties == ()
    load = await house.load(house.ana)
    assert (load.open_tables, load.open_covers, load.covers, load.parties) == (1, 3, 3.0, 1)
    assert load.last_seated_at == house.clock.now()
