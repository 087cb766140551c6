"""A pinhole camera: where it hangs, where it looks, what it sees where."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray


@dataclass(frozen=True)
class Camera:
    """`hfov_deg` is the horizontal field of view; `roll_deg` turns the picture clockwise."""

    at: tuple[float, float, float]
    target: tuple[float, float, float]
    hfov_deg: float
    roll_deg: float = 0.0

    def axes(self) -> NDArray[np.float64]:
        """Rows: right, forward, up, as unit vectors of the room."""
        forward = np.array(self.target) - np.array(self.at)
        forward = forward / np.linalg.norm(forward)
        right = np.cross(forward, [0, 0, 1.0])
        right = right / np.linalg.norm(right)
        up = np.cross(right, forward)
        c, s = np.cos(np.radians(self.roll_deg)), np.sin(np.radians(self.roll_deg))
        return np.stack([c * right + s * up, forward, c * up - s * right])

    def project(self, points: ArrayLike, size: tuple[int, int]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Pixels [n,2] (y down) in a picture of `size` (width, height), and depths [n] in metres along the view."""
        local = (np.asarray(points, float).reshape(-1, 3) - np.array(self.at)) @ self.axes().T
        depth = local[:, 1]
        focal = size[0] / 2 / np.tan(np.radians(self.hfov_deg) / 2)
        safe = np.maximum(depth, 1e-3)
        return np.column_stack(
            [size[0] / 2 + focal * local[:, 0] / safe, size[1] / 2 - focal * local[:, 2] / safe]
        ), depth
