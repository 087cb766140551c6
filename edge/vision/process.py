"""The vision worker as a process: exec'd, with one end of a socket and none of the daemon's secrets."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from edge.vision.messages import Down
from edge.vision.wire import encode

ENVIRONMENT = ("PATH", "HOME", "LANG", "TZ", "TMPDIR", "PYTHONPATH", "LD_LIBRARY_PATH", "LD_PRELOAD")
"""What the worker inherits: none of the daemon's secrets."""

ENVIRONMENT_PREFIXES = ("CUDA_", "NVIDIA_", "ORT_")

LAST_WORDS_S = 1.0


class WorkerProcess:
    """A running worker process and the socket to it."""

    def __init__(
        self, process: asyncio.subprocess.Process, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._process = process
        self.reader = reader
        self._writer = writer

    def send(self, message: Down) -> None:
        """Queue a message. Never waits: a worker that does not read does not beat either, and is killed for it."""
        self.send_bytes(encode(message))

    def send_bytes(self, data: bytes) -> None:
        """Queue bytes as they are."""
        if not self._writer.is_closing():
            self._writer.write(data)

    def hang_up(self) -> None:
        """Close the socket, which ends the worker."""
        self._writer.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """End it now."""
        if self._process.returncode is None:
            self._process.kill()

    async def wait(self, patience_s: float) -> bool:
        """Wait for it to end by itself. False: it did not."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                await self._process.wait()
        return self._process.returncode is not None

    async def end(self) -> None:
        """Make sure that it is gone, and the socket closed."""
        self.kill()
        await self._process.wait()
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    async def last_words(self) -> str:
        """Why it closed its end of the socket."""
        if not await self.wait(LAST_WORDS_S):
            return "it closed the connection."
        code = self._process.returncode or 0
        return f"it was killed by signal {-code}." if code < 0 else f"it ended with status {code}."


@asynccontextmanager
async def spawned() -> AsyncIterator[WorkerProcess]:
    """A running worker; it is killed on leaving, if it has not ended before."""
    ours, theirs = socket.socketpair()
    try:
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *_command(theirs.fileno()),
                stdin=asyncio.subprocess.DEVNULL,
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
                env=_environment(),
            )
        reader, writer = await asyncio.open_connection(sock=ours)
    except BaseException:
        ours.close()
        raise
    worker = WorkerProcess(process, reader, writer)
    try:
        yield worker
    finally:
        await worker.end()


def _command(fd: int) -> tuple[str, ...]:
    return (sys.executable, "-m", "edge.vision.worker", "--fd", str(fd), "--parent", str(os.getpid()))


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if name in ENVIRONMENT or name.startswith(ENVIRONMENT_PREFIXES)
    } | {"OMP_NUM_THREADS": "1", "PYTHONUNBUFFERED": "1"}


__all__ = ["WorkerProcess", "spawned"]
