"""Capture from video files: played like a camera, and refused with a reason if they cannot be."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from edge.events import CameraReason, CameraStatus
from edge.vision.capture import CameraSource
from tests.rtsp.video import Scene, film, read_clock
from tests.vision.capture.conftest import TIMES, Watch


def source(path: Path, *, loop: bool = False) -> CameraSource:
    return CameraSource.model_validate({"camera": "cam", "kind": "file", "url": str(path), "loop": loop})


def test_a_file_plays_in_real_time_and_ends(watch: Watch, tmp_path: Path) -> None:
    path = film(tmp_path / "short.mp4", Scene(fps=20, gop_s=0.1, duration_s=1.0))
    watched = watch(source(path))
    first = watched.shows()
    last = watched.shows(lambda frame: read_clock(frame.image) >= 16)
    shown_s = (read_clock(last.image) - read_clock(first.image)) / 20
    assert last.at - first.at == pytest.approx(shown_s, abs=0.25)
    watched.becomes(CameraStatus.OFFLINE, CameraReason.ENDED)
    assert watched.capture.stats().attempts == 1


def test_a_looped_file_starts_over(watch: Watch, tmp_path: Path) -> None:
    path = film(tmp_path / "short.mp4", Scene(fps=20, gop_s=0.1, duration_s=0.5))
    watched = watch(source(path, loop=True))
    for _ in range(2):
        watched.shows(lambda frame: read_clock(frame.image) >= 6)
        watched.shows(lambda frame: read_clock(frame.image) < 4)
    assert watched.capture.stats().attempts == 1
    assert {state.status for state in watched.states} == {CameraStatus.ONLINE}


@pytest.mark.parametrize(
    ("codec", "options", "suffix"),
    [
        ("libx265", {"x265-params": "log-level=none:keyint=2:min-keyint=2:open-gop=1:bframes=2"}, ".mp4"),
        ("mpeg4", {}, ".avi"),
        ("libvpx-vp9", {"deadline": "realtime", "cpu-used": "8"}, ".webm"),
    ],
)
def test_other_codecs_are_read_as_well(
    watch: Watch, tmp_path: Path, codec: str, options: dict[str, str], suffix: str
) -> None:
    scene = Scene(fps=20, gop_s=0.1, duration_s=1.0, codec=codec, options=options)
    watched = watch(source(film((tmp_path / "room").with_suffix(suffix), scene), loop=True))
    first = watched.shows()
    watched.shows(lambda frame: read_clock(frame.image) != read_clock(first.image))
    assert watched.capture.stats().corrupt == 0


def test_a_looped_still_scene_is_not_taken_for_a_frozen_camera(watch: Watch, tmp_path: Path) -> None:
    path = film(tmp_path / "still.mp4", Scene(fps=20, gop_s=0.1, duration_s=0.3, clock=False))
    watched = watch(source(path, loop=True), TIMES.model_copy(update={"frozen_s": 0.1}))
    first = watched.shows()
    watched.shows(lambda frame: frame.at > first.at + 0.5)
    watched.becomes(CameraStatus.ONLINE)


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _garbage(path: Path) -> None:
    path.write_bytes(np.random.default_rng(3).bytes(50_000))


def _html(path: Path) -> None:
    path.write_text("<html><body>Not found</body></html>")


def _truncated(path: Path) -> None:
    film(path, Scene(duration_s=1.0))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _sound_only(path: Path) -> None:
    with av.open(str(path), "w") as container:
        stream = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 8000), np.float32), format="fltp", layout="mono")
        frame.sample_rate = 8000
        container.mux([*stream.encode(frame), *stream.encode(None)])


def _missing(path: Path) -> None:
    assert not path.exists()


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (_empty, CameraReason.UNREADABLE),
        (_garbage, CameraReason.UNREADABLE),
        (_html, CameraReason.UNREADABLE),
        (_truncated, CameraReason.UNREADABLE),
        (_sound_only, CameraReason.NO_VIDEO),
        (_missing, CameraReason.NOT_FOUND),
    ],
)
def test_what_is_no_video_is_refused_with_a_reason(watch: Watch, tmp_path: Path, make: object, reason: object) -> None:
    path = tmp_path / "room.mp4"
    make(path)  # type: ignore[operator]
    state = watch(source(path)).becomes(CameraStatus.OFFLINE, reason)  # type: ignore[arg-type]
    assert "room.mp4" in state.detail


def test_a_file_that_appears_later_is_played(watch: Watch, tmp_path: Path) -> None:
    path = tmp_path / "room.mp4"
    watched = watch(source(path, loop=True))
    watched.becomes(CameraStatus.OFFLINE, CameraReason.NOT_FOUND)
    film(tmp_path / "making.mp4", Scene(duration_s=1.0)).rename(path)
    watched.becomes(CameraStatus.ONLINE)
