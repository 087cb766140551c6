"""How connections to the database are made, and which SQLite they may trust."""

from __future__ import annotations

import sqlite3
from pathlib import Path

_CHECKPOINT_PAGES = 16_000  # a commit that finds more in the log empties it: the net below `Writer.tidy`
_LOG_LIMIT_BYTES = 64 * 1024 * 1024
_BUSY_MS = 5000


def connect_writer(path: Path) -> sqlite3.Connection:
    """The one connection that writes and checkpoints: WAL, a flush to disk before every acknowledgement."""
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.row_factory = sqlite3.Row
    try:
        for pragma in (
            f"busy_timeout={_BUSY_MS}",
            "mmap_size=0",
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=1",
            "secure_delete=ON",  # what is forgotten is overwritten, not only unlinked
            f"wal_autocheckpoint={_CHECKPOINT_PAGES}",
            f"journal_size_limit={_LOG_LIMIT_BYTES}",
        ):
            connection.execute(f"PRAGMA {pragma}")
    except BaseException:
        connection.close()
        raise
    return connection


def connect_reader(path: Path) -> sqlite3.Connection:
    """A connection that can neither write nor checkpoint."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
    )
    connection.row_factory = sqlite3.Row
    for pragma in ("query_only=1", "wal_autocheckpoint=0", "mmap_size=0", f"busy_timeout={_BUSY_MS}"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def sqlite_warning(version: str = sqlite3.sqlite_version) -> str | None:
    """What is wrong with this SQLite, for a person; None if nothing is known to be.

    3.7.0 to 3.51.2 can corrupt a WAL database that two connections write or checkpoint at once; fixed in 3.51.3 and
    in the maintenance releases 3.44.6 and 3.50.7. 3.52.0 was withdrawn. https://sqlite.org/wal.html#walresetbug
    """
    major, minor, patch = (int(part) for part in (*version.split("."), "0", "0")[:3])
    number = (major, minor, patch)
    if number == (3, 52, 0):
        trouble = "was withdrawn by its makers"
    elif number >= (3, 51, 3) or (minor == 44 and patch >= 6) or (minor == 50 and patch >= 7):
        return None
    else:
        trouble = "can corrupt a WAL database that two connections write at once (the WAL-reset bug)"
    return (
        f"SQLite {version} {trouble}. maitred writes and checkpoints through one connection only, so it is not bitten; "
        "still, never write to its database with another program, and prefer a Python with SQLite 3.51.3 or newer."
    )
