"""Articulated people: a description becomes limbs by two-bone kinematics."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.simulate.mesh import Mesh, box, lathe, limb, sphere
from models.simulate.part import Material, Part, along, place, tilt

Posture = Literal["standing", "walking", "seated"]
Hands = Literal["rest", "table", "eat", "phone", "wave", "hips", "carry", "chin"]
Haircut = Literal["short", "long", "bun", "bald", "hat"]
Vector = NDArray[np.float64]

_TORSO = lathe(
    ((1e-3, -0.08), (0.8, -0.06), (1.0, 0.05), (0.86, 0.4), (1.0, 0.8), (0.82, 0.95), (0.3, 1.03), (1e-3, 1.05)), 12
)


@dataclass(frozen=True)
class Clothes:
    """Materials of one person, and what they wear on head and back."""

    skin: Material
    hair: Material
    top: Material
    legs: Material
    shoes: Material
    sleeves: bool = True
    skirt: bool = False
    haircut: Haircut = "short"
    apron: Material | None = None
    bag: Material | None = None


@dataclass(frozen=True)
class Person:
    """Where and how a person is. Heading 0 looks along +y, counter-clockwise; `stride` is the phase of the gait, 0..1.
    `table`: where they sit or stand, None for staff and passers-by; `reach` (m) is how far hands go forward."""

    x: float
    y: float
    heading_deg: float
    clothes: Clothes
    posture: Posture = "standing"
    hands: tuple[Hands, Hands] = ("rest", "rest")
    height: float = 1.72
    girth: float = 1.0
    lean_deg: float = 5.0
    look_deg: tuple[float, float] = (0.0, 0.0)
    seat: float = 0.46
    top: float = 0.75
    reach: float = 0.4
    stride: float = 0.0
    table: int | None = None


@dataclass(frozen=True)
class Skeleton:
    """Joints in metres, in the person's own frame (x right, y forward, z up)."""

    hip: Vector
    chest: Vector
    head: Vector
    shoulders: tuple[Vector, Vector]
    elbows: tuple[Vector, Vector]
    hands: tuple[Vector, Vector]
    hips: tuple[Vector, Vector]
    knees: tuple[Vector, Vector]
    feet: tuple[Vector, Vector]
    scale: float


def pose(person: Person) -> Skeleton:
    s = person.height / 1.75
    seated = person.posture == "seated"
    bob = 0.02 * np.sin(4 * np.pi * person.stride) if person.posture == "walking" else 0.0
    hip = np.array([0, 0, (person.seat + 0.1) if seated else 0.93 * s + bob])
    lean = np.radians(person.lean_deg)
    spine = np.array([0, np.sin(lean), np.cos(lean)])
    chest = hip + spine * 0.5 * s
    yaw, nod = np.radians(person.look_deg)
    head = chest + spine * 0.13 * s + np.array([-np.sin(yaw) * 0.03, 0.02 + 0.04 * np.sin(nod), 0.09]) * s
    sides = (-1.0, 1.0)
    shoulders = [chest + np.array([side * 0.185 * s * person.girth**0.5, 0, -0.05 * s]) for side in sides]
    targets = [_hand(person, side, hip, chest, head, s) for side in sides]
    elbows, hands = zip(
        *(
            _bend(a, b, 0.3 * s, 0.27 * s, np.array([side * 0.5, -0.4, -0.7]))
            for a, b, side in zip(shoulders, targets, sides, strict=True)
        ),
        strict=True,
    )
    hips = [hip + np.array([side * 0.09 * s, 0, 0]) for side in sides]
    feet_at = [_foot(person, side, hip, s) for side in sides]
    knees, feet = zip(
        *(
            _bend(a, b, 0.44 * s, 0.44 * s, np.array([side * 0.15, 1.0, 0.6 if seated else 0.0]))
            for a, b, side in zip(hips, feet_at, sides, strict=True)
        ),
        strict=True,
    )
    return Skeleton(
        hip,
        chest,
        head,
        (shoulders[0], shoulders[1]),
        (elbows[0], elbows[1]),
        (hands[0], hands[1]),
        (hips[0], hips[1]),
        (knees[0], knees[1]),
        (feet[0], feet[1]),
        s,
    )


