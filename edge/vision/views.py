"""The views of one camera: frames in, looks and crops out."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import NamedTuple, TypedDict, Unpack

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from calibration import Calibration, CalibrationError, Frame, View, apply_masks, place, rasterize_masks, rectify, scaled
from edge.events import Value
from edge.vision.crops import Answer, Crop, CropSpec, Evidence
from edge.vision.gate import PATCH_PX, Gate, GateSettings, Patch, patch_matrix, take_patch
from edge.vision.health import HealthSettings, frame_health, overview, view_health
from edge.vision.looks import AbstainReason, Look, LookKind
from edge.vision.pace import Pace, PaceSettings


class LookSettings(Value):
    """How a camera's views are looked at."""

    gate: GateSettings = GateSettings()
    pace: PaceSettings = PaceSettings()
    health: HealthSettings = HealthSettings()
    min_visible_share: float = Field(0.2, gt=0, le=1, description="A view shows nothing if less of it can be seen.")
    embeddings: bool = Field(False, description="Whether looks carry the classifier's embedding.")


@dataclass
class LookCounters:
    """What became of frames and views: every look, every skip, every drop."""

    frames: int = 0
    unchanged: int = 0
    abstained: int = 0
    cropped: int = 0
    postponed: int = 0
    """Changed, but classified too recently: the view goes on changing and waits for its next turn."""
    answered: int = 0
    failed: int = 0
    outdated: int = 0
    """Answers about a view that has been redrawn or removed since."""


class Seen(NamedTuple):
    """What a frame gave: `looks` that are ready and `crops` for the classifier."""

    looks: list[Look]
    crops: list[Crop]


class _Says(TypedDict, total=False):
    """What a look may say beside what it is of; fields of `Look`."""

    probabilities: tuple[float, float, float] | None
    people: float | None
    reason: AbstainReason | None
    unchanged: bool
    embedding: tuple[float, ...] | None


@dataclass(slots=True)
class _Watched:
    """A view and what is remembered of it. `quiet_for`: why the classifier said nothing of the last picture."""

    view: View
    gate: Gate
    pace: Pace
    quiet_for: AbstainReason | None = None


@dataclass(frozen=True, slots=True)
class _Placed:
    """A view in frames of one size. `visible_share`: how much of it is inside the frame and not masked."""

    view: View
    matrix: NDArray[np.float64]
    visible_share: float


class _Visit(NamedTuple):
    """What a frame shows of one view, before anything is made of it."""

    watched: _Watched
    placed: _Placed
    patch: Patch
    changed: bool


