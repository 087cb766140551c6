"""Queries that work inside a command and on a snapshot alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import Protocol

Parameter = str | int | float | bytes | None


class Rows(Protocol):
    """Answers a query with all its rows: `transaction.read` inside a command, `rows_of(db)` on a snapshot.

    A room's read functions take one, so that a command decides on what everyone reads.
    """

    def __call__(self, sql: str, params: Sequence[Parameter] = (), /) -> list[sqlite3.Row]: ...


def rows_of(db: sqlite3.Connection) -> Rows:
    """Queries on a connection: `await journal.read(lambda db: read_tables(rows_of(db)))`."""

    def rows(sql: str, params: Sequence[Parameter] = (), /) -> list[sqlite3.Row]:
        return db.execute(sql, params).fetchall()

    return rows


__all__ = ["Parameter", "Rows", "rows_of"]
