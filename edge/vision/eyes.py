"""The daemon's side of the eyes: keeps the worker process alive and speaks with it. No pixel comes in here, but for the
snapshots that somebody asks for."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from itertools import count
from pathlib import Path

from calibration import Calibration
from edge.backoff import Backoff
from edge.clock import Clock, SystemClock
from edge.errors import CameraUnavailable, NotFound, WorkerUnavailable
from edge.events import CameraReason, CameraStatus, Value
from edge.vision.classify import BatchSettings
from edge.vision.messages import (
    CameraReport,
    CameraSetup,
    Configure,
    Down,
    LookNow,
    Ready,
    Report,
    Snapshot,
    SnapshotRefused,
    SnapshotRequest,
    Stop,
)
from edge.vision.process import WorkerProcess, spawned
from edge.vision.source import CameraSource
from edge.vision.times import CaptureTimes
from edge.vision.views import LookSettings
from edge.vision.wire import read_up

log = logging.getLogger(__name__)

Handler = Callable[[Report], Awaitable[None]]


class EyesSettings(Value):
    """What the eyes look with. `threads` is for the classifier; `providers` as in `models.bundle.Bundle.load`."""

    bundle: Path
    providers: tuple[str, ...] | None = None
    threads: int = 1
    times: CaptureTimes = CaptureTimes()
    looks: LookSettings = LookSettings()
    batch: BatchSettings = BatchSettings()


class WorkerTimes(Value):
    """How patient the supervisor is with the worker, in seconds."""

    start_s: float = 60.0
    """From its start to its first word."""
    silent_s: float = 10.0
    """A worker that says nothing for so long hangs, and is killed."""
    stop_s: float = 3.0
    """To end by itself when told to."""
    snapshot_s: float = 5.0
    backoff_first_s: float = 0.5
    backoff_most_s: float = 30.0
    settled_s: float = 60.0
    """After running for so long the next failure counts as the first again."""


class Eyes:
    """Supervises the vision worker. Its reports go to `handler`, one after the other."""

    def __init__(
        self,
        settings: EyesSettings,
        handler: Handler,
        clock: Clock | None = None,
        *,
        times: WorkerTimes | None = None,
    ) -> None:
        self._settings = settings
        self._handler = handler
        self._clock = clock or SystemClock()
        self._times = times or WorkerTimes()
        self._backoff = Backoff(self._times.backoff_first_s)
        self._cameras: dict[str, CameraSetup] = {}
        self._worker: WorkerProcess | None = None
        self._task: asyncio.Task[None] | None = None
        self._requests = count(1)
        self._snapshots: dict[int, asyncio.Future[bytes]] = {}
        self._failing = self._stopping = False
        self.ready: Ready | None = None
        self.restarts = 0

    async def start(self) -> None:
        """Start the worker and keep it running until `stop`."""
        self._stopping = False
        self._task = asyncio.create_task(self._keep_running(), name="eyes")

    async def stop(self) -> None:
        """Stop the worker. Cameras are not reported down: the daemon goes down itself."""
        if self._task is None:
            return
        self._stopping = True
        if self._worker is not None:
            self._worker.send(Stop())
            await self._worker.wait(self._times.stop_s)
        self._task.cancel()
        with suppress(asyncio.CancelledError):
            await self._task
        self._task = None

    @property
    def pid(self) -> int | None:
        """Process id of the worker, None while there is none."""
        return self._worker.pid if self._worker else None

    async def set_cameras(self, sources: Sequence[CameraSource]) -> None:
        """Watch these cameras and no others. Calibrations stay."""
        known = self._cameras
        self._cameras = {
            source.camera: CameraSetup(
                source=source, calibration=known[source.camera].calibration if source.camera in known else None
            )
            for source in sources
        }
        self._configure()

    async def calibrate(self, calibration: Calibration) -> None:
        """Replace one camera's calibration. Raises `NotFound` for a camera that is not watched."""
        setup = self._setup(calibration.camera)
        self._cameras[calibration.camera] = setup.model_copy(update={"calibration": calibration})
        self._configure()

    async def look_now(self, camera: str, views: Sequence[str], for_s: float) -> None:
        """Have views of a camera classified at every frame for `for_s` seconds. Without a worker nothing happens."""
        self._send(LookNow(camera=camera, views=tuple(views), for_s=for_s))

    async def snapshot(self, camera: str) -> bytes:
        """The camera's newest picture as JPEG, masked, its boxes drawn.

        Raises `NotFound`, `WorkerUnavailable`, or `CameraUnavailable` if there is no present picture.
        """
        self._setup(camera)
        if self._worker is None:
            raise WorkerUnavailable("The vision worker is starting.", hint="Try again in a few seconds.")
        request = SnapshotRequest(id=next(self._requests), camera=camera)
        answer: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()
        self._snapshots[request.id] = answer
        self._send(request)
        try:
            async with asyncio.timeout(self._times.snapshot_s):
                return await answer
        except TimeoutError:
            raise CameraUnavailable(f"{camera} gave no picture in time.", hint="Try again.") from None
        finally:
            self._snapshots.pop(request.id, None)

    def _setup(self, camera: str) -> CameraSetup:
        try:
            return self._cameras[camera]
        except KeyError:
            raise NotFound(f"There is no camera {camera}.") from None

    def _configure(self) -> None:
        settings = self._settings
        self._send(
            Configure(
                cameras=tuple(self._cameras.values()),
                bundle=settings.bundle,
                providers=settings.providers,
                threads=settings.threads,
                times=settings.times,
                looks=settings.looks,
                batch=settings.batch,
            )
        )

    def _send(self, message: Down) -> None:
        if self._worker is not None:
            self._worker.send(message)

    # --- supervision

    async def _keep_running(self) -> None:
        while not self._stopping:
            started_at = self._clock.monotonic()
            try:
                why = await self._run_once()
            except Exception as error:  # noqa: BLE001 - the supervised loop: whatever breaks one worker, the next may run
                why = f"{type(error).__name__}: {error}"
            if self._stopping:
                return
            await self._report_down()
            if self._clock.monotonic() - started_at >= self._times.settled_s:
                self._backoff.reset()
            self.restarts += 1
            pause_s = self._backoff.next_s(self._times.backoff_most_s)
            log.warning("The vision worker is down: %s It starts again in %.1f s.", why, pause_s)
            await asyncio.sleep(pause_s)

    async def _run_once(self) -> str:
        """Run one worker until it ends or hangs; says why it did."""
        async with spawned() as self._worker:
            try:
                self._configure()
                return await self._listen(self._worker)
            finally:
                self._worker, self.ready = None, None
                self._fail_snapshots()

    async def _listen(self, worker: WorkerProcess) -> str:
        """Take in what the worker says until it ends or falls silent; says which."""
        patience_s = self._times.start_s
        while True:
            try:
                async with asyncio.timeout(patience_s):
                    message = await read_up(worker.reader)
            except TimeoutError:
                return f"it said nothing for {patience_s:g} s."
            if message is None:
                return await worker.last_words()
            patience_s = self._times.silent_s
            await self._take(message)

    async def _take(self, message: Report | Snapshot | SnapshotRefused) -> None:
        match message:
            case Snapshot(id=request, jpeg=jpeg):
                if (answer := self._snapshots.get(request)) and not answer.done():
                    answer.set_result(jpeg)
            case SnapshotRefused(id=request, problem=problem):
                if (answer := self._snapshots.get(request)) and not answer.done():
                    answer.set_exception(CameraUnavailable(problem))
            case Ready():
                self.ready = message
                await self._deliver(message)
            case _:
                await self._deliver(message)

    async def _deliver(self, report: Report) -> None:
        """Hand a report over. A handler that fails must not take the eyes down."""
        try:
            await self._handler(report)
        except Exception:
            if not self._failing:
                log.exception("What the eyes reported could not be taken in")
            self._failing = True
        else:
            if self._failing:
                log.warning("What the eyes report is taken in again")
            self._failing = False

    async def _report_down(self) -> None:
        for camera in self._cameras:
            await self._deliver(
                CameraReport(
                    camera=camera,
                    status=CameraStatus.OFFLINE,
                    reason=CameraReason.WORKER_DOWN,
                    since=self._clock.now(),
                )
            )

    def _fail_snapshots(self) -> None:
        for answer in self._snapshots.values():
            if not answer.done():
                answer.set_exception(WorkerUnavailable("The vision worker went down.", hint="Try again soon."))


__all__ = ["Eyes", "EyesSettings", "Handler", "WorkerTimes"]
