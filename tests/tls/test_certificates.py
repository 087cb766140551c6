"""The store's own certificates, proved by real TLS handshakes."""

from __future__ import annotations

import asyncio
import ssl
import stat
from collections.abc import Callable, Iterable
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from edge.clock import ManualClock, SystemClock
from edge.errors import BadSettings
from edge.tls import FileCertificates, OwnCertificates, box_names
from edge.tls.authority import LASTS, RENEWED_BEFORE, Signed, is_due, issue, make_authority
from edge.tls.certificates import AUTHORITY, SERVER

NAMES = frozenset({"box", "box.local", "localhost", "127.0.0.1", "::1", "192.168.7.20"})


def at_present() -> ManualClock:
    """A clock that shows the real time: TLS clients look at theirs."""
    return ManualClock(start=SystemClock().now())


def own(folder: Path, names: Iterable[str] = NAMES, clock: ManualClock | None = None) -> OwnCertificates:
    return OwnCertificates(folder, "Trattoria", names=lambda: names, clock=clock or at_present())


async def shown(server: ssl.SSLContext, name: str, trusted: bytes | None) -> x509.Certificate:
    """What a client that trusts `trusted` alone and wants to reach `name` is shown. Raises what the client does."""
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    if trusted:
        client.load_verify_locations(cadata=trusted.decode())

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0, ssl=server) as listening:
        port = listening.sockets[0].getsockname()[1]
        _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=client, server_hostname=name)
        der = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        writer.close()
    return x509.load_der_x509_certificate(der)


@pytest.mark.parametrize("name", sorted(NAMES))
async def test_a_tablet_that_installed_the_authority_trusts_the_box_under_each_of_its_names(
    tmp_path: Path, name: str
) -> None:
    certificates = own(tmp_path)
    await shown(certificates.context, name, certificates.authority)


@pytest.mark.parametrize("trusted", [b"", None])
async def test_a_tablet_that_did_not_is_warned(tmp_path: Path, trusted: bytes | None) -> None:
    with pytest.raises(ssl.SSLCertVerificationError):
        await shown(own(tmp_path).context, "box.local", trusted)


async def test_another_name_is_not_the_box(tmp_path: Path) -> None:
    certificates = own(tmp_path)
    with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
        await shown(certificates.context, "till.local", certificates.authority)


@pytest.mark.parametrize("name", ["bank.example", "localhost.bank.example", "8.8.8.8"])
async def test_a_stolen_authority_cannot_pass_for_the_rest_of_the_world(tmp_path: Path, name: str) -> None:
    """Signed with the authority's own key, by somebody who leaves the rule out: it is the tablet that refuses."""
    authority, lenient = make_authority("Trattoria", NAMES), make_authority("Trattoria", [name])
    server = issue(Signed(lenient.certificate, authority.key), [name], at_present().now())
    (tmp_path / "forged.pem").write_text(server.pem(authority.certificate))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "forged.pem")
    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree"):
        await shown(context, name, authority.certificate.public_bytes(Encoding.PEM))


def test_names_it_may_not_vouch_for_are_left_out_and_said_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    first = own(tmp_path)
    moved = own(tmp_path, {*NAMES, "chez.example", "8.8.8.8"})
    moved.refresh()
    assert caplog.text.count("may not vouch for chez.example") == 1
    assert moved.fingerprint == first.fingerprint
    assert alternatives(tmp_path) == NAMES


def alternatives(folder: Path) -> frozenset[str]:
    server = Signed.from_pem((folder / SERVER).read_bytes()).certificate
    found = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    return frozenset(str(each.value) for each in found)


async def test_a_restart_changes_nothing(tmp_path: Path) -> None:
    first = own(tmp_path)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}
    again = own(tmp_path)
    assert (again.fingerprint, again.refresh()) == (first.fingerprint, False)
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before
    await shown(again.context, "box", first.authority)


def test_keys_are_for_their_owner_alone_and_in_no_repr(tmp_path: Path) -> None:
    own(tmp_path)
    assert {file.name for file in tmp_path.iterdir()} == {AUTHORITY, SERVER}
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in tmp_path.iterdir())
    assert "key" not in repr(Signed.from_pem((tmp_path / AUTHORITY).read_bytes())).lower().replace("keyword", "")


