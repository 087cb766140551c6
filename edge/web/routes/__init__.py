"""Every route of the box, by noun."""

from edge.web.endpoint import Endpoint
from edge.web.routes import (
    cameras,
    floor,
    health,
    layout,
    pairing,
    plan,
    policy,
    reference,
    sections,
    session,
    setup,
    shifts,
    store,
    stream,
    tables,
    waiters,
)

ENDPOINTS: tuple[Endpoint, ...] = (
    *floor.ENDPOINTS,
    *tables.ENDPOINTS,
    *cameras.ENDPOINTS,
    *sections.ENDPOINTS,
    *layout.ENDPOINTS,
    *policy.ENDPOINTS,
    *setup.ENDPOINTS,
    *waiters.ENDPOINTS,
    *shifts.ENDPOINTS,
    *plan.ENDPOINTS,
    *store.ENDPOINTS,
    *stream.ENDPOINTS,
    *session.ENDPOINTS,
    *pairing.ENDPOINTS,
    *health.ENDPOINTS,
    *reference.ENDPOINTS,
)

__all__ = ["ENDPOINTS"]
