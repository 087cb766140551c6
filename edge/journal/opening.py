"""Opening the database file: locked, checked, current - or a clear refusal that changes nothing.

A damaged file is set aside under another name, never deleted, and a fresh one is begun.
"""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from edge.errors import JournalUnusable
from edge.journal.connections import connect_writer
from edge.journal.failures import is_corruption
from edge.journal.schema import APPLICATION_ID, VERSION, migrate

log = logging.getLogger(__name__)

_COMPANIONS = ("", "-wal", "-shm", "-journal")


class Damaged(Exception):
    """The file is no sound database."""


class Lock:
    """Only one process has the database open; a second one is refused. Released by the system if we die."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(database.name + ".lock")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            raise JournalUnusable(
                f"{database} cannot be opened: {error.strerror}.",
                hint="Check the folder's owner, rights and free space.",
            ) from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.read(self._descriptor, 32).decode(errors="replace").strip() or "unknown"
            os.close(self._descriptor)
            raise JournalUnusable(
                f"{database} is in use by another maitred (process {holder}).",
                hint="Stop that one first, or give this one another data folder.",
            ) from error
        with suppress(OSError):  # on a full disk the hint above stays without a number
            os.ftruncate(self._descriptor, 0)
            os.write(self._descriptor, f"{os.getpid()}\n".encode())

    def release(self) -> None:
        os.close(self._descriptor)


def open_sound(path: Path) -> sqlite3.Connection:
    """A writer's connection to a sound database of this version, created if there is none.

    Raises `Damaged` for a file to set aside, `JournalUnusable` for one to leave alone.
    """
    if path.exists():
        _check_file(path)
    elif path.with_name(path.name + "-wal").exists():
        raise Damaged("only its log is there")
    try:
        connection = connect_writer(path)
    except sqlite3.Error as error:
        raise _refusal(path, error) from error
    try:
        _check_pages(connection)
        migrate(connection)
    except sqlite3.Error as error:
        connection.close()
        raise _refusal(path, error) from error
    except BaseException:
        connection.close()
        raise
    return connection


def set_aside(path: Path, now: datetime) -> Path:
    """Move a damaged database, with its log, to a name that tells when. Returns that name."""
    stamp = now.strftime("%Y%m%dT%H%M%SZ")
    target, number = path.with_name(f"{path.name}.damaged-{stamp}"), 1
    while any(target.with_name(target.name + companion).exists() for companion in _COMPANIONS):
        number += 1
        target = path.with_name(f"{path.name}.damaged-{stamp}-{number}")
    for companion in _COMPANIONS:
        old = path.with_name(path.name + companion)
        if old.exists():
            old.rename(target.with_name(target.name + companion))
    sync_folder(path.parent)
    return target


def sync_folder(folder: Path) -> None:
    """Make renames in a folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _check_file(path: Path) -> None:
    """Look at an existing file through a connection that cannot write, before one that can."""
    if not path.is_file():
        raise JournalUnusable(f"{path} is not a file.", hint="Name a file, or move that away.")
    if path.stat().st_size == 0:
        raise Damaged("it is empty")
    try:
        probe = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
        try:
            (version,) = probe.execute("PRAGMA user_version").fetchone()
            (application,) = probe.execute("PRAGMA application_id").fetchone()
            (tables,) = probe.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        finally:
            probe.close()
    except sqlite3.Error as error:
        raise _refusal(path, error) from error
    if tables and application != APPLICATION_ID:
        raise JournalUnusable(f"{path} is another program's database.", hint="Give maitred its own file.")
    if version > VERSION:
        raise JournalUnusable(
            f"{path} was written by a newer maitred (database version {version}, this one knows {VERSION}).",
            hint="Install that version again, or restore a backup from before the update.",
        )


def _check_pages(connection: sqlite3.Connection) -> None:
    problems = [row[0] for row in connection.execute("PRAGMA quick_check(3)")]
    if problems != ["ok"]:
        raise Damaged("; ".join(problems).replace("\n", " "))


def _refusal(path: Path, error: sqlite3.Error) -> Exception:
    if is_corruption(error):
        return Damaged(str(error))
    return JournalUnusable(
        f"{path} cannot be opened: {error}.", hint="Check the folder's owner, rights and free space."
    )
