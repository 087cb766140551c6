"""Who is in the room: guests at their tables, staff and passers-by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from models.simulate.camera import Camera
from models.simulate.palette import Palette, pick
from models.simulate.people import Hands, Person
from models.simulate.room import Seat, Table

_SEATED: tuple[Hands, ...] = ("table", "table", "table", "eat", "phone", "rest", "chin", "wave")
_STANDING: tuple[Hands, ...] = ("table", "table", "rest", "phone", "hips", "eat")
_CLEARANCE_M = 0.75


def heading(dx: float, dy: float) -> float:
    """The heading in degrees that looks along (dx, dy)."""
    return float(np.degrees(np.arctan2(-dx, dy)))


def guests(number: int, table: Table, camera: Camera, palette: Palette, rng: np.random.Generator) -> list[Person]:
    """One to all seats of an occupied table, fewer more often; standing tables are stood at, often with the back to
    the camera."""
    if table.standing or not table.seats:
        count = int(rng.choice([1, 1, 1, 2, 3]))
        return [standing(number, table, _side(table, camera, rng), palette, rng) for _ in range(count)]
    most = len(table.seats)
    share = np.array([1.0 / (k + 1) ** 0.7 for k in range(most)])
    chosen = rng.permutation(most)[: 1 + int(rng.choice(most, p=share / share.sum()))]
    return [seated(number, table, table.seats[int(i)], palette, rng) for i in chosen]


def _side(table: Table, camera: Camera, rng: np.random.Generator) -> float:
    """Degrees around the table, in its own axes."""
    if rng.random() < 0.6:
        return float(rng.uniform(0, 360))
    towards = np.degrees(np.arctan2(camera.at[1] - table.y, camera.at[0] - table.x)) - table.turn_deg
    return float(towards + rng.normal(0, 35))


def seated(number: int, table: Table, seat: Seat, palette: Palette, rng: np.random.Generator) -> Person:
    a = np.radians(seat.heading_deg)
    shift = rng.uniform(-0.05, 0.08)
    x, y = seat.x - np.sin(a) * shift, seat.y + np.cos(a) * shift
    reach = float(np.clip(np.hypot(x - table.x, y - table.y) - 0.35 * min(table.width, table.depth), 0.2, 0.5))
    return Person(
        float(x),
        float(y),
        seat.heading_deg + float(rng.normal(0, 10)),
        palette.clothes(),
        "seated",
        (pick(rng, _SEATED), pick(rng, _SEATED)),
        float(rng.normal(1.7, 0.09)),
        float(rng.uniform(0.85, 1.35)),
        float(rng.uniform(-6, 22)),
        (float(rng.normal(0, 25)), float(rng.uniform(-5, 30))),
        seat.height,
        table.height,
        reach,
        table=number,
    )


def standing(number: int, table: Table, angle_deg: float, palette: Palette, rng: np.random.Generator) -> Person:
    a = np.radians(angle_deg)
    edge = 0.5 * (table.width * np.cos(a) ** 2 + table.depth * np.sin(a) ** 2)
    away = edge + rng.uniform(0.12, 0.42)
    dx, dy = away * np.cos(a + np.radians(table.turn_deg)), away * np.sin(a + np.radians(table.turn_deg))
    return Person(
        float(table.x + dx),
        float(table.y + dy),
        heading(-dx, -dy) + float(rng.normal(0, 18)),
        palette.clothes(),
        "standing",
        (pick(rng, _STANDING), pick(rng, _STANDING)),
        float(rng.normal(1.72, 0.1)),
        float(rng.uniform(0.85, 1.35)),
        float(rng.uniform(-3, 16)),
        (float(rng.normal(0, 25)), float(rng.uniform(-5, 25))),
        0.46,
        table.height,
        float(away - edge + 0.1),
        table=number,
    )


def clear_of(tables: Sequence[Table], x: float, y: float, distance: float = _CLEARANCE_M) -> bool:
    """Whether a point keeps its distance from every table's edge."""
    for table in tables:
        a = np.radians(-table.turn_deg)
        dx, dy = x - table.x, y - table.y
        u, v = (
            abs(dx * np.cos(a) - dy * np.sin(a)) - table.width / 2,
            abs(dx * np.sin(a) + dy * np.cos(a)) - table.depth / 2,
        )
        if np.hypot(max(u, 0), max(v, 0)) < distance:
            return False
    return True


def passers(
    tables: Sequence[Table], camera: Camera, count: int, palette: Palette, rng: np.random.Generator
) -> list[Person]:
    """People at no table: beyond one or before one, always clear of every table's edge and of the camera."""
    out: list[Person] = []
    for _ in range(count * 4):
        if len(out) == count:
            break
        x, y = _beside(pick(rng, tables), camera, rng)
        near_camera = np.hypot(x - camera.at[0], y - camera.at[1]) < 0.9
        if not near_camera and clear_of(tables, x, y):
            out.append(_passer(x, y, palette, rng))
    return out


def _beside(table: Table, camera: Camera, rng: np.random.Generator) -> tuple[float, float]:
    """A place on the line from the camera through the table, or a little off it."""
    way = np.array([table.x - camera.at[0], table.y - camera.at[1]])
    way = way / max(float(np.linalg.norm(way)), 1e-6)
    along = float(rng.uniform(0.9, 3.2)) * (1 if rng.random() < 0.55 else -1)
    x, y = np.array([table.x, table.y]) + way * along + rng.normal(0, 0.7) * np.array([-way[1], way[0]])
    return float(x), float(y)


def _passer(x: float, y: float, palette: Palette, rng: np.random.Generator) -> Person:
    staff = bool(rng.random() < 0.35)
    hands: Hands = pick(rng, ("rest", "rest", "carry", "phone"))
    return Person(
        x=x,
        y=y,
        heading_deg=float(rng.uniform(0, 360)),
        clothes=palette.clothes(staff),
        posture="walking" if rng.random() < 0.7 else "standing",
        hands=(hands, hands if hands == "carry" else "rest"),
        height=float(rng.normal(1.72, 0.1)),
        girth=float(rng.uniform(0.85, 1.35)),
        lean_deg=float(rng.uniform(0, 10)),
        look_deg=(float(rng.normal(0, 20)), float(rng.uniform(-5, 15))),
        stride=float(rng.uniform(0, 1)),
    )
