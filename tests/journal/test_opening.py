"""Whatever lies where the database should be: it is used, refused untouched, or set aside; never deleted."""

from __future__ import annotations

import itertools
import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from edge.errors import JournalUnusable
from edge.events import DaemonStopped, Source
from edge.journal.connections import connect_writer
from edge.journal.schema import migrate

from .conftest import Opener, last_states
from .facts import changed


async def _filled(opened: Opener, count: int = 300) -> None:
    async with opened() as journal:
        await journal.append([changed(f"T{n}") for n in range(count)])
        await journal.append([DaemonStopped()], actor="system", source=Source.SYSTEM)


def _overwrite(path: Path, offset: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        file.write(data)


def _truncate_to_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def _garble_every_page_but_the_first(path: Path) -> None:
    for offset in range(4096, path.stat().st_size, 4096):
        _overwrite(path, offset, b"\xa5" * 512)


DAMAGE: dict[str, Callable[[Path], None]] = {
    "empty": lambda path: os.truncate(path, 0),
    "header only": lambda path: os.truncate(path, 100),
    "one page": lambda path: os.truncate(path, 4096),
    "half": _truncate_to_half,
    "bad header": lambda path: _overwrite(path, 0, b"not a database at all"),
    "bad schema page": lambda path: _overwrite(path, 100, b"\xff" * 200),
    "bad pages": _garble_every_page_but_the_first,
    "text": lambda path: path.write_text("[store]\nname = 'Chez Nous'\n" * 400) and None,
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE.keys())
async def test_a_damaged_database_is_set_aside_and_a_fresh_one_begins(
    opened: Opener, path: Path, caplog: pytest.LogCaptureFixture, damage: Callable[[Path], None]
) -> None:
    await _filled(opened)
    damage(path)
    before = path.read_bytes()
    async with opened() as journal:
        assert journal.set_aside == path.with_name("maitred.db.damaged-20260102T120000Z")
        assert journal.set_aside.read_bytes() == before
        assert not journal.clean
        assert "set aside" in caplog.text
        assert [envelope.seq for envelope in await journal.append([changed("T1")])] == [1]
    async with opened() as journal:
        assert journal.set_aside is None
        assert await journal.read(last_states) == {"T1": "occupied"}


async def test_a_second_damaged_database_does_not_replace_the_first(opened: Opener, path: Path) -> None:
    for content in ("first", "second", "third"):
        path.write_text(content * 500)
        async with opened() as journal:
            assert journal.set_aside
            assert journal.set_aside.read_text() == content * 500
    assert len(list(path.parent.glob("*.damaged-*"))) == 3


async def test_the_log_is_set_aside_with_its_database(opened: Opener, path: Path) -> None:
    await _filled(opened)
    path.with_name("maitred.db-wal").write_bytes(b"the last minutes")
    _overwrite(path, 0, b"not a database at all")
    async with opened() as journal:
        assert journal.set_aside
        log = journal.set_aside.with_name(journal.set_aside.name + "-wal")
        assert log.read_bytes() == b"the last minutes"


async def test_a_log_whose_database_is_gone_is_kept(opened: Opener, path: Path) -> None:
    path.with_name("maitred.db-wal").write_bytes(b"the last minutes")
    async with opened() as journal:
        assert journal.set_aside
        assert journal.set_aside.with_name(journal.set_aside.name + "-wal").read_bytes() == b"the last minutes"
        assert len(await journal.append([changed()])) == 1


async def test_a_damaged_log_loses_nothing_that_is_in_the_database(opened: Opener, path: Path) -> None:
    await _filled(opened)
    path.with_name("maitred.db-wal").write_bytes(b"\x37\x7f\x06\x82" + b"garbage" * 1000)
    async with opened() as journal:
        assert journal.set_aside is None
        assert journal.seq == 301


@pytest.mark.parametrize(
    ("statement", "says"),
    [("PRAGMA user_version = 99", "newer maitred"), ("PRAGMA application_id = 1", "another program's")],
)
async def test_a_database_that_is_not_ours_to_write_is_left_untouched(
    opened: Opener, path: Path, statement: str, says: str
) -> None:
    await _filled(opened)
    with closing(sqlite3.connect(path)) as db:
        db.execute(statement)
    before = path.read_bytes()
    with pytest.raises(JournalUnusable, match=says):
        async with opened():
            pass
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.damaged-*"))


async def test_another_programs_database_is_left_untouched(opened: Opener, path: Path) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute("CREATE TABLE recipes (name TEXT)")
    before = path.read_bytes()
    with pytest.raises(JournalUnusable, match="another program's"):
        async with opened():
            pass
    assert path.read_bytes() == before


async def test_two_daemons_never_share_a_database(opened: Opener) -> None:
    async with opened() as journal:
        with pytest.raises(JournalUnusable, match=rf"in use by another maitred \(process {os.getpid()}\)"):
            async with opened():
                pass
        assert len(await journal.append([changed()])) == 1
    async with opened() as journal:
        assert journal.seq == 1


async def test_a_folder_in_the_way_is_refused(opened: Opener, path: Path) -> None:
    path.mkdir()
    with pytest.raises(JournalUnusable, match="not a file"):
        async with opened():
            pass


async def test_a_folder_that_cannot_be_made_is_refused(opened: Opener, path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("in the way")
    with pytest.raises(JournalUnusable, match="folder"):
        async with opened():
            pass


async def test_missing_folders_are_made(opened: Opener, path: Path) -> None:
    path.parent.rmdir()
    async with opened() as journal:
        assert journal.seq == 0


async def test_opening_twice_changes_nothing_in_the_schema(opened: Opener, path: Path) -> None:
    def schema() -> list[tuple[str]]:
        with closing(sqlite3.connect(path)) as db:
            return db.execute("SELECT sql FROM sqlite_schema ORDER BY name").fetchall()

    await _filled(opened, 1)
    before = schema()
    async with opened():
        pass
    assert schema() == before
    assert all(
        "STRICT" in sql
        for (sql,) in before
        if sql and sql.startswith("CREATE TABLE") and "_sqlite_" not in sql and "sqlite_sequence" not in sql
    )


async def test_damage_while_running_is_named(opened: Opener, path: Path) -> None:
    await _filled(opened, 3000)
    async with opened() as journal:
        _garble_every_page_but_the_first(path)
        with pytest.raises(JournalUnusable, match="damaged"):
            await journal.events(after=0, limit=10_000)
    async with opened() as journal:
        assert journal.set_aside


@pytest.mark.parametrize("tables", range(9))
async def test_a_first_start_that_was_cut_off_is_finished_by_the_next(opened: Opener, path: Path, tables: int) -> None:
    made = itertools.count()

    def cut(action: int, *_: object) -> int:
        return sqlite3.SQLITE_DENY if action == sqlite3.SQLITE_CREATE_TABLE and next(made) >= tables else 0

    with closing(connect_writer(path)) as connection:
        connection.set_authorizer(cut)
        with pytest.raises(sqlite3.DatabaseError):
            migrate(connection)
    async with opened() as journal:
        assert (journal.seq, journal.set_aside) == (0, None)
