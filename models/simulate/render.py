"""A room's picture from either renderer, as a camera would send it, with its truth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.simulate.room import Room
from models.simulate.scene import scene
from models.simulate.sensor import sense
from models.simulate.truth import TableTruth, truths

Renderer = Literal["fast", "good"]


@dataclass(frozen=True, eq=False)
class Rendered:
    """A picture (uint8 RGB [h,w,3]) and what is true of each table in it."""

    image: NDArray[np.uint8]
    tables: list[TableTruth]


def render(
    room: Room, renderer: Renderer = "fast", size: tuple[int, int] = (960, 540), *, sensor: bool = True
) -> Rendered:
    """A picture of `size` (width, height); `sensor=False` leaves out what the camera adds."""
    image, tables = next(views([room], renderer, size))
    return Rendered(sense(image, np.random.default_rng([room.seed, 77])) if sensor else image, tables)


def views(
    rooms: Sequence[Room], renderer: Renderer, size: tuple[int, int], *, usable_only: bool = False
) -> Iterator[tuple[NDArray[np.uint8], list[TableTruth]]]:
    """Clean pictures with their truth of rooms that differ in their camera only.

    `usable_only`: pictures without a usable table are left out, and of the others only the part around those is sure to
    be drawn.
    """
    if renderer == "fast":
        from models.simulate.fast import draw_from
    else:
        from models.simulate.good import draw_from
    shots = [(room.camera, truths(room, size)) for room in rooms]
    if usable_only:
        shots = [(camera, usable) for camera, found in shots if (usable := [truth for truth in found if truth.usable])]
    windows = [_around(found, size) if usable_only else None for _, found in shots]
    if not shots:
        return
    images = draw_from(scene(rooms[0]), [camera for camera, _ in shots], rooms[0].light, size, windows=windows)
    for image, (_, found) in zip(images, shots, strict=True):
        yield image, found


def _around(found: Sequence[TableTruth], size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The part of the picture that holds every box, with room for careless ones."""
    corners = np.concatenate([(truth.box.corners() - truth.box.center) * 1.6 + truth.box.center for truth in found])
    low, high = np.floor(corners.min(0)).astype(int), np.ceil(corners.max(0)).astype(int)
    return max(0, int(low[0])), max(0, int(low[1])), min(size[0], int(high[0])), min(size[1], int(high[1]))
