"""A few read-only connections, each with its thread, so that reading never waits for writing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import TypeVar

from edge.journal.connections import connect_reader
from edge.journal.failures import translating

T = TypeVar("T")


class Readers:
    """As many connections as threads: a read never waits for a connection, only for a thread."""

    def __init__(self, path: Path, count: int) -> None:
        self._connections = [connect_reader(path) for _ in range(count)]
        self._idle: SimpleQueue[sqlite3.Connection] = SimpleQueue()
        for connection in self._connections:
            self._idle.put(connection)
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="journal-reader")

    async def read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        """Run `query` in a reader's thread on one consistent snapshot of the database."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, self._read, query)

    def _read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        connection = self._idle.get()
        try:
            with translating():
                connection.execute("BEGIN")
                try:
                    return query(connection)
                finally:
                    connection.execute("ROLLBACK")
        finally:
            self._idle.put(connection)

    def close(self) -> None:
        """Blocks until running reads are done."""
        self._threads.shutdown(wait=True, cancel_futures=True)
        for connection in self._connections:
            connection.close()
