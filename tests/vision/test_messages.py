"""What daemon and worker say to each other: round trips, refusals, secrets, and no pickle."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from calibration import Calibration, Frame, RotatedBox, View
from edge.errors import BadInput
from edge.events import CameraReason, CameraStatus
from edge.vision.looks import Look, LookKind
from edge.vision.messages import (
    CameraReport,
    CameraSetup,
    CameraStats,
    ClassifierFailed,
    ClassifierStats,
    Configure,
    Down,
    Heartbeat,
    LookNow,
    Looks,
    Ready,
    Snapshot,
    SnapshotRefused,
    SnapshotRequest,
    Stop,
    Up,
)
from edge.vision.source import CameraSource
from edge.vision.wire import HEADER, LARGEST, WorkerEnd, decode_down, decode_up, encode, read_up

NOW = datetime(2026, 5, 1, 18, 30, 0, 123000, tzinfo=UTC)
CALIBRATION = Calibration(
    revision=3,
    camera="cam",
    frame=Frame(width=320, height=180),
    tables=(View(view="v1", table="T1", box=RotatedBox(center=(80, 70), size=(60, 40), angle=12.5), up=90),),
    masks=(((0, 0), (10, 0), (10, 10)),),
    reference={"keypoints": [[1.5, 2.5]]},
)
SOURCE = CameraSource.model_validate(
    {"camera": "cam", "kind": "rtsp", "url": "rtsp://box/s?token=tok-42", "username": "cook", "password": "hunter2"}
)
EVIDENCE = Look(
    view="v1", table="T1", camera="cam", at=12.5, kind=LookKind.EVIDENCE, probabilities=(0.1, 0.7, 0.2), people=2.25
)
STATS = CameraStats(
    camera="cam",
    frames=9,
    dropped=1,
    corrupt=0,
    attempts=1,
    left_behind=0,
    keyframes_only=True,
    gop_s=1.0,
    size=(320, 180),
)

DOWN: list[Down] = [
    Configure(cameras=(CameraSetup(source=SOURCE, calibration=CALIBRATION),), bundle=Path("/bundles/rooms"), threads=3),
    LookNow(camera="cam", views=("v1", "v2"), for_s=1.5),
    SnapshotRequest(id=7, camera="cam"),
    Stop(),
]
UP: list[Up] = [
    Ready(
        name="rooms",
        version="1",
        provider="CPUExecutionProvider",
        labels=("clean", "occupied", "dirty"),
        class_prior=(0.4, 0.4, 0.2),
    ),
    ClassifierFailed(problem="model.onnx has another sha256"),
    CameraReport(camera="cam", status=CameraStatus.STALLED, reason=CameraReason.FROZEN, since=NOW, detail="stuck"),
    Looks(camera="cam", utc=NOW, looks=(EVIDENCE,)),
    SnapshotRefused(id=7, problem="offline"),
    Heartbeat(cameras=(STATS,), classifier=ClassifierStats(submitted=3, replaced=0, batches=2, classified=3, failed=0)),
    Snapshot(id=2**64 - 1, jpeg=b"\xff\xd8\x00\x01\xff\xd9"),
]


def _split(data: bytes) -> tuple[bytes, bytes]:
    length, form = HEADER.unpack_from(data)
    payload = data[HEADER.size :]
    assert len(payload) == length
    return form, payload


@pytest.mark.parametrize("message", DOWN, ids=lambda message: type(message).__name__)
def test_what_goes_down_arrives_as_it_was(message: Down) -> None:
    assert decode_down(*_split(encode(message))) == message


@pytest.mark.parametrize("message", UP, ids=lambda message: type(message).__name__)
def test_what_goes_up_arrives_as_it_was(message: Up) -> None:
    assert decode_up(*_split(encode(message))) == message


def test_secrets_travel_to_the_worker_and_appear_in_no_text() -> None:
    configure = DOWN[0]
    assert b"hunter2" in encode(configure)
    for text in (repr(configure), str(configure), configure.model_dump_json()):
        assert "hunter2" not in text
        assert "tok-42" not in text


def test_a_message_is_not_to_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        setattr(DOWN[1], "for_s", 3.0)  # noqa: B010 - what a careless caller would do


@pytest.mark.parametrize(
    ("form", "payload"),
    [
        (b"J", b"{}"),
        (b"J", b'{"type": "teleport"}'),
        (b"J", b'{"type": "camera", "camera": "cam"}'),
        (b"J", b'{"type": "heartbeat", "extra": 1}'),
        (b"J", b'{"type": "snapshot_refused", "id": "many", "problem": ""}'),
        (b"J", b"\xff\xfe"),
        (b"J", b""),
        (b"P", b"short"),
        (b"X", b"{}"),
        (b"\x80", b"\x04\x95cos\nsystem\n"),
    ],
)
def test_nonsense_from_the_worker_is_refused(form: bytes, payload: bytes) -> None:
    with pytest.raises(BadInput):
        decode_up(form, payload)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader_of_messages(payload: bytes) -> None:
    for decode in (decode_up, decode_down):
        with pytest.raises(BadInput):
            decode(b"J", payload)


def test_a_refusal_does_not_repeat_the_password() -> None:
    payload = encode(DOWN[0])[HEADER.size :].replace(b'"poll_s":2.0', b'"poll_s":-2.0')
    with pytest.raises(BadInput) as raised:
        decode_down(b"J", payload)
    assert "poll_s" in str(raised.value)
    assert "hunter2" not in str(raised.value)


def test_too_long_a_message_is_neither_sent_nor_awaited() -> None:
    with pytest.raises(BadInput, match="too long"):
        encode(Snapshot(id=1, jpeg=bytes(LARGEST)))

    async def read() -> Up | None:
        reader = asyncio.StreamReader()
        reader.feed_data(HEADER.pack(LARGEST + 1, b"J"))
        return await read_up(reader)

    with pytest.raises(BadInput, match="limit"):
        asyncio.run(read())


async def test_the_end_of_the_stream_is_no_message() -> None:
    reader = asyncio.StreamReader()
    reader.feed_data(encode(UP[0]) + encode(UP[1])[:9])
    reader.feed_eof()
    assert await read_up(reader) == UP[0]
    assert await read_up(reader) is None


def test_the_workers_end_sends_and_receives() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        worker = WorkerEnd(theirs)
        ours.sendall(b"".join(map(encode, DOWN)) + encode(DOWN[0])[:30])
        ours.shutdown(socket.SHUT_WR)
        assert list(worker.receive()) == DOWN
        worker.send(UP[0])
        assert decode_up(*_split(ours.recv(65536))) == UP[0]
        worker.close()
