"""HTTP to cameras: one request with timeouts, credentials tried once, and errors told apart."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPException, HTTPResponse
from typing import Any, cast

from edge.events import CameraReason
from edge.vision.capture.trouble import StreamTrouble
from edge.vision.source import CameraSource

LARGEST_PICTURE = 32 * 1024 * 1024
NOT_MODIFIED = 304

STATUSES: dict[int, tuple[CameraReason, str]] = {
    401: (CameraReason.CREDENTIALS, "refused the user name or password"),
    403: (CameraReason.CREDENTIALS, "forbids this user to watch"),
    404: (CameraReason.NOT_FOUND, "has no such picture"),
    410: (CameraReason.NOT_FOUND, "has no such picture any more"),
}
"""What an HTTP status of a camera means; any other refuses the request."""


class _DigestOnce(urllib.request.HTTPDigestAuthHandler):
    """Python's own handler tries a wrong password five times, enough to lock an account out."""

    retried: int

    def http_error_auth_reqed(self, *args: Any, **kwargs: Any) -> Any:
        return None if self.retried else super().http_error_auth_reqed(*args, **kwargs)


class Browser:
    """Asks one camera for pictures over HTTP. Ignores proxies of the environment: cameras are near."""

    def __init__(self, source: CameraSource) -> None:
        self._source = source
        passwords = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        if source.username is not None:
            password = source.password.get_secret_value() if source.password else ""
            passwords.add_password(None, source.address, source.username, password)
        tls = ssl.create_default_context()
        if not source.verify_tls:
            tls.check_hostname, tls.verify_mode = False, ssl.CERT_NONE
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}),
            urllib.request.HTTPSHandler(context=tls),
            urllib.request.HTTPBasicAuthHandler(passwords),
            _DigestOnce(passwords),
        )

    @contextmanager
    def get(self, headers: Mapping[str, str], timeout_s: float) -> Iterator[HTTPResponse | None]:
        """The response, or None where the picture is not modified. Raises `StreamTrouble` for all that goes wrong,
        in the body of the `with` too. Each single read may take `timeout_s`."""
        request = urllib.request.Request(self._source.address, headers=dict(headers))  # noqa: S310 - http by kind
        name = self._source.masked
        try:
            with self._opener.open(request, timeout=timeout_s) as response:
                yield cast(HTTPResponse, response)
        except urllib.error.HTTPError as error:
            with error:
                if error.code != NOT_MODIFIED:
                    reason, words = STATUSES.get(
                        error.code, (CameraReason.CONNECTION_REFUSED, f"answered with HTTP status {error.code}")
                    )
                    raise StreamTrouble(reason, f"{name} {words}.") from None
            yield None
        except (OSError, HTTPException) as error:
            raise _unreachable(name, error) from None


def _unreachable(name: str, error: Exception) -> StreamTrouble:
    cause = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(cause, ConnectionRefusedError):
        return StreamTrouble(CameraReason.CONNECTION_REFUSED, f"{name} refused the connection.")
    if isinstance(cause, ssl.SSLCertVerificationError):
        return StreamTrouble(CameraReason.CONNECTION_REFUSED, f"{name} shows a certificate that nobody vouches for.")
    if isinstance(cause, TimeoutError):
        return StreamTrouble(CameraReason.NO_ANSWER, f"{name} did not answer in time.")
    return StreamTrouble(CameraReason.NO_ANSWER, f"{name} cannot be reached.")


__all__ = ["LARGEST_PICTURE", "Browser"]
