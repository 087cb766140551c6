"""Tables, seats and everything else that stands in a room, as parts in the world."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from models.simulate.mesh import box, cylinder, drape, lathe, limb, lump, sheet, slab, sphere
from models.simulate.part import Material, Matrix, Part, along, place, tilt
from models.simulate.room import Clutter, Room, Seat, Table
from models.simulate.shapes import OUTLINES


def table(t: Table) -> list[Part]:
    world = place((t.x, t.y, 0), 1.0, t.turn_deg)
    outline = OUTLINES[t.outline]
    thick = 0.035
    parts = [
        _shadow(0.62 * t.width, 0.62 * t.depth, 0.004),
        Part(slab(outline), place((0, 0, t.height - thick), (t.width, t.depth, thick)), t.top),
    ]
    parts += LEGS[t.legs](t, t.height - thick)
    if t.cloth:
        drop = t.height * (0.28 if t.drawing.slack < 1.1 else 0.8)
        parts.append(
            Part(
                drape(outline, t.seats[0].shape % 32 if t.seats else 0),
                place((0, 0, t.height - drop + 0.004), (t.width * 1.01, t.depth * 1.01, drop)),
                t.cloth,
            )
        )
    return [part.moved(world) for part in parts]


def _shadow(width: float, depth: float, z: float, strength: float = 0.3) -> Part:
    return Part(
        cylinder(),
        place((0, 0, z), (width, depth, 0.0005)),
        Material((0.02, 0.02, 0.02), opacity=strength, shadow=True),
    )


def _post(x: float, y: float, low: float, high: float, radius: float, material: Material, taper: float = 1.0) -> Part:
    return Part(cylinder(taper, 8), place((x, y, low), (radius, radius, high - low)), material)


def _pedestal(t: Table, z: float) -> list[Part]:
    foot = min(t.width, t.depth) * 0.32
    return [_post(0, 0, 0, z, 0.04, t.base), _post(0, 0, 0, 0.03, foot, t.base, 0.9)]


def _four(t: Table, z: float) -> list[Part]:
    return [_post(sx * t.width * 0.38, sy * t.depth * 0.38, 0, z, 0.028, t.base) for sx in (-1, 1) for sy in (-1, 1)]


def _block(t: Table, z: float) -> list[Part]:
    return [Part(box(), place((0, 0, z / 2), (t.width * 0.6, t.depth * 0.6, z)), t.base)]


def _trestle(t: Table, z: float) -> list[Part]:
    return [Part(box(), place((s * t.width * 0.35, 0, z / 2), (0.06, t.depth * 0.7, z)), t.base) for s in (-1, 1)]


def _tripod(t: Table, z: float) -> list[Part]:
    reach = min(t.width, t.depth) * 0.4
    ends = [(reach * np.cos(a), reach * np.sin(a)) for a in np.radians([90, 210, 330])]
    return [Part(limb(), along((0, 0, z), (x, y, 0), 0.025), t.base) for x, y in ends]


def _drum_leg(t: Table, z: float) -> list[Part]:
    return [Part(cylinder(0.8), place((0, 0, 0), (t.width * 0.3, t.depth * 0.3, z)), t.base)]


def _pole(t: Table, z: float) -> list[Part]:
    return [_post(0, 0, 0, z, 0.028, t.base), _post(0, 0, 0, 0.02, 0.24, t.base)]


def _star(t: Table, z: float) -> list[Part]:
    feet = [(0.27 * np.cos(a), 0.27 * np.sin(a)) for a in np.radians([45, 135, 225, 315])]
    return [
        _post(0, 0, 0, z, 0.035, t.base),
        *(Part(limb(), along((0, 0, 0.06), (x, y, 0.015), 0.025), t.base) for x, y in feet),
    ]


def _bell(t: Table, z: float) -> list[Part]:
    return [_post(0, 0, 0.2, z, 0.045, t.base), _post(0, 0, 0, 0.22, 0.26, t.base, 0.18)]


LEGS: dict[str, Callable[[Table, float], list[Part]]] = {
    "pedestal": _pedestal,
    "four": _four,
    "block": _block,
    "trestle": _trestle,
    "tripod": _tripod,
    "panel": _trestle,
    "drum": _drum_leg,
    "pole": _pole,
    "star": _star,
    "bell": _bell,
}


def seat(s: Seat) -> list[Part]:
    """A seat's front is +y, towards the table."""
    world = place((s.x, s.y, 0), 1.0, s.heading_deg)
    return [part.moved(world) for part in [_shadow(s.width * 0.6, s.width * 0.6, 0.003, 0.25), *SEATS[s.style](s)]]


