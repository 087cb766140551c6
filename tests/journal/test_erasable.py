"""Names and phones: kept beside the events, in backups, in nothing else, and really gone when forgotten."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from edge.clock import ManualClock
from edge.errors import Conflict
from edge.events import PartyAdded
from edge.journal import Journal, Transaction, read_kept

from .conftest import Opener

ADA = '{"name": "Ada Lovelace 🧮 آدا", "phone": "+39 055 123"}'


async def added(journal: Journal, document: str = ADA) -> int:
    """A party with a name."""

    def decide(transaction: Transaction) -> int:
        seq = transaction.append(PartyAdded())
        transaction.keep(seq, "guest", document)
        return seq

    return await journal.command(decide, actor="tablet:1")


async def kept(journal: Journal, seq: int) -> str | None:
    return await journal.command(lambda transaction: transaction.kept(seq), actor="tablet:1")


async def test_what_is_kept_is_found_inside_a_command_and_on_a_snapshot(journal: Journal) -> None:
    ada, bob = await added(journal), await added(journal, '{"name": "Bob"}')
    assert await kept(journal, ada) == ADA
    assert await kept(journal, 99) is None
    assert await journal.read(lambda db: read_kept(db, [ada, bob, 99])) == {ada: ADA, bob: '{"name": "Bob"}'}
    assert await journal.read(lambda db: read_kept(db, [])) == {}


async def test_keeping_again_replaces(journal: Journal) -> None:
    seq = await added(journal)
    await journal.command(lambda transaction: transaction.keep(seq, "guest", "{}"), actor="tablet:1")
    assert await kept(journal, seq) == "{}"


async def test_a_refused_command_keeps_nothing_and_forgets_nothing(journal: Journal) -> None:
    seq = await added(journal)

    def refuse(transaction: Transaction) -> None:
        transaction.forget(seq)
        transaction.keep(seq + 1, "guest", ADA)
        raise Conflict("No.")

    with pytest.raises(Conflict):
        await journal.command(refuse, actor="tablet:1")
    assert await journal.read(lambda db: read_kept(db, [seq, seq + 1])) == {seq: ADA}


@pytest.mark.parametrize("document", ["", "Ada", '{"name": '])
async def test_only_json_is_kept(journal: Journal, document: str) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        await journal.command(lambda transaction: transaction.keep(1, "guest", document), actor="tablet:1")


async def test_no_event_and_no_projection_carries_it_but_a_backup_does(journal: Journal, tmp_path: Path) -> None:
    seq = await added(journal)
    assert "Ada" not in "".join(envelope.model_dump_json() for envelope in await journal.events(after=0))
    await journal.backup(tmp_path / "backup.db")
    async with Journal.open(tmp_path / "backup.db", clock=ManualClock()) as restored:
        assert await kept(restored, seq) == ADA
    with closing(sqlite3.connect(tmp_path / "backup.db")) as db:
        tables = [name for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
        holding = {name for name in tables if any("Ada" in str(row) for row in db.execute(f"SELECT * FROM {name}"))}
    assert holding == {"erasable"}


async def test_forgotten_means_not_one_byte_is_left_in_the_file(opened: Opener, path: Path) -> None:
    async with opened() as journal:
        seqs = [await added(journal, ADA.replace("Ada", f"Ada {number}" * 50)) for number in range(40)]
        await journal.checkpoint()
        assert b"Lovelace" in path.read_bytes()
        for seq in seqs:
            assert await journal.command(lambda transaction, seq=seq: transaction.forget(seq), actor="tablet:1")
        assert not await journal.command(lambda transaction: transaction.forget(seqs[0]), actor="tablet:1")
        await journal.checkpoint()
        for file in path.parent.iterdir():
            assert b"Lovelace" not in file.read_bytes(), file
        assert await journal.read(lambda db: read_kept(db, seqs)) == {}
