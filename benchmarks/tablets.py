"""Sixty tablets on the live stream and twenty commands a second, while four cameras watch eight tables each.

The daemon as it runs in a store, with its eyes on rendered rooms over RTSP. The tablets live in a process of their own.
From an event (its time on the machine's monotonic clock, before it is on disk) to each tablet; from a command to its
answer. Every tablet must get every event once and in order; every tenth command is sent twice and done once.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import json
import re
import sys
import time
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from uuid import uuid4

import aiohttp

from benchmarks import Figures
from benchmarks.path import SETTLE_S, rooms, wired
from benchmarks.rig import cameras
from edge.daemon import Daemon

TABLETS, COMMANDS_PER_S = 60, 20
SECONDS, QUICK_S = 120, 20
SENT_TWICE = 10
SPARE = [f"X{number}" for number in range(1, 25)]
"""Tables that no camera sees: nothing but the commands moves them."""
LINGER_S = 3.0

_SEQ = re.compile(rb"id: [^:\s]+:(\d+)")
_MONO_MS = re.compile(rb'"mono_ms":(\d+)')
_KEY = "Idempotency-Key"


@dataclass
class Tablet:
    """What one tablet got: seqs in the order they came, and how late each was, ms. `began`: its snapshot's seq."""

    began: int = 0
    welcomed: asyncio.Event = field(default_factory=asyncio.Event)
    seqs: list[int] = field(default_factory=list)
    late_ms: list[float] = field(default_factory=list)


@dataclass
class Told:
    """What was commanded: how long each answer took, ms; the seqs answered; answers to the same key that differed."""

    took_ms: list[float] = field(default_factory=list)
    seqs: list[int] = field(default_factory=list)
    differed: int = 0
    refused: int = 0


def run(quick: bool = False) -> Figures:
    """The benchmark's figures."""
    videos = rooms()
    with TemporaryDirectory() as folder, cameras(videos) as served:
        settings = wired(Path(folder), videos, served)
        return asyncio.run(_measure(Daemon(settings, demo=True), QUICK_S if quick else SECONDS))


async def _measure(daemon: Daemon, seconds: float) -> Figures:
    async with daemon.running() as url:
        await asyncio.sleep(SETTLE_S)
        gc.collect()
        gc.freeze()  # as `maitred run` does once it is up
        clients = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "benchmarks.tablets", url, str(seconds), stdout=asyncio.subprocess.PIPE
        )
        said, _ = await clients.communicate()
    if clients.returncode:
        raise RuntimeError("the tablets' process failed; it says why above")
    figures: dict[str, object] = json.loads(said)
    return figures


async def _clients(url: str, seconds: float) -> Figures:
    """All tablets and whoever taps on them."""
    tablets, told = [Tablet() for _ in range(TABLETS)], Told()
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(f"{url}/api/v1/", connector=connector) as http:
        await _set_up(http)
        async with asyncio.TaskGroup() as group:
            streams = [group.create_task(_listen(http, tablet)) for tablet in tablets]
            for tablet in tablets:
                await tablet.welcomed.wait()
            gc.collect()
            gc.freeze()
            await _command(http, told, seconds)
            await asyncio.sleep(LINGER_S)
            for stream in streams:
                stream.cancel()
    return figures(tablets, told, seconds)


async def _set_up(http: aiohttp.ClientSession) -> None:
    for table in SPARE:
        async with http.put(f"tables/{table}", json={}, headers={_KEY: uuid4().hex}) as answer:
            answer.raise_for_status()


async def _listen(http: aiohttp.ClientSession, tablet: Tablet) -> None:
    timeout = aiohttp.ClientTimeout(total=None)
    async with http.get("stream", timeout=timeout) as stream:
        seq = None
        async for line in stream.content:
            if found := _SEQ.match(line):
                seq = int(found[1])
            elif seq is not None and line.startswith(b"data:"):
                _note(tablet, seq, line)
                seq = None


def _note(tablet: Tablet, seq: int, line: bytes) -> None:
    if not tablet.welcomed.is_set():
        tablet.began = seq
        tablet.welcomed.set()
    elif at := _MONO_MS.search(line):
        tablet.seqs.append(seq)
        tablet.late_ms.append(time.monotonic() * 1000 - int(at[1]))


