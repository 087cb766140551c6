"""What the cameras say of the tables: mostly right and a little late, at times late, wrong or nothing at all.

Drawn per stay, so that the same parties meet the same errors at whichever table they sit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

LAG_MEDIAN_MIN, LAG_SIGMA = 0.15, 0.5
LATE, LATE_MIN = 0.03, (1.0, 4.0)
OUTSIDE, OUTSIDE_MIN = 0.03, (0.5, 3.0)
MISTAKEN, MISTAKEN_MIN = 0.005, (0.5, 2.0)
STAFF, STAFF_MIN = 0.03, (0.5, 2.0)
BLIND, BLIND_MIN = 0.3, (5.0, 10.0)
CAMERA_TABLES = 8
"""Tables that one camera watches."""


@dataclass(frozen=True, slots=True)
class Sight:
    """How one stay is seen. Minutes.

    Lags: until the camera says occupied, dirty, clean. `away_at` in [0, 1] of the stay, for `away_min` minutes: the
    table looks left (dirty) while the guests are outside, or, where `mistaken`, even clean. `staff_min`: for so long
    after it is clean, somebody of the staff stands at it and it looks occupied.
    """

    occupied_lag: float
    dirty_lag: float
    clean_lag: float
    away_at: float | None
    away_min: float
    mistaken: bool
    staff_min: float | None


@dataclass(frozen=True, slots=True)
class Blindness:
    """Camera `camera` (its tables: `CAMERA_TABLES` in a row) shows nothing from `begins` to `ends`."""

    camera: int
    begins: float
    ends: float


def draw_sight(random: Random) -> Sight:
    """How the next stay will be seen."""
    occupied_lag, dirty_lag, clean_lag = (_lag(random) for _ in range(3))
    outside, mistaken, staff = (random.random() < share for share in (OUTSIDE, MISTAKEN, STAFF))
    away_min = random.uniform(*(MISTAKEN_MIN if mistaken else OUTSIDE_MIN))
    away_at = random.uniform(0.3, 0.8)
    staff_min = random.uniform(*STAFF_MIN)
    return Sight(
        occupied_lag=occupied_lag,
        dirty_lag=dirty_lag,
        clean_lag=clean_lag,
        away_at=away_at if outside or mistaken else None,
        away_min=away_min,
        mistaken=mistaken,
        staff_min=staff_min if staff else None,
    )


def draw_blindness(cameras: int, evening_min: float, random: Random) -> list[Blindness]:
    """When cameras will be blind."""
    spells = []
    for camera in range(cameras):
        begins, lasts = random.uniform(0, evening_min), random.uniform(*BLIND_MIN)
        if random.random() < BLIND:
            spells.append(Blindness(camera, begins, begins + lasts))
    return spells


def _lag(random: Random) -> float:
    usual, late = LAG_MEDIAN_MIN * math.exp(random.gauss(0, LAG_SIGMA)), random.uniform(*LATE_MIN)
    return late if random.random() < LATE else usual


__all__ = ["CAMERA_TABLES", "Blindness", "Sight", "draw_blindness", "draw_sight"]
