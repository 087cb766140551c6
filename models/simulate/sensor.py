"""What a cheap camera does to a picture: exposure, colour, blur, noise, vignetting, scaling, JPEG and H.264."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import cv2
import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]


def sense(image: Image, rng: np.random.Generator) -> Image:
    """The picture as a camera would send it: same size, uint8 RGB."""
    light = _tones(np.asarray(image / np.float32(255), np.float32), rng)
    light = _optics(light, rng)
    grain = np.float32(rng.uniform(0, 0.03)) + np.float32(0.02 * rng.random()) * np.sqrt(np.maximum(light, 0))
    light += rng.standard_normal(light.shape, np.float32) * grain
    out = np.clip(light * 255, 0, 255).astype(np.uint8)
    kind = rng.random()
    if kind < 0.4:
        return _jpeg(out, int(rng.integers(22, 95)))
    return h264(out, int(rng.integers(20, 38))) if kind < 0.75 else out


def _tones(light: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Automatic exposure towards a random brightness, white balance, gamma, saturation, contrast."""
    exposure = np.clip(rng.uniform(0.2, 0.72) / max(float(light.mean()), 0.02), 0.5, 6.0)
    gain = exposure * np.exp(rng.normal(0, 0.07, 3))
    light = np.clip(light * gain.astype(np.float32), 0, 1) ** np.float32(np.exp(rng.normal(0, 0.2)))
    grey = light.mean(-1, keepdims=True)
    light = grey + (light - grey) * np.float32(rng.uniform(0.0, 0.3) if rng.random() < 0.08 else rng.uniform(0.5, 1.35))
    return np.asarray((light - 0.5) * rng.uniform(0.7, 1.3) + 0.5 + rng.normal(0, 0.05), np.float32)


def _optics(light: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    h, w = light.shape[:2]
    if rng.random() < 0.5:
        y, x = np.mgrid[-1 : 1 : h * 1j, -1 : 1 : w * 1j].astype(np.float32)
        light = light * (1 - rng.uniform(0, 0.5) * (x**2 + y**2) / 2)[..., None]
    if rng.random() < 0.45:
        light = np.asarray(cv2.GaussianBlur(light, (0, 0), float(rng.uniform(0.3, 1.4))), np.float32)
    if rng.random() < 0.25:
        share = rng.uniform(0.45, 0.9)
        small = cv2.resize(light, (round(w * share), round(h * share)), interpolation=cv2.INTER_AREA)
        light = np.asarray(cv2.resize(small, (w, h), interpolation=cv2.INTER_LINEAR), np.float32)
    if rng.random() < 0.25:
        light = light + (light - cv2.GaussianBlur(light, (0, 0), 1.2)) * np.float32(rng.uniform(0.3, 1.3))
    return np.asarray(light, np.float32)


def _jpeg(image: Image, quality: int) -> Image:
    _, data = cv2.imencode(".jpg", image[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.ascontiguousarray(np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8)[..., ::-1])


def h264(image: Image, crf: int) -> Image:
    """One keyframe through the encoder and back; `crf` 18 is fine, 38 is poor."""
    h, w = image.shape[0] // 2 * 2, image.shape[1] // 2 * 2
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as sink:
        stream = sink.add_stream(
            "libx264", rate=Fraction(5), options={"crf": str(crf), "preset": "ultrafast", "threads": "1"}
        )
        stream.width, stream.height, stream.pix_fmt = w, h, "yuv420p"
        for packet in stream.encode(av.VideoFrame.from_ndarray(np.ascontiguousarray(image[:h, :w]), format="rgb24")):
            sink.mux(packet)
        for packet in stream.encode():
            sink.mux(packet)
    buffer.seek(0)
    with av.open(buffer, "r") as source:
        frame = next(source.decode(video=0)).to_ndarray(format="rgb24")
    out = image.copy()
    out[:h, :w] = frame
    return out
