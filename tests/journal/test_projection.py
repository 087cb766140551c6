"""Projections are always what their version makes of all events."""

from __future__ import annotations

import sqlite3

import pytest

from edge.events import Envelope
from edge.journal import Journal

from .conftest import LastStates, Opener, last_states
from .facts import changed


class Counts:
    """How many events there are per kind."""

    name = "counts"
    version = 1
    ddl: str | tuple[str, ...] = "CREATE TABLE counts (kind TEXT PRIMARY KEY, n INTEGER NOT NULL) STRICT"

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        db.execute(
            "INSERT INTO counts VALUES (?, 1) ON CONFLICT (kind) DO UPDATE SET n = n + 1",
            (envelope.kind,),
        )


class DoubleCounts(Counts):
    version = 2

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        super().apply(db, envelope)
        super().apply(db, envelope)


class WiderCounts(Counts):
    ddl = (
        "CREATE TABLE counts (kind TEXT PRIMARY KEY, n INTEGER NOT NULL, note TEXT NOT NULL DEFAULT 'a;b') STRICT",
        "CREATE VIEW many AS SELECT kind FROM counts WHERE n > 1;",
    )

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        db.execute(
            "INSERT INTO counts (kind, n) VALUES (?, 1) ON CONFLICT (kind) DO UPDATE SET n = n + 1", (envelope.kind,)
        )


class Broken(Counts):
    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        super().apply(db, envelope)
        raise ZeroDivisionError


async def count(journal: Journal) -> dict[str, int]:
    return await journal.read(lambda db: {row["kind"]: row["n"] for row in db.execute("SELECT * FROM counts")})


async def test_a_new_projection_learns_the_past(opened: Opener) -> None:
    async with opened() as journal:
        await journal.append([changed("T1"), changed("T2")])
    async with opened(projections=[LastStates(), Counts()]) as journal:
        assert await count(journal) == {"table.state": 2}
        await journal.append([changed("T3")])
        assert await count(journal) == {"table.state": 3}


async def test_a_projection_that_slept_catches_up(opened: Opener) -> None:
    async with opened(projections=[Counts()]) as journal:
        await journal.append([changed("T1")])
    async with opened() as journal:
        await journal.append([changed("T2")])
    async with opened(projections=[Counts()]) as journal:
        assert await count(journal) == {"table.state": 2}


async def test_nothing_is_applied_twice_over_restarts(opened: Opener) -> None:
    for n in range(1, 4):
        async with opened(projections=[Counts()]) as journal:
            await journal.append([changed(f"T{n}")])
            assert await count(journal) == {"table.state": n}


@pytest.mark.parametrize(("newer", "n"), [(DoubleCounts(), 4), (WiderCounts(), 2)])
async def test_a_changed_projection_is_rebuilt(opened: Opener, newer: Counts, n: int) -> None:
    async with opened(projections=[Counts()]) as journal:
        await journal.append([changed("T1"), changed("T2")])
    for _ in range(2):
        async with opened(projections=[newer]) as journal:
            assert await count(journal) == {"table.state": n}


async def test_a_projection_with_a_view_is_rebuilt_as_a_whole(opened: Opener) -> None:
    async with opened(projections=[WiderCounts()]) as journal:
        await journal.append([changed("T1"), changed("T2")])
        assert await journal.read(lambda db: [row["kind"] for row in db.execute("SELECT * FROM many")]) == [
            "table.state"
        ]
    async with opened(projections=[Counts()]) as journal:
        with pytest.raises(sqlite3.OperationalError, match="no such table"):
            await journal.read(lambda db: db.execute("SELECT * FROM many").fetchall())


async def test_a_projection_that_fails_refuses_the_event(opened: Opener) -> None:
    async with opened(projections=[LastStates(), Broken()]) as journal:
        with pytest.raises(ZeroDivisionError):
            await journal.append([changed("T1")])
        assert journal.seq == 0
        assert await journal.read(last_states) == {}
        assert await count(journal) == {}


async def test_a_rebuild_that_fails_leaves_the_old_tables(opened: Opener) -> None:
    async with opened(projections=[Counts()]) as journal:
        await journal.append([changed("T1")])
    broken = Broken()
    broken.version = 2
    with pytest.raises(ZeroDivisionError):
        async with opened(projections=[broken]):
            pass
    async with opened(projections=[Counts()]) as journal:
        assert await count(journal) == {"table.state": 1}


async def test_two_projections_of_one_name_are_refused(opened: Opener) -> None:
    with pytest.raises(ValueError, match="share a name"):
        async with opened(projections=[Counts(), Counts()]):
            pass
