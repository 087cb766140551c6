"""A table as a camera sees it, for tests: cloth, cutlery, things put on it, light, noise and compression."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from calibration import Calibration, Frame, RotatedBox, View

Image = NDArray[np.uint8]

FRAME = Frame(width=640, height=360)
BOX = RotatedBox(center=(320, 180), size=(200, 160), angle=20)
"""The table's box. Its 80 cm cloth fills most of it, so that a centimetre is about two pixels."""


def calibration(*masks: tuple[tuple[float, float], ...], up: float = 0.0) -> Calibration:
    """Camera `cam` with two views: `cam.T1` of `BOX`, and `cam.T2` of a smaller box beside it."""
    other = RotatedBox(center=(90, 180), size=(120, 100), angle=-10)
    return Calibration(
        revision=1,
        camera="cam",
        frame=FRAME,
        tables=(View(view="cam.T1", table="T1", box=BOX, up=up), View(view="cam.T2", table="T2", box=other)),
        masks=masks,
    )


def room() -> Image:
    """A laid table in a room, with texture as a lens shows it. RGB uint8 [360, 640, 3]; the same every time."""
    rng = np.random.default_rng(11)
    floor = cv2.resize(rng.normal(95, 22, (90, 160, 3)).astype(np.float32), (640, 360), interpolation=cv2.INTER_CUBIC)
    image = np.clip(floor, 0, 255).astype(np.uint8)
    cv2.circle(image, (320, 180), 78, (205, 200, 190), -1, cv2.LINE_AA)
    for angle_deg in range(0, 360, 45):
        turn = np.deg2rad(angle_deg)
        middle = (int(320 + 60 * np.cos(turn)), int(180 + 60 * np.sin(turn)))
        cv2.ellipse(image, middle, (9, 2), angle_deg, 0, 360, (120, 120, 125), -1, cv2.LINE_AA)
    cv2.rectangle(image, (40, 140), (140, 220), (120, 80, 50), -1)
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 0.8), dtype=np.uint8)


def with_disc(image: Image, radius_px: float, colour: tuple[int, int, int], at: tuple[int, int] = (335, 165)) -> Image:
    """The same room with something round on the table."""
    changed = image.copy()
    cv2.circle(changed, at, round(radius_px), colour, -1, cv2.LINE_AA)
    return changed


def with_person(image: Image) -> Image:
    """The same room with somebody at the table: head and shoulders over its edge."""
    changed = image.copy()
    cv2.ellipse(changed, (390, 120), (55, 35), 30, 0, 360, (60, 65, 110), -1, cv2.LINE_AA)
    cv2.circle(changed, (365, 130), 20, (150, 110, 90), -1, cv2.LINE_AA)
    return changed


def noisy(image: Image, deviation: float, seed: int) -> Image:
    """With a sensor's noise, independent in every pixel and channel."""
    noise = np.random.default_rng(seed).normal(0, deviation, image.shape)
    return np.clip(image + noise, 0, 255).astype(np.uint8)


def relit(image: Image, gain: float = 1.0, offset: float = 0.0) -> Image:
    """At another exposure."""
    return np.clip(image.astype(np.float32) * gain + offset, 0, 255).astype(np.uint8)
