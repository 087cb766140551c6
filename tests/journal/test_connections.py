"""Which SQLite is trusted, and how connections are set."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from edge.journal import sqlite_warning
from edge.journal.connections import connect_reader, connect_writer


@pytest.mark.parametrize(
    ("version", "says"),
    [
        ("3.40.1", "WAL-reset"),
        ("3.44.5", "WAL-reset"),
        ("3.44.6", None),
        ("3.45.3", "WAL-reset"),
        ("3.50.6", "WAL-reset"),
        ("3.50.7", None),
        ("3.51.2", "WAL-reset"),
        ("3.51.3", None),
        ("3.52.0", "withdrawn"),
        ("3.53", None),
        ("3.54.1", None),
        ("4.0.0", None),
    ],
)
def test_a_version_with_a_known_fault_is_named(version: str, says: str | None) -> None:
    warning = sqlite_warning(version)
    assert (warning is None) if says is None else (warning is not None and says in warning and version in warning)


def test_connections_are_set_for_safety(path: Path) -> None:
    def settings(db: sqlite3.Connection) -> dict[str, object]:
        names = ("journal_mode", "synchronous", "foreign_keys", "wal_autocheckpoint", "query_only", "busy_timeout")
        return {name: db.execute(f"PRAGMA {name}").fetchone()[0] for name in names}

    with closing(connect_writer(path)) as writer, closing(connect_reader(path)) as reader:
        assert settings(writer) == {
            "journal_mode": "wal",
            "synchronous": 2,
            "foreign_keys": 1,
            "wal_autocheckpoint": 16_000,
            "query_only": 0,
            "busy_timeout": 5000,
        }
        assert settings(reader) | {"synchronous": 0, "foreign_keys": 0} == {
            "journal_mode": "wal",
            "synchronous": 0,
            "foreign_keys": 0,
            "wal_autocheckpoint": 0,
            "query_only": 1,
            "busy_timeout": 5000,
        }
