"""The fast renderer: panda3d's software display, without a window. Many frames a second, light per vertex."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import count
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray
from panda3d import core as p3

from models.simulate import texture
from models.simulate.camera import Camera
from models.simulate.mesh import Mesh
from models.simulate.part import Material, Part
from models.simulate.room import Light


class Group(Protocol):
    """What `FastRenderer.add` attached."""

    def removeNode(self) -> None:  # noqa: N802 - panda3d's name
        """Take it out of the scene."""


_NUMBERS = count()
_SETTINGS = """
audio-library-name null
notify-level-display fatal
texture-minfilter linear_mipmap_linear
transform-cache false
state-cache false
"""
"""Without its caches: every room is new, and they would only grow."""


class FastRenderer:
    """One offscreen picture of fixed size, drawn at `oversample` times the size and averaged down against stair-steps.

    panda3d keeps one graphics engine per process: use it from one thread.
    """

    def __init__(self, size: tuple[int, int], oversample: float = 1.5) -> None:
        p3.loadPrcFileData("", _SETTINGS)
        self.size = size
        self._inner = (round(size[0] * oversample), round(size[1] * oversample))
        self._engine = p3.GraphicsEngine.getGlobalPtr()
        pipe = p3.GraphicsPipeSelection.getGlobalPtr().makeModulePipe("p3tinydisplay")
        buffers = p3.FrameBufferProperties()
        buffers.setRgbaBits(8, 8, 8, 8)
        buffers.setDepthBits(24)
        window = p3.WindowProperties.size(*self._inner)
        self._buffer = self._engine.makeOutput(
            pipe, f"fast-{next(_NUMBERS)}", 0, buffers, window, p3.GraphicsPipe.BFRefuseWindow
        )
        self._picture = p3.Texture()
        self._buffer.addRenderTexture(self._picture, p3.GraphicsOutput.RTMCopyRam)
        self._camera = p3.NodePath(p3.Camera("camera"))
        self._buffer.makeDisplayRegion().setCamera(self._camera)
        self.root = p3.NodePath("root")

    def light(self, light: Light) -> None:
        """Start an empty scene under this light."""
        self._camera.detachNode()
        self.root.clearLight()  # lights and the node they shine on hold each other
        self.root.removeNode()
        self.root = p3.NodePath("root")
        self._camera.reparentTo(self.root)
        ambient = p3.AmbientLight("ambient")
        ambient.setColor((*light.ambient, 1))
        sun = p3.DirectionalLight("sun")
        sun.setColor((*light.sun, 1))
        sun.setDirection(p3.LVector3(*light.direction))
        lights: list[tuple[object, tuple[float, float, float]]] = [(ambient, (0, 0, 0)), (sun, (0, 0, 0))]
        for lamp in light.lamps[:5]:
            point = p3.PointLight("lamp")
            point.setColor((*(channel * lamp.power for channel in lamp.colour), 1))
            point.setAttenuation((0.6, 0.1, 0.25))
            lights.append((point, lamp.at))
        for node, at in lights:
            path = self.root.attachNewNode(node)
            path.setPos(*at)
            self.root.setLight(path)

    def look(self, camera: Camera) -> None:
        lens = p3.PerspectiveLens()
        lens.setAspectRatio(self.size[0] / self.size[1])
        lens.setFov(camera.hfov_deg)
        lens.setNearFar(0.15, 60)
        self._camera.node().setLens(lens)
        matrix = np.eye(4)
        matrix[:3, :3] = camera.axes()
        matrix[3, :3] = camera.at
        self._camera.setMat(p3.LMatrix4f(*matrix.ravel().tolist()))

    def add(self, parts: Iterable[Part], *, flatten: bool = False) -> Group:
        """Attach parts under one new node; `flatten` merges what stays for many frames."""
        group: p3.NodePath = self.root.attachNewNode("group")
        for part in parts:
            node = p3.GeomNode("part")
            node.addGeom(_geometry(part.mesh), _state(part.material))
            node.setTransform(p3.TransformState.makeMat(p3.LMatrix4f(*part.matrix.T.ravel().tolist())))
            group.attachNewNode(node)
        if flatten:
            group.flattenStrong()
        attached: Group = group
        return attached

    def draw(self) -> NDArray[np.uint8]:
        """uint8 RGB [h,w,3]."""
        self._engine.renderFrame()
        raw = np.frombuffer(memoryview(self._picture.getRamImage()), np.uint8)
        full = raw.reshape(self._inner[1], self._inner[0], -1)[::-1, :, 2::-1]
        if self._inner == self.size:
            return np.ascontiguousarray(full)
        return np.asarray(cv2.resize(np.ascontiguousarray(full), self.size, interpolation=cv2.INTER_AREA), np.uint8)

    def close(self) -> None:
        self._engine.removeWindow(self._buffer)


@lru_cache(maxsize=4)
def shared(size: tuple[int, int], oversample: float = 1.5) -> FastRenderer:
    return FastRenderer(size, oversample)


def draw_from(
    parts: Sequence[Part],
    cameras: Sequence[Camera],
    light: Light,
    size: tuple[int, int],
    *,
    windows: Sequence[tuple[int, int, int, int] | None] | None = None,
) -> Iterator[NDArray[np.uint8]]:
    """Pictures of one scene from several cameras, uint8 RGB [h,w,3]: building it costs as much as drawing it.
    Windows, which save the good renderer time, are ignored here."""
    renderer = shared(size)
    renderer.light(light)
    renderer.add(parts)
    for camera in cameras:
        renderer.look(camera)
        yield renderer.draw()


@lru_cache(maxsize=1024)
def _geometry(mesh: Mesh) -> p3.Geom:
    rows = np.concatenate([mesh.vertices, mesh.normals, mesh.uv], 1).astype(np.float32)
    data = p3.GeomVertexData("mesh", p3.GeomVertexFormat.getV3n3t2(), p3.Geom.UHStatic)
    data.uncleanSetNumRows(len(rows))
    memoryview(data.modifyArray(0)).cast("B")[:] = rows.tobytes()
    triangles = p3.GeomTriangles(p3.Geom.UHStatic)
    triangles.setIndexType(p3.Geom.NTUint16)
    faces = mesh.faces.astype(np.uint16)
    index = triangles.modifyVertices()
    index.uncleanSetNumRows(faces.size)
    memoryview(index).cast("B")[:] = faces.tobytes()
    geometry = p3.Geom(data)
    geometry.addPrimitive(triangles)
    return geometry


@lru_cache(maxsize=400)
def _state(material: Material) -> p3.RenderState:
    colour = (1.0, 1.0, 1.0) if material.texture else material.colour
    surface = p3.Material()
    surface.setDiffuse((*colour, material.opacity))
    surface.setAmbient((*colour, material.opacity))
    shine = (1 - material.roughness) ** 2 * (0.9 if material.metal else 0.4)
    surface.setSpecular((shine, shine, shine, 1))
    surface.setShininess(4 + 60 * (1 - material.roughness))
    if material.glow:
        surface.setEmission((*(min(1.0, channel * material.glow) for channel in material.colour), 1))
    path = p3.NodePath("state")
    path.setMaterial(surface)
    path.setTwoSided(True)
    if material.opacity < 1:
        path.setTransparency(p3.TransparencyAttrib.MAlpha)
        path.setDepthWrite(False)
    if material.texture:
        path.setTexture(_texture(material.texture))
        path.setTexScale(p3.TextureStage.getDefault(), material.tiling)
    return path.getState()


@lru_cache(maxsize=100)
def _texture(source: texture.Texture) -> p3.Texture:
    pixels = texture.image(source)
    out = p3.Texture()
    out.setup2dTexture(pixels.shape[1], pixels.shape[0], p3.Texture.TUnsignedByte, p3.Texture.FRgb)
    out.setRamImage(np.ascontiguousarray(pixels[::-1, :, ::-1]).tobytes())
    out.setWrapU(p3.SamplerState.WMRepeat)
    out.setWrapV(p3.SamplerState.WMRepeat)
    out.setMinfilter(p3.SamplerState.FTLinearMipmapLinear)
    return out
