"""The one gate before every route: who asks, from where, and whether this route is theirs."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from aiohttp import hdrs, web

from edge.errors import NotAllowed, Unauthenticated
from edge.web import keys
from edge.web.auth import Peer
from edge.web.endpoint import Endpoint
from edge.web.limits import Attempts
from edge.web.roles import Identity, Role

COOKIE = "maitred"
"""The session cookie's name. Its value is the token."""

_SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
_OWN_SITE = frozenset({"same-origin", "none"})
_LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
_PROXY_HEADERS = ("Forwarded", "X-Forwarded-For")


def token_of(request: web.Request) -> str | None:
    """The token a request brings, from its Authorization header or else its cookie."""
    scheme, _, credentials = request.headers.get(hdrs.AUTHORIZATION, "").partition(" ")
    if scheme.lower() == "bearer":
        return credentials.strip() or None
    return request.cookies.get(COOKIE) or None


def peer_of(request: web.Request) -> Peer:
    """The other end. Loopback counts only without a proxy in between and under a local name: a page of another site
    that had its name resolved to 127.0.0.1 is not this machine's user."""
    address = request.remote or ""
    local = _is_loopback(address) and (urlsplit(f"//{request.host}").hostname or "") in _LOCAL_NAMES
    return Peer(address, local and not any(name in request.headers for name in _PROXY_HEADERS))


def is_foreign(request: web.Request) -> bool:
    """Whether a browser says that this request comes from a page of another site."""
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None and site not in _OWN_SITE:
        return True
    origin = request.headers.get(hdrs.ORIGIN)
    return origin is not None and urlsplit(origin).netloc.lower() != request.host.lower()


def says_own_site(request: web.Request) -> bool:
    """Whether a browser says that this request comes from a page of ours (or from nobody's page)."""
    return not is_foreign(request) and bool({"Sec-Fetch-Site", hdrs.ORIGIN} & set(request.headers))


class Gate:
    """Lets a request through to its endpoint, or raises why not."""

    def __init__(self, tokens: Attempts, codes: Attempts) -> None:
        self._tokens = tokens
        self._codes = codes

    def admit(self, request: web.Request, endpoint: Endpoint) -> Identity | None:
        """Who asks, None for nobody in particular.

        Raises `Unauthenticated`, `NotAllowed` or `TooManyRequests`.
        """
        _refuse_other_sites(request)
        if endpoint.role is None:
            return None
        identity = self._identified(request, endpoint)
        if not identity.role.covers(endpoint.role):
            raise NotAllowed(
                f"This needs the role {endpoint.role}; this token's is {identity.role}.",
                hint="Sign in with a token of that role.",
            )
        return identity

    def identify(self, token: str | None, request: web.Request) -> Identity:
        """Whose token it is. Raises `Unauthenticated`, or `TooManyRequests` after too many wrong ones."""
        peer = peer_of(request)
        if token:
            self._tokens.check(peer.address)
        identity = request.app[keys.HOUSE].auth.identify(token, peer)
        if identity is None:
            if token:
                self._tokens.failed(peer.address)
            raise Unauthenticated(
                "This token is not known here." if token else "This needs a token.",
                hint="Sign in again: the token may be revoked." if token else "Sign in, or send it as a bearer token.",
            )
        return identity

    async def pair(self, code: str, request: web.Request) -> tuple[str, Identity]:
        """A token of its own for the tablet that knows a pairing code. What it was signed in as before is revoked.

        Raises `Unauthenticated`, or `TooManyRequests` after too many wrong ones; `StoreBusy`.
        """
        peer, house = peer_of(request), request.app[keys.HOUSE]
        self._codes.check(peer.address)
        try:
            return await house.tablets.pair(code, instead_of=house.tablets.identify(token_of(request), peer))
        except Unauthenticated:
            self._codes.failed(peer.address)
            raise

    def _identified(self, request: web.Request, endpoint: Endpoint) -> Identity:
        token = token_of(request)
        if token is None and endpoint.loopback and peer_of(request).loopback:
            return Identity("loopback", Role.SERVICE)
        return self.identify(token, request)


GATE = web.AppKey("gate", Gate)


def _refuse_other_sites(request: web.Request) -> None:
    """No page of another site changes anything or listens in, whatever the browser sends along for it.

    A changing request on the strength of a cookie must come from a page of ours, provably.
    """
    listens = request.headers.get(hdrs.UPGRADE, "").lower() == "websocket"
    if request.method in _SAFE_METHODS and not listens:
        return
    by_cookie = COOKIE in request.cookies and hdrs.AUTHORIZATION not in request.headers
    if is_foreign(request) or (by_cookie and not listens and not says_own_site(request)):
        raise NotAllowed("This request comes from another site.", hint="Use the box's own page, or a bearer token.")


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


__all__ = ["COOKIE", "GATE", "Gate", "is_foreign", "peer_of", "token_of"]
