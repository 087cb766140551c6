"""What a newer version wrote is skipped here, never an error."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from edge.events import UnknownData

from .conftest import Opener, last_states
from .facts import changed


def write_event(path: Path, kind: str, data: str) -> None:
    with closing(sqlite3.connect(path)) as db, db:
        db.execute(
            """INSERT INTO events (at, boot, mono_ms, kind, actor, source, key, data)
               VALUES (0, 1, 0, ?, '', 'system', 'x', ?)""",
            (kind, data),
        )


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        pytest.param("robot.arrived", '{"robot": "R2"}', id="unknown kind"),
        pytest.param("camera.status", '{"camera": "c1", "status": "dreaming"}', id="unknown word of a known kind"),
    ],
)
async def test_news_from_the_future_is_kept_and_skipped(opened: Opener, path: Path, kind: str, data: str) -> None:
    async with opened() as journal:
        await journal.append([changed("T1")])
    write_event(path, kind, data)
    async with opened() as journal:
        past = await journal.events(after=0)
        assert [envelope.kind for envelope in past] == ["table.state", kind]
        assert isinstance(past[1].data, UnknownData)
        assert past[1].data.model_dump_json() == data.replace(": ", ":").replace(", ", ",")
        assert await journal.read(last_states) == {"T1": "occupied"}
        assert [envelope.seq for envelope in await journal.append([changed("T2")])] == [3]
