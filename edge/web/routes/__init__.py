"""Every route of the box, by noun."""

from edge.web.endpoint import Endpoint
from edge.web.routes import cameras, floor, health, plan, reference, session, store, stream, tables

ENDPOINTS: tuple[Endpoint, ...] = (
    *floor.ENDPOINTS,
    *tables.ENDPOINTS,
    *cameras.ENDPOINTS,
    *plan.ENDPOINTS,
    *store.ENDPOINTS,
    *stream.ENDPOINTS,
    *session.ENDPOINTS,
    *health.ENDPOINTS,
    *reference.ENDPOINTS,
)

__all__ = ["ENDPOINTS"]
