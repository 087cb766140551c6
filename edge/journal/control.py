"""The daemon's control socket: how commands on this box reach the process that has the database.

A Unix socket only its owner may open. One JSON object per line: `{id, verb, args}` is answered by `{id, ok}` or
`{id, error}`. The daemon registers its verbs; `call` is the other end, and raises what the daemon raised.
"""

from __future__ import annotations

import asyncio
import errno
import logging
import os
import socket
import stat
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from edge.errors import BadInput, JournalUnusable, MaitredError, NotFound, StoreBusy

Q = TypeVar("Q", bound=BaseModel)
A = TypeVar("A", bound=BaseModel)

log = logging.getLogger(__name__)

_LINE_LIMIT = 1024 * 1024
_PATH_LIMIT = 107  # sun_path of Linux, less its closing zero


class _Failure(BaseModel):
    """A `MaitredError` on the wire. `kind` is the name of its class."""

    model_config = ConfigDict(extra="ignore")

    kind: str
    message: str
    hint: str = ""


class _Request(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: int
    verb: str
    args: JsonValue = None


class _Reply(BaseModel):
    model_config = ConfigDict(extra="ignore")

    id: int
    ok: JsonValue = None
    error: _Failure | None = None


@dataclass(frozen=True)
class _Verb(Generic[Q]):
    request: type[Q]
    handle: Callable[[Q], Awaitable[BaseModel]]

    async def run(self, args: JsonValue) -> JsonValue:
        answer = await self.handle(self.request.model_validate(args))
        dumped: JsonValue = answer.model_dump(mode="json")
        return dumped


class ControlServer:
    """Answers commands on a Unix socket. Register every verb, then `start`; `stop` ends running ones."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._verbs: dict[str, _Verb[Any]] = {}
        self._server: asyncio.Server | None = None
        self._clients: set[asyncio.Task[None]] = set()

    def register(self, verb: str, request: type[Q], handle: Callable[[Q], Awaitable[BaseModel]]) -> None:
        """Let `handle` answer `verb`; its arguments are checked against `request` first."""
        self._verbs[verb] = _Verb(request, handle)

    async def start(self) -> None:
        """Listen. A socket left behind by a dead daemon is replaced; a living one's is not: `JournalUnusable`."""
        _check_path(self._path)
        _clear_stale(self._path)
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            listener.bind(str(self._path))
            os.chmod(self._path, 0o600)  # before it listens: nobody can have connected yet
            self._server = await asyncio.start_unix_server(self._serve, sock=listener, limit=_LINE_LIMIT)
        except BaseException:
            listener.close()
            raise

    async def stop(self) -> None:
        """Stop listening, end what runs and remove the socket."""
        if self._server is None:
            return
        self._server.close()
        for client in self._clients:
            client.cancel()
        await asyncio.gather(*self._clients, return_exceptions=True)
        await self._server.wait_closed()
        self._server = None
        self._path.unlink(missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is None:
            return
        self._clients.add(task)
        try:
            while line := await reader.readline():
                writer.write((await self._answer(line)).model_dump_json().encode() + b"\n")
                await writer.drain()
        except (ValueError, ConnectionError):
            log.warning("a control client was cut off: its line was too long, or it left")
        except asyncio.CancelledError:
            log.debug("a control client was cut off: the daemon is stopping")
        finally:
            self._clients.discard(task)
            writer.close()

    async def _answer(self, line: bytes) -> _Reply:
        number = 0
        try:
            request = _Request.model_validate_json(line)
            number = request.id
            if request.verb not in self._verbs:
                raise NotFound(f"The daemon does not know the command {request.verb}.", hint="Is it an older version?")
            return _Reply(id=number, ok=await self._verbs[request.verb].run(request.args))
        except MaitredError as error:
            return _failed(number, error)
        except ValidationError as error:
            return _failed(number, BadInput("; ".join(_problems(error))))
        except Exception:  # the supervised loop of one client
            log.exception("a control command failed")
            return _failed(number, MaitredError("The daemon failed at it.", hint="See its log."))


async def call(path: Path, verb: str, args: BaseModel, answer: type[A], *, timeout_s: float = 10.0) -> A:
    """Ask the running daemon. Raises what it raised; `StoreBusy` if it does not run or does not answer in time."""
    _check_path(path)
    request = _Request(id=1, verb=verb, args=args.model_dump(mode="json"))
    try:
        async with asyncio.timeout(timeout_s):
            line = await _exchange(path, request.model_dump_json().encode() + b"\n")
    except (FileNotFoundError, ConnectionRefusedError) as error:
        raise StoreBusy(f"No maitred is running at {path}.", hint="Start it with `maitred run`.") from error
    except PermissionError as error:
        raise StoreBusy(f"{path} belongs to another user.", hint="Run this command as the daemon's user.") from error
    except (TimeoutError, ConnectionError, ValueError) as error:
        raise StoreBusy(f"The daemon at {path} did not answer.", hint="See its log, then try again.") from error
    reply = _Reply.model_validate_json(line)
    if reply.error is not None:
        raise _raised(reply.error)
    return answer.model_validate(reply.ok)


async def _exchange(path: Path, line: bytes) -> bytes:
    reader, writer = await asyncio.open_unix_connection(str(path), limit=_LINE_LIMIT)
    try:
        writer.write(line)
        await writer.drain()
        answer = await reader.readline()
    finally:
        writer.close()
    if not answer.endswith(b"\n"):
        raise ConnectionResetError("the daemon hung up")
    return answer


def _clear_stale(path: Path) -> None:
    """Make room for the socket, unless somebody listens there."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return
    if not stat.S_ISSOCK(mode):
        raise JournalUnusable(f"{path} is in the way of the control socket.", hint="Move it elsewhere.")
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        if probe.connect_ex(str(path)) == errno.ECONNREFUSED:
            path.unlink(missing_ok=True)
            return
    raise JournalUnusable(f"Another maitred listens on {path}.", hint="Stop that one first.")


def _check_path(path: Path) -> None:
    if len(os.fsencode(path)) > _PATH_LIMIT:
        raise JournalUnusable(
            f"The path of the control socket is longer than {_PATH_LIMIT} bytes: {path}.",
            hint="Use a shorter data folder.",
        )


def _failed(number: int, error: MaitredError) -> _Reply:
    return _Reply(id=number, error=_Failure(kind=type(error).__name__, message=error.message, hint=error.hint))


def _raised(failure: _Failure) -> MaitredError:
    """The error's own class again, if this version knows it."""
    kinds = {kind.__name__: kind for kind in _tree(MaitredError)}
    return kinds.get(failure.kind, MaitredError)(failure.message, hint=failure.hint)


def _tree(kind: type[MaitredError]) -> Iterator[type[MaitredError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _tree(child)


def _problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False, include_input=False):
        place = ".".join(str(part) for part in problem["loc"]) or "request"
        yield f"{place}: {problem['msg']}"


__all__ = ["ControlServer", "call"]
