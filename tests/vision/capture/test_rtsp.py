"""Capture against a real RTSP server, well-behaved and not."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from calibration import Calibration, Frame
from edge.events import CameraReason, CameraStatus
from edge.vision.capture import CameraSource
from tests.rtsp.auth import Login
from tests.rtsp.clip import Clip, load
from tests.rtsp.server import Fault, RtspCamera, on_air
from tests.rtsp.video import Scene, film, read_clock
from tests.vision.capture.conftest import PATIENCE_S, TIMES, Watch

ONLINE, STALLED = CameraStatus.ONLINE, CameraStatus.STALLED
OFFLINE, REFUSED = CameraStatus.OFFLINE, CameraStatus.REFUSED


@pytest.fixture
def camera(clip: Clip) -> Iterator[RtspCamera]:
    camera = RtspCamera(clip)
    with on_air(camera):
        yield camera


def source(camera: RtspCamera, **more: object) -> CameraSource:
    return CameraSource.model_validate({"camera": "cam", "kind": "rtsp", "url": camera.url} | more)


def test_a_camera_comes_online_and_shows_the_present(watch: Watch, camera: RtspCamera) -> None:
    watched = watch(source(camera))
    watched.becomes(ONLINE)
    first = watched.shows()
    later = watched.shows(lambda frame: read_clock(frame.image) != read_clock(first.image))
    assert first.size == (320, 180)
    assert first.image.dtype == "uint8"
    assert not first.image.flags.writeable
    assert later.at > first.at
    assert camera.connections == 1


def test_only_keyframes_are_decoded_once_their_distance_is_known(watch: Watch, camera: RtspCamera) -> None:
    watched = watch(source(camera))
    watched.shows(lambda _: watched.capture.stats().mode == "keyframes")
    frames = [watched.shows() for _ in range(4)]
    assert all(frame.keyframe for frame in frames)
    assert {read_clock(frame.image) % 5 for frame in frames} == {0}, "keyframes are every fifth picture"
    assert watched.capture.stats().gop_s == pytest.approx(0.25, abs=0.15)


def test_decoding_follows_the_distance_of_keyframes_live(watch: Watch, camera: RtspCamera, tmp_path: Path) -> None:
    long_gop = load(film(tmp_path / "long.mp4", Scene(fps=20, gop_s=3.0, duration_s=3.0)))
    times = TIMES.model_copy(update={"keyframe_gop_s": 0.5})
    watched = watch(source(camera), times)
    watched.shows(lambda _: watched.capture.stats().mode == "keyframes")
    short_gop, camera.clip = camera.clip, long_gop
    late = watched.shows(lambda frame: not frame.keyframe)
    assert watched.capture.stats().mode == "all"
    assert late.size == (320, 180)
    camera.clip = short_gop
    watched.shows(lambda _: watched.capture.stats().mode == "keyframes")
    assert camera.connections == 1, "all of it on one connection"


@pytest.mark.parametrize(
    ("fault", "status", "reason"),
    [
        (Fault.STALL, STALLED, CameraReason.NO_DATA),
        (Fault.FREEZE, STALLED, CameraReason.FROZEN),
        (Fault.GARBLE, OFFLINE, CameraReason.UNREADABLE),
    ],
)
def test_a_stream_that_goes_bad_is_noticed_and_comes_back(
    watch: Watch, camera: RtspCamera, fault: Fault, status: CameraStatus, reason: CameraReason
) -> None:
    watched = watch(source(camera))
    watched.becomes(ONLINE)
    camera.fault = fault
    state = watched.becomes(status, reason)
    assert "127.0.0.1" in state.detail
    camera.fault = Fault.NONE
    watched.becomes(ONLINE)
    watched.shows()


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (Fault.SILENT, CameraReason.NO_ANSWER),
        (Fault.NOT_FOUND, CameraReason.NOT_FOUND),
        (Fault.HTML, CameraReason.NO_VIDEO),
        (Fault.NO_VIDEO, CameraReason.NO_VIDEO),
    ],
)
def test_a_camera_that_never_worked_says_why_and_is_tried_again(
    watch: Watch, camera: RtspCamera, fault: Fault, reason: CameraReason
) -> None:
    camera.fault = fault
    watched = watch(source(camera))
    watched.becomes(OFFLINE, reason)
    camera.fault = Fault.NONE
    watched.becomes(ONLINE)


def test_a_slow_camera_is_waited_for(watch: Watch, camera: RtspCamera) -> None:
    camera.fault, camera.answer_after_s = Fault.SLOW, 0.1
    watched = watch(source(camera))
    watched.becomes(ONLINE)
    assert camera.connections == 1


def test_a_lost_connection_is_no_news_if_pictures_are_soon_back(watch: Watch, camera: RtspCamera) -> None:
    watched = watch(source(camera), TIMES.model_copy(update={"newest_frame_s": 5.0}))
    watched.becomes(ONLINE)
    camera.drop()
    watched.shows(lambda _: camera.connections == 2)
    assert [state.status for state in watched.states] == [ONLINE]


def test_a_refused_connection_is_reported_and_recovers(watch: Watch, camera: RtspCamera) -> None:
    watched = watch(source(camera))
    watched.becomes(ONLINE)
    camera.refuse_connections()
    watched.becomes(OFFLINE, CameraReason.CONNECTION_REFUSED)
    camera.accept_connections()
    watched.becomes(ONLINE)


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_credentials_open_the_camera(watch: Watch, camera: RtspCamera, scheme: str) -> None:
    camera.login = Login("cook", "p@ss:w/rd ?", scheme)  # type: ignore[arg-type]
    watch(source(camera, username="cook", password="p@ss:w/rd ?")).becomes(ONLINE)


@pytest.mark.parametrize("scheme", ["Basic", "Digest"])
def test_refused_credentials_stop_all_attempts(
    watch: Watch, camera: RtspCamera, scheme: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    camera.login = Login("cook", "right", scheme)  # type: ignore[arg-type]
    watched = watch(source(camera, username="cook", password="hunter2-wrong"))
    state = watched.becomes(REFUSED, CameraReason.CREDENTIALS)
    connections, denials = camera.connections, camera.denials
    assert connections == 1
    assert not _until(lambda: camera.connections > connections, 3 * TIMES.backoff_refusing_s)
    assert (camera.connections, camera.denials) == (connections, denials)
    for text in (caplog.text, repr(state), repr(watched.capture.source), str(watched.states)):
        assert "hunter2" not in text


def test_another_picture_size_is_reported_until_the_calibration_fits(
    watch: Watch, camera: RtspCamera, tmp_path: Path
) -> None:
    was = Calibration(revision=1, camera="cam", frame=Frame(width=320, height=180))
    watched = watch(source(camera), calibration=was)
    watched.becomes(ONLINE)
    camera.clip = load(film(tmp_path / "tall.mp4", Scene(240, 320, fps=20, gop_s=0.25, duration_s=3.0)))
    state = watched.becomes(STALLED, CameraReason.FRAME_SIZE)
    assert "240 x 320" in state.detail
    watched.capture.calibrate(Calibration(revision=2, camera="cam", frame=Frame(width=240, height=320)))
    watched.becomes(ONLINE)
    assert watched.shows().size == (240, 320)


def test_pauses_between_attempts_grow(watch: Watch, camera: RtspCamera) -> None:
    camera.fault = Fault.NOT_FOUND
    watch(source(camera), TIMES.model_copy(update={"backoff_refusing_s": 60.0}))
    assert _until(lambda: camera.connections >= 4, PATIENCE_S)
    started_at = time.monotonic()
    assert _until(lambda: camera.connections >= 5, PATIENCE_S)
    assert time.monotonic() - started_at >= 0.2, "the fourth pause is eight times the first, less a quarter"


def test_stopping_does_not_wait_for_a_hanging_camera(watch: Watch, camera: RtspCamera) -> None:
    camera.fault = Fault.SILENT
    watched = watch(source(camera), TIMES.model_copy(update={"open_s": 30.0}))
    assert _until(lambda: camera.connections == 1, PATIENCE_S)
    watched.capture.stop(timeout_s=5.0)
    assert watched.capture.newest() is None


def _until(happened: Callable[[], bool], limit_s: float) -> bool:
    """Whether it happened within the limit."""
    deadline = time.monotonic() + limit_s
    while time.monotonic() < deadline:
        if happened():
            return True
        time.sleep(0.01)
    return happened()
