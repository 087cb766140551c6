"""A disk that fills up: cameras' facts stop first, commands last, and nothing is half-written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from edge.clock import ManualClock
from edge.errors import StoreBusy
from edge.events import ClockStepped, Source
from edge.journal import DiskState, Journal
from edge.journal.disk import disk_state, used_share

from .conftest import Opener
from .facts import changed


@pytest.mark.parametrize(
    ("share", "state"),
    [
        (0.0, DiskState.OK),
        (0.849, DiskState.OK),
        (0.85, DiskState.LOW),
        (0.949, DiskState.LOW),
        (0.95, DiskState.FULL),
        (1.0, DiskState.FULL),
    ],
)
def test_the_marks(share: float, state: DiskState) -> None:
    assert disk_state(share) is state


def test_a_real_disk_is_between_empty_and_full(tmp_path: Path) -> None:
    assert 0.0 < used_share(tmp_path) < 1.0


async def test_when_nearly_full_commands_go_on_and_cameras_wait(opened: Opener, clock: ManualClock) -> None:
    share = 0.5

    async with opened(disk_usage=lambda _: share) as journal:
        await journal.append([changed()])
        assert journal.disk_state is DiskState.OK
        share = 0.99
        clock.advance(10)
        await journal.command(lambda transaction: transaction.append(changed()), actor="person:1")
        assert journal.disk_state is DiskState.FULL
        with pytest.raises(StoreBusy, match="nearly full"):
            await journal.append([changed()])
        await journal.append([ClockStepped(step_ms=1)], actor="system", source=Source.SYSTEM)
        await journal.command(lambda transaction: transaction.append(changed()), actor="person:1")
        share = 0.9
        clock.advance(10)
        await journal.append([changed()])
        assert journal.disk_state is DiskState.LOW
        assert journal.seq == 5


async def test_a_disk_that_cannot_be_asked_counts_as_before(opened: Opener, clock: ManualClock) -> None:
    def usage(_: Path) -> float:
        raise OSError("no such device")

    async with opened(disk_usage=usage) as journal:
        await journal.append([changed()])
        assert journal.disk_state is DiskState.OK


async def _fill(journal: Journal) -> int:
    """Command until the database is full; returns how many were acknowledged."""
    for acknowledged in range(10_000):
        try:
            await journal.command(
                lambda transaction: [transaction.append(changed(f"T{n}")) for n in range(50)], actor="person:1"
            )
        except StoreBusy:
            return acknowledged
    raise AssertionError("it never got full")


async def test_a_full_database_refuses_whole_commands_and_recovers(journal: Journal) -> None:
    await journal.command(lambda transaction: transaction.read("PRAGMA max_page_count = 40"), actor="system")
    acknowledged = await _fill(journal)
    assert acknowledged > 0
    assert journal.seq == acknowledged * 50
    assert len(await journal.events(after=0, limit=10_000)) == journal.seq
    with pytest.raises(StoreBusy, match="full"):
        await journal.append([changed(f"T{n}") for n in range(200)])
    await journal.command(lambda transaction: transaction.read("PRAGMA max_page_count = 4000"), actor="system")
    (envelope,) = await journal.append([changed()])
    assert envelope.seq == acknowledged * 50 + 1


_SMALL_FILES = """
import asyncio, resource, sys
from pathlib import Path
from edge.clock import SystemClock
from edge.errors import JournalUnusable, StoreBusy
from edge.events import ClockStepped
from edge.journal import Journal

async def main():
    async with Journal.open(Path(sys.argv[1]), clock=SystemClock()) as journal:
        _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (512 * 1024, hard))
        refused, acknowledged = 0, 0
        while refused < 5:
            try:
                await journal.command(lambda t: [t.append(ClockStepped(step_ms=n)) for n in range(40)], actor="system")
                acknowledged += 40
            except StoreBusy:
                refused += 1
        full = journal.seq
        resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
        await journal.command(lambda t: t.append(ClockStepped(step_ms=0)), actor="system")
        print(acknowledged, full, len(await journal.events(after=0, limit=100000)), journal.seq)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        async with Journal.open(Path(sys.argv[1]), clock=SystemClock()):
            refusal = None
    except JournalUnusable as error:
        refusal = error
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    async with Journal.open(Path(sys.argv[1]), clock=SystemClock()) as journal:
        print(refusal, journal.seq, journal.set_aside)

asyncio.run(main())
"""


def test_a_disk_that_takes_no_more_bytes_refuses_and_recovers(path: Path) -> None:
    """The kernel's limit on file sizes stands in for a full disk: writes really fail, in the middle of commits."""
    done = subprocess.run([sys.executable, "-c", _SMALL_FILES, str(path)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    running, reopened = done.stdout.splitlines()
    acknowledged, full, found, last = (int(word) for word in running.split())
    assert acknowledged > 0
    assert full == acknowledged
    assert found == last == acknowledged + 1
    assert "free space" in reopened
    assert reopened.endswith(f"{last} None")