class CameraLooks:
    """Looks at every view of a camera, frame by frame.

    ```
    seen = looks.see(frame.image, frame.at)             # in the camera's thread
    for crop in seen.crops: batcher.submit(crop)
    more = looks.answered(answers)                      # in the classifier's thread, or right away in a replay
    ```

    Time is the frames' own, so a replay needs no clock. Images are RGB uint8 [h, w, 3], already masked. Safe to call
    from several threads.
    """

    def __init__(self, calibration: Calibration, spec: CropSpec, settings: LookSettings | None = None) -> None:
        self._calibration = calibration
        self._spec = spec
        self._settings = settings or LookSettings()
        self._lock = threading.Lock()
        self._counters = LookCounters()
        self._watched: dict[str, _Watched] = {}
        self._placed: dict[str, _Placed] = {}
        self._frame: Frame | None = None
        self.calibrate(calibration)

    @property
    def camera(self) -> str:
        """The camera whose views these are."""
        return self._calibration.camera

    @property
    def counters(self) -> LookCounters:
        """The counts so far."""
        with self._lock:
            return replace(self._counters)

    def calibrate(self, calibration: Calibration) -> None:
        """Use this calibration from now on. Views that stay as they were keep what is remembered of them."""
        with self._lock:
            known = self._watched if calibration.frame == self._calibration.frame else {}
            self._calibration = calibration
            self._watched = {view.view: self._watch(view, known.get(view.view)) for view in calibration.tables}
            self._frame = None

    def look_now(self, views: Collection[str], until: float) -> None:
        """Classify every frame of these views up to the frame time `until`, in monotonic seconds."""
        with self._lock:
            for name in views:
                if watched := self._watched.get(name):
                    watched.pace.ask(until)

    def see(self, image: NDArray[np.uint8], at: float) -> Seen:
        """Look at every view in a frame of monotonic time `at`. A frame of another shape abstains with `no_crop`."""
        with self._lock:
            self._place_views(Frame(width=image.shape[1], height=image.shape[0]))
            visits = [self._visit(self._watched[name], placed, image) for name, placed in self._placed.items()]
            spoiled = self._spoiled(image, visits)
            seen = Seen([self._abstain(view, at, AbstainReason.NO_CROP) for view in self._hidden()], [])
            for visit in visits:
                found = self._look(visit, image, at, spoiled)
                if isinstance(found, Look):
                    seen.looks.append(found)
                elif found:
                    seen.crops.append(found)
            self._count(seen)
            return seen

    def answered(self, answers: Iterable[Answer]) -> list[Look]:
        """The looks that the classifier's answers make. Answers about views since redrawn are dropped and counted."""
        with self._lock:
            looks = [look for crop, evidence in answers if (look := self._judge(crop, evidence))]
            self._counters.answered += len(looks)
            return looks

    def _watch(self, view: View, known: _Watched | None) -> _Watched:
        if known and known.view == view:
            return known
        name = f"{self._calibration.camera}/{view.view}"
        return _Watched(view, Gate(self._settings.gate), Pace(self._settings.pace, name))

    def _place_views(self, frame: Frame) -> None:
        if frame != self._frame:
            placed = _place_views(self._calibration, frame, self._spec.margin)
            least = self._settings.min_visible_share
            self._placed = {name: one for name, one in placed.items() if one.visible_share >= least}
            self._frame = frame

    def _hidden(self) -> list[View]:
        """The views of which there is nothing to see in frames of this size."""
        return [watched.view for name, watched in self._watched.items() if name not in self._placed]

    def _visit(self, watched: _Watched, placed: _Placed, image: NDArray[np.uint8]) -> _Visit:
        patch = take_patch(image, placed.matrix)
        return _Visit(watched, placed, patch, watched.gate.changed(patch))

    def _spoiled(self, image: NDArray[np.uint8], visits: list[_Visit]) -> AbstainReason | None:
        """Why no view of this frame can be judged. Asked only if one has changed, to keep quiet frames cheap."""
        if not any(visit.changed for visit in visits):
            return None
        return frame_health(overview(image), self._settings.health)

    def _look(
        self, visit: _Visit, image: NDArray[np.uint8], at: float, spoiled: AbstainReason | None
    ) -> Look | Crop | None:
        """A look where gate and health can tell, a crop where the classifier must, None where it must wait."""
        watched = visit.watched
        if bad := spoiled or view_health(visit.patch, visit.placed.visible_share, self._settings.health):
            return self._abstain(watched.view, at, bad)
        if watched.pace.wants(visit.changed, at):
            return self._crop(visit, image, at)
        if visit.changed:
            return None
        if watched.quiet_for:
            return self._abstain(watched.view, at, watched.quiet_for, unchanged=True)
        return self._look_at(watched.view, at, LookKind.UNCHANGED, unchanged=True)

    def _crop(self, visit: _Visit, image: NDArray[np.uint8], at: float) -> Crop:
        spec, view = self._spec, visit.placed.view
        pixels = rectify(image, view.box, (spec.width, spec.height), fit=spec.fit, margin=spec.margin, up=view.up)
        return Crop(self.camera, visit.watched.view, at, pixels, visit.patch)

    def _judge(self, crop: Crop, evidence: Evidence) -> Look | None:
        watched = self._watched.get(crop.view.view)
        if watched is None or watched.view != crop.view:
            self._counters.outdated += 1
            return None
        if evidence.reason is AbstainReason.CLASSIFIER_FAILED:
            self._counters.failed += 1
            watched.gate.forget()
            return self._abstain(crop.view, crop.at, evidence.reason)
        unchanged = not watched.gate.differs(crop.patch)
        watched.gate.classified(crop.patch)
        watched.quiet_for = evidence.reason
        embedding = evidence.embedding if self._settings.embeddings else None
        return self._look_at(
            crop.view,
            crop.at,
            LookKind.ABSTAIN if evidence.reason else LookKind.EVIDENCE,
            reason=evidence.reason,
            probabilities=evidence.probabilities,
            people=evidence.people,
            unchanged=unchanged,
            embedding=None if embedding is None else tuple(embedding.tolist()),
        )

    def _abstain(self, view: View, at: float, reason: AbstainReason, *, unchanged: bool = False) -> Look:
        return self._look_at(view, at, LookKind.ABSTAIN, reason=reason, unchanged=unchanged)

    def _look_at(self, view: View, at: float, kind: LookKind, **says: Unpack[_Says]) -> Look:
        return Look(view=view.view, table=view.table, camera=self.camera, at=at, kind=kind, **says)

    def _count(self, seen: Seen) -> None:
        unchanged = sum(look.kind is LookKind.UNCHANGED for look in seen.looks)
        self._counters.frames += 1
        self._counters.unchanged += unchanged
        self._counters.abstained += len(seen.looks) - unchanged
        self._counters.cropped += len(seen.crops)
        self._counters.postponed += len(self._watched) - len(seen.looks) - len(seen.crops)


def _place_views(calibration: Calibration, frame: Frame, margin: float) -> dict[str, _Placed]:
    """Where the views lie in frames of this size; nowhere in a frame of another shape, which the capture reports."""
    try:
        fitted = scaled(calibration, frame)
    except CalibrationError:
        return {}
    visible = np.full((frame.height, frame.width, 3), 255, dtype=np.uint8)
    apply_masks(visible, rasterize_masks(fitted))
    return {view.view: _place(view, margin, visible) for view in fitted.tables}


def _place(view: View, margin: float, visible: NDArray[np.uint8]) -> _Placed:
    region = place(view.box, (PATCH_PX, PATCH_PX), fit="stretch", margin=margin).region
    matrix = patch_matrix(region)
    return _Placed(view, matrix, take_patch(visible, matrix).mean / 255)


__all__ = ["CameraLooks", "LookCounters", "LookSettings", "Seen"]
