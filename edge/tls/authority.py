"""The store's own certificate authority: what it is, what it may sign, and when a certificate is due. No I/O."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from edge.tls.names import as_address

LASTS = timedelta(days=90)
RENEWED_BEFORE = timedelta(days=30)

_AUTHORITY_FROM = datetime(2024, 1, 1, tzinfo=UTC)
_AUTHORITY_UNTIL = datetime(2049, 12, 31, tzinfo=UTC)
"""Fixed: a box whose clock is years off at its first start must not make an authority that has already ended."""

_ZONES = ("localhost", "local", "lan", "internal", "home.arpa")
_NETWORKS = (
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "100.64.0.0/10",
    "169.254.0.0/16",
    "127.0.0.0/8",
    "fc00::/7",
    "fe80::/10",
    "::1/128",
)


@dataclass(frozen=True, slots=True)
class Signed:
    """A certificate and the key it is for."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def from_pem(cls, pem: bytes) -> Signed:
        """Both out of one PEM text. Raises `ValueError` if it is not that, or they do not belong together."""
        key = serialization.load_pem_private_key(pem, None)
        certificate = x509.load_pem_x509_certificates(pem)[0]
        if not isinstance(key, ec.EllipticCurvePrivateKey) or key.public_key() != certificate.public_key():
            raise ValueError("the key is not the certificate's")
        return cls(certificate, key)

    def pem(self, *chain: x509.Certificate) -> str:
        """Key, certificate and what it was signed by, as one PEM text."""
        key = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return b"".join([key, *(certificate_pem(each) for each in (self.certificate, *chain))]).decode()


def certificate_pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def fingerprint(certificate: x509.Certificate) -> str:
    """SHA-256 as tablets show it: `AB:CD:...`."""
    return certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def make_authority(store: str, hosts: Iterable[str]) -> Signed:
    """A new authority that can vouch for nothing but boxes in private networks.

    Signs names under `.local`, `.lan`, `.internal`, `.home.arpa`, private addresses, and the `hosts` given (names and
    addresses): whoever steals its key cannot pass for a bank on the tablets that trust it.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"maitred {store}"[:64])])
    named = sorted(set(hosts))
    names = dict.fromkeys([*_ZONES, *(each for each in named if as_address(each) is None)])
    networks = dict.fromkeys(ip_network(each) for each in [*_NETWORKS, *named] if each not in names)
    trees: list[x509.GeneralName] = [x509.DNSName(each) for each in names]
    trees += [x509.IPAddress(each) for each in networks]
    usage = _usage(signs_certificates=True)
    builder = (
        _builder(name, name, key.public_key(), _AUTHORITY_FROM, _AUTHORITY_UNTIL)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(x509.NameConstraints(permitted_subtrees=trees, excluded_subtrees=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return Signed(builder.sign(key, hashes.SHA256()), key)


def permits(authority: x509.Certificate, name: str) -> bool:
    """Whether the authority can vouch for a name or address."""
    trees = authority.extensions.get_extension_for_class(x509.NameConstraints).value.permitted_subtrees or []
    address = as_address(name)
    if address is not None:
        networks = [ip_network(str(tree.value)) for tree in trees if isinstance(tree, x509.IPAddress)]
        return any(address in network for network in networks)
    zones = [tree.value for tree in trees if isinstance(tree, x509.DNSName)]
    return any(name == zone or name.endswith(f".{zone}") for zone in zones)


def issue(authority: Signed, names: Iterable[str], now: datetime) -> Signed:
    """A server certificate for those of `names` that the authority may vouch for."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "maitred")])
    builder = _builder(subject, authority.certificate.subject, key.public_key(), now - timedelta(days=1), now + LASTS)
    issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key())
    signed = (
        builder.add_extension(x509.SubjectAlternativeName(_alternatives(authority, names)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(issuer_key, critical=False)
        .sign(authority.key, hashes.SHA256())
    )
    return Signed(signed, key)


def is_due(certificate: x509.Certificate, authority: Signed, names: Iterable[str], now: datetime) -> bool:
    """Whether a server certificate must be made anew: soon over, not yet begun (the clock was wrong), another
    authority's, or for other names than today's."""
    begins, ends = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if not begins <= now <= ends - RENEWED_BEFORE:
        return True
    try:
        certificate.verify_directly_issued_by(authority.certificate)
    except Exception:  # noqa: BLE001 - whichever way it is not this authority's
        return True
    held = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return set(held) != set(_alternatives(authority, names))


def _alternatives(authority: Signed, names: Iterable[str]) -> list[x509.GeneralName]:
    permitted = sorted(each for each in names if permits(authority.certificate, each))
    addresses = {each: as_address(each) for each in permitted}
    return [x509.DNSName(each) if address is None else x509.IPAddress(address) for each, address in addresses.items()]


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, begins: datetime, ends: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


__all__ = [
    "LASTS",
    "RENEWED_BEFORE",
    "Signed",
    "certificate_pem",
    "fingerprint",
    "is_due",
    "issue",
    "make_authority",
    "permits",
]
