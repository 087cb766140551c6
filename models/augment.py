"""Wild changes to training crops, so that the network learns the table and not the camera.

Every choice comes from the generator that is passed in. All of it works on uint8 RGB with OpenCV: about a millisecond
for a crop of 160 pixels.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Image = npt.NDArray[np.uint8]
_BORDERS = (cv2.BORDER_CONSTANT, cv2.BORDER_REPLICATE, cv2.BORDER_REFLECT_101)
_GREY = np.full((3, 3), 1 / 3)


def augment(crop: Image, side: int, rng: np.random.Generator) -> Image:
    """A crop uint8 [h, w, 3] as another camera, hour and calibration could have given it: uint8 [side, side, 3]."""
    out = _view(crop, side, rng)
    if rng.random() < 0.06:
        out = _occlude(out, rng)
    out = _colour(out, rng)
    if rng.random() < 0.06:
        out = _shrink(out, rng)
    if rng.random() < 0.06:
        out = _blur(out, rng)
    if rng.random() < 0.15:
        out = _noise(out, rng)
    return _compress(out, rng) if rng.random() < 0.08 else out


def resized(crops: Image, side: int) -> Image:
    """Crops [n, h, w, 3] at another size [n, side, side, 3], anti-aliased when shrinking."""
    if crops.shape[1:3] == (side, side):
        return crops
    return np.stack([cv2.resize(crop, (side, side), interpolation=cv2.INTER_AREA) for crop in crops]).astype(np.uint8)


def _view(crop: Image, side: int, rng: np.random.Generator) -> Image:
    """A box drawn a little differently: turned, shifted, stretched, mirrored."""
    height, width = crop.shape[:2]
    zoom = side / width * np.exp(rng.uniform(-0.2, 0.55))
    stretch = np.exp(rng.normal(0, 0.08))
    angle = np.radians(rng.normal(0, 5))
    mirror = rng.choice((-1.0, 1.0))
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = turn @ np.diag([zoom * stretch * mirror, zoom / stretch])
    middle = side / 2 + rng.normal(0, 0.045, 2) * side
    matrix = np.column_stack([linear, middle - linear @ (width / 2, height / 2)])
    border = int(rng.choice(_BORDERS))
    warped = cv2.warpAffine(crop, matrix, (side, side), flags=cv2.INTER_AREA, borderMode=border)
    return np.asarray(warped, np.uint8)


def _colour(crop: Image, rng: np.random.Generator) -> Image:
    """Another lamp and another sensor: channels mixed, saturation, gain, offset, gamma."""
    saturation = 0.0 if rng.random() < 0.08 else np.exp(rng.normal(0, 0.35))
    mix = _GREY + (np.eye(3) - _GREY) * saturation + rng.normal(0, 0.05, (3, 3))
    mix *= np.exp(rng.normal(0, 0.18)) * np.exp(rng.normal(0, 0.1, (3, 1)))
    offset = rng.normal(0, 12) + rng.normal(0, 5, (3, 1))
    mixed = cv2.transform(crop, np.hstack([mix, offset]))
    gamma = np.exp(rng.normal(0, 0.25))
    table = (np.linspace(0, 1, 256) ** gamma * 255).astype(np.uint8)
    return np.asarray(cv2.LUT(mixed, table), np.uint8)


def _occlude(crop: Image, rng: np.random.Generator) -> Image:
    """Something flat in the way: one or two patches of one colour or of noise."""
    side = len(crop)
    for _ in range(rng.integers(1, 3)):
        width, height = (rng.uniform(0.05, 0.25, 2) * side).astype(int)
        x, y = rng.integers(0, side - width), rng.integers(0, side - height)
        colour = rng.integers(0, 256, (height, width, 3) if rng.random() < 0.3 else (1, 1, 3))
        crop[y : y + height, x : x + width] = colour
    return crop


def _shrink(crop: Image, rng: np.random.Generator) -> Image:
    """A table far from the camera: fewer true pixels, enlarged."""
    side = len(crop)
    small = max(24, int(side * rng.uniform(0.4, 0.9)))
    fewer = cv2.resize(crop, (small, small), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(fewer, (side, side), interpolation=cv2.INTER_LINEAR), np.uint8)


def _blur(crop: Image, rng: np.random.Generator) -> Image:
    """Out of focus, or moving."""
    if rng.random() < 0.6:
        return np.asarray(cv2.GaussianBlur(crop, (0, 0), rng.uniform(0.4, 1.6)), np.uint8)
    length = int(rng.integers(3, 8))
    line = np.zeros((length, length), np.float32)
    line[length // 2] = 1 / length
    turn = cv2.getRotationMatrix2D((length / 2 - 0.5, length / 2 - 0.5), rng.uniform(0, 180), 1)
    kernel = np.asarray(cv2.warpAffine(line, turn, (length, length)), np.float32)
    return np.asarray(cv2.filter2D(crop, -1, kernel / max(float(kernel.sum()), 0.1)), np.uint8)


def _noise(crop: Image, rng: np.random.Generator) -> Image:
    """Sensor noise, fine or coarse."""
    side = len(crop)
    grain = side if rng.random() < 0.7 else side // 2
    noise = rng.standard_normal((grain, grain, 3), dtype=np.float32) * np.float32(rng.uniform(2, 16))
    coarse = cv2.resize(noise, (side, side), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.add(crop, coarse, dtype=cv2.CV_8U), np.uint8)


def _compress(crop: Image, rng: np.random.Generator) -> Image:
    """The camera's own compression."""
    quality = int(rng.integers(12, 80))
    _, jpeg = cv2.imencode(".jpg", crop, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(jpeg, cv2.IMREAD_COLOR), np.uint8)
