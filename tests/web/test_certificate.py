"""The app behind a real TLS listener, beside the plain one."""

from __future__ import annotations

import hashlib
import ssl
from pathlib import Path

from edge.clock import ManualClock, SystemClock
from edge.tls import OwnCertificates
from tests.web.house import Box, a_box
from tests.web.tablets import code


def own(folder: Path) -> OwnCertificates:
    clock = ManualClock(start=SystemClock().now())
    return OwnCertificates(folder, "Chez Test", names=lambda: {"localhost", "127.0.0.1"}, clock=clock)


async def test_a_tablet_installs_the_authority_and_goes_on_with_tls(tmp_path: Path) -> None:
    async with a_box(tmp_path, certificates=own(tmp_path / "tls")) as box:
        response, trust = await box.get("/api/v1/certificate", None)
        assert (response.status, trust["secure"], trust["install"]) == (200, False, "/ca.crt")
        response, authority = await box.get(trust["install"], None)
        assert response.content_type == "application/x-x509-ca-cert"
        trusting = ssl.create_default_context(cadata=authority.decode())
        secure = f"https://localhost:{trust['tls_port']}"
        async with box.http.get(f"{secure}/api/v1/certificate", ssl=trusting) as answer:
            assert (await answer.json())["secure"] is True
        digest = hashlib.sha256(ssl.PEM_cert_to_DER_cert(authority.decode())).hexdigest()
        assert trust["fingerprint"].replace(":", "").lower() == digest
        typed = {"code": await code(box)}
        async with box.http.post(f"{secure}/api/v1/session", ssl=trusting, json=typed) as answer:
            assert answer.status == 201
            assert "Secure" in answer.headers["Set-Cookie"].split("; ")
        typed = {"code": await code(box)}
        response, _ = await box.ask("POST", "/api/v1/session", None, json=typed)
        assert "Secure" not in response.headers["Set-Cookie"].split("; ")


async def test_without_tls_the_box_says_so(box: Box) -> None:
    response, trust = await box.get("/api/v1/certificate", None)
    assert (response.status, trust) == (200, {"secure": False, "tls_port": None, "install": None, "fingerprint": None})
    response, problem = await box.get("/ca.crt", None)
    assert (response.status, problem["type"]) == (404, "urn:maitred:problem:not-found")