async def test_it_is_renewed_in_time_and_new_connections_see_it_without_a_restart(tmp_path: Path) -> None:
    clock = at_present()
    certificates = own(tmp_path, clock=clock)
    before = await shown(certificates.context, "box", certificates.authority)
    clock.advance((LASTS - RENEWED_BEFORE - timedelta(hours=1)).total_seconds())
    assert not certificates.refresh()
    clock.advance(timedelta(hours=2).total_seconds())
    assert certificates.refresh()
    assert not certificates.refresh()
    kept = Signed.from_pem((tmp_path / SERVER).read_bytes()).certificate
    assert kept.not_valid_after_utc > before.not_valid_after_utc
    client_sees = await _shown_whatever_the_date(certificates.context)
    assert client_sees.serial_number == kept.serial_number != before.serial_number


async def _shown_whatever_the_date(server: ssl.SSLContext) -> x509.Certificate:
    client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client.check_hostname, client.verify_mode = False, ssl.CERT_NONE

    async def hang_up(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    async with await asyncio.start_server(hang_up, "127.0.0.1", 0, ssl=server) as listening:
        port = listening.sockets[0].getsockname()[1]
        _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=client)
        der = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        writer.close()
    return x509.load_der_x509_certificate(der)


async def test_a_new_address_is_in_the_certificate_at_once(tmp_path: Path) -> None:
    names = set(NAMES)
    certificates = OwnCertificates(tmp_path, "Trattoria", names=lambda: names, clock=at_present())
    names.add("192.168.7.99")
    assert certificates.refresh()
    await shown(certificates.context, "192.168.7.99", certificates.authority)


def test_a_certificate_made_by_a_clock_ahead_is_made_anew(tmp_path: Path) -> None:
    authority, clock = make_authority("Trattoria", NAMES), at_present()
    ahead = issue(authority, NAMES, clock.now() + timedelta(days=4000)).certificate
    fine = issue(authority, NAMES, clock.now()).certificate
    other = issue(make_authority("Trattoria", NAMES), NAMES, clock.now()).certificate
    assert [is_due(each, authority, NAMES, clock.now()) for each in (ahead, fine, other)] == [True, False, True]


@pytest.mark.parametrize("content", ["", "nonsense", "-----BEGIN PRIVATE KEY-----\n"])
def test_a_damaged_authority_stops_the_start_and_a_damaged_server_certificate_does_not(
    tmp_path: Path, content: str
) -> None:
    first = own(tmp_path)
    (tmp_path / SERVER).write_text(content)
    assert own(tmp_path).fingerprint == first.fingerprint
    (tmp_path / AUTHORITY).write_text(content)
    with pytest.raises(BadSettings, match="cannot be read") as refused:
        own(tmp_path)
    assert "remove it" in refused.value.hint
    assert (tmp_path / AUTHORITY).read_text() == content


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "tls").write_text("in the way")
    with pytest.raises(BadSettings, match=r"tls/ca\.pem"):
        own(tmp_path / "tls")


@pytest.fixture
def files(tmp_path: Path) -> Callable[[], tuple[Path, Path]]:
    """Writes a certificate and key made elsewhere, the same names each time."""

    def write() -> tuple[Path, Path]:
        authority = make_authority("Elsewhere", NAMES)
        pem = issue(authority, NAMES, at_present().now()).pem(authority.certificate)
        end = "-----END PRIVATE KEY-----\n"
        key, _, chain = pem.partition(end)
        (tmp_path / "key.pem").write_text(key + end)
        (tmp_path / "chain.pem").write_text(chain)
        return tmp_path / "chain.pem", tmp_path / "key.pem"

    return write


async def test_files_of_somebody_else_are_read_anew_when_they_change(files: Callable[[], tuple[Path, Path]]) -> None:
    certificates = FileCertificates(*files())
    before = await _shown_whatever_the_date(certificates.context)
    assert not certificates.refresh()
    chain, key = files()
    assert certificates.refresh()
    after = await _shown_whatever_the_date(certificates.context)
    assert after != before
    key.write_text("half-way")
    with pytest.raises(BadSettings, match="cannot be used"):
        certificates.refresh()
    assert await _shown_whatever_the_date(certificates.context) == after
    assert (certificates.authority, certificates.fingerprint, chain.exists()) == (None, None, True)


def test_files_that_are_not_there_or_do_not_fit_are_named(files: Callable[[], tuple[Path, Path]]) -> None:
    chain, key = files()
    (strange := key.with_name("strange.pem")).write_text(make_authority("X", []).pem())
    for other in (key.with_name("nothing.pem"), strange, chain):
        with pytest.raises(BadSettings, match=r"chain\.pem"):
            FileCertificates(chain, other)


def test_the_box_knows_its_names() -> None:
    names = box_names(["Maitred.Example"])
    assert {"localhost", "127.0.0.1", "maitred.example"} <= names
    assert any(name.endswith(".local") for name in names)
