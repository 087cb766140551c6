"""Word to systemd: heard where it listens, and never a reason to go down."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from edge.telemetry import notify, watchdog_period_s


def test_systemd_hears_what_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = tmp_path / "notify"
    monkeypatch.setenv("NOTIFY_SOCKET", str(address))
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(address))
        assert notify("READY=1")
        assert systemd.recv(100) == b"READY=1"


def test_where_nobody_listens_the_box_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    assert not notify("READY=1")
    assert not caplog.text
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "nobody"))
    assert not notify("READY=1")
    assert "could not be told to systemd" in caplog.text


@pytest.mark.parametrize(
    ("limit_us", "meant_for", "period_s"),
    [
        ("30000000", None, 15.0),
        pytest.param("30000000", str(os.getpid()), 15.0, id="for this process"),
        ("30000000", "1", None),
        ("", None, None),
        ("soon", None, None),
        (None, None, None),
    ],
)
def test_the_watchdog_is_fed_twice_in_its_limit_if_it_waits_for_this_process(
    monkeypatch: pytest.MonkeyPatch, limit_us: str | None, meant_for: str | None, period_s: float | None
) -> None:
    for name, value in (("WATCHDOG_USEC", limit_us), ("WATCHDOG_PID", meant_for)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    assert watchdog_period_s() == period_s
