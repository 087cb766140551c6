"""Footage of a timeline: H.264 video, what is true in it, and the calibration of its camera."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Literal

import av
import cv2
import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from calibration import Calibration, Frame, View, dump
from models.simulate import fast, people
from models.simulate.mesh import cylinder
from models.simulate.part import Material, Part, place
from models.simulate.people import Person
from models.simulate.room import Item, Room
from models.simulate.scene import fixed, on_top
from models.simulate.timeline import Timeline
from models.simulate.truth import box_of

Image = NDArray[np.uint8]
Look = Literal["fast", "lit"]
_STILL_SAMPLES = 64
_CHANGED = 7
"""Grey levels by which a pixel must differ from the empty room to count as something that moves."""


def write_video(
    timeline: Timeline,
    path: Path,
    *,
    fps: int = 10,
    size: tuple[int, int] = (960, 540),
    gop_s: float = 1.0,
    crf: int = 24,
    look: Look = "fast",
    first_table: int = 1,
) -> None:
    """Write `path` (.mp4), its calibration (`.json`, camera named after the file) and its truth (`.truth.json`).

    Tables are `T{first_table}` and on. `look="lit"` lays the moving parts of the fast pictures over one still of the
    empty room from the good renderer.
    """
    path.with_suffix(".json").write_text(dump(calibration(timeline.room, path.stem, size, first_table)))
    truth = [
        {"t_s": moment.t_s, "table": f"T{first_table + moment.table}", "state": moment.state, "people": moment.people}
        for moment in timeline.truth()
    ]
    document = {"format": 1, "fps": fps, "duration_s": timeline.duration_s, "changes": truth}
    path.with_suffix(".truth.json").write_text(json.dumps(document, indent=1) + "\n")
    images = frames(timeline, fps, size, look)
    total = round(timeline.duration_s * fps)
    _encode(track(images, path.name, total=total), path, fps, size, round(gop_s * fps), crf)


def calibration(room: Room, camera: str, size: tuple[int, int], first_table: int) -> Calibration:
    views = [
        View(view=f"{camera}-T{number}", table=f"T{number}", box=box_of(room, table, size))
        for number, table in enumerate(room.tables, first_table)
    ]
    frame = Frame(width=size[0], height=size[1])
    return Calibration(format=1, revision=1, camera=camera, frame=frame, tables=views, masks=[], reference=None)


def frames(timeline: Timeline, fps: int, size: tuple[int, int], look: Look = "fast") -> Iterator[Image]:
    """Consecutive pictures, uint8 RGB [h,w,3], over the timeline's whole duration."""
    renderer = fast.FastRenderer(size)
    try:
        stage = _Stage(renderer, timeline.room)
        relight = _Relight(timeline.room, renderer.draw()) if look == "lit" else None
        for number in range(round(timeline.duration_s * fps)):
            stage.show(timeline.at(number / fps))
            picture = renderer.draw()
            yield relight(picture) if relight else picture
    finally:
        renderer.close()


class _Stage:
    """A room built once; between frames only people and tables that changed are exchanged."""

    def __init__(self, renderer: fast.FastRenderer, room: Room) -> None:
        self._renderer = renderer
        empty = _emptied(room)
        renderer.light(room.light)
        renderer.look(room.camera)
        renderer.add(fixed(empty))
        self._people = renderer.add([])
        self._lying: dict[int, tuple[tuple[Item, ...], fast.Group]] = {}

    def show(self, room: Room) -> None:
        self._people.removeNode()
        moving = [part for person in room.people for part in [*_foot_shadow(person), *people.body(person)]]
        self._people = self._renderer.add(moving)
        for number, table in enumerate(room.tables):
            shown = self._lying.get(number)
            if shown and shown[0] == table.items:
                continue
            if shown:
                shown[1].removeNode()
            self._lying[number] = (table.items, self._renderer.add(on_top(room, number, table)))


def _emptied(room: Room) -> Room:
    """The room with bare tables and nobody in it."""
    return replace(room, tables=tuple(replace(table, items=()) for table in room.tables), people=())


def _foot_shadow(person: Person) -> list[Part]:
    """The fast renderer casts no shadows; without one, walkers float."""
    if person.posture == "seated":
        return []
    dark = Material((0.02, 0.02, 0.02), opacity=0.28, shadow=True)
    return [Part(cylinder(), place((person.x, person.y, 0.006), (0.3, 0.26, 0.0005)), dark)]


class _Relight:
    """The empty room from the good renderer, with whatever moves laid over it in that room's light."""

    def __init__(self, room: Room, still: Image) -> None:
        from models.simulate import good

        empty = _emptied(room)
        size = (still.shape[1], still.shape[0])
        self._good = next(good.draw_from(fixed(empty), [room.camera], room.light, size, samples=_STILL_SAMPLES))
        self._still = still
        wide = [cv2.GaussianBlur(np.asarray(image, np.float32), (0, 0), 14) for image in (self._good, still)]
        self._ratio = np.clip(wide[0] / np.maximum(wide[1], 8), 0.5, 1.8)

    def __call__(self, picture: Image) -> Image:
        changed = np.abs(picture.astype(np.int16) - self._still).max(-1) > _CHANGED
        share = cv2.GaussianBlur(changed.astype(np.float32), (0, 0), 0.7)[..., None]
        mixed = self._good * (1 - share) + picture * self._ratio * share
        return np.asarray(np.clip(mixed, 0, 255), np.uint8)


def _encode(images: Iterable[Image], path: Path, fps: int, size: tuple[int, int], gop: int, crf: int) -> None:
    options = {"crf": str(crf), "preset": "slow", "sc_threshold": "0", "bf": "0"}
    with av.open(str(path), "w") as sink:
        stream = sink.add_stream("libx264", rate=Fraction(fps), options=options)
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        stream.codec_context.gop_size = gop
        for image in images:
            sink.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        sink.mux(stream.encode())
