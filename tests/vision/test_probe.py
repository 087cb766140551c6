"""One look at a camera, for `maitred doctor`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from edge.errors import CameraUnavailable, CredentialsRefused, MaitredError
from edge.vision.probe import probe
from edge.vision.source import CameraSource
from tests.rtsp.auth import Login
from tests.rtsp.clip import load
from tests.rtsp.server import Fault, RtspCamera, on_air
from tests.rtsp.video import Scene, film


@pytest.fixture
def camera(tmp_path: Path) -> Iterator[RtspCamera]:
    camera = RtspCamera(load(film(tmp_path / "room.mp4", Scene(fps=20, gop_s=0.25, duration_s=2.0))))
    with on_air(camera):
        yield camera


def source(camera: RtspCamera, **more: object) -> CameraSource:
    return CameraSource.model_validate({"camera": "cam", "kind": "rtsp", "url": camera.url} | more)


def test_a_camera_that_works(camera: RtspCamera) -> None:
    seen = probe(source(camera))
    assert seen.size == (320, 180)
    assert 0 < seen.first_frame_s < 15


def test_a_wrong_password(camera: RtspCamera) -> None:
    camera.login = Login("cook", "right")
    with pytest.raises(CredentialsRefused, match="Check `username`") as raised:
        probe(source(camera, username="cook", password="hunter2"))
    assert "hunter2" not in str(raised.value)


@pytest.mark.parametrize(
    ("fault", "words"), [(Fault.NOT_FOUND, "has no such stream"), (Fault.SILENT, "gave no picture within")]
)
def test_a_camera_that_does_not_work(camera: RtspCamera, fault: Fault, words: str) -> None:
    camera.fault = fault
    with pytest.raises(CameraUnavailable, match=words) as raised:
        probe(source(camera), limit_s=1.0)
    assert isinstance(raised.value, MaitredError)
    assert raised.value.hint
