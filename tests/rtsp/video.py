"""Small H.264 test videos: coloured tables that change at known times, and a burnt-in clock: no two frames match."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.stream import VideoStream
from numpy.typing import NDArray

Picture = NDArray[np.uint8]
"""RGB [h, w, 3]."""

Colour = tuple[int, int, int]
"""RGB, each 0 to 255."""

FLOOR: Colour = (96, 96, 96)
CLOCK_HEIGHT = 8


@dataclass(frozen=True)
class Patch:
    """One table in the picture: `(x, y, width, height)` px and its colours as `(from second, colour)`, ascending."""

    box: tuple[int, int, int, int]
    colours: Sequence[tuple[float, Colour]]

    def paint(self, picture: Picture, at_s: float) -> None:
        """Draw what it shows `at_s` seconds into the video: a plate lies elsewhere in each of its states."""
        x, y, width, height = self.box
        state, colour = [(index, colour) for index, (start, colour) in enumerate(self.colours) if start <= at_s][-1]
        picture[y : y + height, x : x + width] = colour
        plate = max(2, height // 3)
        left = x + plate // 2 + (state % 3) * (width - 2 * plate) // 2
        picture[y + plate : y + 2 * plate, left : left + plate] = [shade // 3 for shade in colour]


@dataclass(frozen=True)
class Scene:
    """What to film: size in px, rate in frames per second, distance of keyframes and duration in seconds."""

    width: int = 320
    height: int = 180
    fps: int = 10
    gop_s: float = 0.5
    duration_s: float = 4.0
    patches: Sequence[Patch] = ()
    clock: bool = True
    codec: str = "libx264"
    options: dict[str, str] = field(default_factory=dict)

    def paint(self, at_s: float) -> Picture:
        """The picture `at_s` seconds in."""
        picture = np.empty((self.height, self.width, 3), np.uint8)
        picture[:] = FLOOR
        for patch in self.patches:
            patch.paint(picture, at_s)
        if self.clock:
            _burn_clock(picture, round(at_s * self.fps))
        return picture


def _burn_clock(picture: Picture, tick: int) -> None:
    """Write `tick` as 16 black and white cells along the bottom edge."""
    cell = picture.shape[1] // 16
    for bit in range(16):
        shade = 235 if tick >> bit & 1 else 16
        picture[-CLOCK_HEIGHT:, bit * cell : (bit + 1) * cell] = shade


def read_clock(picture: Picture) -> int:
    """The tick burnt into a picture by `Scene.paint`."""
    cell = picture.shape[1] // 16
    row = picture[-CLOCK_HEIGHT // 2 - 1]
    return sum(1 << bit for bit in range(16) if row[bit * cell + cell // 2].mean() > 128)


def film(path: Path, scene: Scene) -> Path:
    """Encode `scene` into `path` (container by its suffix), keyframes exactly `gop_s` apart."""
    frames = round(scene.duration_s * scene.fps)
    return encode(path, scene, (scene.paint(index / scene.fps) for index in range(frames)))


def encode(path: Path, scene: Scene, pictures: Iterable[Picture]) -> Path:
    """Encode any RGB pictures of the scene's size at its rate, keyframes exactly `gop_s` apart."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(scene.codec, rate=Fraction(scene.fps), options=_options(scene))
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = scene.width, scene.height, "yuv420p"
        for picture in pictures:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def _options(scene: Scene) -> dict[str, str]:
    gop = str(max(1, round(scene.gop_s * scene.fps)))
    fast = {"keyint_min": gop, "sc_threshold": "0", "preset": "ultrafast"} if scene.codec == "libx264" else {}
    return {"g": gop, "bf": "0", "threads": "1"} | fast | scene.options


__all__ = ["Colour", "Patch", "Picture", "Scene", "encode", "film", "read_clock"]
