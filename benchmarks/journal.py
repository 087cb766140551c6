"""The journal under load on a slow disk: 2,000 camera events and 20 commands a second, every flush delayed by 5 ms.

The load runs in a process of its own whose `fsync` and `fdatasync` are replaced by ones that sleep first; that the
delay really acts is measured before the load begins.
"""

from __future__ import annotations

import asyncio
import gc
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

from benchmarks import Figures, NotAtHand
from edge.clock import SystemClock
from edge.events import SEEN, TableChanged
from edge.floor import FloorProjection
from edge.journal import Journal, Transaction

FLUSH_DELAY_MS = 5
EVENTS_PER_S = 2_100  # a little more than must be saved, so that the rate is the journal's and not the offer's
COMMANDS_PER_S = 20
TABLES = 40

_SLOW_DISK = f"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <time.h>

static int slowly(const char *name, int file) {{
    struct timespec delay = {{0, {FLUSH_DELAY_MS} * 1000000L}};
    nanosleep(&delay, 0);
    return ((int (*)(int)) dlsym(RTLD_NEXT, name))(file);
}}

int fsync(int file) {{ return slowly("fsync", file); }}
int fdatasync(int file) {{ return slowly("fdatasync", file); }}
"""


def run(quick: bool) -> Figures:
    """Figures of one run: 30 s, or 3 s when quick. Times are ms from the call to its return."""
    with tempfile.TemporaryDirectory() as folder:
        slow_disk = _build(Path(folder))
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.journal", folder, "3" if quick else "30"],
            env=os.environ | {"LD_PRELOAD": str(slow_disk)},
            cwd=Path(__file__).parents[1],
            stdout=subprocess.PIPE,
            check=True,
        )
    figures: dict[str, object] = json.loads(done.stdout)
    return figures


def _build(folder: Path) -> Path:
    compiler = shutil.which("cc") or shutil.which("gcc")
    if compiler is None:
        raise NotAtHand("a C compiler (Debian: gcc) is needed to slow the disk down")
    source, library = folder / "slow_disk.c", folder / "slow_disk.so"
    source.write_text(_SLOW_DISK)
    subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", library, source, "-ldl"], check=True)
    return library


async def _load(folder: Path, seconds: float) -> dict[str, object]:
    async with Journal.open(folder / "maitred.db", clock=SystemClock(), projections=[FloorProjection()]) as journal:
        single_ms = [await _timed(journal.command(_say(number), actor="person:1")) for number in range(20)]
        if min(single_ms) < FLUSH_DELAY_MS:
            raise RuntimeError(f"a commit took {min(single_ms):.1f} ms: the disk is not slowed down")
        gc.collect()
        gc.freeze()  # as the daemon does once it is up: what was imported need not be walked again and again
        before, started = journal.seq, time.monotonic()
        seen_ms, said_ms = await asyncio.gather(
            _offer(EVENTS_PER_S, seconds, lambda number: journal.append([_change(number)])),
            _offer(COMMANDS_PER_S, seconds, lambda number: journal.command(_say(number), actor="person:1")),
        )
        elapsed_s = time.monotonic() - started
        assert journal.seq - before == len(seen_ms) + len(said_ms)
    return {
        "command_ack_p50_ms": _percentile(said_ms, 50),
        "command_ack_p95_ms": _percentile(said_ms, 95),
        "command_ack_p99_ms": _percentile(said_ms, 99),
        "command_ack_max_ms": round(max(said_ms), 2),
        "vision_events_per_s": round(len(seen_ms) / elapsed_s, 1),
        "vision_ack_p99_ms": _percentile(seen_ms, 99),
        "commands_per_s": round(len(said_ms) / elapsed_s, 1),
        "single_commit_ms": round(statistics.median(single_ms), 2),
        "seconds": round(elapsed_s, 1),
        "cpu_share_of_a_core": round(time.process_time() / elapsed_s, 3),
    }


async def _offer(per_s: int, seconds: float, call: Callable[[int], Awaitable[object]]) -> list[float]:
    """Call at a steady rate whatever the answers do, and return how long each took, ms."""
    took_ms: list[float] = []

    async def one(number: int) -> None:
        took_ms.append(await _timed(call(number)))

    async with asyncio.TaskGroup() as group:  # which forgets a task that is done: 60,000 kept ones would be felt
        async for number in _beats(per_s, seconds):
            group.create_task(one(number))
    return took_ms


async def _beats(per_s: int, seconds: float) -> AsyncIterator[int]:
    """Numbers at their due times; where the loop was late, the missed ones at once."""
    started = time.monotonic()
    for number in range(int(per_s * seconds)):
        late_s = time.monotonic() - started - number / per_s
        if late_s < 0:
            await asyncio.sleep(-late_s)
        yield number


async def _timed(call: Awaitable[object]) -> float:
    started = time.perf_counter()
    await call
    return (time.perf_counter() - started) * 1000


def _change(number: int) -> TableChanged:
    since = SystemClock().now()
    return TableChanged(table=f"T{number % TABLES}", value=SEEN[number % 3], confidence=0.9, people=2, since=since)


def _say(number: int) -> Callable[[Transaction], int]:
    """A command as a waiter's tap is one: look at the table, then say what it is."""

    def decide(transaction: Transaction) -> int:
        transaction.read(
            "SELECT max(seq) FROM events WHERE kind = ? AND key = ?", ("table.state", f"T{number % TABLES}")
        )
        return transaction.append(_change(number))

    return decide


def _percentile(values_ms: list[float], percent: int) -> float:
    return round(statistics.quantiles(values_ms, n=100, method="inclusive")[percent - 1], 2)


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_load(Path(sys.argv[1]), float(sys.argv[2])))))
