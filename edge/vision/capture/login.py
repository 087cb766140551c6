"""Logging in over HTTP: Basic (RFC 7617) and Digest (RFC 7616), as cameras ask for it."""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Protocol
from urllib.request import parse_http_list, parse_keqv_list

from edge.vision.source import CameraSource


class Login(Protocol):
    """A way to prove that one knows the password."""

    def authorization(self, method: str, path: str) -> str:
        """The `Authorization` header of a request."""
        ...


@dataclass(frozen=True)
class BasicLogin:
    """Sends the password as it is."""

    username: str
    password: str = field(repr=False)

    def authorization(self, method: str, path: str) -> str:
        return "Basic " + base64.b64encode(f"{self.username}:{self.password}".encode()).decode()


@dataclass
class DigestLogin:
    """Answers a challenge without sending the password. One challenge is good for many requests."""

    username: str
    password: str = field(repr=False)
    challenge: dict[str, str]
    asked: int = 0

    def authorization(self, method: str, path: str) -> str:
        self.asked += 1
        told = self.challenge
        hashed = _hash(told.get("algorithm", "MD5"))
        secret = hashed(f"{self.username}:{told.get('realm', '')}:{self.password}")
        request = hashed(f"{method}:{path}")
        fields = {"username": self.username, "realm": told.get("realm", ""), "nonce": told["nonce"], "uri": path}
        if "auth" in told.get("qop", "").replace(" ", "").split(","):
            count, own = f"{self.asked:08x}", secrets.token_hex(8)
            response = hashed(f"{secret}:{told['nonce']}:{count}:{own}:auth:{request}")
            plain = f", qop=auth, nc={count}"
            fields |= {"cnonce": own, "response": response}
        else:
            fields |= {"response": hashed(f"{secret}:{told['nonce']}:{request}")}
            plain = ""
        if "algorithm" in told:
            plain += f", algorithm={told['algorithm']}"
        fields |= {name: told[name] for name in ("opaque",) if name in told}
        return "Digest " + ", ".join(f'{name}="{value}"' for name, value in fields.items()) + plain


def answer(challenges: Iterable[str], source: CameraSource) -> Login | None:
    """How to log in to a camera that sent these `WWW-Authenticate` headers; Digest before Basic.

    None without credentials, or if it knows neither.
    """
    if source.username is None:
        return None
    password = source.password.get_secret_value() if source.password else ""
    offers = {scheme.lower(): rest for scheme, _, rest in (text.strip().partition(" ") for text in challenges)}
    if "digest" in offers:
        challenge = parse_keqv_list(parse_http_list(offers["digest"]))
        if "nonce" in challenge and challenge.get("algorithm", "MD5").upper() in _HASHES:
            return DigestLogin(source.username, password, challenge)
    return BasicLogin(source.username, password) if "basic" in offers else None


_HASHES = {"MD5": hashlib.md5, "SHA-256": hashlib.sha256}


def _hash(algorithm: str) -> Callable[[str], str]:
    make = _HASHES[algorithm.upper()]
    return lambda text: make(text.encode()).hexdigest()


__all__ = ["Login", "answer"]
