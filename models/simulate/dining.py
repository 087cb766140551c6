"""A room fit for footage: a given number of tables in two rows before one camera, all of them in good view."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.simulate.camera import Camera
from models.simulate.layout import furnished
from models.simulate.palette import Palette, pick
from models.simulate.pools import POOLS, Family
from models.simulate.room import Clutter, Drawing, Lamp, Light, Room
from models.simulate.truth import truths

AISLE_M = 2.45
"""From table to table, so that people can walk between the chairs."""

_TRIES = 40
_STREAM = 9


def dining_room(seed: int, tables: int, family: Family = "train", size: tuple[int, int] = (960, 540)) -> Room:
    """A plain room of `tables` clean tables with nobody in it. The first furniture of the seed that shows every table
    well in a picture of `size` is taken; raises ValueError where none does."""
    for attempt in range(_TRIES):
        room = _candidate(np.random.default_rng([seed, _STREAM, attempt]), seed, tables, family)
        if all(truth.usable and truth.occluded < 0.2 for truth in truths(room, size)):
            return room
    raise ValueError(f"no room of {tables} tables with seed {seed} shows them all at {size}: ask for fewer tables")


def _candidate(rng: np.random.Generator, seed: int, tables: int, family: Family) -> Room:
    palette = Palette(rng, POOLS[family], wild=False)
    columns = (tables + 1) // 2
    spots = [((i - (columns - 1) / 2) * AISLE_M, (j - 0.5) * AISLE_M) for j in (0, 1) for i in range(columns)][:tables]
    width, depth, height = max(columns * AISLE_M + 2.6, 6.0), 2 * AISLE_M + 4.6, 3.7
    placed = furnished(spots, POOLS[family], palette, rng)
    drawing = Drawing("seats", upright=True, slack=1.0)
    return Room(
        seed=seed,
        family=family,
        wild=False,
        width=width,
        depth=depth,
        height=height,
        floor=palette.quiet_floor(),
        walls=palette.quiet_paint(),
        skirting=palette.wood(),
        camera=_camera(columns, depth, rng),
        light=_light(width, depth, height),
        tables=tuple(replace(table, drawing=drawing) for table in placed),
        people=(),
        clutter=_decoration(width, depth, palette, rng),
    )


def _camera(columns: int, depth: float, rng: np.random.Generator) -> Camera:
    """Above the middle of the front wall, a little to one side, just wide enough for the front row."""
    camera = Camera((float(rng.uniform(-0.6, 0.6)), -depth / 2 + 0.3, 3.4), (0.0, 0.05, 0.45), 60.0)
    ends = np.array([(side * ((columns - 1) / 2 * AISLE_M + 0.85), -AISLE_M / 2 - 0.4, 0.4) for side in (-1, 1)])
    across = (ends - camera.at) @ camera.axes().T
    widest = float(np.max(np.abs(across[:, 0]) / across[:, 1]))
    return replace(camera, hfov_deg=float(np.degrees(2 * np.arctan(widest * 1.04))))


def _light(width: float, depth: float, height: float) -> Light:
    """Day from above and two rows of warm lamps."""
    lamps = tuple(
        Lamp((x * width, y * depth, height - 0.4), (1.0, 0.86, 0.66), 0.35, 0.13)
        for x in (-0.25, 0.25)
        for y in (-0.12, 0.22)
    )
    return Light((0.52, 0.53, 0.56), (0.42, 0.4, 0.36), (0.45, 0.35, -1.2), lamps)


def _decoration(width: float, depth: float, palette: Palette, rng: np.random.Generator) -> tuple[Clutter, ...]:
    """Plants in the far corners, a counter and pictures on the far wall."""
    back = depth / 2
    out = [
        Clutter(
            "plant", side * (width / 2 - 0.6), back - 0.6, 0, 0, (0.8, 0.8, 1.6), palette.shape(), palette.ceramic()
        )
        for side in (-1, 1)
    ]
    out.append(
        Clutter("counter", float(rng.uniform(-0.5, 0.5)), back - 0.45, 0, 0, (2.4, 0.6, 1.05), 0, palette.wood())
    )
    for x in (-0.32, -0.02, 0.3):
        frame = (float(rng.uniform(0.6, 1.1)), 0.04, float(rng.uniform(0.5, 0.8)))
        art = pick(rng, (palette.anything, palette.paper))().tiled(1.0)
        out.append(Clutter("picture", x * width, back - 0.03, 1.5, 0, frame, 0, art))
    return tuple(out)
