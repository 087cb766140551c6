"""What is asked for close together shares a commit; a command never waits for company."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from edge.errors import StoreBusy
from edge.events import Envelope, Source
from edge.journal.grouping import GroupCommit
from edge.journal.transaction import Transaction
from edge.journal.writer import Batch, Outcome, Work


@dataclass
class Disk:
    """Remembers what was committed together. A gate that is closed keeps a commit from ending."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    batches: list[list[str]] = field(default_factory=list)
    published: list[int] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    broken: bool = False

    async def commit(self, batch: Sequence[Work[Any]]) -> Batch:
        self.begun.set()
        await self.gate.wait()
        if self.broken:
            raise OSError("no disk")
        self.batches.append([work.actor for work in batch])
        return Batch([Outcome(result=work.actor) for work in batch], [])

    def publish(self, appended: Sequence[Envelope]) -> None:
        self.published.append(len(self.batches))


@pytest.fixture
def disk() -> Disk:
    disk = Disk()
    disk.gate.set()
    return disk


@pytest.fixture
async def group(disk: Disk) -> AsyncIterator[GroupCommit]:
    group = GroupCommit(disk.commit, disk.publish)
    group.start()
    yield group
    await group.stop()


def work(name: str) -> Work[None]:
    def decide(_: Transaction) -> None:
        return None

    return Work(decide, name, Source.SYSTEM)


async def submit(group: GroupCommit, *names: str) -> list[None]:
    """Lower case waits for company, upper case is urgent."""
    return await asyncio.gather(*(group.submit(work(name), urgent=name.isupper()) for name in names))


async def test_without_a_command_the_wait_ends_by_itself(group: GroupCommit, disk: Disk) -> None:
    async with asyncio.timeout(5):
        await submit(group, "a", "b", "c")
    assert disk.batches == [["a", "b", "c"]]


async def test_a_command_takes_along_who_waits(group: GroupCommit, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.journal.grouping.GROUP_S", 3600.0)
    async with asyncio.timeout(5):
        assert await submit(group, "a", "b", "C") == ["a", "b", "C"]
    assert disk.batches == [["a", "b", "C"]]


async def test_what_comes_during_a_commit_goes_into_the_next(
    group: GroupCommit, disk: Disk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge.journal.grouping.GROUP_S", 3600.0)
    disk.gate.clear()
    first = asyncio.create_task(submit(group, "A"))
    await disk.begun.wait()
    rest = asyncio.create_task(submit(group, "b", "C", "d"))
    await asyncio.sleep(0)
    disk.gate.set()
    async with asyncio.timeout(5):
        await asyncio.gather(first, rest)
    assert disk.batches == [["A"], ["b", "C", "d"]]


async def test_readers_hear_of_it_before_the_asker_goes_on(group: GroupCommit, disk: Disk) -> None:
    await submit(group, "A")
    assert disk.published == [1]


async def test_a_commit_that_breaks_fails_its_batch_and_the_next_one_works(
    group: GroupCommit, disk: Disk, caplog: pytest.LogCaptureFixture
) -> None:
    disk.broken = True
    with pytest.raises(OSError, match="no disk"):
        await submit(group, "A")
    assert "could not be committed" in caplog.text
    disk.broken = False
    await submit(group, "B")
    assert disk.batches == [["B"]]


async def test_too_much_waiting_is_refused(group: GroupCommit, disk: Disk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edge.journal.grouping._WAITING_LIMIT", 3)
    disk.gate.clear()
    first = asyncio.create_task(submit(group, "A"))
    await disk.begun.wait()
    rest = asyncio.create_task(submit(group, "b", "C", "d"))
    await asyncio.sleep(0)
    with pytest.raises(StoreBusy, match="Too much"):
        await submit(group, "E")
    disk.gate.set()
    await asyncio.gather(first, rest)
    assert disk.batches == [["A"], ["b", "C", "d"]]