def _bend(start: Vector, goal: Vector, upper: float, lower: float, pole: Vector) -> tuple[Vector, Vector]:
    """Two bones from start towards goal, bent towards the pole: the middle joint and the end."""
    way = goal - start
    distance = min(max(float(np.linalg.norm(way)), 0.08), 0.999 * (upper + lower))
    forward = way / max(float(np.linalg.norm(way)), 1e-9)
    share = (upper**2 - lower**2 + distance**2) / (2 * distance)
    out = pole - forward * (pole @ forward)
    out = out / max(float(np.linalg.norm(out)), 1e-9)
    joint = start + forward * share + out * np.sqrt(max(upper**2 - share**2, 0.0))
    return joint, start + forward * distance


def _hand(person: Person, side: float, hip: Vector, chest: Vector, head: Vector, s: float) -> Vector:
    kind = person.hands[0 if side < 0 else 1]
    on_table = np.array([side * 0.17, person.reach, person.top + 0.04])
    swing = 0.25 * np.sin(2 * np.pi * person.stride) * -side if person.posture == "walking" else 0.0
    targets: dict[Hands, Vector] = {
        "rest": hip
        + (
            np.array([side * 0.14, 0.22, 0.06])
            if person.posture == "seated"
            else np.array([side * 0.26, 0.05 + swing, -0.1]) * s
        ),
        "table": on_table,
        "eat": head + np.array([side * 0.06, 0.17, -0.12]),
        "phone": chest + np.array([side * 0.08, 0.28, -0.12]),
        "wave": chest + np.array([side * 0.35, 0.3, 0.15]),
        "hips": hip + np.array([side * 0.2, 0.02, 0.1]) * s,
        "carry": chest + np.array([side * 0.15, 0.35, -0.18]),
        "chin": head + np.array([side * 0.03, 0.08, -0.13]),
    }
    return targets[kind]


def _foot(person: Person, side: float, hip: Vector, s: float) -> Vector:
    if person.posture == "seated":
        return np.array(
            [side * 0.12, 0.42 * s, min(0.08, person.seat - 0.3) if person.seat < 0.6 else person.seat - 0.42]
        )
    if person.posture == "walking":
        phase = 2 * np.pi * person.stride + (np.pi if side > 0 else 0)
        return np.array([side * 0.09 * s, 0.3 * s * np.sin(phase), 0.08 + 0.1 * max(0.0, float(np.cos(phase)))])
    return np.array([side * 0.11 * s, 0.0, 0.08])


def to_world(person: Person) -> NDArray[np.float64]:
    """From the person's own frame to the room's, [4,4]."""
    return place((person.x, person.y, 0), 1.0, person.heading_deg)


def body(person: Person) -> list[Part]:
    """The person's parts in the world."""
    skeleton, wear = pose(person), person.clothes
    parts = _trunk(person, skeleton) + _head(person, skeleton)
    for i in range(2):
        parts += _arm(skeleton, i, person.girth, wear) + _leg(skeleton, i, person.girth, wear)
    world = to_world(person)
    return [part.moved(world) for part in parts]


def _trunk(person: Person, k: Skeleton) -> list[Part]:
    wear, s = person.clothes, k.scale
    width, depth = 0.185 * s * person.girth, 0.125 * s * person.girth**1.4
    parts = [Part(_TORSO, along(k.hip, k.chest, width, depth), wear.top)]
    if person.posture == "seated":
        parts.append(
            _segment(limb(0.9), k.hip, (k.knees[0] + k.knees[1]) / 2 * 0.3 + k.hip * 0.7, width * 0.95, wear.legs)
        )
    else:
        flare = 1.35 if wear.skirt else 0.9
        hem = k.hip - np.array([0, 0, 0.45 if wear.skirt else 0.14]) * s
        parts.append(
            Part(limb(0.75), along(hem, k.hip + np.array([0, 0, 0.04]), width * flare, depth * flare * 1.15), wear.legs)
        )
    if wear.apron:
        parts.append(
            Part(
                box(),
                along(
                    k.hip + np.array([0, depth * 0.75, -0.4 * s]),
                    k.hip + np.array([0, depth * 0.75, 0.15 * s]),
                    0.3,
                    0.04,
                )
                @ place((0, 0, 0.5)),
                wear.apron,
            )
        )
    if wear.bag:
        parts.append(
            Part(
                box(),
                along(k.hip + np.array([0, -depth - 0.08, 0.1]), k.chest + np.array([0, -depth - 0.08, 0]), 0.28, 0.16)
                @ place((0, 0, 0.5)),
                wear.bag,
            )
        )
    return parts


