"""The set-up, kept by the journal beside the events."""

from __future__ import annotations

import json
import sqlite3

from edge.events import (
    Envelope,
    PolicySet,
    SectionRemoved,
    SectionSet,
    TableRemoved,
    TableSet,
    TablesJoined,
    TablesParted,
)


class SetupProjection:
    """Tables `setup_sections`, `setup_tables`, `setup_joins` and `setup_policy` (one row)."""

    name = "setup"
    version = 1
    ddl = """
        CREATE TABLE setup_sections (section TEXT PRIMARY KEY, active INTEGER NOT NULL) STRICT;
        CREATE TABLE setup_tables (
            table_id TEXT PRIMARY KEY,
            section TEXT,
            seats_min INTEGER NOT NULL,
            seats_max INTEGER NOT NULL,
            type TEXT NOT NULL,
            location TEXT NOT NULL,
            place TEXT,
            active INTEGER NOT NULL
        ) STRICT;
        CREATE TABLE setup_joins (lead TEXT PRIMARY KEY, tables TEXT NOT NULL, seats_max INTEGER NOT NULL) STRICT;
        CREATE TABLE setup_policy (id INTEGER PRIMARY KEY CHECK (id = 1), policy TEXT NOT NULL) STRICT;
    """

    def apply(self, db: sqlite3.Connection, envelope: Envelope) -> None:
        """Fold one event in; kinds that say nothing about the set-up are left alone."""
        match envelope.data:
            case SectionSet(section=section, active=active):
                db.execute("INSERT OR REPLACE INTO setup_sections VALUES (?, ?)", (section, active))
            case SectionRemoved(section=section):
                db.execute("DELETE FROM setup_sections WHERE section = ?", (section,))
            case TableSet() as table:
                _set_table(db, table)
            case TableRemoved(table=table_id):
                db.execute("DELETE FROM setup_tables WHERE table_id = ?", (table_id,))
            case TablesJoined(tables=tables, seats_max=seats_max):
                db.execute(
                    "INSERT OR REPLACE INTO setup_joins VALUES (?, ?, ?)", (tables[0], json.dumps(tables), seats_max)
                )
            case TablesParted(tables=tables):
                db.execute("DELETE FROM setup_joins WHERE lead = ?", (tables[0],))
            case PolicySet(policy=policy):
                db.execute("INSERT OR REPLACE INTO setup_policy VALUES (1, ?)", (policy.model_dump_json(),))


def _set_table(db: sqlite3.Connection, table: TableSet) -> None:
    db.execute(
        "INSERT OR REPLACE INTO setup_tables VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            table.table,
            table.section,
            table.seats_min,
            table.seats_max,
            table.type.value,
            table.location.value,
            table.place.model_dump_json() if table.place else None,
            table.active,
        ),
    )


__all__ = ["SetupProjection"]
