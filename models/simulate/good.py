"""The good renderer: mitsuba's path tracer in its scalar form, which runs anywhere. Real light, seconds a picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from types import ModuleType
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from models.simulate import texture
from models.simulate.camera import Camera
from models.simulate.part import Material, Part
from models.simulate.room import Light
from models.simulate.texture import Rgb

Window = tuple[int, int, int, int]
_BOUNCES = 3
_SKY, _SUN, _LAMP = 1.1, 2.2, 18.0
"""Strengths that bring the fast renderer's light values to physical ones; the exposure evens out the rest."""


@lru_cache(maxsize=1)
def _mitsuba() -> ModuleType:
    import mitsuba

    mitsuba.set_variant("scalar_rgb")
    return mitsuba


def draw_from(
    parts: Sequence[Part],
    cameras: Sequence[Camera],
    light: Light,
    size: tuple[int, int],
    *,
    windows: Sequence[Window | None] | None = None,
    samples: int = 8,
) -> Iterator[NDArray[np.uint8]]:
    """Pictures of one scene from several cameras, uint8 RGB [h,w,3], `samples` paths a pixel, lightly denoised.

    A window (left, top, right, bottom) is all that is drawn of a picture; the rest stays black.
    """
    mi = _mitsuba()
    content: dict[str, Any] = {"type": "scene", "integrator": {"type": "path", "max_depth": _BOUNCES}}
    content |= _lights(mi, light)
    for number, (material, members) in enumerate(_by_material(parts).items()):
        content[f"mesh-{number}"] = _mesh(mi, material, members)
    scene = mi.load_dict(content)
    for camera, window in zip(cameras, windows or [None] * len(cameras), strict=True):
        left, top, right, bottom = window or (0, 0, *size)
        sensor = mi.load_dict(_sensor(mi, camera, size, samples, (left, top, right, bottom)))
        picture = np.zeros((size[1], size[0], 3), np.uint8)
        radiance = np.asarray(mi.render(scene, sensor=sensor), np.float32)[..., :3]
        picture[top:bottom, left:right] = _develop(radiance)
        yield picture


def _by_material(parts: Sequence[Part]) -> dict[Material, list[Part]]:
    groups: dict[Material, list[Part]] = defaultdict(list)
    for part in parts:
        if not part.material.shadow:
            groups[part.material].append(part)
    return groups


def _sensor(mi: ModuleType, camera: Camera, size: tuple[int, int], samples: int, window: Window) -> dict[str, Any]:
    right, forward, up = camera.axes()
    to_world = np.eye(4)
    to_world[:3, :3] = np.column_stack([-right, up, forward])
    to_world[:3, 3] = camera.at
    film = {
        "type": "hdrfilm", "width": size[0], "height": size[1], "pixel_format": "rgb", "rfilter": {"type": "tent"},
        "crop_offset_x": window[0], "crop_offset_y": window[1], "crop_width": window[2] - window[0],
        "crop_height": window[3] - window[1],
    }  # fmt: skip
    return {
        "type": "perspective", "fov": camera.hfov_deg, "fov_axis": "x", "near_clip": 0.1, "far_clip": 100.0,
        "to_world": mi.ScalarTransform4f(to_world), "film": film,
        "sampler": {"type": "independent", "sample_count": samples},
    }  # fmt: skip


def _linear(colour: Rgb) -> list[float]:
    """sRGB to linear."""
    c = np.clip(np.array(colour), 0, 1)
    return [float(v) for v in np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)]


def _rgb(values: Sequence[float]) -> dict[str, Any]:
    return {"type": "rgb", "value": [float(v) for v in values]}


def _lights(mi: ModuleType, light: Light) -> dict[str, Any]:
    """The open ceiling lets the sky in; lamps hang as glowing balls (parts of the scene) and give light as points."""
    content: dict[str, Any] = {"sky": {"type": "constant", "radiance": _rgb([v * _SKY for v in light.ambient])}}
    if max(light.sun) > 0.02:
        content["sun"] = {
            "type": "directional",
            "direction": list(light.direction),
            "irradiance": _rgb([v * _SUN for v in light.sun]),
        }
    for number, lamp in enumerate(light.lamps):
        below = [lamp.at[0], lamp.at[1], lamp.at[2] - lamp.radius - 0.05]
        power = [v * lamp.power * _LAMP / 4 for v in lamp.colour]
        content[f"lamp-{number}"] = {"type": "point", "position": below, "intensity": _rgb(power)}
    return content


def _mesh(mi: ModuleType, material: Material, parts: Sequence[Part]) -> Any:
    """All parts of one material as one mesh in the world."""
    vertices, normals, uv, faces, start = [], [], [], [], 0
    for part in parts:
        linear = part.matrix[:3, :3]
        vertices.append(part.mesh.vertices @ linear.T + part.matrix[:3, 3])
        turned = part.mesh.normals @ np.linalg.inv(linear + np.eye(3) * 1e-9)
        normals.append(turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-9))
        uv.append(part.mesh.uv * material.tiling)
        faces.append(part.mesh.faces + start)
        start += len(part.mesh.vertices)
    properties = mi.Properties()
    properties["mesh_bsdf"] = mi.load_dict(_bsdf(mi, material))
    mesh = mi.Mesh(
        "part", start, sum(map(len, faces)), has_vertex_normals=True, has_vertex_texcoords=True, props=properties
    )
    values = mi.traverse(mesh)
    columns = (("vertex_positions", vertices), ("vertex_normals", normals), ("vertex_texcoords", uv))
    for name, rows in columns:
        values[name] = np.concatenate(rows).astype(np.float32).ravel()
    values["faces"] = np.concatenate(faces).astype(np.uint32).ravel()
    values.update()
    return mesh


def _bsdf(mi: ModuleType, material: Material) -> dict[str, Any]:
    colour: dict[str, Any] = _rgb(_linear(material.colour))
    if material.texture:
        colour = {"type": "bitmap", "bitmap": mi.Bitmap(texture.image(material.texture)), "raw": False}
    alpha = max(0.05, material.roughness**2)
    if material.glow:
        inner: dict[str, Any] = {
            "type": "diffuse",
            "reflectance": _rgb([min(0.95, v) for v in _linear(material.colour)]),
        }
    elif material.metal:
        inner = {"type": "roughconductor", "alpha": alpha, "material": "none", "specular_reflectance": colour}
    elif material.roughness < 0.5:
        inner = {"type": "principled", "base_color": colour, "roughness": max(0.1, material.roughness), "specular": 0.5}
    else:
        inner = {"type": "diffuse", "reflectance": colour}
    solid = {"type": "twosided", "bsdf": inner}
    return solid if material.opacity == 1 else {"type": "mask", "opacity": material.opacity, "bsdf": solid}


def _develop(radiance: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Cut fireflies, expose for the middle, go to sRGB, smooth what noise is left."""
    limit = np.float32(6 * np.median(radiance.max(-1)) + 1e-3)
    radiance = np.minimum(np.nan_to_num(radiance), limit)
    exposed = radiance * np.float32(0.2 / max(float(np.median(radiance)), 1e-3))
    curve = 1 - np.exp(-1.25 * exposed)
    srgb = np.where(curve <= 0.0031308, curve * 12.92, 1.055 * np.maximum(curve, 1e-6) ** (1 / 2.4) - 0.055)
    picture = np.clip(srgb * 255, 0, 255).astype(np.uint8)
    return np.asarray(cv2.bilateralFilter(cv2.medianBlur(picture, 3), 5, 18, 3), np.uint8)
