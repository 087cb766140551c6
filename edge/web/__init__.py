"""REST, live streams and pages. The web knows the domain's doors and is known by nobody but the composition root.

`create_app(house)` makes the application out of the house's ports; `serve` listens.
"""

from edge.web.app import Limits, create_app
from edge.web.auth import AllowLoopback, AnyOf, Authenticator, TokenStore
from edge.web.feed import Pace
from edge.web.guests import GuestLimits, create_guest_app, note_guest_url, serve_guests
from edge.web.house import House, Store
from edge.web.limits import Allowance
from edge.web.roles import Identity, Role
from edge.web.server import Secured, serve
from edge.web.tablets import Tablets, TabletsProjection

__all__ = [
    "AllowLoopback",
    "Allowance",
    "AnyOf",
    "Authenticator",
    "GuestLimits",
    "House",
    "Identity",
    "Limits",
    "Pace",
    "Role",
    "Secured",
    "Store",
    "Tablets",
    "TabletsProjection",
    "TokenStore",
    "create_app",
    "create_guest_app",
    "note_guest_url",
    "serve",
    "serve_guests",
]
