"""kill -9 under load, over and over on the same database: nothing acknowledged is ever lost."""

from __future__ import annotations

import multiprocessing
import os
import random
from multiprocessing.context import ForkServerContext
from multiprocessing.reduction import DupFd
from pathlib import Path

import pytest

from edge.events import Envelope, TableChanged

from . import load
from .conftest import Opener, last_states

CYCLES = 50


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Children are forked from a small server that has the imports done already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([load.__name__])
    return context


def _kill_under_load(processes: ForkServerContext, path: Path, after: int) -> list[tuple[int, str, str]]:
    """Let a child write until `after` events are acknowledged, kill it, and return all that it acknowledged."""
    reading, writing = os.pipe()
    child = processes.Process(target=_child, args=(path, DupFd(writing)))
    child.start()
    os.close(writing)
    received = b""
    with os.fdopen(reading, "rb", buffering=0) as pipe:
        while received.count(b"\n") < after:
            piece = pipe.read(4096)
            assert piece, "the child ended by itself"
            received += piece
        child.kill()
        received += pipe.read()
    child.join()
    return [(int(seq), table, value) for seq, table, value in (line.split() for line in received.decode().splitlines())]


def _child(path: Path, acknowledgements: DupFd) -> None:  # type: ignore[valid-type]
    load.run(path, acknowledgements.detach())


async def test_nothing_acknowledged_is_lost(opened: Opener, path: Path, processes: ForkServerContext) -> None:
    chance = random.Random(20260102)
    acknowledged: dict[int, tuple[str, str]] = {}
    states: dict[str, str] = {}
    last = 0
    for _ in range(CYCLES):
        heard = _kill_under_load(processes, path, chance.randrange(1, 100))
        assert len({seq for seq, _, _ in heard} | acknowledged.keys()) == len(heard) + len(acknowledged)
        acknowledged |= {seq: (table, value) for seq, table, value in heard}
        async with opened() as journal:
            assert journal.set_aside is None
            assert not journal.clean
            fresh = await journal.events(after=last, limit=1_000_000)
            assert [envelope.seq for envelope in fresh] == list(range(last + 1, journal.seq + 1))
            states |= dict(_fact(envelope) for envelope in fresh)
            assert await journal.read(last_states) == states
            last = journal.seq
    async with opened() as journal:
        found = {envelope.seq: _fact(envelope) for envelope in await journal.events(after=0, limit=1_000_000)}
    assert acknowledged.items() <= found.items()
    assert len(acknowledged) > CYCLES * 20


def _fact(envelope: Envelope) -> tuple[str, str]:
    assert isinstance(envelope.data, TableChanged)
    return envelope.data.table, envelope.data.value.value