def _head(person: Person, k: Skeleton) -> list[Part]:
    wear, s = person.clothes, k.scale
    turn = place(k.head, s, person.look_deg[0]) @ tilt((1, 0, 0), -person.look_deg[1] - person.lean_deg * 0.5)
    neck = _segment(limb(0.95), k.chest, k.head - np.array([0, 0, 0.05]), 0.055 * s, wear.skin)
    parts = [
        neck,
        Part(sphere(), turn @ place((0, 0, 0.0), (0.078, 0.098, 0.118)), wear.skin),
        Part(sphere(8, 5), turn @ place((0, 0.098, -0.01), (0.014, 0.02, 0.02)), wear.skin),
    ]
    if wear.haircut != "bald":
        parts.append(Part(sphere(), turn @ place((0, -0.022, 0.03), (0.086, 0.1, 0.106)), wear.hair))
    if wear.haircut == "long":
        parts.append(Part(sphere(), turn @ place((0, -0.06, -0.08), (0.09, 0.062, 0.17)), wear.hair))
    if wear.haircut == "bun":
        parts.append(Part(sphere(8, 5), turn @ place((0, -0.11, 0.07), 0.05), wear.hair))
    if wear.haircut == "hat":
        parts.append(Part(limb(0.8), turn @ place((0, -0.01, 0.05), (0.1, 0.115, 0.09)), wear.top))
        parts.append(Part(sphere(), turn @ place((0, 0.06, 0.055), (0.085, 0.1, 0.012)), wear.top))
    return parts


def _arm(k: Skeleton, i: int, girth: float, wear: Clothes) -> list[Part]:
    s = k.scale * girth**0.7
    lower = wear.top if wear.sleeves else wear.skin
    return [
        _segment(limb(0.8), k.shoulders[i], k.elbows[i], 0.056 * s, wear.top),
        _segment(limb(0.75), k.elbows[i], k.hands[i], 0.043 * s, lower),
        Part(sphere(8, 5), place(k.hands[i] + _towards(k.elbows[i], k.hands[i]) * 0.06, 0.045 * k.scale), wear.skin),
    ]


def _leg(k: Skeleton, i: int, girth: float, wear: Clothes) -> list[Part]:
    s = k.scale * girth**0.8
    shin = wear.skin if wear.skirt else wear.legs
    return [
        _segment(limb(0.75), k.hips[i], k.knees[i], 0.085 * s, wear.legs),
        _segment(limb(0.7), k.knees[i], k.feet[i], 0.06 * s, shin),
        Part(sphere(8, 5), place(k.feet[i] + np.array([0, 0.07, -0.03]), (0.05, 0.13, 0.05)), wear.shoes),
    ]


def _segment(mesh: Mesh, start: Vector, end: Vector, radius: float, material: Material) -> Part:
    return Part(mesh, along(start, end, radius), material)


def _towards(start: Vector, end: Vector) -> Vector:
    way = end - start
    return np.asarray(way / max(float(np.linalg.norm(way)), 1e-9))


def capsules(person: Person) -> NDArray[np.float64]:
    """What the person hides, as segments with a radius: float64 [k,7] of (start, end, radius) in metres."""
    k = pose(person)
    rows = [(k.hip, k.chest, 0.16), (k.chest, k.head, 0.1), (k.head, k.head + np.array([0, 0, 0.02]), 0.11)]
    for i in range(2):
        rows += [
            (k.hips[i], k.knees[i], 0.08),
            (k.knees[i], k.feet[i], 0.06),
            (k.shoulders[i], k.elbows[i], 0.055),
            (k.elbows[i], k.hands[i], 0.045),
        ]
    local = np.array([[*start, *end, radius] for start, end, radius in rows])
    world = to_world(person)
    for columns in (slice(0, 3), slice(3, 6)):
        local[:, columns] = local[:, columns] @ world[:3, :3].T + world[:3, 3]
    return local
