"""Capture against gst-rtsp-server: the RTSP server that nobody here wrote."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from edge.events import CameraReason, CameraStatus
from edge.vision.capture import CameraSource
from tests.rtsp import gst
from tests.rtsp.video import read_clock
from tests.vision.capture.conftest import Watch

MISSING = gst.missing()
pytestmark = [pytest.mark.gstreamer, pytest.mark.skipif(MISSING is not None, reason=f"gst-rtsp-server: {MISSING}")]


def test_it_is_watched_dies_and_is_found_again(watch: Watch, video: Path) -> None:
    with gst.gst_server(video) as (url, server):
        watched = watch(CameraSource.model_validate({"camera": "cam", "kind": "rtsp", "url": url}))
        watched.becomes(CameraStatus.ONLINE)
        watched.shows(lambda frame: watched.capture.stats().mode == "keyframes" and frame.keyframe)
        assert read_clock(watched.shows().image) % 5 == 0, "keyframes are every fifth picture"
        server.kill()
        watched.becomes(CameraStatus.OFFLINE, CameraReason.CONNECTION_REFUSED)
    with gst.gst_server(video, port=urlsplit(url).port or 0):
        watched.becomes(CameraStatus.ONLINE)
        watched.shows()
