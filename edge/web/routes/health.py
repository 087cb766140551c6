"""Is the box alive, is the floor to be trusted, and how is it doing."""

from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from edge.errors import Retryable
from edge.events import Value
from edge.web.endpoint import Plain, endpoint
from edge.web.roles import Role


class Life(Value):
    """The daemon answers."""

    alive: bool = True


class Readiness(Value):
    """The journal is open and the eyes have come up."""

    ready: bool = True


class NotReady(Retryable):
    """Something is still missing before the floor can be trusted."""

    title = "Not ready yet"


@endpoint("GET", "/livez", role=None)
async def read_life(call: Plain) -> Life:
    """Whether the daemon answers at all."""
    return Life()


@endpoint("GET", "/readyz", role=None, raises=(NotReady,))
async def read_readiness(call: Plain) -> Readiness:
    """Whether the journal is open and the eyes have come up. Cameras that are down do not make the box unready."""
    if missing := call.house.not_ready():
        raise NotReady(f"{'; '.join(missing)}.", hint="Wait a little; `maitred doctor` says what is wrong with a box.")
    return Readiness()


@endpoint("GET", "/metrics", role=Role.SERVICE, media="text/plain", loopback=True)
async def read_metrics(call: Plain) -> web.Response:
    """The box's metrics for Prometheus. Programs on the box itself need no token."""
    return web.Response(body=generate_latest(call.house.metrics), headers={"Content-Type": CONTENT_TYPE_LATEST})


ENDPOINTS = (read_life, read_readiness, read_metrics)

__all__ = ["ENDPOINTS", "NotReady"]
