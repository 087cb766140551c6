"""What renderers draw: placed meshes with a material. World: metres, z up; colours sRGB 0..1."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from models.simulate.mesh import Mesh
from models.simulate.texture import Rgb, Texture

Matrix = NDArray[np.float64]


@dataclass(frozen=True)
class Material:
    """`opacity` below 1 is seen through; `glow` above 0 gives light; `tiling` repeats the texture over the mesh's uv;
    a `shadow` is painted on, for the renderer that casts none."""

    colour: Rgb
    texture: Texture | None = None
    tiling: float = 1.0
    roughness: float = 0.7
    metal: bool = False
    opacity: float = 1.0
    glow: float = 0.0
    shadow: bool = False

    def tiled(self, times: float) -> Material:
        return replace(self, tiling=times)


@dataclass(frozen=True, eq=False)
class Part:
    """A mesh in the world: `matrix` [4,4] takes column vectors of the mesh to metres."""

    mesh: Mesh
    matrix: Matrix
    material: Material

    def moved(self, matrix: Matrix) -> Part:
        return Part(self.mesh, matrix @ self.matrix, self.material)


def place(at: ArrayLike = (0, 0, 0), scale: ArrayLike = 1.0, turn_deg: float = 0.0) -> Matrix:
    """Scale, then turn around z, then move."""
    matrix = np.eye(4)
    c, s = np.cos(np.radians(turn_deg)), np.sin(np.radians(turn_deg))
    matrix[:3, :3] = np.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) * np.broadcast_to(np.asarray(scale, float), 3)
    matrix[:3, 3] = at
    return matrix


def tilt(axis: ArrayLike, angle_deg: float) -> Matrix:
    """Rotation around an axis through the origin (Rodrigues)."""
    x, y, z = np.asarray(axis, float) / np.linalg.norm(axis)
    k = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    angle = np.radians(angle_deg)
    matrix = np.eye(4)
    matrix[:3, :3] = np.eye(3) + np.sin(angle) * k + (1 - np.cos(angle)) * k @ k
    return matrix


def along(
    start: ArrayLike, end: ArrayLike, width: float, depth: float | None = None, front: ArrayLike = (0, 1, 0)
) -> Matrix:
    """Takes a mesh of z in 0..1, radius 1, onto a segment; `depth` is its half size towards `front`, `width` across."""
    start, end = np.asarray(start, float), np.asarray(end, float)
    z = end - start
    across = np.cross(np.asarray(front, float), z)
    if np.linalg.norm(across) < 1e-6:
        across = np.cross(np.array([0.3, 0.2, 0.9]), z)
    across = across / np.linalg.norm(across)
    y = np.cross(z, across)
    y = y / max(float(np.linalg.norm(y)), 1e-9)
    matrix = np.eye(4)
    matrix[:3, :3] = np.column_stack([across * width, y * (depth or width), z])
    matrix[:3, 3] = start
    return matrix
