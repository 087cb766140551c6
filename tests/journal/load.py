"""A process that writes as fast as it can and says what is acknowledged, until it is killed."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

from edge.clock import SystemClock
from edge.events import SEEN
from edge.journal import Journal

from .conftest import LastStates
from .facts import changed


def run(path: Path, acknowledgements: int) -> None:
    """Write `seq table value` lines to a pipe, each only after the journal has acknowledged that event."""
    asyncio.run(_run(path, acknowledgements))


async def _run(path: Path, acknowledgements: int) -> None:
    def say(seq: int, table: str, value: str) -> None:
        os.write(acknowledgements, f"{seq} {table} {value}\n".encode())  # one write: whole or not at all

    async def see(journal: Journal, table: str) -> None:
        for number in range(1_000_000):
            value = SEEN[number % 3]
            for envelope in await journal.append([changed(table, value)]):
                say(envelope.seq, table, value)

    async def command(journal: Journal, table: str) -> None:
        for number in range(1_000_000):
            fact = changed(table, SEEN[number % 3])
            seq = await journal.command(lambda transaction, fact=fact: transaction.append(fact), actor="person:1")
            say(seq, table, fact.value)

    opened = Journal.open(path, clock=SystemClock(), projections=[LastStates()])
    async with opened as journal, asyncio.TaskGroup() as group:
        for number in range(20):
            group.create_task(see(journal, f"T{number}"))
        for number in range(2):
            group.create_task(command(journal, f"P{number}"))
