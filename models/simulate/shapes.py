"""Outlines of table tops and turned profiles of dishes, chosen by name or seed."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from models.simulate.mesh import Mesh, Outline, lathe


def _superellipse(power: float, count: int = 28, squash: float = 1.0) -> Outline:
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False)
    c, s = np.cos(angle), np.sin(angle)
    x, y = np.sign(c) * np.abs(c) ** (2 / power), np.sign(s) * np.abs(s) ** (2 / power)
    return tuple((float(a / 2), float(b / 2 * squash)) for a, b in zip(x, y, strict=True))


def _corners(*points: tuple[float, float]) -> Outline:
    return tuple(points)


def _regular(count: int) -> Outline:
    angle = np.linspace(0, 2 * np.pi, count, endpoint=False) + np.pi / count
    return tuple((float(np.cos(a) / 2), float(np.sin(a) / 2)) for a in angle)


_SQUARE = _corners((0.5, -0.5), (0.5, 0.5), (-0.5, 0.5), (-0.5, -0.5))
_HALF_ARC = tuple((float(0.5 * np.cos(a)), float(np.sin(a) - 0.5)) for a in np.linspace(0, np.pi, 14))

OUTLINES: dict[str, Outline] = {
    "round": _superellipse(2),
    "square": _SQUARE,
    "rectangle": _SQUARE,
    "oval": _superellipse(2.4),
    "octagon": _regular(8),
    "chamfered": _corners(
        (0.5, -0.42), (0.5, 0.42), (0.42, 0.5), (-0.42, 0.5), (-0.5, 0.42), (-0.5, -0.42), (-0.42, -0.5), (0.42, -0.5)
    ),
    "rounded": _superellipse(6),
    "hexagon": _regular(6),
    "half": _HALF_ARC,
    "squircle": _superellipse(3.4),
    "trapezoid": _corners((0.5, -0.5), (0.36, 0.5), (-0.36, 0.5), (-0.5, -0.5)),
    "ellipse": _superellipse(2, 32),
}
"""Unit outlines, counter-clockwise, within [-0.5, 0.5]."""

SQUARE_ASPECT = frozenset({"round", "square", "octagon", "hexagon", "squircle"})
"""Outlines drawn as wide as deep; all others are longer than deep."""


def inside(outline: Outline, x: float, y: float) -> bool:
    """Whether a point lies in a convex, counter-clockwise outline."""
    ring = np.array(outline)
    edge = np.roll(ring, -1, 0) - ring
    to_point = np.array([x, y]) - ring
    return bool(np.all(edge[:, 0] * to_point[:, 1] - edge[:, 1] * to_point[:, 0] >= 0))


@lru_cache(maxsize=512)
def plate(seed: int) -> Mesh:
    """Radius 1, about 0.15 high."""
    rng = np.random.default_rng(seed)
    well, rim, height = rng.uniform(0.55, 0.8), rng.uniform(0.08, 0.2), rng.uniform(0.03, 0.08)
    return lathe(
        ((1e-3, 0.0), (well, 0.0), (1.0, rim), (1.0, rim + 0.02), (well, height * 0.6), (1e-3, height * 0.5)), 18
    )


@lru_cache(maxsize=512)
def bowl(seed: int) -> Mesh:
    """Radius 1, about 0.6 high, open."""
    rng = np.random.default_rng(seed + 1)
    depth, foot = rng.uniform(0.4, 0.9), rng.uniform(0.3, 0.6)
    return lathe(
        (
            (1e-3, 0.0),
            (foot, 0.0),
            (0.85, depth * 0.5),
            (1.0, depth),
            (0.93, depth),
            (0.75, depth * 0.5),
            (foot * 0.8, 0.1),
            (1e-3, 0.1),
        ),
        16,
    )


@lru_cache(maxsize=512)
def tumbler(seed: int) -> Mesh:
    """Height 1: a glass, a cup or a mug without its handle."""
    rng = np.random.default_rng(seed + 2)
    foot, lip, belly = rng.uniform(0.22, 0.36), rng.uniform(0.28, 0.42), rng.uniform(0.28, 0.42)
    return lathe(
        (
            (1e-3, 0.0),
            (foot, 0.0),
            (belly, 0.5),
            (lip, 1.0),
            (lip * 0.93, 1.0),
            (belly * 0.9, 0.5),
            (foot * 0.85, 0.08),
            (1e-3, 0.08),
        ),
        12,
    )


@lru_cache(maxsize=512)
def goblet(seed: int) -> Mesh:
    """Height 1: a glass with a stem."""
    rng = np.random.default_rng(seed + 3)
    stem, belly, lip = rng.uniform(0.3, 0.55), rng.uniform(0.16, 0.3), rng.uniform(0.12, 0.26)
    return lathe(
        (
            (1e-3, 0.0),
            (0.19, 0.0),
            (0.19, 0.02),
            (0.02, 0.05),
            (0.02, stem),
            (belly, stem + (1 - stem) * 0.4),
            (lip, 1.0),
            (lip * 0.94, 1.0),
            (belly * 0.92, stem + (1 - stem) * 0.4),
            (1e-3, stem + 0.03),
        ),
        12,
    )


@lru_cache(maxsize=512)
def bottle(seed: int) -> Mesh:
    """Height 1: a bottle, a carafe or a vase."""
    rng = np.random.default_rng(seed + 4)
    body, neck, shoulder = rng.uniform(0.1, 0.22), rng.uniform(0.035, 0.07), rng.uniform(0.45, 0.7)
    return lathe(((1e-3, 0.0), (body, 0.0), (body, shoulder), (neck, shoulder + 0.15), (neck, 1.0), (1e-3, 1.0)), 12)
