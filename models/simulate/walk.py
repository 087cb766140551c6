"""Ways through a room: from the door along the aisles to a place at a table, and where a walker is on them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from models.simulate.crowd import heading
from models.simulate.people import Person
from models.simulate.room import Room, Seat

SPEED_M_S = 1.25
_STRIDE_M = 1.4
Point = tuple[float, float]


@dataclass(frozen=True)
class Route:
    """Points from the door (outside the picture) to the place."""

    points: tuple[Point, ...]

    @property
    def end(self) -> Point:
        return self.points[-1]

    def arriving(self, person: Person, in_s: float) -> Person | None:
        """The walker so many seconds before the end of the way; None while not yet in the room."""
        return self._walker(person, in_s, 0.0)

    def leaving(self, person: Person, since_s: float) -> Person | None:
        """The walker so many seconds after setting out from the end, back to the door; None once out of the room."""
        return self._walker(person, since_s, 180.0)

    def _walker(self, person: Person, away_s: float, turn_deg: float) -> Person | None:
        metres = away_s * SPEED_M_S
        total = _length(self.points)
        if not 0 <= metres <= total:
            return None
        x, y, facing = _along(self.points, total - metres)
        carries = person.hands == ("carry", "carry")
        return replace(
            person,
            x=x,
            y=y,
            heading_deg=facing + turn_deg,
            posture="walking",
            hands=person.hands if carries else ("rest", "rest"),
            lean_deg=4.0,
            look_deg=(0.0, 0.0),
            stride=(metres / _STRIDE_M * (1 if turn_deg else -1)) % 1.0,
            table=None,
        )


def _length(points: tuple[Point, ...]) -> float:
    return float(sum(np.hypot(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)))


def _along(points: tuple[Point, ...], metres: float) -> tuple[float, float, float]:
    """Position after so many metres and the heading of that stretch."""
    for a, b in pairwise(points):
        stretch = float(np.hypot(b[0] - a[0], b[1] - a[1]))
        if metres <= stretch and stretch > 0:
            share = metres / stretch
            return a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, heading(b[0] - a[0], b[1] - a[1])
        metres -= stretch
    return (*points[-1], 0.0)


def seat_side(seat: Seat) -> Point:
    """Where one stands before sitting down: behind and beside the chair."""
    a = np.radians(seat.heading_deg)
    return float(seat.x + 0.55 * np.sin(a)), float(seat.y - 0.55 * np.cos(a))


def route(room: Room, place: Point, before: Point) -> Route:
    """From the door, in the far right corner, along the nearest aisle between the tables to `before` and `place`."""
    door = (room.width / 2 + 0.4, room.depth / 2 - 0.9)
    columns = sorted({round(table.x, 2) for table in room.tables})
    aisles = [columns[0] - 1.22, *((a + b) / 2 for a, b in pairwise(columns)), columns[-1] + 1.22]
    aisle = min(aisles, key=lambda x: abs(x - before[0]))
    back = max(table.y for table in room.tables) + 1.22
    return Route((door, (aisle, back), (aisle, before[1]), before, place))
