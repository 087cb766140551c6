"""How messages travel between the daemon and its vision worker. Never pickle.

A message is its length (4 bytes, big-endian), one byte for its form and the payload: `J`, JSON with a `type`; or `P`,
a snapshot: the request's id (8 bytes) and the JPEG.
"""

from __future__ import annotations

import socket
import struct
import threading
from asyncio import IncompleteReadError, StreamReader
from collections.abc import Iterator
from typing import Annotated, TypeVar

from pydantic import Field, TypeAdapter, ValidationError

from edge.errors import BadInput
from edge.vision.messages import Down, Report, Snapshot, SnapshotRefused, Up
from edge.vision.source import REVEAL

T = TypeVar("T")

LARGEST = 16 * 1024 * 1024
"""Bytes of a payload, at most. Anything longer is not one of ours."""

HEADER = struct.Struct("!Ic")
REQUEST = struct.Struct("!Q")
JSON, PICTURE = b"J", b"P"


DOWN: TypeAdapter[Down] = TypeAdapter(Annotated[Down, Field(discriminator="type")])
UP: TypeAdapter[Report | SnapshotRefused] = TypeAdapter(
    Annotated[Report | SnapshotRefused, Field(discriminator="type")]
)


def encode(message: Down | Up) -> bytes:
    """A message as it goes over the socket. Secrets of cameras are in clear: they go to their worker, nowhere else."""
    if isinstance(message, Snapshot):
        form, payload = PICTURE, REQUEST.pack(message.id) + message.jpeg
    else:
        form, payload = JSON, message.model_dump_json(context=REVEAL).encode()
    if len(payload) > LARGEST:
        raise BadInput(f"A message of {len(payload)} bytes is too long to send; the limit is {LARGEST}.")
    return HEADER.pack(len(payload), form) + payload


def decode_down(form: bytes, payload: bytes) -> Down:
    """A message for the worker. Raises `BadInput` if it is none."""
    if form != JSON:
        raise BadInput(f"The worker got a message of the unknown form {form!r}.")
    return _validated(DOWN, payload)


def decode_up(form: bytes, payload: bytes) -> Up:
    """A message for the daemon. Raises `BadInput` if it is none."""
    if form == PICTURE and len(payload) > REQUEST.size:
        return Snapshot(id=REQUEST.unpack_from(payload)[0], jpeg=payload[REQUEST.size :])
    if form != JSON:
        raise BadInput(f"The vision worker sent a message of the unknown form {form!r}.")
    return _validated(UP, payload)


def _validated(adapter: TypeAdapter[T], payload: bytes) -> T:
    try:
        return adapter.validate_json(payload)
    except ValidationError as error:
        # The input stays out of the text: it may hold a camera's password.
        wrong = "; ".join(f"{'.'.join(map(str, line['loc']))}: {line['msg']}" for line in error.errors()[:3])
        raise BadInput(f"A message between daemon and vision worker makes no sense: {wrong}.") from None


def payload_length(header: bytes) -> tuple[int, bytes]:
    """Length and form of the message whose `HEADER.size` bytes these are. Raises `BadInput` if it is too long."""
    length, form = HEADER.unpack(header)
    if length > LARGEST:
        raise BadInput(f"A message of {length} bytes was announced; the limit is {LARGEST}.")
    return length, form


async def read_up(reader: StreamReader) -> Up | None:
    """The worker's next message, None at its end. Raises `BadInput` for anything that is none."""
    try:
        length, form = payload_length(await reader.readexactly(HEADER.size))
        return decode_up(form, await reader.readexactly(length))
    except (IncompleteReadError, ConnectionError):
        return None


class WorkerEnd:
    """The worker's end of the socket: many threads send, one receives."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._incoming = connection.makefile("rb")
        self._sending = threading.Lock()

    def send(self, message: Up) -> None:
        """Send one message. Raises `OSError` if the daemon is gone."""
        data = encode(message)
        with self._sending:
            self._connection.sendall(data)

    def close(self) -> None:
        """Hang up."""
        self._incoming.close()
        self._connection.close()

    def receive(self) -> Iterator[Down]:
        """Messages until the daemon closes its end. Raises `BadInput` for anything that is none."""
        while len(header := self._incoming.read(HEADER.size)) == HEADER.size:
            length, form = payload_length(header)
            payload = self._incoming.read(length)
            if len(payload) < length:
                return
            yield decode_down(form, payload)


__all__ = ["WorkerEnd", "decode_down", "decode_up", "encode", "read_up"]
