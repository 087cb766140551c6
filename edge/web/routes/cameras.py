"""Cameras: how they are, and what they see this moment."""

from aiohttp import web

from edge.errors import CameraUnavailable, CredentialsRefused, NotFound, WorkerUnavailable
from edge.events import Id, Value
from edge.floor import CameraView
from edge.web.endpoint import Asked, Call, Nothing, Plain, endpoint
from edge.web.roles import Role


class CameraPath(Asked):
    """Which camera."""

    camera: Id


class CameraList(Value):
    """All cameras."""

    cameras: list[CameraView]


@endpoint("GET", "/api/v1/cameras", role=Role.VIEW)
async def read_cameras(call: Plain) -> CameraList:
    """Every camera and how it is.

    Its status, since when, and why if it is not online. A camera that is down confirms nothing.
    """
    return CameraList(cameras=call.house.floor.snapshot().cameras)


@endpoint(
    "GET",
    "/api/v1/cameras/{camera}/snapshot.jpg",
    role=Role.MANAGER,
    media="image/jpeg",
    raises=(NotFound, CameraUnavailable, CredentialsRefused, WorkerUnavailable),
)
async def read_snapshot(call: Call[CameraPath, Nothing, Nothing]) -> web.Response:
    """What a camera sees this moment, masked, with the tables' boxes drawn.

    Taken from memory and kept nowhere.
    """
    name = call.path.camera
    if name not in {each.camera for each in call.house.floor.snapshot().cameras}:
        raise NotFound(f"There is no camera {name}.", hint="See /api/v1/cameras for all cameras.")
    jpeg = await call.house.snapshot(name)
    return web.Response(body=jpeg, content_type="image/jpeg", headers={"Cache-Control": "no-store"})


ENDPOINTS = (read_cameras, read_snapshot)

__all__ = ["ENDPOINTS"]
