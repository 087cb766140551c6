"""What is true of every table in a picture: where its box is drawn, who is there, how much of it is hidden."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration import Frame, RotatedBox
from models.simulate import people
from models.simulate.people import Person
from models.simulate.room import Room, Seat, State, Table
from models.simulate.shapes import OUTLINES, inside

Array = NDArray[np.float64]


_BACKLESS = frozenset({"stool", "drum", "bench"})
_CROP_PX, _LEAST_PX = 150.0, 5.0
"""A used thing counts as in sight when it is this long in a crop of about this size."""


@dataclass(frozen=True)
class TableTruth:
    """One table as a picture shows it.

    `people` are those at the table of whom enough is seen within the box; `occluded` is the share of the top hidden by
    people, chairs' backs, pillars or plants; `dirty_items` are the used things in sight on a dirty table; `usable` says
    that the box is large enough, mostly inside the frame, and that what makes the state is in sight.
    """

    table: int
    box: RotatedBox
    state: State
    people: int
    occluded: float
    dirty_items: int
    laid: bool
    standing: bool
    usable: bool


def truths(room: Room, size: tuple[int, int]) -> list[TableTruth]:
    blockers = _blockers(room)
    return [_truth(room, number, table, size, blockers) for number, table in enumerate(room.tables)]


def box_of(room: Room, table: Table, size: tuple[int, int]) -> RotatedBox:
    """The box a person would draw in a picture of `size`."""
    points, depth = room.camera.project(_extent(table), size)
    points = points[depth > 0.2]
    if len(points) < 3:
        return RotatedBox(center=(-1e4, -1e4), size=(1.0, 1.0), angle=0.0)
    if table.drawing.upright:
        low, high = points.min(0), points.max(0)
        centre, sides, angle = (low + high) / 2, high - low, 0.0
    else:
        rectangle = cv2.minAreaRect(points.astype(np.float32))
        centre, sides, angle = np.array(rectangle[0]), np.array(rectangle[1]), float(rectangle[2])
        quarters = round(angle / 90)
        sides, angle = sides[::-1] if quarters % 2 else sides, angle - 90 * quarters
    sides = np.maximum(sides * table.drawing.slack, 2.0)
    return RotatedBox(center=(float(centre[0]), float(centre[1])), size=(float(sides[0]), float(sides[1])), angle=angle)


def _extent(table: Table) -> Array:
    ring = np.array(OUTLINES[table.outline]) * (table.width, table.depth)
    kind = table.drawing.around
    top = np.column_stack([ring, np.full(len(ring), table.height)])
    rows = [top]
    if kind == "seats":
        wide = ring * (1 + 0.5 / np.hypot(table.width, table.depth))
        rows += [np.column_stack([wide, np.zeros(len(ring))]), np.column_stack([wide * 1.15, np.full(len(ring), 0.85)])]
    elif kind == "space":
        wide = ring * (1 + 0.9 / np.hypot(table.width, table.depth))
        rows += [
            np.column_stack([wide, np.zeros(len(ring))]),
            np.column_stack([wide, np.full(len(ring), 1.7 if table.standing else 1.25)]),
        ]
    a = np.radians(table.turn_deg)
    local = np.concatenate(rows)
    x = local[:, 0] * np.cos(a) - local[:, 1] * np.sin(a) + table.x
    y = local[:, 0] * np.sin(a) + local[:, 1] * np.cos(a) + table.y
    return np.column_stack([x, y, local[:, 2]])


def _truth(
    room: Room, number: int, table: Table, size: tuple[int, int], blockers: tuple[Array, NDArray[np.int64]]
) -> TableTruth:
    box = box_of(room, table, size)
    eye = np.array(room.camera.at)
    top = _on_table(table, _grid(table))
    occluded = float(np.mean(_hidden(eye, top, *blockers)))
    seen = sum(
        _seen(room, index, person, box, size, blockers)
        for index, person in enumerate(room.people)
        if person.table == number
    )
    used = [item for item in table.items if item.used] if table.state == "dirty" else []
    spots = _on_table(table, np.array([[item.x, item.y, 0.02] for item in used]).reshape(-1, 3))
    big = (
        _length_px(room, spots, np.array([item.size for item in used]), size) * min(1.0, _CROP_PX / max(box.size))
        > _LEAST_PX
    )
    in_sight = int(np.sum(big & _within(room, spots, box, size) & ~_hidden(eye, spots, *blockers)))
    clear = _within(room, top, box, size) & ~_hidden(eye, top, *blockers)
    ok = min(box.size) > 56 and box.visible_share(Frame(width=size[0], height=size[1])) > 0.75 and clear.mean() > 0.25
    ok &= {"clean": clear.mean() > 0.45, "occupied": seen > 0, "dirty": in_sight > 0}[table.state]
    return TableTruth(number, box, table.state, seen, occluded, in_sight, table.laid, table.standing, bool(ok))


def _length_px(room: Room, points: Array, lengths: Array, size: tuple[int, int]) -> Array:
    """How many pixels of the picture a length at a point covers."""
    depth = room.camera.project(points, size)[1]
    return np.asarray(lengths / np.maximum(depth, 0.2) * size[0] / 2 / np.tan(np.radians(room.camera.hfov_deg) / 2))


def _grid(table: Table) -> Array:
    spots = [
        (x, y)
        for x in np.linspace(-0.45, 0.45, 7)
        for y in np.linspace(-0.45, 0.45, 7)
        if inside(OUTLINES[table.outline], x, y)
    ]
    return np.array([(x * table.width, y * table.depth, 0.0) for x, y in spots])


def _on_table(table: Table, local: Array) -> Array:
    a = np.radians(table.turn_deg)
    turn = np.array([[np.cos(a), np.sin(a), 0], [-np.sin(a), np.cos(a), 0], [0, 0, 1]])
    return np.asarray(local @ turn + (table.x, table.y, table.height))


def _within(room: Room, points: Array, box: RotatedBox, size: tuple[int, int]) -> NDArray[np.bool_]:
    """Whether points fall inside the box and the frame."""
    pixels, depth = room.camera.project(points, size)
    local = (pixels - box.center) @ box.axes()
    in_box = np.all(np.abs(local) <= np.array(box.size) / 2, axis=1)
    in_frame = np.all((pixels >= 0) & (pixels < size), axis=1)
    return np.asarray(in_box & in_frame & (depth > 0.2))


def _seen(
    room: Room,
    index: int,
    person: Person,
    box: RotatedBox,
    size: tuple[int, int],
    blockers: tuple[Array, NDArray[np.int64]],
) -> bool:
    """Whether a third of the body's upper points are in the box and not behind others."""
    solid, owner = blockers
    own = people.capsules(person)
    points = np.concatenate([own[:3, :3], own[:3, 3:6], own[5:7, :3]])
    others = owner != index
    return bool(
        np.mean(
            _within(room, points, box, size) & ~_hidden(np.array(room.camera.at), points, solid[others], owner[others])
        )
        > 0.34
    )


