"""kill -9 of the whole daemon under load, again and again on one box: nothing acknowledged is ever lost or doubled."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path

import aiohttp
import pytest

from edge.daemon import Daemon
from edge.settings import Settings, StoreWiring, WebWiring

CYCLES = 50
HOSTS = 6


def serve(state_dir: Path, told: Connection) -> None:
    """One life of the daemon: tells its address and runs until it is killed."""
    settings = Settings(store=StoreWiring(state_dir=state_dir), web=WebWiring(host="127.0.0.1", port=0, tls="off"))

    async def run() -> None:
        async with Daemon(settings).running() as url:
            told.send(url)
            await asyncio.Event().wait()

    asyncio.run(run())


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Children are forked from a small server that has the imports done already."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


class Floor:
    """What the hosts of a restaurant asked for, and what the box acknowledged."""

    def __init__(self, state_dir: Path) -> None:
        self.state_dir = state_dir
        self.parties: dict[str, int] = {}
        self.keys: list[str] = []
        self._tasks: list[asyncio.Task[None]] = []

    @asynccontextmanager
    async def box(self, processes: ForkServerContext) -> AsyncIterator[aiohttp.ClientSession]:
        """The daemon for a while; then it is killed."""
        hears, told = processes.Pipe(duplex=False)
        child = processes.Process(target=serve, args=(self.state_dir, told))
        child.start()
        told.close()
        url = await asyncio.to_thread(hears.recv)
        token = (self.state_dir / "manager.token").read_text().strip()
        headers = {"Authorization": f"Bearer {token}"}
        try:
            async with aiohttp.ClientSession(url, headers=headers) as session:
                yield session
        finally:
            child.kill()
            await asyncio.to_thread(child.join)
            hears.close()

    async def add_party(self, session: aiohttp.ClientSession, key: str) -> None:
        """Ask for a party under `key`, and note it once the box has said yes."""
        async with session.post("/api/v1/parties", json={"size": 2}, headers={"Idempotency-Key": key}) as answer:
            if answer.status == 429:
                await asyncio.sleep(float(answer.headers["Retry-After"]))
                return
            assert answer.status in (200, 201), await answer.text()
            party = int((await answer.json())["party"])
        assert self.parties.setdefault(key, party) == party, "the same command was done twice"

    async def rush(self, session: aiohttp.ClientSession, until: int) -> None:
        """Several hosts add parties at once until `until` are acknowledged in this life."""
        goal = len(self.parties) + until
        reached = asyncio.Event()

        async def host() -> None:
            while not reached.is_set():
                self.keys.append(f"party-{len(self.keys) + 1}")
                await self.add_party(session, self.keys[-1])
                if len(self.parties) >= goal:
                    reached.set()

        tasks = [asyncio.create_task(host()) for _ in range(HOSTS)]
        try:
            await asyncio.wait_for(reached.wait(), 60)
        finally:
            for task in tasks:
                task.add_done_callback(lambda done: done.cancelled() or done.exception())
        self._tasks = tasks

    async def end_rush(self) -> None:
        """The box is gone: whoever still asks hears so."""
        for task in self._tasks:
            with suppress(aiohttp.ClientError, ConnectionError, asyncio.CancelledError):
                task.cancel()
                await task


async def test_nothing_acknowledged_is_lost_or_doubled(tmp_path: Path, processes: ForkServerContext) -> None:
    chance = random.Random(20260103)
    floor = Floor(tmp_path / "state")
    for _ in range(CYCLES):
        async with floor.box(processes) as session:
            await floor.rush(session, chance.randrange(1, 7))
        await floor.end_rush()
    async with floor.box(processes) as session:
        for key in floor.keys:  # whoever never heard an answer asks again, and so do all the others
            await floor.add_party(session, key)
            while key not in floor.parties:
                await floor.add_party(session, key)
        listed = await _parties(session)
    assert sorted(floor.parties) == sorted(floor.keys)
    assert sorted(listed) == sorted(floor.parties.values())


async def _parties(session: aiohttp.ClientSession) -> list[int]:
    """Every party the box knows."""
    async with session.get("/api/v1/service") as answer:
        assert answer.status == 200, await answer.text()
        return [party["party"] for party in (await answer.json())["parties"]]
