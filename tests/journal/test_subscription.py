"""A live tail gives every event once and in order, or says that it cannot."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from edge.clock import ManualClock
from edge.journal import FellBehind, Journal, Subscription

from .conftest import Opener
from .facts import changed


async def take(tail: Subscription, count: int) -> list[int]:
    async with asyncio.timeout(10):
        return [(await anext(tail)).seq for _ in range(count)]


async def fill(journal: Journal, count: int) -> None:
    await journal.command(
        lambda transaction: [transaction.append(changed(f"T{n}")) for n in range(count)], actor="system"
    )


@pytest.mark.parametrize("after", [0, 3, 5])
async def test_first_the_past_then_live(journal: Journal, after: int) -> None:
    await fill(journal, 5)
    async with journal.subscribe(after) as tail:
        assert await take(tail, 5 - after) == list(range(after + 1, 6))
        waiting = asyncio.create_task(take(tail, 2))
        await asyncio.sleep(0)
        await fill(journal, 2)
        assert await waiting == [6, 7]


async def test_events_between_subscribing_and_the_first_read_are_not_missed(journal: Journal) -> None:
    async with journal.subscribe(0) as tail:
        await fill(journal, 3)
        assert await take(tail, 3) == [1, 2, 3]


async def test_many_readers_under_load_miss_and_double_nothing(journal: Journal) -> None:
    total = 600

    async def read_from(after: int) -> list[int]:
        async with journal.subscribe(after) as tail:
            return await take(tail, total - after)

    async def write() -> None:
        for _ in range(total // 20):
            await fill(journal, 20)

    await fill(journal, 0)
    writing = asyncio.create_task(write())
    reads = []
    for number in range(12):
        reads.append(asyncio.create_task(read_from(journal.seq * (number % 2))))
        await fill(journal, 0)
    await writing
    for seqs in await asyncio.gather(*reads):
        assert seqs == list(range(seqs[0], total + 1))


async def test_a_slow_reader_is_told_that_it_fell_behind(journal: Journal) -> None:
    async with journal.subscribe(0, limit=10) as slow, journal.subscribe(0, limit=100) as quick:
        await fill(journal, 1)
        for tail in (slow, quick):
            assert await take(tail, 1) == [1]
        waiting = asyncio.create_task(take(slow, 5))
        await asyncio.sleep(0)
        await asyncio.gather(*(fill(journal, 1) for _ in range(5)))
        assert await waiting == [2, 3, 4, 5, 6]
        await fill(journal, 10)
        await fill(journal, 1)
        assert await take(slow, 10) == list(range(7, 17))
        with pytest.raises(FellBehind, match="more than 10 events behind after event 16"):
            await anext(slow)
        assert await take(quick, 16) == list(range(2, 18))


async def test_a_late_reader_reads_the_past_from_disk_without_a_limit(journal: Journal) -> None:
    await fill(journal, 95)
    async with journal.subscribe(0, limit=10) as tail:
        assert await take(tail, 95) == list(range(1, 96))


@pytest.mark.parametrize("after", [-1, 6, 10**12])
async def test_a_place_of_another_journal_is_refused(journal: Journal, after: int) -> None:
    await fill(journal, 5)
    with pytest.raises(FellBehind, match="snapshot"):
        journal.subscribe(after)


async def test_a_pruned_place_is_refused(journal: Journal, clock: ManualClock) -> None:
    await fill(journal, 5)
    early = journal.subscribe(2)
    clock.advance(100)
    assert await journal.prune(timedelta(seconds=50)) == 5
    assert journal.oldest_seq == 6
    with pytest.raises(FellBehind):
        journal.subscribe(4)
    with pytest.raises(FellBehind, match="pruned"):
        await anext(early)
    with pytest.raises(FellBehind, match="pruned"):
        await journal.events(after=4)
    assert await journal.events(after=5) == []


async def test_closing_the_journal_ends_its_tails(opened: Opener) -> None:
    async with opened() as journal:
        tail = journal.subscribe(0)
        reading = asyncio.create_task(_all(tail))
        await fill(journal, 3)
    async with asyncio.timeout(5):
        assert await reading == [1, 2, 3]


async def _all(tail: Subscription) -> list[int]:
    return [envelope.seq async for envelope in tail]


async def test_a_closed_tail_ends(journal: Journal) -> None:
    async with journal.subscribe(0) as tail:
        pass
    await fill(journal, 1)
    assert await _all(tail) == []


async def test_a_listener_hears_of_every_commit_before_whoever_asked_goes_on(journal: Journal) -> None:
    heard: list[int] = []

    def broken(envelopes: object) -> None:
        raise RuntimeError("a listener with a mistake in it")

    journal.listen(broken)
    journal.listen(lambda envelopes: heard.extend(one.seq for one in envelopes))
    for number in range(1, 4):
        envelopes = await journal.append([changed(f"T{number}"), changed("T9")])
        assert heard[-2:] == [one.seq for one in envelopes]
    await journal.command(lambda transaction: None, actor="test")
    assert heard == [1, 2, 3, 4, 5, 6]
