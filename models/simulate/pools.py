"""What each family of rooms may draw from: no furniture, texture or camera angle is in two families."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Family = Literal["train", "validation", "test"]
Band = tuple[float, float]


@dataclass(frozen=True)
class Pool:
    """`depressions`: bands of degrees by which a camera looks down at its target; `shapes`: seeds of turned shapes
    (plates, glasses, bottles, chair proportions); `poles`: legs of standing
    tables; `textures`: seeds of patterns."""

    patterns: tuple[str, ...]
    textures: tuple[int, int]
    shapes: tuple[int, int]
    outlines: tuple[str, ...]
    legs: tuple[str, ...]
    poles: tuple[str, ...]
    chairs: tuple[str, ...]
    depressions: tuple[Band, ...]


_TRAIN_PATTERNS = ("cloud", "wood", "stripes", "checks", "tiles", "spots", "terrazzo", "print", "gradient", "fabric")

POOLS: dict[Family, Pool] = {
    "train": Pool(
        patterns=_TRAIN_PATTERNS,
        textures=(0, 400),
        shapes=(0, 200),
        outlines=("round", "square", "rectangle", "oval", "octagon", "chamfered"),
        legs=("pedestal", "four", "block", "trestle"),
        poles=("pole", "pole", "star"),
        chairs=("plain", "ladder", "tub", "stool", "bench", "armchair"),
        depressions=((12, 25), (32, 46), (32, 46), (55, 80)),
    ),
    "validation": Pool(
        patterns=_TRAIN_PATTERNS,
        textures=(400, 480),
        shapes=(200, 240),
        outlines=("round", "square", "rectangle", "rounded"),
        legs=("pedestal", "four"),
        poles=("pedestal",),
        chairs=("plain", "tub", "stool", "spindle"),
        depressions=((25, 27), (46, 49)),
    ),
    "test": Pool(
        patterns=("marble", "plaid", "herringbone", "triangles", "wood", "fabric", "cloud", "print"),
        textures=(480, 560),
        shapes=(240, 300),
        outlines=("hexagon", "half", "trapezoid", "squircle", "ellipse"),
        legs=("tripod", "panel", "drum"),
        poles=("tripod", "bell"),
        chairs=("shell", "cross", "drum", "settle"),
        depressions=((27, 32), (49, 55)),
    ),
}