def _cushion(s: Seat, depth: float = 0.42, thick: float = 0.05) -> Part:
    return Part(slab(OUTLINES["rounded"]), place((0, 0, s.height - thick), (s.width, depth, thick)), s.cushion)


def _legs(s: Seat, depth: float = 0.36) -> list[Part]:
    return [
        _post(sx * s.width * 0.42, sy * depth / 2, 0, s.height - 0.04, 0.017, s.frame)
        for sx in (-1, 1)
        for sy in (-1, 1)
    ]


def _back(s: Seat, low: float, high: float, thick: float, material: Material) -> Part:
    at: Matrix = (
        place((0, -0.2, s.height))
        @ tilt((1, 0, 0), 8)
        @ place((0, 0, (low + high) / 2), (s.width * 0.95, thick, high - low))
    )
    return Part(box(), at, material)


def _plain(s: Seat) -> list[Part]:
    return [*_legs(s), _cushion(s), _back(s, 0.0, 0.4 + s.shape % 3 * 0.04, 0.03, s.cushion)]


def _ladder(s: Seat) -> list[Part]:
    rungs = [_back(s, z, z + 0.05, 0.02, s.frame) for z in (0.12, 0.24, 0.38)]
    posts = [
        Part(limb(), along((x, -0.2, 0.4), (x, -0.26, s.height + 0.46), 0.017), s.frame)
        for x in (-s.width * 0.46, s.width * 0.46)
    ]
    return [*_legs(s), _cushion(s), *rungs, *posts]


def _spindle(s: Seat) -> list[Part]:
    bars = [
        Part(limb(), along((x, -0.2, s.height), (x * 1.1, -0.25, s.height + 0.4), 0.011), s.frame)
        for x in np.linspace(-0.42, 0.42, 6) * s.width
    ]
    return [*_legs(s), _cushion(s), *bars, _back(s, 0.38, 0.45, 0.03, s.frame)]


def _cross(s: Seat) -> list[Part]:
    w = s.width * 0.45
    bars = [
        Part(limb(), along((a * w, -0.2, s.height), (-a * w, -0.26, s.height + 0.42), 0.014), s.frame) for a in (-1, 1)
    ]
    return [*_legs(s), _cushion(s), *bars, _back(s, 0.4, 0.46, 0.03, s.frame)]


def _arc_wall(s: Seat, height: float, opening_deg: float) -> list[Part]:
    radius, count = s.width * 0.52, 9
    out = []
    for a in np.radians(np.linspace(180 + opening_deg, 360 - opening_deg, count)):
        out.append(
            Part(
                limb(1.0, 8),
                along(
                    (radius * np.cos(a), radius * np.sin(a), 0.18),
                    (radius * 1.05 * np.cos(a), radius * 1.05 * np.sin(a), height),
                    0.055,
                ),
                s.cushion,
            )
        )
    return out


def _tub(s: Seat) -> list[Part]:
    return [
        Part(cylinder(), place((0, 0, 0.15), (s.width * 0.5, s.width * 0.5, s.height - 0.15)), s.cushion),
        *_arc_wall(s, s.height + 0.3, -10),
    ]


def _shell(s: Seat) -> list[Part]:
    shell = lathe(((0.2, 0.0), (0.9, 0.12), (1.0, 0.5), (0.95, 0.5), (0.8, 0.18), (1e-3, 0.08)), 14)
    return [*_legs(s), Part(shell, place((0, 0, s.height - 0.08), (s.width * 0.55, s.width * 0.55, 0.5)), s.cushion)]