async def _command(http: aiohttp.ClientSession, told: Told, seconds: float) -> None:
    """Visits at all spare tables in turn, a command each beat, whatever the answers do."""
    visits = itertools.cycle([_visit(http, table, told) for table in SPARE])
    async with asyncio.TaskGroup() as group:
        async for visit in _beats(visits, seconds):
            group.create_task(_step(visit))


async def _beats(visits: itertools.cycle[AsyncIterator[None]], seconds: float) -> AsyncIterator[AsyncIterator[None]]:
    started = time.monotonic()
    for number in range(int(COMMANDS_PER_S * seconds)):
        await asyncio.sleep(max(0.0, started + number / COMMANDS_PER_S - time.monotonic()))
        yield next(visits)


async def _step(visit: AsyncIterator[None]) -> None:
    await anext(visit)


async def _visit(http: aiohttp.ClientSession, table: str, told: Told) -> AsyncIterator[None]:
    """Seat, serve, pay, leave and wipe, over and over: one command each time it is asked for the next."""
    while True:
        opened = await _post(http, "visits", {"tables": [table], "size": 2}, told)
        yield
        for phase in ("greeted", "ordered", "mains", "check", "paid"):
            await _post(http, f"visits/{opened['visit']}/phase", {"phase": phase}, told)
            yield
        await _post(http, f"visits/{opened['visit']}/close", None, told)
        yield
        await _post(http, f"tables/{table}/state", {"value": "clean"}, told)
        yield


async def _post(http: aiohttp.ClientSession, path: str, body: object, told: Told) -> dict[str, int]:
    headers = {_KEY: uuid4().hex}
    began = time.perf_counter()
    answer = await _sent(http, path, body, headers)
    told.took_ms.append((time.perf_counter() - began) * 1000)
    if "seq" not in answer:
        told.refused += 1
        return answer
    told.seqs.append(answer["seq"])
    if len(told.seqs) % SENT_TWICE == 0:
        told.differed += await _sent(http, path, body, headers) != answer
    return answer


async def _sent(http: aiohttp.ClientSession, path: str, body: object, headers: dict[str, str]) -> dict[str, int]:
    async with http.post(path, json=body, headers=headers) as response:
        said: dict[str, int] = await response.json(content_type=None)
        return said


def figures(tablets: Sequence[Tablet], told: Told, seconds: float) -> Figures:
    """The keys of the benchmark. Lost: an event that a tablet lacks, or a command that no tablet heard of."""
    newest = max(tablet.seqs[-1] if tablet.seqs else 0 for tablet in tablets)
    late_ms = [ms for tablet in tablets for ms in tablet.late_ms]
    heard = set().union(*(tablet.seqs for tablet in tablets))
    return {
        **_percentiles("event", late_ms),
        **_percentiles("command", told.took_ms),
        "lost": sum(_lost(tablet, newest) for tablet in tablets) + len(set(told.seqs) - heard),
        "doubled": sum(_doubled(tablet) for tablet in tablets) + told.differed + len(told.seqs) - len(set(told.seqs)),
        "refused": told.refused,
        "tablets": len(tablets),
        "events_per_tablet": round(len(late_ms) / len(tablets)),
        "commands_per_s": round(len(told.took_ms) / seconds, 1),
    }


def _lost(tablet: Tablet, newest: int) -> int:
    return len(set(range(tablet.began + 1, newest + 1)) - set(tablet.seqs))


def _doubled(tablet: Tablet) -> int:
    """Events that came twice, or before an earlier one."""
    return sum(following <= seq for seq, following in itertools.pairwise(tablet.seqs))


def _percentiles(name: str, values_ms: Sequence[float]) -> Figures:
    cuts = quantiles(values_ms, n=100, method="inclusive")
    shown = {f"{name}_p{share}_ms": round(cuts[share - 1], 1) for share in (50, 95, 99)}
    return {**shown, f"{name}_max_ms": round(max(values_ms), 1)}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_clients(sys.argv[1], float(sys.argv[2])))))
