"""What it costs to watch a camera: our capture of a 1080p15 video, against a full decode of the same file.

The video is encoded as cameras do: constant bitrate, a keyframe each second. Ours is the true capture of a file: played
in real time, keyframes decoded, converted to RGB, checked for a frozen picture, masked, delivered. The full decode is
libav's: every frame, its default threads, as fast as it goes, nothing converted. Each runs in a process of its own and
counts its user and system time from before the file is opened to the last frame.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import av
import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks import Figures
from calibration import Calibration, Frame
from edge.clock import SystemClock
from edge.vision.capture import CameraSource, Capture, CaptureTimes
from tests.rtsp.video import Picture, Scene, encode

SCENE = Scene(
    width=1920,
    height=1080,
    fps=15,
    gop_s=1.0,
    options={"preset": "veryfast", "profile": "main", "b": "4000000", "maxrate": "4000000", "bufsize": "1000000"},
)
SENSOR_NOISE = 2.0
"""Standard deviation in levels, new in every picture."""

WALKERS, SEATED = 3, 5
LOOP_S = 20.0
SEED = 20
MASK = ((0.0, 0.0), (400.0, 0.0), (400.0, 300.0), (0.0, 300.0))


def run(quick: bool = False) -> Figures:
    """CPU-seconds per camera-minute, and ratios to the full decode: with default settings, which decode keyframes every
    2 s while nothing stirs, and with each keyframe decoded, as while a change is pending."""
    with TemporaryDirectory() as folder:
        video = encode(Path(folder) / "room.mp4", SCENE, _pictures(LOOP_S))
        watched_s = LOOP_S if quick else 60.0
        full = _cpu_s("full", video, LOOP_S) / LOOP_S * 60
        ours, eager = (_cpu_s(how, video, watched_s) / watched_s * 60 for how in ("ours", "eager"))
    return {
        "ratio_to_full_decode": round(ours / full, 3),
        "ratio_every_keyframe": round(eager / full, 3),
        "cpu_s_per_camera_minute": round(ours, 3),
        "full_decode_cpu_s_per_camera_minute": round(full, 3),
    }


def _pictures(seconds: float) -> Iterator[Picture]:
    """A textured room in which some people walk and others sit, with sensor noise."""
    rng = np.random.default_rng(SEED)
    room = _texture(rng, SCENE.height, SCENE.width, coarse_px=64)
    people = [_texture(rng, 420, 160, coarse_px=32) for _ in range(WALKERS + SEATED)]
    shape = (SCENE.height, SCENE.width, 1)
    noise = [rng.normal(0, SENSOR_NOISE, shape).round().astype(np.int16) for _ in range(SCENE.fps)]
    for number in range(round(seconds * SCENE.fps)):
        picture = room.copy()
        for index, person in enumerate(people):
            steps = number if index < WALKERS else 0
            left = (200 * index + steps * (2 + 2 * index)) % (SCENE.width - 160)
            top = 100 + 60 * (index % 5) + round(15 * np.sin(steps / 5))
            picture[top : top + 420, left : left + 160] = person
        yield np.clip(picture + noise[number % SCENE.fps], 0, 255).astype(np.uint8)


def _texture(rng: np.random.Generator, height: int, width: int, coarse_px: int) -> NDArray[np.int16]:
    """Smooth random colours at three scales around a mid grey, int16 [h, w, 3]."""
    picture = np.full((height, width, 3), rng.integers(80, 160, 3), np.float32)
    for scale_px, contrast in ((coarse_px, 40), (coarse_px // 4, 20), (coarse_px // 16, 8)):
        grain = rng.normal(0, contrast, (height // scale_px + 2, width // scale_px + 2, 3)).astype(np.float32)
        picture += cv2.resize(grain, (width, height), interpolation=cv2.INTER_CUBIC)
    return picture.round().astype(np.int16)


def _cpu_s(how: str, video: Path, seconds: float) -> float:
    """CPU-seconds of a process that watches the video for so long."""
    command = [sys.executable, "-m", "benchmarks.decode", how, str(video), str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10 * seconds + 60)
    return float(json.loads(done.stdout.splitlines()[-1]))


def _full(video: Path) -> None:
    """Every frame decoded, with the threads that libav chooses."""
    with av.open(str(video)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        for _ in container.decode(stream):
            pass


def _ours(video: Path, times: CaptureTimes, seconds: float) -> None:
    """Captured in a loop for so long."""
    source = CameraSource.model_validate({"camera": "cam", "kind": "file", "url": str(video), "loop": True})
    capture = Capture(source, SystemClock(), lambda state: None, times=times)
    frame = Frame(width=SCENE.width, height=SCENE.height)
    capture.calibrate(Calibration(revision=1, camera="cam", frame=frame, masks=(MASK,)))
    end = time.monotonic() + seconds
    capture.start()
    seq = 0
    while time.monotonic() < end:
        newer = capture.wait(seq, end - time.monotonic())
        seq = newer.seq if newer else seq
    capture.stop()
    if not seq:
        raise SystemExit("the capture gave no picture")


def _main(how: str, video: Path, seconds: float) -> None:
    began_s = time.process_time()
    match how:
        case "full":
            _full(video)
        case "ours":
            _ours(video, CaptureTimes(), seconds)
        case _:
            _ours(video, CaptureTimes(quiet_s=SCENE.gop_s), seconds)
    sys.stdout.write(f"{time.process_time() - began_s}\n")


if __name__ == "__main__":
    _main(sys.argv[1], Path(sys.argv[2]), float(sys.argv[3]))


__all__ = ["run"]
