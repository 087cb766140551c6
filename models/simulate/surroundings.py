"""What is not a table: light, clutter on the floor, pictures and windows on the walls."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from models.simulate import crowd
from models.simulate.camera import Camera
from models.simulate.palette import Palette, pick
from models.simulate.part import Material
from models.simulate.room import Clutter, Lamp, Light, Table


def light_of(palette: Palette, room: tuple[float, float, float], rng: np.random.Generator) -> Light:
    strength = float(rng.uniform(0.35, 0.85))
    warm = palette.hue((0.04, 0.16) if rng.random() < 0.6 else (0.5, 0.66), (0, 0.3), (0.9, 1.0))
    ambient = (warm[0] * strength, warm[1] * strength, warm[2] * strength)
    sun = float(rng.uniform(0, 0.7))
    angle = rng.uniform(0, 2 * np.pi)
    direction = (float(np.cos(angle)), float(np.sin(angle)), -float(rng.uniform(0.5, 3)))
    lamps = tuple(
        Lamp(
            (
                float(rng.uniform(-0.4, 0.4) * room[0]),
                float(rng.uniform(-0.4, 0.4) * room[1]),
                room[2] - float(rng.uniform(0.1, 0.5)),
            ),
            palette.hue((0.05, 0.15), (0, 0.45), (0.9, 1)),
            float(rng.uniform(0.1, 0.8)),
            float(rng.uniform(0.05, 0.18)),
        )
        for _ in range(int(rng.integers(0, 5)))
    )
    colour = palette.hue((0, 1), (0, 0.15), (0.95, 1))
    return Light(ambient, (colour[0] * sun, colour[1] * sun, colour[2] * sun), direction, lamps)


def clutter_of(
    tables: list[Table], camera: Camera, room: tuple[float, float, float], palette: Palette, rng: np.random.Generator
) -> list[Clutter]:
    """Things on the floor, clear of tables and camera, then pictures and windows on the walls."""
    standing = [_on_floor(tables, camera, room, palette, rng) for _ in range(int(rng.integers(1, 10)))]
    hanging = [_on_wall(room, palette, rng) for _ in range(int(rng.integers(0, 6)))]
    return [thing for thing in standing if thing] + hanging


def _on_floor(
    tables: list[Table], camera: Camera, room: tuple[float, float, float], palette: Palette, rng: np.random.Generator
) -> Clutter | None:
    """Nothing where it would stand in the way of a table or the camera."""
    width, depth, height = room
    x, y = float(rng.uniform(-0.5, 0.5) * width), float(rng.uniform(-0.5, 0.5) * depth)
    kind = pick(rng, ("pillar", "plant", "counter", "box", "box", "ball", "screen"))
    if not crowd.clear_of(tables, x, y, 0.9) or np.hypot(x - camera.at[0], y - camera.at[1]) < 0.8:
        return None
    size = _size(kind, height, rng)
    plain = (palette.wood, palette.paint, palette.upholstery)
    material = palette.anything() if palette.wild else pick(rng, plain)()
    return Clutter(kind, x, y, 0.0, float(rng.uniform(0, 180)), size, palette.shape(), material)


def _size(kind: str, height: float, rng: np.random.Generator) -> tuple[float, float, float]:
    """All sizes are drawn whatever the kind, so that a kind more or less does not change the rest of the room."""
    sizes = {
        "pillar": (0.3, 0.3, height),
        "plant": (0.7, 0.7, float(rng.uniform(0.6, 1.8))),
        "counter": (float(rng.uniform(0.8, 2.5)), 0.6, 1.05),
        "screen": (float(rng.uniform(0.6, 1.6)), 0.06, float(rng.uniform(0.9, 1.6))),
    }
    a, b, c = rng.uniform(0.15, 0.8, 3)
    return sizes.get(kind, (float(a), float(b), float(c)))


def _on_wall(room: tuple[float, float, float], palette: Palette, rng: np.random.Generator) -> Clutter:
    width, depth, height = room
    across = rng.random() < 0.5
    side = 1.0 if rng.random() < 0.5 else -1.0
    along = float(rng.uniform(-0.45, 0.45) * (width if across else depth))
    x, y = (along, side * (depth / 2 - 0.02)) if across else (side * (width / 2 - 0.02), along)
    z = float(rng.uniform(0.8, height - 1))
    size = (float(rng.uniform(0.4, 1.8)), 0.03, float(rng.uniform(0.4, 1.4)))
    return Clutter("picture", x, y, z, 0.0 if across else 90.0, size, 0, _picture(palette, rng))


def _picture(palette: Palette, rng: np.random.Generator) -> Material:
    material = palette.anything().tiled(1.0)
    return replace(material, glow=0.9) if rng.random() < 0.3 else material
