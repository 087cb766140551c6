"""An RTSP camera that can be told to misbehave: H.264 over interleaved TCP, live, in real time, in a loop.

The picture runs whether or not anybody watches, as with a real camera: who connects joins in the middle of it.
Faults are plain attributes, to be set while clients are connected.
"""

from __future__ import annotations

import asyncio
import bisect
import contextlib
import random
import struct
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from tests.rtsp.auth import Login
from tests.rtsp.clip import AccessUnit, Clip, payloads

RTP_HZ = 90_000
CHANNEL = 0


class Fault(StrEnum):
    """What is wrong with the camera."""

    NONE = "none"
    SILENT = "silent"  # accepts connections, answers nothing
    SLOW = "slow"  # answers each request late
    STALL = "stall"  # the stream stops, the socket stays open
    FREEZE = "freeze"  # the same picture again and again, with new timestamps
    GARBLE = "garble"  # coded pictures overwritten with noise
    NOT_FOUND = "not_found"
    HTML = "html"  # a web server sits at this port
    NO_VIDEO = "no_video"  # a description without a video stream


@dataclass(frozen=True)
class Request:
    """One RTSP request."""

    method: str
    url: str
    headers: dict[str, str]


@dataclass
class RtspCamera:
    """One camera on one port of the loopback. `answer_after_s` is how slow `Fault.SLOW` is."""

    clip: Clip
    login: Login | None = None
    fault: Fault = Fault.NONE
    answer_after_s: float = 0.5
    port: int = 0
    requests: Counter[str] = field(default_factory=Counter)
    connections: int = 0
    denials: int = 0
    started_at: float = field(default_factory=time.monotonic)
    _server: asyncio.Server | None = None
    _loop: asyncio.AbstractEventLoop | None = None
    _sessions: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        """Its address, without credentials."""
        return f"rtsp://127.0.0.1:{self.port}/stream"

    async def start(self) -> None:
        """Listen; the port stays the same over later starts."""
        self._loop = asyncio.get_running_loop()
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        """Close the port and every connection: from now on connections are refused."""
        if self._server is None:
            return
        self._server.close()
        await self._drop()
        await self._server.wait_closed()
        self._server = None

    def refuse_connections(self) -> None:
        """`stop` from another thread."""
        self._call(self.stop())

    def accept_connections(self) -> None:
        """`start` from another thread."""
        self._call(self.start())

    def drop(self) -> None:
        """Close every connection, from another thread; new ones are welcome."""
        self._call(self._drop())

    def shown_at(self, clip_s: float) -> float:
        """Monotonic time at which the picture of `clip_s` seconds is first sent."""
        return self.started_at + clip_s

    def _call(self, work: Coroutine[None, None, None]) -> None:
        assert self._loop is not None
        asyncio.run_coroutine_threadsafe(work, self._loop).result(5)

    async def _drop(self) -> None:
        for task in self._sessions:
            task.cancel()
        await asyncio.gather(*self._sessions, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.current_task()
        assert task is not None
        self._sessions.add(task)
        try:
            await _Session(self, reader, writer).run()
        except* (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # the client went, or was thrown out
        finally:
            self._sessions.discard(task)
            writer.transport.abort()


class _Session:
    """One connection: answers requests, and plays once asked to."""

    def __init__(self, camera: RtspCamera, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.camera, self.reader, self.writer = camera, reader, writer
        self.sequence = 0
        self.noise = random.Random(7)

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            player: asyncio.Task[None] | None = None
            while request := await self._request():
                self.camera.requests[request.method] += 1
                await self._answer(request)
                if request.method == "PLAY":
                    player = tasks.create_task(self._play())
                if request.method == "TEARDOWN":
                    break
            if player:
                player.cancel()

    async def _request(self) -> Request | None:
        while True:
            first = await self.reader.read(1)
            if not first:
                return None
            if first != b"$":
                break
            _, size = struct.unpack("!BH", await self.reader.readexactly(3))  # the client's RTCP
            await self.reader.readexactly(size)
        lines = (first + await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, url, _ = lines[0].split(" ", 2)
        headers = dict(line.split(":", 1) for line in lines[1:] if ":" in line)
        return Request(method, url, {name.strip().lower(): value.strip() for name, value in headers.items()})

    async def _answer(self, request: Request) -> None:
        camera = self.camera
        if camera.fault is Fault.SILENT:
            await asyncio.sleep(3600)
        if camera.fault is Fault.SLOW:
            await asyncio.sleep(camera.answer_after_s)
        if camera.fault is Fault.HTML:
            self.writer.write(b"HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\n\r\n<html>Please log in</html>")
            self.writer.close()
        elif camera.login and request.method != "OPTIONS" and not camera.login.accepts(request.method, request.headers):
            camera.denials += 1
            self._reply(request, "401 Unauthorized", {"WWW-Authenticate": camera.login.challenge})
        elif camera.fault is Fault.NOT_FOUND and request.method == "DESCRIBE":
            self._reply(request, "404 Not Found")
        else:
            self._serve(request)
        await self.writer.drain()

    def _serve(self, request: Request) -> None:
        match request.method:
            case "OPTIONS":
                self._reply(request, headers={"Public": "OPTIONS, DESCRIBE, SETUP, PLAY, TEARDOWN, GET_PARAMETER"})
            case "DESCRIBE":
                sdp = self.camera.clip.sdp
                body = sdp.split("m=video")[0] if self.camera.fault is Fault.NO_VIDEO else sdp
                self._reply(request, headers={"Content-Type": "application/sdp"}, body=body)
            case "SETUP" if "interleaved" not in request.headers.get("transport", ""):
                self._reply(request, "461 Unsupported Transport")
            case "SETUP":
                self._reply(request, headers={"Transport": request.headers["transport"], "Session": "1;timeout=60"})
            case _:
                self._reply(request, headers={"Session": "1", "Range": "npt=now-"})

    def _reply(
        self, request: Request, status: str = "200 OK", headers: dict[str, str] | None = None, body: str = ""
    ) -> None:
        fields = {"CSeq": request.headers.get("cseq", "0"), **(headers or {}), "Content-Length": str(len(body))}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self.writer.write(f"RTSP/1.0 {status}\r\n{head}\r\n{body}".encode())

    async def _play(self) -> None:
        with contextlib.suppress(ConnectionError):
            async for at_s, unit in self._live():
                if self.camera.fault is not Fault.STALL:
                    self._send(at_s, self._nals(unit))
                    await self.writer.drain()

    async def _live(self) -> AsyncIterator[tuple[float, AccessUnit]]:
        """Units as they become due, from now on, with their time since the camera started."""
        camera = self.camera
        position = time.monotonic() - camera.started_at
        while True:
            clip = camera.clip
            loop, within = divmod(position, clip.duration_s)
            index = bisect.bisect_right(clip.units, within + 1e-6, key=lambda unit: unit.due_s)
            if index == len(clip.units):
                loop, index = loop + 1, 0
            unit = clip.units[index]
            position = loop * clip.duration_s + unit.due_s
            await asyncio.sleep(camera.started_at + position - time.monotonic())
            yield loop * clip.duration_s + unit.at_s, unit

    def _nals(self, unit: AccessUnit) -> tuple[bytes, ...]:
        camera = self.camera
        match camera.fault:
            case Fault.FREEZE:
                unit = next(first for first in camera.clip.units if first.keyframe)
            case Fault.GARBLE:
                return tuple(nal[:1] + self.noise.randbytes(len(nal) - 1) for nal in unit.nals)
        return (*camera.clip.parameter_sets, *unit.nals) if unit.keyframe else unit.nals

    def _send(self, at_s: float, nals: tuple[bytes, ...]) -> None:
        stamp = int(at_s * RTP_HZ) & 0xFFFFFFFF
        for payload, marker in payloads(nals):
            self.sequence = (self.sequence + 1) & 0xFFFF
            header = struct.pack("!BBHII", 0x80, 96 | (0x80 if marker else 0), self.sequence, stamp, 0x4D414954)
            self.writer.write(struct.pack("!BBH", 0x24, CHANNEL, len(header) + len(payload)) + header + payload)


@contextlib.contextmanager
def on_air(*cameras: RtspCamera) -> Iterator[None]:
    """Run cameras in a thread of their own, for code that is not asyncio."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="rtsp-cameras", daemon=True)
    thread.start()
    try:
        for camera in cameras:
            asyncio.run_coroutine_threadsafe(camera.start(), loop).result(5)
        yield
    finally:
        for camera in cameras:
            asyncio.run_coroutine_threadsafe(camera.stop(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        loop.close()


__all__ = ["Fault", "RtspCamera", "on_air"]
