"""The eyes' process: `python -m edge.vision.worker --fd N`, started by `edge.vision.eyes` and by nobody else.

Everything that touches pixels is in here, because libav parses bytes from the network and GPU drivers fault: whatever
dies here is back in seconds, and the floor never stops. It knows its own cameras' secrets, which come over the
socket, and no database. It ends when the daemon does.
"""

from __future__ import annotations

import argparse
import ctypes
import logging
import os
import signal
import socket
import threading
from collections import defaultdict
from dataclasses import asdict
from typing import NoReturn

import cv2

from edge.clock import Clock, SystemClock
from edge.errors import BadInput, CameraUnavailable
from edge.vision.classify import Batcher
from edge.vision.crops import Answer, Crop, CropSpec
from edge.vision.lookout import Lookout
from edge.vision.messages import (
    ClassifierFailed,
    ClassifierStats,
    Configure,
    Down,
    Heartbeat,
    LookNow,
    Ready,
    Snapshot,
    SnapshotRefused,
    SnapshotRequest,
    Stop,
    Up,
)
from edge.vision.vitals import WatchedClassifier, why_start_again
from edge.vision.wire import WorkerEnd
from models.bundle import Bundle, BundleError

log = logging.getLogger(__name__)

NICENESS = 5
HEARTBEAT_S = 1.0
PR_SET_PDEATHSIG = 1
RESTART_ME = 3
"""Exit status by which the worker asks for a fresh process."""


class Worker:
    """Takes the daemon's messages, one after the other, and keeps the cameras and the classifier running."""

    def __init__(self, daemon: WorkerEnd, clock: Clock) -> None:
        self._daemon = daemon
        self._clock = clock
        self._lookouts: dict[str, Lookout] = {}
        self._configured: Configure | None = None
        self._batcher: Batcher | None = None
        self._spec: CropSpec | None = None
        self._classifier: WatchedClassifier | None = None
        self._ending = threading.Event()

    def serve(self) -> None:
        """Work until told to stop, or until the daemon is gone."""
        heart = threading.Thread(target=self._beat, name="heart", daemon=True)
        heart.start()
        for message in self._daemon.receive():
            if isinstance(message, Stop):
                break
            self._take(message)
        self._ending.set()

    def _take(self, message: Down) -> None:
        match message:
            case Configure():
                self._configure(message)
            case LookNow(camera=camera) if lookout := self._lookouts.get(camera):
                lookout.look_now(message.views, message.for_s)
            case SnapshotRequest():
                self._snapshot(message)

    # --- configuration

    def _configure(self, wanted: Configure) -> None:
        """Make it so. What stays as it is goes on undisturbed."""
        had, self._configured = self._configured, wanted
        if had is not None and _classifier_of(had) != _classifier_of(wanted):
            _start_again("another classifier is wanted")
        setups = {setup.source.camera: setup for setup in wanted.cameras}
        for camera, lookout in list(self._lookouts.items()):
            if camera not in setups or setups[camera].source != lookout.source:
                self._lookouts.pop(camera).stop()
        for camera, setup in setups.items():
            if known := self._lookouts.get(camera):
                known.calibrate(setup.calibration)
            else:
                self._watch(
                    setup.source.camera, Lookout(setup, self._clock, wanted.times, tell=self._tell, submit=self._submit)
                )
        if had is None:
            self._load(wanted)

    def _watch(self, camera: str, lookout: Lookout) -> None:
        self._lookouts[camera] = lookout
        if self._spec is not None and self._configured is not None:
            lookout.classify_with(self._spec, self._configured.looks)
        lookout.start()

    def _load(self, wanted: Configure) -> None:
        """Load the classifier while the cameras connect; without one they are watched all the same."""
        try:
            bundle = Bundle.load(wanted.bundle, providers=wanted.providers, threads=wanted.threads)
        except BundleError as error:
            log.error("The classifier cannot be used: %s", error)
            self._tell(ClassifierFailed(problem=str(error)))
            return
        card = bundle.card
        self._classifier = WatchedClassifier(bundle, self._clock)
        self._batcher = Batcher(self._classifier, self._answered, wanted.batch)
        self._batcher.start()
        self._spec = CropSpec.of(card)
        for lookout in self._lookouts.values():
            lookout.classify_with(self._spec, wanted.looks)
        log.info("classifier %s %s runs on %s", card.name, card.version, bundle.provider)
        self._tell(
            Ready(
                name=card.name,
                version=card.version,
                provider=bundle.provider,
                labels=card.labels,
                class_prior=card.class_prior,
            )
        )

    # --- from frames to looks

    def _submit(self, crop: Crop) -> None:
        if self._batcher is not None:
            self._batcher.submit(crop)

    def _answered(self, answers: list[Answer]) -> None:
        by_camera: dict[str, list[Answer]] = defaultdict(list)
        for answer in answers:
            by_camera[answer.crop.camera].append(answer)
        for camera, own in by_camera.items():
            if lookout := self._lookouts.get(camera):
                lookout.answered(own)

    def _snapshot(self, request: SnapshotRequest) -> None:
        lookout = self._lookouts.get(request.camera)
        try:
            if lookout is None:
                raise CameraUnavailable(f"{request.camera} is not watched.")
            self._tell(Snapshot(id=request.id, jpeg=lookout.snapshot()))
        except CameraUnavailable as error:
            self._tell(SnapshotRefused(id=request.id, problem=error.message))

    # --- signs of life

    def _beat(self) -> None:
        while not self._ending.wait(HEARTBEAT_S):
            stats = tuple(lookout.stats() for lookout in list(self._lookouts.values()))
            counters = self._batcher.counters if self._batcher else None
            self._tell(Heartbeat(cameras=stats, classifier=ClassifierStats(**asdict(counters)) if counters else None))
            left_behind = sum(camera.left_behind for camera in stats)
            if why := why_start_again(self._batcher, self._classifier, left_behind):
                _start_again(why)

    def _tell(self, message: Up) -> None:
        """Send to the daemon. Without it there is nothing left to do."""
        try:
            self._daemon.send(message)
        except OSError:
            os._exit(0)


def _classifier_of(configured: Configure) -> Configure:
    """All of a configuration but its cameras."""
    return configured.model_copy(update={"cameras": ()})


def _start_again(why: str) -> NoReturn:
    """End at once; the daemon starts a fresh process. A thread that hangs in a driver cannot be ended otherwise."""
    log.warning("the vision worker starts again: %s", why)
    os._exit(RESTART_ME)


def _die_with_the_daemon(parent: int) -> None:
    """Have the kernel end this process when its parent does, however that ends."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)  # it ended before we asked


def main() -> None:
    """Serve the daemon at the other end of the inherited socket."""
    parser = argparse.ArgumentParser(
        prog="python -m edge.vision.worker", description="Started by maitred, not by hand."
    )
    parser.add_argument("--fd", type=int, required=True, help="the inherited socket")
    parser.add_argument("--parent", type=int, required=True, help="process id of the daemon")
    given = parser.parse_args()
    _die_with_the_daemon(given.parent)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a Ctrl-C is for the daemon, which then tells us to stop
    os.nice(NICENESS)
    cv2.setNumThreads(1)
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    try:
        Worker(WorkerEnd(socket.socket(fileno=given.fd)), SystemClock()).serve()
    except BadInput as error:
        log.error("%s The vision worker ends.", error)
        os._exit(1)
    os._exit(0)  # not waiting for threads that hang in the network


if __name__ == "__main__":
    main()
