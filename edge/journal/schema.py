"""The journal's own tables and how they came to be."""

from __future__ import annotations

import sqlite3

from sqlite_utils import Database, Migrations

APPLICATION_ID = 0x6D747264
"""`mtrd`: written in the file's header, so that no other program's database is taken for ours."""

VERSION = 4
"""How many migrations there are: the file's `user_version`."""

_EVENTS = (
    "CREATE TABLE box (id INTEGER PRIMARY KEY CHECK (id = 1), device TEXT NOT NULL, pruned_to INTEGER NOT NULL) STRICT",
    """CREATE TABLE boots (
        id INTEGER PRIMARY KEY, boot TEXT NOT NULL UNIQUE, device TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE events (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        at INTEGER NOT NULL,
        boot INTEGER NOT NULL REFERENCES boots (id),
        mono_ms INTEGER NOT NULL,
        kind TEXT NOT NULL,
        actor TEXT NOT NULL,
        source TEXT NOT NULL,
        cause INTEGER,
        key TEXT NOT NULL,
        data TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX events_by_subject ON events (kind, key)",
    """CREATE TABLE projections (
        name TEXT PRIMARY KEY, version TEXT NOT NULL, seq INTEGER NOT NULL, objects TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE cursors (
        name TEXT PRIMARY KEY, seq INTEGER NOT NULL, revoked INTEGER NOT NULL DEFAULT 0
    ) STRICT""",
)

_ERASABLE = """CREATE TABLE erasable (
    seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, document TEXT NOT NULL CHECK (json_valid(document))
) STRICT"""

_ANSWERS = (
    """CREATE TABLE answers (
        key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, answer TEXT NOT NULL, at INTEGER NOT NULL
    ) STRICT""",
    "CREATE INDEX answers_by_age ON answers (at)",
)


def migrations() -> Migrations:
    """Every step from an empty file to today's tables. Steps are only ever added."""
    steps = Migrations("journal")

    @steps()
    def events(db: Database) -> None:
        for statement in _EVENTS:
            db.execute(statement)

    @steps()
    def erasable(db: Database) -> None:
        db.execute(_ERASABLE)

    @steps()
    def answers(db: Database) -> None:
        for statement in _ANSWERS:
            db.execute(statement)

    @steps()
    def said(db: Database) -> None:
        db.execute("CREATE INDEX events_said ON events (seq) WHERE source = 'person'")

    return steps


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the tables up to date. Each step commits together with the record of it.

    The file is marked as ours before anything else: a first start that is cut off must not leave it a stranger's.
    """
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database = Database(connection, execute_plugins=False)
    migrations().apply(database)
    connection.execute(f"PRAGMA user_version = {VERSION}")