def _armchair(s: Seat) -> list[Part]:
    arms = [Part(box(), place((x * s.width * 0.52, 0, s.height + 0.1), (0.06, 0.42, 0.05)), s.frame) for x in (-1, 1)]
    return [*_plain(s), *arms]


def _stool(s: Seat) -> list[Part]:
    return [
        *_legs(s, 0.26),
        Part(cylinder(), place((0, 0, s.height - 0.05), (s.width * 0.42, s.width * 0.42, 0.05)), s.cushion),
    ]


def _drum(s: Seat) -> list[Part]:
    return [Part(cylinder(1.1), place((0, 0, 0), (s.width * 0.42, s.width * 0.42, s.height)), s.cushion)]


def _bench(s: Seat) -> list[Part]:
    return [Part(box(), place((0, 0, s.height - 0.03), (s.width, 0.38, 0.06)), s.cushion), *_legs(s)]


def _settle(s: Seat) -> list[Part]:
    return [
        Part(box(), place((0, 0, s.height / 2), (s.width, 0.48, s.height)), s.cushion),
        _back(s, 0.0, 0.55, 0.12, s.cushion),
    ]


SEATS: dict[str, Callable[[Seat], list[Part]]] = {
    "plain": _plain,
    "ladder": _ladder,
    "tub": _tub,
    "stool": _stool,
    "bench": _bench,
    "armchair": _armchair,
    "spindle": _spindle,
    "shell": _shell,
    "cross": _cross,
    "drum": _drum,
    "settle": _settle,
}


def clutter(c: Clutter) -> list[Part]:
    world = place((c.x, c.y, c.z), 1.0, c.turn_deg)
    w, d, h = c.size
    if c.kind == "pillar":
        local = [Part(cylinder(), place((0, 0, 0), (w / 2, d / 2, h)), c.material)]
    elif c.kind == "plant":
        leaf = Material((0.12 + c.shape % 5 * 0.06, 0.3 + c.shape % 7 * 0.05, 0.12), roughness=0.8)
        rng = np.random.default_rng(c.shape)
        local = [Part(cylinder(1.25), place((0, 0, 0), (w * 0.3, d * 0.3, h * 0.3)), c.material)]
        local += [
            Part(
                lump(int(rng.integers(24)), 0.6),
                place((*rng.normal(0, w * 0.2, 2), h * rng.uniform(0.4, 0.95)), rng.uniform(0.12, 0.3) * w),
                leaf,
            )
            for _ in range(9)
        ]
    elif c.kind == "ball":
        local = [Part(sphere(), place((0, 0, h / 2), (w / 2, d / 2, h / 2)), c.material)]
    else:
        local = [Part(box(), place((0, 0, h / 2), (w, d, h)), c.material)]
    return [part.moved(world) for part in local]


def shell(room: Room) -> list[Part]:
    """Floor, walls and visible lamps; the wall behind the camera is left out only by looking away from it."""
    w, d, h = room.width, room.depth, room.height
    parts = [Part(sheet(16), place((0, 0, 0), (w, d, 1)), room.floor)]
    for turn, distance, length in ((0, d / 2, w), (90, w / 2, d), (180, d / 2, w), (270, w / 2, d)):
        upright = (
            place((0, 0, 0), 1.0, turn)
            @ place((0, distance, h / 2))
            @ tilt((1, 0, 0), 90)
            @ place((0, 0, 0), (length, h, 1))
        )
        parts.append(Part(sheet(8), upright, room.walls))
        if room.skirting:
            foot = place((0, 0, 0), 1.0, turn) @ place((0, distance, 0.06), (length, 0.03, 0.12))
            parts.append(Part(box(), foot, room.skirting))
    for lamp in room.light.lamps:
        glow = Material(lamp.colour, glow=max(1.0, lamp.power))
        parts.append(Part(sphere(), place(lamp.at, lamp.radius), glow))
    return parts
