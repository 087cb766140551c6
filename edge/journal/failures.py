"""SQLite's errors in maitred's words."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from edge.errors import JournalUnusable, StoreBusy

_PASSING = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM}
_BROKEN = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}


def _code(error: BaseException) -> int:
    """SQLite's primary result code; 0 if the error is not SQLite's."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF if isinstance(error, sqlite3.Error) else 0


@contextmanager
def translating() -> Iterator[None]:
    """Raise SQLite's errors in maitred's words."""
    try:
        yield
    except sqlite3.Error as error:
        ours = translated(error)
        if ours is error:
            raise
        raise ours from error


def is_corruption(error: BaseException) -> bool:
    """Whether the file itself is damaged or no database at all."""
    return _code(error) in _BROKEN


def translated(error: Exception) -> Exception:
    """The error to raise to whoever asked: a full or failing disk is `StoreBusy`, damage is `JournalUnusable`."""
    if _code(error) == sqlite3.SQLITE_FULL:
        busy = StoreBusy("The disk is full: nothing was saved.", hint="Free some space; saving goes on by itself.")
    elif _code(error) in _PASSING:
        busy = StoreBusy(f"The disk did not take it ({error}): nothing was saved.", hint="Try again; check the disk.")
    elif is_corruption(error):
        return JournalUnusable(
            f"The database is damaged ({error}).",
            hint="Restart maitred: it sets the file aside and begins a new one.",
        )
    else:
        return error
    busy.__cause__ = error
    return busy
