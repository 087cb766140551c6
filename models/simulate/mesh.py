"""Unit meshes: every solid in a rendered room is one of these, scaled and placed by a matrix."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True, eq=False)
class Mesh:
    """A triangle mesh, compared by identity so that renderers may cache what they build from it.

    `vertices`, `normals` float32 [n,3]; `uv` float32 [n,2]; `faces` uint32 [m,3], counter-clockwise seen from outside.
    """

    vertices: Array
    normals: Array
    uv: Array
    faces: NDArray[np.uint32]


def _mesh(vertices: NDArray[np.floating], uv: NDArray[np.floating], faces: NDArray[np.integer]) -> Mesh:
    """Smooth normals: each vertex takes the area-weighted mean of its faces."""
    v = np.ascontiguousarray(vertices, np.float32)
    f = np.ascontiguousarray(faces, np.uint32)
    face_normals = np.cross(v[f[:, 1]] - v[f[:, 0]], v[f[:, 2]] - v[f[:, 0]])
    normals = np.zeros_like(v)
    for corner in range(3):
        np.add.at(normals, f[:, corner], face_normals)
    length = np.linalg.norm(normals, axis=1, keepdims=True)
    return Mesh(v, normals / np.maximum(length, 1e-9), np.ascontiguousarray(uv, np.float32), f)


def _grid_faces(rows: int, columns: int) -> NDArray[np.integer]:
    """Two triangles per cell of a rows x columns vertex grid."""
    index = np.arange(rows * columns).reshape(rows, columns)
    a, b, c, d = (part.ravel() for part in (index[:-1, :-1], index[:-1, 1:], index[1:, 1:], index[1:, :-1]))
    return np.concatenate([np.stack([a, b, c], 1), np.stack([a, c, d], 1)])


@lru_cache(maxsize=256)
def lathe(profile: tuple[tuple[float, float], ...], segments: int = 14) -> Mesh:
    """A surface of revolution around z from (radius, height) pairs, the outside on the right going up."""
    radius, height = np.array(profile).T
    angle = np.linspace(0, 2 * np.pi, segments + 1)
    x, y = radius[:, None] * np.cos(angle), radius[:, None] * np.sin(angle)
    z = np.repeat(height[:, None], segments + 1, 1)
    u, v = np.meshgrid(angle / (2 * np.pi), np.linspace(0, 1, len(profile)))
    mesh = _mesh(
        np.stack([x, y, z], -1).reshape(-1, 3),
        np.stack([u, v], -1).reshape(-1, 2),
        _grid_faces(len(profile), segments + 1),
    )
    return _weld_seam(mesh, len(profile), segments + 1)


def _weld_seam(mesh: Mesh, rows: int, columns: int) -> Mesh:
    """The first and last column lie on each other: give them one normal."""
    normals = mesh.normals.reshape(rows, columns, 3).copy()
    seam = normals[:, 0] + normals[:, -1]
    seam /= np.maximum(np.linalg.norm(seam, axis=1, keepdims=True), 1e-9)
    normals[:, 0] = normals[:, -1] = seam
    return Mesh(mesh.vertices, normals.reshape(-1, 3), mesh.uv, mesh.faces)


@lru_cache(maxsize=8)
def sphere(segments: int = 12, rings: int = 8) -> Mesh:
    """Radius 1 around the origin."""
    angle = np.linspace(-np.pi / 2, np.pi / 2, rings + 1)
    return lathe(tuple((float(max(np.cos(a), 1e-4)), float(np.sin(a))) for a in angle), segments)


@lru_cache(maxsize=64)
def limb(taper: float = 1.0, segments: int = 10) -> Mesh:
    """A round-ended limb along z from 0 to 1: radius 1 at the bottom, `taper` at the top; the caps are flattened."""
    low = [(float(np.cos(a)), float(0.08 * np.sin(a))) for a in np.linspace(-np.pi / 2 + 0.01, 0, 4)]
    high = [(float(taper * np.cos(a)), float(1 + 0.08 * np.sin(a))) for a in np.linspace(0, np.pi / 2 - 0.01, 4)]
    return lathe(tuple(low + high), segments)


@lru_cache(maxsize=64)
def cylinder(taper: float = 1.0, segments: int = 14) -> Mesh:
    """Sharp-edged and closed: radius 1 at z = 0, `taper` at z = 1."""
    edge = ((1e-4, 0.0), (1.0, 0.0), (1.0, 0.001), (taper, 0.999), (taper, 1.0), (1e-4, 1.0))
    return lathe(edge, segments)


@lru_cache(maxsize=8)
def box() -> Mesh:
    """Side 1, centred, flat-shaded; every face carries the whole texture."""
    vertices: list[NDArray[np.float64]] = []
    uv: list[tuple[int, int]] = []
    faces: list[tuple[int, int, int]] = []
    for axis in range(3):
        for sign in (-1.0, 1.0):
            u, v = np.eye(3)[(axis + 1) % 3], np.eye(3)[(axis + 2) % 3]
            if sign < 0:
                u, v = v, u
            start = len(vertices)
            for s, t in ((0, 0), (1, 0), (1, 1), (0, 1)):
                vertices.append(0.5 * sign * np.eye(3)[axis] + (s - 0.5) * u + (t - 0.5) * v)
                uv.append((s, t))
            faces += [(start, start + 1, start + 2), (start, start + 2, start + 3)]
    return _mesh(np.array(vertices), np.array(uv), np.array(faces))


@lru_cache(maxsize=8)
def sheet(cells: int = 1) -> Mesh:
    """A square of side 1 at z = 0 facing up; `cells` per side, for light that falls off across it."""
    x, y = np.meshgrid(np.linspace(-0.5, 0.5, cells + 1), np.linspace(-0.5, 0.5, cells + 1))
    vertices = np.stack([x, y, np.zeros_like(x)], -1).reshape(-1, 3)
    return _mesh(vertices, vertices[:, :2] + 0.5, _grid_faces(cells + 1, cells + 1))


Outline = tuple[tuple[float, float], ...]


@lru_cache(maxsize=64)
def slab(outline: Outline) -> Mesh:
    """A prism over a star-shaped outline (counter-clockwise, around the origin), z from 0 to 1, hard edges."""
    ring = np.array(outline)
    n = len(ring)
    top = np.column_stack([ring, np.ones(n)])
    bottom = np.column_stack([ring, np.zeros(n)])
    vertices = np.concatenate([top, bottom, top, bottom, [[0, 0, 1], [0, 0, 0]]])
    around = np.linspace(0, 4, n, endpoint=False)
    uv = np.concatenate(
        [
            ring + 0.5,
            ring + 0.5,
            np.column_stack([around, np.ones(n)]),
            np.column_stack([around, np.zeros(n)]),
            [[0.5, 0.5], [0.5, 0.5]],
        ]
    )
    i = np.arange(n)
    j = (i + 1) % n
    faces = np.concatenate(
        [
            np.stack([np.full(n, 4 * n), i, j], 1),
            np.stack([np.full(n, 4 * n + 1), n + j, n + i], 1),
            np.stack([3 * n + i, 3 * n + j, 2 * n + j], 1),
            np.stack([3 * n + i, 2 * n + j, 2 * n + i], 1),
        ]
    )
    return _mesh(vertices, uv, faces)


@lru_cache(maxsize=64)
def drape(outline: Outline, seed: int) -> Mesh:
    """A cloth over an outline: flat on top (z = 1), hanging in folds to z = 0 and flaring out a little."""
    rng = np.random.default_rng(seed)
    ring = np.array(outline)
    dense = np.concatenate([ring + (np.roll(ring, -1, 0) - ring) * t for t in np.linspace(0, 1, 6)[:-1]], 1)
    dense = dense.reshape(-1, 2)
    n = len(dense)
    phase = np.linspace(0, 2 * np.pi * rng.integers(7, 14), n, endpoint=False) + rng.uniform(0, 6)
    fold = 0.03 + 0.05 * np.sin(phase)
    rows = [(0.0, 1.0, 0.0), (1.0, 1.0, 0.0), (1.02, 0.97, 0.2), (1.04, 0.5, 0.7), (1.06, 0.0, 1.0)]
    vertices = np.concatenate(
        [
            np.column_stack([dense * (scale + weight * fold)[:, None] if weight else dense * scale, np.full(n, z)])
            for scale, z, weight in rows
        ]
    )
    vertices = np.concatenate([vertices.reshape(len(rows), n, 3), vertices.reshape(len(rows), n, 3)[:, :1]], 1)
    flat = vertices.reshape(-1, 3)
    uv = flat[:, :2] + 0.5 + np.column_stack([flat[:, 2] * 0.3, flat[:, 2] * 0.3])
    faces = _grid_faces(len(rows), n + 1)[:, ::-1]
    return _mesh(flat, uv, faces)


@lru_cache(maxsize=64)
def lump(seed: int, roughness: float = 0.35) -> Mesh:
    """A noisy sphere of about radius 1: food, a crumpled napkin, leaves."""
    rng = np.random.default_rng(seed)
    base = sphere(10, 6)
    bumps = rng.normal(size=(6, 3))
    offset = np.sin(base.vertices @ bumps.T * 2.5 + rng.uniform(0, 6, 6)).mean(1)
    return _mesh(base.vertices * (1 + roughness * 1.6 * offset)[:, None], base.uv, base.faces)


@lru_cache(maxsize=64)
def puddle(seed: int) -> Mesh:
    """An irregular flat patch of about radius 1 at z = 0: a stain, a smear, a fallen leaf of salad."""
    rng = np.random.default_rng(seed)
    angle = np.linspace(0, 2 * np.pi, 15)[:-1]
    radius = 1 + 0.3 * np.sin(angle * rng.integers(2, 4) + rng.uniform(0, 6)) + rng.uniform(-0.25, 0.25, 14)
    ring = np.column_stack([radius * np.cos(angle), radius * np.sin(angle), np.zeros(14)])
    vertices = np.concatenate([ring, [[0, 0, 0]]])
    i = np.arange(14)
    return _mesh(vertices, vertices[:, :2] / 2 + 0.5, np.stack([np.full(14, 14), i, (i + 1) % 14], 1))
