"""Capture from HTTP cameras: MJPEG streams and polled snapshots."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from edge.events import CameraReason, CameraStatus
from edge.vision.capture import CameraSource
from tests.rtsp.auth import Login
from tests.rtsp.video import read_clock
from tests.vision.capture.conftest import TIMES, Watch
from tests.vision.capture.webcam import Fault, Webcam, serving

ONLINE, STALLED, OFFLINE = CameraStatus.ONLINE, CameraStatus.STALLED, CameraStatus.OFFLINE
KINDS = {"mjpeg": "stream", "snapshot": "picture"}


@pytest.fixture
def webcam() -> Iterator[Webcam]:
    with serving(Webcam()) as webcam:
        yield webcam


def source(webcam: Webcam, kind: str, **more: object) -> CameraSource:
    url = webcam.url(KINDS[kind])
    return CameraSource.model_validate({"camera": "cam", "kind": kind, "url": url, "poll_s": 0.02} | more)


@pytest.mark.parametrize("lengths", [True, False], ids=["with lengths", "boundaries only"])
def test_an_mjpeg_stream_shows_the_present(watch: Watch, webcam: Webcam, lengths: bool) -> None:
    webcam.lengths = lengths
    watched = watch(source(webcam, "mjpeg"))
    watched.becomes(ONLINE)
    ticks = [read_clock(watched.shows().image) for _ in range(5)]
    assert ticks == sorted(set(ticks))
    assert watched.capture.stats().corrupt == 0
    assert webcam.requests == 1


def test_snapshots_are_asked_for_only_if_they_are_new(watch: Watch, webcam: Webcam) -> None:
    watched = watch(source(webcam, "snapshot"))
    first = watched.shows()
    watched.shows(lambda _: webcam.not_modified >= 3)
    webcam.tick = 9
    newer = watched.shows(lambda frame: read_clock(frame.image) == 9)
    assert read_clock(first.image) == 0
    assert newer.at > first.at
    watched.becomes(ONLINE)


def test_an_unchanged_snapshot_still_shows_the_present(watch: Watch, webcam: Webcam) -> None:
    watched = watch(source(webcam, "snapshot"))
    first = watched.shows()
    again = watched.shows(lambda frame: webcam.not_modified > 0 and frame.seq > first.seq)
    assert again.at > first.at
    assert (again.image == first.image).all()


@pytest.mark.parametrize(
    ("kind", "fault", "status", "reason"),
    [
        ("mjpeg", "html", OFFLINE, CameraReason.NO_VIDEO),
        ("snapshot", "html", OFFLINE, CameraReason.NO_VIDEO),
        ("mjpeg", "status 404", OFFLINE, CameraReason.NOT_FOUND),
        ("snapshot", "status 404", OFFLINE, CameraReason.NOT_FOUND),
        ("snapshot", "status 503", OFFLINE, CameraReason.CONNECTION_REFUSED),
        ("mjpeg", "truncate", OFFLINE, CameraReason.UNREADABLE),
        ("snapshot", "truncate", OFFLINE, CameraReason.UNREADABLE),
        ("mjpeg", "stall", STALLED, CameraReason.NO_DATA),
        ("mjpeg", "same", STALLED, CameraReason.FROZEN),
        ("snapshot", "same", STALLED, CameraReason.FROZEN),
    ],
)
def test_faults_are_told_apart_and_recovered_from(
    watch: Watch, webcam: Webcam, kind: str, fault: Fault, status: CameraStatus, reason: CameraReason
) -> None:
    webcam.fault = fault
    watched = watch(source(webcam, kind))
    watched.becomes(status, reason)
    webcam.fault = "none"
    webcam.tick += 1
    watched.becomes(ONLINE)


@pytest.mark.parametrize("kind", KINDS)
def test_the_wrong_kind_is_told(watch: Watch, webcam: Webcam, kind: str) -> None:
    other = {"mjpeg": "picture", "snapshot": "stream"}[kind]
    state = watch(source(webcam, kind, url=webcam.url(other))).becomes(OFFLINE, CameraReason.WRONG_CODEC)
    assert "not a" in state.detail


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_credentials(watch: Watch, webcam: Webcam, kind: str, scheme: str) -> None:
    webcam.login = Login("cook", "p@ss:w/rd", scheme)  # type: ignore[arg-type]
    watch(source(webcam, kind, username="cook", password="p@ss:w/rd")).becomes(ONLINE)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_a_wrong_password_is_tried_once(watch: Watch, webcam: Webcam, kind: str, scheme: str) -> None:
    webcam.login = Login("cook", "right", scheme)  # type: ignore[arg-type]
    watch(source(webcam, kind, username="cook", password="wrong")).becomes(
        CameraStatus.REFUSED, CameraReason.CREDENTIALS
    )
    tries = webcam.requests
    assert tries == 2, "once to be asked for the password, once with it"
    threading.Event().wait(3 * TIMES.backoff_refusing_s)
    assert webcam.requests == tries


def test_nobody_at_the_port(watch: Watch) -> None:
    with serving(Webcam()) as gone:
        pass
    watch(source(gone, "snapshot")).becomes(OFFLINE, CameraReason.CONNECTION_REFUSED)
