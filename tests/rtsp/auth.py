"""HTTP and RTSP authentication as cameras do it: Basic (RFC 7617) and Digest with MD5 (RFC 2069)."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass
from typing import Literal

REALM, NONCE = "camera", "0123456789abcdef"


@dataclass(frozen=True)
class Login:
    """The user and password a test camera wants."""

    user: str
    password: str
    scheme: Literal["Basic", "Digest"] = "Digest"

    @property
    def challenge(self) -> str:
        """The `WWW-Authenticate` header."""
        nonce = f', nonce="{NONCE}"' if self.scheme == "Digest" else ""
        return f'{self.scheme} realm="{REALM}"{nonce}'

    def accepts(self, method: str, headers: dict[str, str]) -> bool:
        """Whether a request with these headers (names in lower case) proves that it knows the password."""
        scheme, _, given = headers.get("authorization", "").partition(" ")
        if scheme.lower() != self.scheme.lower():
            return False
        return self._basic(given) if self.scheme == "Basic" else self._digest(method, given)

    def _basic(self, given: str) -> bool:
        return given == base64.b64encode(f"{self.user}:{self.password}".encode()).decode()

    def _digest(self, method: str, given: str) -> bool:
        fields = dict(re.findall(r'(\w+)="([^"]*)"', given))
        secret = _md5(f"{self.user}:{REALM}:{self.password}")
        return fields.get("response") == _md5(f"{secret}:{NONCE}:{_md5(method + ':' + fields.get('uri', ''))}")


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


__all__ = ["Login"]
