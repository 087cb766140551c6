"""A journal on a real database in a temporary folder."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from edge.clock import ManualClock
from edge.events import Envelope, TableChanged
from edge.journal import Journal

Opener = Callable[..., AbstractAsyncContextManager[Journal]]


class LastStates:
    """A projection like the floor's: the last state per table."""

    name = "last_states"
    version = 1
    ddl = (
        "CREATE TABLE last_states (tbl TEXT PRIMARY KEY, value TEXT NOT NULL, seq INTEGER NOT NULL) STRICT;"
        "CREATE INDEX last_states_by_value ON last_states (value);"
    )

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        if isinstance(envelope.data, TableChanged):
            db.execute(
                "INSERT OR REPLACE INTO last_states VALUES (?, ?, ?)",
                (envelope.data.table, envelope.data.value.value, envelope.seq),
            )


def last_states(db: sqlite3.Connection) -> dict[str, str]:
    return {row["tbl"]: row["value"] for row in db.execute("SELECT tbl, value FROM last_states")}


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "maitred.db"


@pytest.fixture
def opened(path: Path, clock: ManualClock) -> Opener:
    """Open the journal of this test, with the projection unless told otherwise."""

    def opener(**options: object) -> AbstractAsyncContextManager[Journal]:
        return Journal.open(path, **{"clock": clock, "projections": [LastStates()], **options})  # type: ignore[arg-type]

    return opener


@pytest.fixture
async def journal(opened: Opener) -> AsyncIterator[Journal]:
    async with opened() as journal:
        yield journal
