"""The eyes end to end: real RTSP cameras, the real worker process, a real (small) bundle."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import psutil
import pytest

from calibration import Calibration, Frame, RotatedBox, View
from edge.errors import CameraUnavailable, NotFound, WorkerUnavailable
from edge.events import CameraReason, CameraStatus
from edge.vision import process
from edge.vision.eyes import Eyes, EyesSettings, WorkerTimes
from edge.vision.looks import LookKind
from edge.vision.messages import CameraReport, ClassifierFailed, Heartbeat, Looks, Ready, Report
from edge.vision.source import CameraSource
from edge.vision.times import CaptureTimes
from tests.models.tiny_bundle import build_colour_bundle
from tests.rtsp.auth import Login
from tests.rtsp.clip import Clip, load
from tests.rtsp.server import RtspCamera, on_air
from tests.rtsp.video import Patch, Scene, film

PATIENCE_S = 60.0
GREEN, RED = (20, 200, 20), (200, 20, 20)
CLEAN, OCCUPIED = 0, 1
TABLE = Patch((40, 40, 80, 60), [(0.0, GREEN), (1.5, RED)])
SECRET_CORNER = ((200.0, 0.0), (320.0, 0.0), (320.0, 90.0), (200.0, 90.0))
CAPTURE = CaptureTimes(sample_s=0.05, quiet_s=0.3, open_s=3.0, newest_frame_s=2.0, backoff_first_s=0.1)
WORKER = WorkerTimes(silent_s=2.5, backoff_first_s=0.1)


@dataclass
class Reports:
    """Collects what the eyes report, and waits for what a test wants to see."""

    seen: list[Report] = field(default_factory=list)
    came: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def take(self, report: Report) -> None:
        async with self.came:
            self.seen.append(report)
            self.came.notify_all()

    async def until(self, wanted: Callable[[Report], bool]) -> Report:
        """The first report from now on that is as wanted."""
        start = len(self.seen)

        def found() -> Report | None:
            return next((report for report in self.seen[start:] if wanted(report)), None)

        async with asyncio.timeout(PATIENCE_S), self.came:
            await self.came.wait_for(found)
        report = found()
        assert report is not None
        return report

    async def camera(self, status: CameraStatus, reason: CameraReason = CameraReason.NONE, name: str = "cam") -> Report:
        return await self.until(
            lambda report: (
                isinstance(report, CameraReport)
                and (report.camera, report.status, report.reason) == (name, status, reason)
            )
        )

    async def evidence(self, state: int, view: str = "v1") -> Report:
        """A look at the view that is sure of the state."""
        return await self.until(lambda report: _shows(report, state, view))


def _shows(report: Report, state: int, view: str) -> bool:
    looks = report.looks if isinstance(report, Looks) else ()
    return any(
        look.view == view and look.kind is LookKind.EVIDENCE and (look.probabilities or (0, 0, 0))[state] > 0.9
        for look in looks
    )


def calibration(revision: int = 1, view: str = "v1", camera: str = "cam") -> Calibration:
    box = RotatedBox(center=(80, 70), size=(60, 40), angle=0)
    return Calibration(
        revision=revision,
        camera=camera,
        frame=Frame(width=320, height=180),
        tables=(View(view=view, table="T1", box=box),),
        masks=(SECRET_CORNER,),
    )


def source(camera: RtspCamera, name: str = "cam", **more: object) -> CameraSource:
    return CameraSource.model_validate({"camera": name, "kind": "rtsp", "url": camera.url} | more)


@pytest.fixture(scope="module")
def clip(tmp_path_factory: pytest.TempPathFactory) -> Clip:
    scene = Scene(fps=20, gop_s=0.25, duration_s=3.0, patches=[TABLE])
    return load(film(tmp_path_factory.mktemp("video") / "room.mp4", scene))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_colour_bundle(tmp_path_factory.mktemp("bundle"))


@pytest.fixture
def camera(clip: Clip) -> Iterator[RtspCamera]:
    camera = RtspCamera(clip)
    with on_air(camera):
        yield camera


@asynccontextmanager
async def watching(
    bundle: Path, *sources: CameraSource, calibrations: tuple[Calibration, ...] = ()
) -> AsyncIterator[tuple[Eyes, Reports]]:
    reports = Reports()
    eyes = Eyes(EyesSettings(bundle=bundle, times=CAPTURE), reports.take, times=WORKER)
    await eyes.set_cameras(sources)
    for one in calibrations:
        await eyes.calibrate(one)
    await eyes.start()
    try:
        yield eyes, reports
    finally:
        await eyes.stop()


async def test_from_a_camera_to_looks(bundle: Path, camera: RtspCamera) -> None:
    async with watching(bundle, source(camera), calibrations=(calibration(),)) as (eyes, reports):
        ready = await reports.until(lambda report: isinstance(report, Ready))
        assert ready == eyes.ready
        await reports.evidence(OCCUPIED)
        await reports.evidence(CLEAN)
        looks = await reports.evidence(OCCUPIED)
        assert isinstance(looks, Looks)
        assert looks.looks[0].people == pytest.approx(200 / 255 * 4, abs=0.7)
        beat = await reports.until(lambda report: isinstance(report, Heartbeat) and bool(report.classifier))
        assert isinstance(beat, Heartbeat)
        assert beat.cameras[0].frames > 0
        assert beat.cameras[0].keyframes_only
        pid = eyes.pid
        assert pid is not None
        assert psutil.Process(pid).nice() >= 5
        assert os.getsid(pid) == pid, "a session of its own"
    assert not psutil.pid_exists(pid)


async def test_a_snapshot_is_masked_and_shows_the_boxes(bundle: Path, camera: RtspCamera) -> None:
    async with watching(bundle, source(camera), calibrations=(calibration(),)) as (eyes, reports):
        await reports.camera(CameraStatus.ONLINE)
        picture = cv2.imdecode(np.frombuffer(await eyes.snapshot("cam"), np.uint8), cv2.IMREAD_COLOR_RGB)
        assert picture is not None
        assert picture.shape == (180, 320, 3)
        assert picture[4:84, 206:314].max() < 24, "the masked corner is black"
        assert picture[:30, 10:190].min() > 60, "the rest is not"
        upper_side = picture[50, 60:100]
        assert (upper_side[:, :2].min(axis=1) > 100).any(), "the box is drawn in yellow, its table in green or red"
        with pytest.raises(NotFound):
            await eyes.snapshot("elsewhere")


async def test_no_picture_is_shown_of_a_camera_that_is_away(bundle: Path, camera: RtspCamera) -> None:
    async with watching(bundle, source(camera)) as (eyes, reports):
        await reports.camera(CameraStatus.ONLINE)
        await asyncio.to_thread(camera.refuse_connections)
        await reports.camera(CameraStatus.OFFLINE, CameraReason.CONNECTION_REFUSED)
        with pytest.raises(CameraUnavailable, match="refused the connection"):
            await eyes.snapshot("cam")


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP], ids=["killed", "hanging"])
async def test_a_dead_worker_is_reported_at_once_and_replaced(
    bundle: Path, camera: RtspCamera, blow: signal.Signals
) -> None:
    async with watching(bundle, source(camera), calibrations=(calibration(),)) as (eyes, reports):
        await reports.evidence(OCCUPIED)
        first = eyes.pid
        assert first is not None
        os.kill(first, blow)
        await reports.camera(CameraStatus.OFFLINE, CameraReason.WORKER_DOWN)
        await reports.camera(CameraStatus.ONLINE)
        await reports.evidence(CLEAN)
        assert eyes.restarts == 1
        assert eyes.pid != first
        assert not psutil.pid_exists(first)


async def test_without_a_worker_there_are_no_snapshots(bundle: Path, camera: RtspCamera) -> None:
    eyes = Eyes(EyesSettings(bundle=bundle), Reports().take)
    await eyes.set_cameras([source(camera)])
    with pytest.raises(WorkerUnavailable):
        await eyes.snapshot("cam")
    await eyes.look_now("cam", ["v1"], 1.0)


async def test_a_broken_bundle_is_told_and_cameras_are_watched(
    bundle: Path, camera: RtspCamera, tmp_path: Path
) -> None:
    broken = build_colour_bundle(tmp_path / "broken")
    (broken / "model.onnx").write_bytes(b"not the model of the card")
    async with watching(broken, source(camera), calibrations=(calibration(),)) as (eyes, reports):
        failed = await reports.until(lambda report: isinstance(report, ClassifierFailed))
        assert isinstance(failed, ClassifierFailed)
        assert "sha256" in failed.problem
        await reports.camera(CameraStatus.ONLINE)
        assert await eyes.snapshot("cam")
        assert not any(isinstance(report, Looks) for report in reports.seen)


async def test_cameras_and_calibrations_change_while_others_go_on(bundle: Path, camera: RtspCamera, clip: Clip) -> None:
    other = RtspCamera(clip)
    with on_air(other):
        async with watching(bundle, source(camera), calibrations=(calibration(),)) as (eyes, reports):
            await reports.camera(CameraStatus.ONLINE)
            await eyes.set_cameras([source(camera), source(other, "cam2")])
            await eyes.calibrate(calibration(camera="cam2", view="w1"))
            await reports.evidence(OCCUPIED, view="w1")
            await eyes.calibrate(calibration(revision=2, view="v9"))
            await reports.evidence(OCCUPIED, view="v9")
            await eyes.set_cameras([source(other, "cam2")])
            beat = await reports.until(lambda report: isinstance(report, Heartbeat) and len(report.cameras) == 1)
            assert isinstance(beat, Heartbeat)
            assert beat.cameras[0].camera == "cam2"
            assert (camera.connections, other.connections) == (1, 1)
            with pytest.raises(NotFound):
                await eyes.calibrate(calibration())


async def test_the_worker_alone_gets_the_cameras_secret(
    bundle: Path,
    camera: RtspCamera,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("MAITRED_CAMERA_PASSWORD", "hunter2")
    camera.login = Login("cook", "hunter2")
    async with watching(bundle, source(camera, username="cook", password="hunter2")) as (eyes, reports):
        await reports.camera(CameraStatus.ONLINE)
        worker = psutil.Process(eyes.pid)
        assert "hunter2" not in str(worker.cmdline()) + str(worker.environ()) + caplog.text + repr(reports.seen)
        camera.login = Login("cook", "changed")
        await asyncio.to_thread(camera.drop)
        await reports.camera(CameraStatus.REFUSED, CameraReason.CREDENTIALS)
        written = capfd.readouterr().err
        assert "refused (credentials)" in written, "the worker's log says so"
        assert "hunter2" not in written
        await eyes.set_cameras([source(camera, username="cook", password="changed")])
        await reports.camera(CameraStatus.ONLINE)


async def test_a_handler_that_fails_does_not_take_the_eyes_down(bundle: Path, camera: RtspCamera) -> None:
    reports = Reports()

    async def take(report: Report) -> None:
        await reports.take(report)
        raise RuntimeError("the disk is full")

    eyes = Eyes(EyesSettings(bundle=bundle, times=CAPTURE), take, times=WORKER)
    await eyes.set_cameras([source(camera)])
    await eyes.start()
    await reports.camera(CameraStatus.ONLINE)
    await reports.until(lambda report: isinstance(report, Heartbeat))
    assert eyes.restarts == 0
    await eyes.stop()


@pytest.mark.parametrize(
    "script",
    ["import os; os.write(FD, b'GET / HTTP/1.1 and more')", "raise SystemExit(7)", "import os; os.close(FD)"],
    ids=["talks nonsense", "ends", "hangs up"],
)
async def test_a_worker_that_does_not_work_is_replaced(monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    monkeypatch.setattr(process, "_command", lambda fd: (sys.executable, "-c", script.replace("FD", str(fd))))
    reports = Reports()
    eyes = Eyes(EyesSettings(bundle=Path("none")), reports.take, times=WORKER)
    await eyes.set_cameras([CameraSource.model_validate({"camera": "cam", "kind": "rtsp", "url": "rtsp://none/"})])
    await eyes.start()
    await reports.camera(CameraStatus.OFFLINE, CameraReason.WORKER_DOWN)
    await reports.camera(CameraStatus.OFFLINE, CameraReason.WORKER_DOWN)
    assert eyes.restarts >= 1
    await eyes.stop()
