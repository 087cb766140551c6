"""Certificates on disk and in use: the box's own, renewed by themselves, or files that somebody else keeps."""

from __future__ import annotations

import logging
import ssl
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol

from cryptography import x509

from edge.clock import Clock, SystemClock
from edge.errors import BadSettings
from edge.private import write_private
from edge.tls.authority import Signed, certificate_pem, fingerprint, is_due, issue, make_authority, permits
from edge.tls.names import box_names

log = logging.getLogger(__name__)

AUTHORITY = "ca.pem"
SERVER = "server.pem"


TLS_FOLDER = "tls"
"""Where a box's own keys and certificates lie, in its state folder."""


class Certificates(Protocol):
    """What the box shows to a tablet that connects by TLS. Calls block for some milliseconds."""

    @property
    def context(self) -> ssl.SSLContext:
        """For the listener. It stays the same: what `refresh` changes holds for every new connection."""
        ...

    @property
    def authority(self) -> bytes | None:
        """The certificate (PEM) that tablets must trust first; None where they do already."""
        ...

    @property
    def fingerprint(self) -> str | None:
        """The authority's SHA-256, to compare on the tablet."""
        ...

    def refresh(self) -> bool:
        """Renew or read anew what is due. Returns whether anything changed; raises `BadSettings`."""
        ...


class OwnCertificates:
    """The store's own authority in `folder`, made at the first start, and a server certificate that it keeps current.

    `names` tells what the box is called now. Raises `BadSettings` if the folder's files cannot be read or written.
    """

    def __init__(
        self, folder: Path, store: str, *, names: Callable[[], Iterable[str]] = box_names, clock: Clock | None = None
    ) -> None:
        self._folder = folder
        self._names = names
        self._clock = clock or SystemClock()
        self._authority = _kept(folder / AUTHORITY) or self._begin(store)
        self._server: x509.Certificate | None = None
        self._unvouched: frozenset[str] = frozenset()
        self.context = _context()
        self.refresh()

    @property
    def authority(self) -> bytes:
        return certificate_pem(self._authority.certificate)

    @property
    def fingerprint(self) -> str:
        return fingerprint(self._authority.certificate)

    def refresh(self) -> bool:
        names, path = frozenset(self._names()), self._folder / SERVER
        self._warn_of(names)
        server = self._server or self._last_server(path)
        renewed = server is None or is_due(server, self._authority, names, self._clock.now())
        if renewed:
            signed = issue(self._authority, names, self._clock.now())
            _write(path, signed.pem(self._authority.certificate))
            server = signed.certificate
        if renewed or self._server is None:
            self.context.load_cert_chain(path)
            self._server = server
        return renewed

    def _begin(self, store: str) -> Signed:
        made = make_authority(store, self._names())
        _write(self._folder / AUTHORITY, made.pem())
        return made

    def _warn_of(self, names: frozenset[str]) -> None:
        """Once for each name that the authority may not vouch for."""
        unvouched = frozenset(each for each in names if not permits(self._authority.certificate, each))
        for name in sorted(unvouched - self._unvouched):
            log.warning("The store's certificate authority may not vouch for %s: tablets must use another name.", name)
        self._unvouched = unvouched

    def _last_server(self, path: Path) -> x509.Certificate | None:
        """The certificate of the last run; one that cannot be read is made anew."""
        try:
            return Signed.from_pem(path.read_bytes()).certificate
        except (OSError, ValueError):
            return None


class FileCertificates:
    """A certificate chain and its key in files that somebody else renews: read anew when they change.

    Raises `BadSettings` if they cannot be used; later, what was in use stays.
    """

    authority = None
    fingerprint = None

    def __init__(self, certificate: Path, key: Path) -> None:
        self._files = (certificate, key)
        self._read: list[bytes] = []
        self.context = _context()
        self.refresh()

    def refresh(self) -> bool:
        certificate, key = self._files
        try:
            found = [file.read_bytes() for file in self._files]
            if found == self._read:
                return False
            _context().load_cert_chain(certificate, key)  # a try on the side: the one in use must not be left half-way
            self.context.load_cert_chain(certificate, key)
        except (OSError, ssl.SSLError) as error:
            raise BadSettings(
                f"The certificate {certificate} with the key {key} cannot be used: {error.strerror or error}.",
                hint="Name a PEM file with the whole chain, and the key that belongs to it, readable by maitred.",
            ) from error
        self._read = found
        return True


def read_authority(state_dir: Path) -> x509.Certificate | None:
    """The certificate of the authority of the box whose state is there; None before its first start with one.

    Raises `BadSettings`.
    """
    kept = _kept(state_dir / TLS_FOLDER / AUTHORITY)
    return kept.certificate if kept else None


def _context() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_alpn_protocols(["http/1.1"])
    return context


def _kept(path: Path) -> Signed | None:
    """The authority of earlier runs; None at the first start."""
    try:
        return Signed.from_pem(path.read_bytes()) if path.exists() else None
    except (OSError, ValueError) as error:
        raise BadSettings(
            f"The store's certificate authority in {path} cannot be read ({error}).",
            hint="Restore the file, or remove it: a new one is made, which every tablet must then install.",
        ) from None


def _write(path: Path, text: str) -> None:
    try:
        write_private(path, text)
    except OSError as error:
        raise BadSettings(
            f"{path} cannot be written: {error.strerror}.", hint="Check the folder's owner, rights and free space."
        ) from error


__all__ = ["AUTHORITY", "SERVER", "TLS_FOLDER", "Certificates", "FileCertificates", "OwnCertificates", "read_authority"]
