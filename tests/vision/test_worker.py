"""The worker process by itself: how it ends."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import psutil
import pytest

from edge.vision.messages import Configure, Heartbeat, Stop
from edge.vision.process import WorkerProcess, spawned
from edge.vision.wire import HEADER, read_up

PATIENCE_S = 60.0

DAEMON = """
import asyncio, sys
from pathlib import Path
from edge.vision.eyes import Eyes, EyesSettings

async def take(report):
    if report.type == "heartbeat":
        print(eyes.pid, flush=True)

eyes = Eyes(EyesSettings(bundle=Path("none")), take)

async def main():
    await eyes.start()
    await asyncio.sleep(60)

asyncio.run(main())
"""


async def _first_beat(worker: WorkerProcess) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while not isinstance(await read_up(worker.reader), Heartbeat):
            pass


async def test_it_beats_before_it_is_configured_and_stops_when_told() -> None:
    async with spawned() as worker:
        await _first_beat(worker)
        worker.send(Stop())
        assert await worker.wait(PATIENCE_S)
        assert await worker.last_words() == "it ended with status 0."


async def test_it_ends_when_the_daemon_hangs_up() -> None:
    async with spawned() as worker:
        await _first_beat(worker)
        worker.hang_up()
        assert await worker.wait(PATIENCE_S)


@pytest.mark.parametrize(
    "nonsense",
    [HEADER.pack(2, b"J") + b"{}", b"GET / HTTP/1.1\r\n"],
    ids=["no message of ours", "another protocol"],
)
async def test_it_ends_on_a_message_that_is_none(nonsense: bytes) -> None:
    async with spawned() as worker:
        worker.send_bytes(nonsense)
        assert await worker.wait(PATIENCE_S)
        assert await worker.last_words() == "it ended with status 1."


async def test_another_classifier_needs_another_process() -> None:
    async with spawned() as worker:
        worker.send(Configure(cameras=(), bundle=Path("none")))
        worker.send(Configure(cameras=(), bundle=Path("another")))
        assert await worker.wait(PATIENCE_S)
        assert await worker.last_words() == "it ended with status 3."


async def test_it_dies_with_a_daemon_that_is_killed() -> None:
    daemon = await asyncio.create_subprocess_exec(sys.executable, "-c", DAEMON, stdout=asyncio.subprocess.PIPE)
    assert daemon.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            pid = int(await daemon.stdout.readline())
        os.kill(pid, signal.SIGSTOP)  # it cannot notice by itself
    finally:
        daemon.kill()
        await daemon.communicate()
    assert await asyncio.to_thread(_ends, pid)


def _ends(pid: int) -> bool:
    """Whether a process that is not our child ends in time."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        time.sleep(0.02)
    return False
