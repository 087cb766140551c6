"""Appending, commanding and reading: what is acknowledged is on disk, what is refused leaves no trace."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from edge.clock import ManualClock
from edge.errors import Conflict, StoreBusy
from edge.events import Availability, ClockStepped, DaemonStopped, Envelope, Source, TableChanged
from edge.journal import Journal, Transaction

from .conftest import Opener, last_states
from .facts import changed


def keys(envelopes: list[Envelope]) -> list[str]:
    return [envelope.key for envelope in envelopes]


async def test_an_event_carries_where_when_and_who(journal: Journal, clock: ManualClock) -> None:
    clock.advance(12.3456)
    await journal.append([changed("T7")], cause=3)
    (envelope,) = await journal.events(after=0)
    assert envelope.model_dump(mode="json") == {
        "v": 1,
        "device": journal.device,
        "seq": 1,
        "at": "2026-01-02T12:00:12.345Z",
        "boot": journal.boot,
        "mono_ms": 12345,
        "kind": "table.state",
        "actor": "vision",
        "source": "camera",
        "cause": 3,
        "key": "T7",
        "data": {
            "table": "T7",
            "value": "occupied",
            "previous": None,
            "confidence": 0.9,
            "people": None,
            "since": "2026-01-02T11:59:00.000Z",
            "source": "camera",
        },
    }


async def test_what_append_returns_is_what_is_read_later(journal: Journal) -> None:
    live = await journal.append([changed("T1"), ClockStepped(step_ms=-4)])
    assert await journal.events(after=0) == live
    assert [envelope.seq for envelope in live] == [1, 2]


async def test_an_acknowledged_event_is_in_the_file(journal: Journal, path: Path) -> None:
    await journal.append([changed("T1")])
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT key FROM events").fetchall() == [("T1",)]


async def test_a_command_decides_on_what_it_reads_and_sees_its_own_events(journal: Journal) -> None:
    def decide(transaction: Transaction) -> int:
        before = transaction.read("SELECT count(*) FROM last_states")[0][0]
        transaction.append(changed("T1"))
        after = transaction.read("SELECT count(*) FROM last_states WHERE value = ?", ("occupied",))[0][0]
        return int(after - before)

    assert await journal.command(decide, actor="person:1") == 1
    (envelope,) = await journal.events(after=0)
    assert (envelope.actor, envelope.source) == ("person:1", Source.PERSON)


@pytest.mark.parametrize("error", [Conflict("T1 is taken."), ZeroDivisionError()])
async def test_a_refused_command_leaves_no_trace_and_no_gap(journal: Journal, error: Exception) -> None:
    def refuse(transaction: Transaction) -> None:
        transaction.append(changed("T1"))
        raise error

    with pytest.raises(type(error)):
        await journal.command(refuse, actor="person:1")
    (next_one,) = await journal.append([changed("T2")])
    assert next_one.seq == 1
    assert await journal.read(last_states) == {"T2": "occupied"}


async def test_a_refusal_leaves_the_others_of_its_batch_alone(journal: Journal) -> None:
    def refuse(transaction: Transaction) -> None:
        transaction.append(changed("T2"))
        raise Conflict("No.")

    first, refused, last = await asyncio.gather(
        journal.append([changed("T1")]),
        journal.command(refuse, actor="person:1"),
        journal.command(lambda transaction: transaction.append(changed("T3")), actor="person:2"),
        return_exceptions=True,
    )
    assert isinstance(refused, Conflict)
    assert isinstance(first, list)
    assert last == 2
    assert keys(await journal.events(after=0)) == ["T1", "T3"]


async def test_sql_that_fails_is_raised_to_its_caller_alone(journal: Journal) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await journal.command(lambda transaction: transaction.read("SELECT * FROM nowhere"), actor="system")
    assert len(await journal.append([changed()])) == 1


async def test_read_is_for_queries(journal: Journal) -> None:
    with pytest.raises(ValueError, match="for queries"):
        await journal.command(lambda transaction: transaction.read("DELETE FROM events"), actor="system")


async def test_a_transaction_dies_with_its_command(journal: Journal) -> None:
    kept: list[Transaction] = []
    await journal.command(kept.append, actor="system")
    with pytest.raises(RuntimeError, match="after its command"):
        kept[0].append(changed())


async def test_readers_cannot_write(journal: Journal) -> None:
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        await journal.read(lambda db: db.execute("DELETE FROM events").fetchall())


async def test_cancelling_before_the_commit_withdraws_the_work(journal: Journal) -> None:
    withdrawn = asyncio.create_task(journal.append([changed("T1")]))
    await asyncio.sleep(0)
    withdrawn.cancel()
    await journal.command(lambda transaction: transaction.append(changed("T2")), actor="system")
    assert keys(await journal.events(after=0)) == ["T2"]


async def test_closing_saves_what_waits_and_takes_nothing_more(opened: Opener) -> None:
    async with opened() as journal:
        waiting = asyncio.create_task(journal.append([changed("T1")]))
        await asyncio.sleep(0)
    assert keys(await waiting) == ["T1"]
    with pytest.raises(StoreBusy, match="closing"):
        await journal.append([changed("T2")])
    with pytest.raises(StoreBusy, match="closing"):
        await journal.events(after=0)
    async with opened() as journal:
        assert keys(await journal.events(after=0)) == ["T1"]


async def test_a_run_is_clean_when_the_one_before_said_goodbye(opened: Opener) -> None:
    async with opened() as first:
        assert first.clean
        await first.append([DaemonStopped()], actor="system", source=Source.SYSTEM)
    async with opened() as second:
        assert second.clean
        assert second.device == first.device
        assert second.boot != first.boot
        await second.append([changed()])
    async with opened() as third:
        assert not third.clean
        assert third.seq == 2


async def test_a_name_given_at_the_first_start_stays(opened: Opener) -> None:
    async with opened(device="box-1") as journal:
        assert journal.device == "box-1"
    async with opened(device="box-2") as journal:
        assert journal.device == "box-1"


async def test_the_latest_about_one_thing(journal: Journal) -> None:
    await journal.append(
        [changed("T1"), changed("T2"), changed("T1", Availability.DIRTY), ClockStepped(step_ms=1), changed("T2")]
    )
    values = [
        event.data.value
        for event in await journal.latest("table.state", "T1", limit=5)
        if isinstance(event.data, TableChanged)
    ]
    assert values == [Availability.DIRTY, Availability.OCCUPIED]
    assert [event.seq for event in await journal.latest("table.state", "T2")] == [5]


async def test_an_empty_append_is_nothing(journal: Journal) -> None:
    assert await journal.append([]) == []
    assert journal.seq == 0


async def test_a_backup_is_a_whole_database(journal: Journal, tmp_path: Path) -> None:
    await journal.append([changed("T1")])
    target = tmp_path / "backup.db"
    target.write_text("the backup of yesterday")
    await journal.backup(target)
    await journal.append([changed("T2")])
    assert sorted(file.name for file in tmp_path.iterdir() if "backup" in file.name) == ["backup.db"]
    async with Journal.open(target, clock=ManualClock()) as copy:
        assert keys(await copy.events(after=0)) == ["T1"]


async def test_the_log_is_moved_into_the_file_now_and_then(
    journal: Journal, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("edge.journal.writer._TIDY_AFTER_CHANGES", 500)
    log = path.with_name(path.name + "-wal")
    sizes = []
    for _ in range(20):
        await journal.command(lambda transaction: [transaction.append(changed()) for _ in range(100)], actor="system")
        sizes.append(log.stat().st_size)
    assert sizes[-1] == sizes[10], "the log is used again from its start instead of growing"
    assert path.stat().st_size > 100_000


async def test_a_checkpoint_empties_the_log(journal: Journal, path: Path) -> None:
    await journal.append([changed("T1")])
    log = path.with_name(path.name + "-wal")
    assert log.stat().st_size > 0
    await journal.checkpoint()
    assert log.stat().st_size == 0
