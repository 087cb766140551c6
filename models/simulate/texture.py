"""Procedural textures: grey patterns from a seed, coloured between two tones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

Rgb = tuple[float, float, float]
Grey = NDArray[np.float32]
SIDE = 128
_X, _Y = np.meshgrid(np.arange(SIDE, dtype=np.float32) / SIDE, np.arange(SIDE, dtype=np.float32) / SIDE)


@dataclass(frozen=True)
class Texture:
    """A pattern (a name in `PATTERNS`), its seed, and the colours (0..1, sRGB) of its dark and its light parts."""

    pattern: str
    seed: int
    dark: Rgb
    light: Rgb


def image(texture: Texture) -> NDArray[np.uint8]:
    """uint8 RGB [128,128,3], meant to be repeated."""
    dark, light = np.array(texture.dark), np.array(texture.light)
    tones = np.clip((dark + (light - dark) * np.linspace(0, 1, 256)[:, None]) * 255, 0, 255).astype(np.uint8)
    return np.asarray(tones[_grey(texture.pattern, texture.seed)], np.uint8)


@lru_cache(maxsize=2048)
def _grey(pattern: str, seed: int) -> NDArray[np.uint8]:
    """[128,128], dark to light."""
    grey = PATTERNS[pattern](np.random.default_rng(seed))
    return np.asarray(np.clip(grey, 0, 1) * 255, np.uint8)


def _noise(rng: np.random.Generator, cells_x: int, cells_y: int) -> Grey:
    """Smooth noise that tiles."""
    coarse = rng.uniform(0, 1, (cells_y, cells_x)).astype(np.float32)
    wrapped = np.pad(coarse, 2, mode="wrap")
    size = (wrapped.shape[1] * SIDE // cells_x, wrapped.shape[0] * SIDE // cells_y)
    smooth = cv2.resize(wrapped, size, interpolation=cv2.INTER_CUBIC)
    y, x = 2 * SIDE // cells_y, 2 * SIDE // cells_x
    return smooth[y : y + SIDE, x : x + SIDE].astype(np.float32)


def _cloud(rng: np.random.Generator) -> Grey:
    return sum((_noise(rng, 4 * 2**k, 4 * 2**k) / 2 ** (k + 1) for k in range(4)), np.zeros((SIDE, SIDE), np.float32))


def _wood(rng: np.random.Generator) -> Grey:
    planks = int(rng.integers(1, 5))
    grain = 0.6 * _noise(rng, 2, 32) + 0.4 * _noise(rng, 4, 64)
    tone = rng.uniform(0.7, 1, planks)[(_Y * planks).astype(int)]
    gap = np.where((_Y * planks) % 1 < 0.03 * planks, 0.5, 1.0)
    return np.asarray(grain * tone * gap, np.float32)


def _stripes(rng: np.random.Generator) -> Grey:
    wave = np.sin(2 * np.pi * (_X * rng.integers(2, 9) + _Y * rng.integers(0, 3)))
    return np.asarray((wave > rng.uniform(-0.6, 0.6)) * 0.9 + 0.1 * _noise(rng, 16, 16), np.float32)


def _checks(rng: np.random.Generator) -> Grey:
    n = int(rng.integers(2, 8))
    odd = ((_X * n).astype(int) + (_Y * n).astype(int)) % 2
    return np.asarray(odd * 0.85 + 0.15 * _noise(rng, 8, 8), np.float32)


def _tiles(rng: np.random.Generator) -> Grey:
    n = int(rng.integers(2, 6))
    grout = ((_X * n) % 1 < 0.05) | ((_Y * n) % 1 < 0.05)
    tone = rng.uniform(0.65, 1, (n, n))[(_Y * n).astype(int), (_X * n).astype(int)]
    return np.asarray(np.where(grout, 0.1, tone), np.float32)


def _spots(rng: np.random.Generator) -> Grey:
    canvas = np.full((SIDE, SIDE), rng.uniform(0, 0.3), np.float32)
    for x, y, r, tone in zip(
        *rng.integers(0, SIDE, (2, 40)), rng.integers(2, 12, 40), rng.uniform(0.4, 1, 40), strict=True
    ):
        cv2.circle(canvas, (int(x), int(y)), int(r), float(tone), -1, cv2.LINE_AA)
    return canvas


def _terrazzo(rng: np.random.Generator) -> Grey:
    canvas = np.full((SIDE, SIDE), 0.8, np.float32)
    for _ in range(90):
        centre = rng.integers(0, SIDE, 2)
        points = (centre + rng.integers(-6, 7, (5, 2))).astype(np.int32)
        cv2.fillConvexPoly(canvas, cv2.convexHull(points), float(rng.uniform(0, 1)), cv2.LINE_AA)
    return canvas


def _print(rng: np.random.Generator) -> Grey:
    """Letters and simple marks: logos, posters, menus, shirts."""
    canvas = np.full((SIDE, SIDE), 242, np.uint8)
    for _ in range(int(rng.integers(2, 9))):
        word = "".join(rng.choice(list("ABCEFHKMNOPRSTXZ0123789"), int(rng.integers(2, 8))))
        where = (int(rng.integers(-10, 70)), int(rng.integers(15, SIDE)))
        font, scale, tone, thick = rng.integers(0, 5), rng.uniform(0.4, 1.6), rng.integers(0, 128), rng.integers(1, 4)
        cv2.putText(canvas, word, where, int(font), float(scale), int(tone), int(thick), cv2.LINE_AA)
    return np.asarray(canvas / np.float32(255), np.float32)


def _gradient(rng: np.random.Generator) -> Grey:
    a = rng.uniform(0, 2 * np.pi)
    ramp = 0.5 + 0.5 * np.sin(2 * np.pi * (_X * np.round(np.cos(a) * 1.4) + _Y * np.round(np.sin(a) * 1.4)) + a)
    return np.asarray(0.8 * ramp + 0.2 * _noise(rng, 32, 32), np.float32)


def _fabric(rng: np.random.Generator) -> Grey:
    weave = 0.5 + 0.25 * np.sin(2 * np.pi * _X * 32) + 0.25 * np.sin(2 * np.pi * _Y * 32)
    return np.asarray(0.5 * weave + 0.5 * _noise(rng, 8, 8), np.float32)


def _marble(rng: np.random.Generator) -> Grey:
    warp = _cloud(rng)
    return np.asarray(np.abs(np.sin(2 * np.pi * (_X * 2 + warp * rng.uniform(1, 3)))) ** 0.4, np.float32)


def _plaid(rng: np.random.Generator) -> Grey:
    n, m = rng.integers(2, 6, 2)
    bands = 0.5 * (np.sin(2 * np.pi * n * _X) > 0.2) + 0.5 * (np.sin(2 * np.pi * m * _Y) > 0.2)
    return np.asarray(0.85 * bands + 0.15 * np.sin(2 * np.pi * 40 * (_X + _Y)) ** 2, np.float32)


def _herringbone(rng: np.random.Generator) -> Grey:
    n = int(rng.integers(3, 6))
    zigzag = np.abs((_X * n) % 1 - 0.5) * 2
    bands = (_Y * n * 4 + zigzag * 2) % 1
    return np.asarray(np.where(bands < 0.12, 0.15, 0.6 + 0.4 * _noise(rng, 16, 16)), np.float32)


def _triangles(rng: np.random.Generator) -> Grey:
    n = int(rng.integers(2, 6))
    upper = ((_X * n) % 1 + (_Y * n) % 1) > 1
    tone = rng.uniform(0, 1, (n, n, 2))
    return np.asarray(tone[(_Y * n).astype(int), (_X * n).astype(int), upper.astype(int)], np.float32)


PATTERNS: dict[str, Callable[[np.random.Generator], Grey]] = {
    "cloud": _cloud,
    "wood": _wood,
    "stripes": _stripes,
    "checks": _checks,
    "tiles": _tiles,
    "spots": _spots,
    "terrazzo": _terrazzo,
    "print": _print,
    "gradient": _gradient,
    "fabric": _fabric,
    "marble": _marble,
    "plaid": _plaid,
    "herringbone": _herringbone,
    "triangles": _triangles,
}
