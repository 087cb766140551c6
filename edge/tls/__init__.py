"""TLS for the tablets: the store's own certificate authority, or files that somebody else keeps.

Why, and what a stolen key could not do: docs/decisions/0006-tls-of-the-store.md.
"""

from edge.tls.authority import fingerprint
from edge.tls.certificates import TLS_FOLDER, Certificates, FileCertificates, OwnCertificates, read_authority
from edge.tls.names import addresses, box_names, reachable

__all__ = [
    "TLS_FOLDER",
    "Certificates",
    "FileCertificates",
    "OwnCertificates",
    "addresses",
    "box_names",
    "fingerprint",
    "reachable",
    "read_authority",
]
