"""The evening keeps the truth: deterministic by seed, nobody in two places, nobody lost."""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict

import pytest

from benchmarks.peers import PaperHost, RoundRobin, SeedHost
from edge.demo.evening import (
    BreakBegan,
    BreakEnded,
    Came,
    ClockedIn,
    ClockedOut,
    Evening,
    Guests,
    Host,
    Ledger,
    Left,
    Paid,
    Reached,
    Refused,
    Reserved,
    Saw,
    Service,
)
from edge.demo.evening.guests import EVENING_MIN, LEAST_PARTIES
from edge.demo.evening.room import dining_room, joinable
from edge.events import Availability
from tests.demo.evening.hosts import FirstTable

SEEDS = [1, 2, 3]


async def play(seed: int, host: Host) -> Ledger:
    return await Service(Evening.draw(seed), host).run()


@pytest.mark.parametrize("seed", SEEDS)
def test_an_evening_is_its_seed(seed: int) -> None:
    assert Evening.draw(seed) == Evening.draw(seed)
    assert Evening.draw(seed).guests != Evening.draw(seed + 1).guests


def test_more_guests_change_neither_crew_nor_blindness() -> None:
    quiet, busy = Evening.draw(1, parties=130), Evening.draw(1, parties=200)
    assert len(quiet.guests) < len(busy.guests)
    assert (quiet.crew, quiet.blindness) == (busy.crew, busy.blindness)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_evening_is_as_large_as_promised(seed: int) -> None:
    evening = Evening.draw(seed, parties=60)
    assert len(evening.guests) >= LEAST_PARTIES
    assert len(evening.crew) >= 8
    assert all(0 <= guests.comes <= EVENING_MIN + 60 for guests in evening.guests if guests.comes is not None)
    assert {waiter.section for waiter in evening.crew} == set(evening.room.sections)


async def test_the_same_host_gives_the_same_ledger() -> None:
    first, again = await play(4, PaperHost(RoundRobin())), await play(4, PaperHost(RoundRobin()))
    assert first == again


@pytest.mark.parametrize("seed", SEEDS)
async def test_every_party_is_seated_once_or_gone(seed: int) -> None:
    evening, host = Evening.draw(seed), FirstTable()
    ledger = await Service(evening, host).run()
    came = {guests.number for guests in evening.guests if guests.comes is not None}
    seated = [seating.guests.number for seating in ledger.seatings]
    gone = [guests.number for guests, _ in ledger.left]
    assert Counter(seated + gone) == Counter(came)
    assert ledger.revenue == sum(seating.guests.bill for seating in ledger.seatings)
    assert sum(ledger.tips.values()) == pytest.approx(sum(seating.guests.tip for seating in ledger.seatings))
    stayed_away = {what.guests.number for _, what in host.heard if isinstance(what, Left) and what.no_show}
    assert stayed_away == {guests.number for guests in evening.guests if guests.comes is None}


@pytest.mark.parametrize("seed", SEEDS)
async def test_no_two_parties_ever_share_a_table(seed: int) -> None:
    ledger = await play(seed, FirstTable())
    by_table: defaultdict[str, list[tuple[float, Guests]]] = defaultdict(list)
    for seating in ledger.seatings:
        for table in seating.choice.tables:
            by_table[table].append((seating.at, seating.guests))
    for stays in by_table.values():
        for (sat, guests), (following, _) in itertools.pairwise(stays):
            assert sat + guests.stay <= following


async def test_paper_hosts_respect_breaks_and_the_limit() -> None:
    for host in (PaperHost(RoundRobin()), SeedHost()):
        assert (await play(2, host)).seated_on_break == 0


async def test_time_never_goes_back_and_a_life_comes_in_order() -> None:
    host = FirstTable()
    await play(3, host)
    assert [at for at, _ in host.heard] == sorted(at for at, _ in host.heard)
    lives: defaultdict[int, list[type]] = defaultdict(list)
    for _, what in host.heard:
        if isinstance(what, Reserved | Came | Left | Reached | Paid):
            lives[what.guests.number].append(type(what))
    order = [Reserved, Came, Left, Reached, Paid]
    for life in lives.values():
        assert [order.index(one) for one in life] == sorted(order.index(one) for one in life)


async def test_a_shift_is_clocked_in_and_out_once_with_a_break_in_between() -> None:
    host = FirstTable()
    await play(1, host)
    shifts: defaultdict[int, list[type]] = defaultdict(list)
    for _, what in host.heard:
        if isinstance(what, ClockedIn | BreakBegan | BreakEnded | ClockedOut):
            shifts[what.waiter.number].append(type(what))
    assert set(map(tuple, shifts.values())) == {(ClockedIn, BreakBegan, BreakEnded, ClockedOut)}


async def test_guests_sent_to_a_taken_table_come_back_and_are_counted() -> None:
    """A host who takes every camera at its word is wrong now and then; the truth does not follow it."""

    class Gullible(FirstTable):
        async def suggest(self, at, guests):  # type: ignore[no-untyped-def]
            self._free = self._free or ["T1"]
            return await super().suggest(at, guests)

    host = Gullible()
    ledger = await play(1, host)
    assert ledger.sent_to_taken_table == sum(isinstance(what, Refused) for _, what in host.heard) > 0


async def test_cameras_err_in_every_way() -> None:
    host = FirstTable()
    for seed in range(6):
        await play(seed, host)
    seen = [what for _, what in host.heard if isinstance(what, Saw)]
    assert any(what.value is None for what in seen), "blind"
    assert any(what.wrong and what.value is Availability.DIRTY for what in seen), "guests outside"
    assert any(what.wrong and what.value is Availability.OCCUPIED for what in seen), "staff at the table"


def test_only_tables_of_one_section_are_joined() -> None:
    room = dining_room()
    assert all(len({table.section for table in pool}) == 1 for pool in joinable(room))
    assert max(sum(table.seats for table in pool) for pool in joinable(room)) >= max(
        guests.size for seed in SEEDS for guests in Evening.draw(seed).guests
    )
    assert room.seats == 128
