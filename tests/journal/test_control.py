"""Commands reach the daemon over its socket, and errors come back as themselves."""

from __future__ import annotations

import asyncio
import socket
import stat
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path

import pytest
from pydantic import BaseModel, ConfigDict

from edge.errors import BadInput, Conflict, JournalUnusable, MaitredError, NotFound, StoreBusy
from edge.journal import ControlServer, call


class Seat(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid")
    covers: int


class Seated(BaseModel):
    covers: int


class Nothing(BaseModel):
    pass


async def seat(request: Seat) -> Seated:
    if request.covers > 8:
        raise Conflict("No table is that large.", hint="Join two.")
    if request.covers == 0:
        raise ZeroDivisionError
    return Seated(covers=request.covers)


async def hang(_: Nothing) -> Nothing:
    await asyncio.Event().wait()
    return Nothing()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "control.sock"


@pytest.fixture
async def server(path: Path) -> AsyncIterator[ControlServer]:
    server = ControlServer(path)
    server.register("seat", Seat, seat)
    server.register("hang", Nothing, hang)
    await server.start()
    yield server
    await server.stop()


@pytest.mark.usefixtures("server")
async def test_a_command_is_answered(path: Path) -> None:
    assert await call(path, "seat", Seat(covers=4), Seated) == Seated(covers=4)


@pytest.mark.usefixtures("server")
async def test_only_its_owner_may_open_the_socket(path: Path) -> None:
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("verb", "args", "error", "says"),
    [
        ("seat", Seat(covers=9), Conflict, "Join two"),
        ("seat", Seated(covers=0), MaitredError, "See its log"),
        ("seat", Nothing(), BadInput, "covers"),
        ("dance", Nothing(), NotFound, "dance"),
    ],
)
async def test_an_error_comes_back_as_itself(
    path: Path, verb: str, args: BaseModel, error: type[MaitredError], says: str
) -> None:
    with pytest.raises(error, match=says) as caught:
        await call(path, verb, args, Seated)
    assert type(caught.value) is error


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize("line", [b"nonsense\n", b'{"id": "x"}\n', b"[]\n", b"\xff\xfe\n"])
async def test_nonsense_is_refused_and_the_line_stays_usable(path: Path, line: bytes) -> None:
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(line + b'{"id": 7, "verb": "seat", "args": {"covers": 2}}\n')
    refusal, answer = await reader.readline(), await reader.readline()
    writer.close()
    assert b'"kind":"BadInput"' in refusal
    assert answer == b'{"id":7,"ok":{"covers":2},"error":null}\n'


@pytest.mark.usefixtures("server")
async def test_an_endless_line_is_cut_off_and_others_are_served(path: Path) -> None:
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(b"x" * 2_000_000)
    with suppress(ConnectionResetError):
        assert await reader.read() == b""
    writer.close()
    assert await call(path, "seat", Seat(covers=1), Seated) == Seated(covers=1)


@pytest.mark.usefixtures("server")
async def test_a_daemon_that_hangs_is_not_waited_for(path: Path) -> None:
    with pytest.raises(StoreBusy, match="did not answer"):
        await call(path, "hang", Nothing(), Nothing, timeout_s=0.05)


async def test_stopping_ends_what_hangs_and_removes_the_socket(path: Path, server: ControlServer) -> None:
    waiting = asyncio.create_task(call(path, "hang", Nothing(), Nothing))
    await call(path, "seat", Seat(covers=1), Seated)
    await server.stop()
    with pytest.raises(StoreBusy):
        await waiting
    assert not path.exists()


async def test_without_a_daemon_the_error_says_so(path: Path) -> None:
    with pytest.raises(StoreBusy, match="No maitred is running"):
        await call(path, "seat", Seat(covers=1), Seated)


async def test_the_socket_of_a_dead_daemon_is_replaced(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as dead:
        dead.bind(str(path))
    with pytest.raises(StoreBusy, match="No maitred is running"):
        await call(path, "seat", Seat(covers=1), Seated)
    server = ControlServer(path)
    server.register("seat", Seat, seat)
    await server.start()
    assert await call(path, "seat", Seat(covers=3), Seated) == Seated(covers=3)
    await server.stop()


async def test_a_living_daemon_keeps_its_socket(path: Path, server: ControlServer) -> None:
    with pytest.raises(JournalUnusable, match="Another maitred"):
        await ControlServer(path).start()
    assert await call(path, "seat", Seat(covers=3), Seated) == Seated(covers=3)


async def test_another_file_in_the_way_is_left_alone(path: Path) -> None:
    path.write_text("mine")
    with pytest.raises(JournalUnusable, match="in the way"):
        await ControlServer(path).start()
    assert path.read_text() == "mine"


async def test_a_path_too_long_for_a_socket_is_named(tmp_path: Path) -> None:
    with pytest.raises(JournalUnusable, match="longer than 107 bytes"):
        await ControlServer(tmp_path / ("x" * 100)).start()