def _blockers(room: Room) -> tuple[Array, NDArray[np.int64]]:
    """Capsules [k,7] that hide what is behind them, and the person each belongs to (-1: a thing)."""
    rows, owner = [np.zeros((0, 7))], []
    for index, person in enumerate(room.people):
        rows.append(people.capsules(person))
        owner += [index] * len(rows[-1])
    for thing in room.clutter:
        if thing.kind in {"pillar", "plant", "ball", "box"}:
            radius = min(thing.size[0], thing.size[1]) / 2
            rows.append(
                np.array(
                    [[thing.x, thing.y, thing.z, thing.x, thing.y, thing.z + max(thing.size[2] - radius, 0.01), radius]]
                )
            )
            owner.append(-1)
        elif thing.kind in {"screen", "counter"}:
            rows.append(_wall_of_capsules(thing.x, thing.y, thing.turn_deg, thing.size))
            owner += [-1] * len(rows[-1])
    backs = [_back_of(seat) for table in room.tables for seat in table.seats if seat.style not in _BACKLESS]
    return np.concatenate([*rows, *backs]), np.array(owner + [-1] * len(backs), np.int64)


def _back_of(seat: Seat) -> Array:
    """The back of a chair as a lying capsule behind its seat."""
    a = np.radians(seat.heading_deg)
    across, behind = np.array([np.cos(a), np.sin(a)]), np.array([np.sin(a), -np.cos(a)])
    middle, z = np.array([seat.x, seat.y]) + behind * 0.22, seat.height + 0.18
    left, right = middle - across * seat.width * 0.35, middle + across * seat.width * 0.35
    return np.array([[*left, z, *right, z, 0.15]])


def _wall_of_capsules(x: float, y: float, turn_deg: float, size: tuple[float, float, float]) -> Array:
    a, radius = np.radians(turn_deg), max(size[1] / 2, 0.06)
    steps = np.arange(-size[0] / 2, size[0] / 2 + 1e-6, radius * 1.6)
    return np.array(
        [
            [x + s * np.cos(a), y + s * np.sin(a), 0, x + s * np.cos(a), y + s * np.sin(a), size[2] - radius, radius]
            for s in steps
        ]
    )


def _hidden(eye: Array, points: Array, solid: Array, owner: NDArray[np.int64]) -> NDArray[np.bool_]:
    """[n] whether the line from the eye to a point passes through any capsule, by closest points of two segments."""
    if not len(points) or not len(solid):
        return np.zeros(len(points), bool)
    d1 = (points - eye)[:, None, :] * 0.98
    p2, d2, radius = solid[None, :, :3], (solid[:, 3:6] - solid[:, :3])[None], solid[None, :, 6]
    r = eye - p2
    a, e = (d1 * d1).sum(-1), np.maximum((d2 * d2).sum(-1), 1e-9)
    b, c, f = (d1 * d2).sum(-1), (d1 * r).sum(-1), (d2 * r).sum(-1)
    s = np.clip((b * f - c * e) / np.maximum(a * e - b * b, 1e-9), 0, 1)
    t = np.clip((b * s + f) / e, 0, 1)
    s = np.clip((b * t - c) / np.maximum(a, 1e-9), 0, 1)
    gap = (r + d1 * s[..., None]) - d2 * t[..., None]
    return np.asarray(((gap**2).sum(-1) < radius**2).any(1))
