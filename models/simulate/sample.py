"""Rooms from seeds: every random choice comes from numpy generators seeded by the room's seed and family."""

from __future__ import annotations

import numpy as np

from models.simulate import crowd
from models.simulate.camera import Camera
from models.simulate.layout import tables_in
from models.simulate.palette import Palette, pick
from models.simulate.people import Person
from models.simulate.pools import POOLS, Family, Pool
from models.simulate.room import Room, Table
from models.simulate.surroundings import clutter_of, light_of

_FAMILY_STREAM: dict[Family, int] = {"train": 1, "validation": 2, "test": 3}


def sample_room(seed: int, family: Family, *, wild_share: float = 0.5) -> Room:
    """The room of this seed. `wild_share`: how often anything may have any colour and pattern."""
    rng = np.random.default_rng([seed, _FAMILY_STREAM[family]])
    pool = POOLS[family]
    palette = Palette(rng, pool, bool(rng.random() < wild_share))
    close = bool(rng.random() < 0.4)
    width, depth, height = rng.uniform(6, 12), rng.uniform(6, 12), rng.uniform(2.8, 5.2)
    tables = tables_in(close, width, depth, pool, palette, rng)
    camera = _camera(close, tables, height, pool, rng)
    width, depth = max(width, 2 * abs(camera.at[0]) + 0.6), max(depth, 2 * abs(camera.at[1]) + 0.6)
    height = max(height, camera.at[2] + 0.2)
    quiet = bool(rng.random() < 0.35)
    return Room(
        seed=seed,
        family=family,
        wild=palette.wild,
        width=width,
        depth=depth,
        height=height,
        floor=palette.quiet_floor() if quiet else palette.floor(),
        walls=palette.quiet_paint() if quiet else palette.paint(),
        skirting=palette.wood() if rng.random() < 0.4 else None,
        camera=camera,
        light=light_of(palette, (width, depth, height), rng),
        tables=tuple(tables),
        people=tuple(_people(tables, camera, palette, rng)),
        clutter=tuple(clutter_of(tables, camera, (width, depth, height), palette, rng)),
    )


def another_camera(room: Room, number: int) -> Camera:
    """The camera number 1, 2, ... that could hang in the same room."""
    rng = np.random.default_rng([room.seed, _FAMILY_STREAM[room.family], 50 + number])
    close = len(room.tables) <= 2
    for _ in range(20):
        camera = _camera(close, list(room.tables), room.height, POOLS[room.family], rng)
        inside = abs(camera.at[0]) < room.width / 2 - 0.3 and abs(camera.at[1]) < room.depth / 2 - 0.3
        if inside and camera.at[2] < room.height - 0.1:
            return camera
    return room.camera


def _people(tables: list[Table], camera: Camera, palette: Palette, rng: np.random.Generator) -> list[Person]:
    people: list[Person] = []
    for number, table in enumerate(tables):
        if table.state == "occupied":
            people += crowd.guests(number, table, camera, palette, rng)
    return people + crowd.passers(tables, camera, int(rng.choice([0, 1, 2, 3, 4])), palette, rng)


def _camera(close: bool, tables: list[Table], ceiling: float, pool: Pool, rng: np.random.Generator) -> Camera:
    """High on a wall or ceiling, looking down by an angle of the family's bands."""
    low, high = pick(rng, pool.depressions)
    down = np.radians(rng.uniform(low, high))
    centre = np.mean([(t.x, t.y) for t in tables], 0) if not close else np.array([tables[0].x, tables[0].y])
    aim_height = float(rng.uniform(0.5, 1.0))
    rise = min(ceiling, float(rng.uniform(2.3, 5.0))) - aim_height
    distance = float(np.clip(rise / np.tan(down), 0.3, 7.0))
    rise = distance * np.tan(down) if distance in (0.3, 7.0) else rise
    azimuth = rng.uniform(0, 2 * np.pi)
    at = (centre[0] + distance * np.cos(azimuth), centre[1] + distance * np.sin(azimuth), aim_height + float(rise))
    spread = 0.35 if close else 0.8
    target = (centre[0] + rng.normal(0, spread), centre[1] + rng.normal(0, spread), aim_height)
    reach = float(np.hypot(distance, rise))
    hfov = np.degrees(2 * np.arctan(rng.uniform(1.0, 2.2) / reach)) if close else rng.uniform(58, 105)
    return Camera(
        (float(at[0]), float(at[1]), float(at[2])),
        (float(target[0]), float(target[1]), float(target[2])),
        float(np.clip(hfov, 25, 105)),
        float(rng.normal(0, 3)),
    )
