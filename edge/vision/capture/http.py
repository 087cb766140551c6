"""HTTP to cameras: one request with timeouts, a password tried once, and errors told apart."""

from __future__ import annotations

import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from urllib.parse import urlsplit, urlunsplit

from edge.events import CameraReason
from edge.vision.capture.login import Login, answer
from edge.vision.capture.trouble import StreamTrouble
from edge.vision.source import CameraSource

LARGEST_PICTURE = 32 * 1024 * 1024
OK, NOT_MODIFIED, UNAUTHORIZED = 200, 304, 401

STATUSES: dict[int, tuple[CameraReason, str]] = {
    401: (CameraReason.CREDENTIALS, "refused the user name or password"),
    403: (CameraReason.CREDENTIALS, "forbids this user to watch"),
    404: (CameraReason.NOT_FOUND, "has no such picture"),
    410: (CameraReason.NOT_FOUND, "has no such picture any more"),
}
"""What an HTTP status of a camera means; any other refuses the request."""


class Browser:
    """Asks one camera for pictures over HTTP, each time on a new connection, never through a proxy."""

    def __init__(self, source: CameraSource) -> None:
        self._source = source
        self._url = urlsplit(source.address)
        self._path = urlunsplit(("", "", self._url.path or "/", self._url.query, ""))
        self._login: Login | None = None

    @contextmanager
    def get(self, headers: Mapping[str, str], *, open_s: float, read_s: float) -> Iterator[HTTPResponse | None]:
        """The response, or None where the picture is not modified.

        `open_s` limits connecting and each wait for the answer, `read_s` each read of its body. Raises `StreamTrouble`
        for all that goes wrong, in the body of the `with` too.
        """
        name = self._source.masked
        try:
            with (
                closing(self._connection(open_s)) as connection,
                closing(self._ask(connection, headers, read_s)) as response,
            ):
                if response.status not in (OK, NOT_MODIFIED):
                    raise _refused(name, response.status)
                yield response if response.status == OK else None
        except (OSError, HTTPException) as error:
            raise _unreachable(name, error) from None

    def _connection(self, timeout_s: float) -> HTTPConnection:
        host = self._url.hostname or ""
        if self._url.scheme != "https":
            return HTTPConnection(host, self._url.port, timeout=timeout_s)
        tls = ssl.create_default_context()
        if not self._source.verify_tls:
            tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
        return HTTPSConnection(host, self._url.port, timeout=timeout_s, context=tls)

    def _ask(self, connection: HTTPConnection, headers: Mapping[str, str], read_s: float) -> HTTPResponse:
        """The answer. If the camera asks for the password, it gets it once."""
        response = self._send(connection, headers, read_s)
        if response.status == UNAUTHORIZED:
            self._login = answer(response.headers.get_all("WWW-Authenticate", []), self._source)
            if self._login is not None:
                response.close()
                connection.close()
                response = self._send(connection, headers, read_s)
        return response

    def _send(self, connection: HTTPConnection, headers: Mapping[str, str], read_s: float) -> HTTPResponse:
        login = {"Authorization": self._login.authorization("GET", self._path)} if self._login else {}
        connection.request("GET", self._path, headers={**headers, **login})
        read_from = connection.sock  # the connection lets go of it where the answer ends with it
        response = connection.getresponse()
        read_from.settimeout(read_s)
        return response


def _refused(name: str, status: int) -> StreamTrouble:
    answered = (CameraReason.CONNECTION_REFUSED, f"answered with HTTP status {status}")
    reason, words = STATUSES.get(status, answered)
    return StreamTrouble(reason, f"{name} {words}.")


def _unreachable(name: str, error: Exception) -> StreamTrouble:
    if isinstance(error, ConnectionRefusedError):
        return StreamTrouble(CameraReason.CONNECTION_REFUSED, f"{name} refused the connection.")
    if isinstance(error, ssl.SSLCertVerificationError):
        return StreamTrouble(CameraReason.CONNECTION_REFUSED, f"{name} shows a certificate that nobody vouches for.")
    if isinstance(error, TimeoutError):
        return StreamTrouble(CameraReason.NO_ANSWER, f"{name} did not answer in time.")
    return StreamTrouble(CameraReason.NO_ANSWER, f"{name} cannot be reached.")


__all__ = ["LARGEST_PICTURE", "Browser"]
