"""The systemd unit: valid, and hardened to the figure we claim."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
UNIT = ROOT / "systemd" / "maitred.service"
EXPOSURE_LIMIT = 1.5

pytestmark = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def test_the_unit_is_valid(tmp_path: Path) -> None:
    program = tmp_path / "maitred"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    copy = tmp_path / UNIT.name
    text = UNIT.read_text(encoding="utf-8").replace("/opt/maitred/bin/maitred", str(program))
    copy.write_text(text, encoding="utf-8")
    checked = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(copy)], capture_output=True, text=True, check=False, timeout=60
    )
    ours = [line for line in checked.stderr.splitlines() if UNIT.name in line]
    assert ours == []
    assert checked.returncode == 0


def test_the_unit_is_hardened() -> None:
    asked = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(UNIT)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    found = re.search(r"Overall exposure level for \S+: ([\d.]+)", asked.stdout)
    assert found, asked.stdout + asked.stderr
    assert float(found[1]) <= EXPOSURE_LIMIT


def test_the_unit_starts_notifies_and_comes_back() -> None:
    text = UNIT.read_text(encoding="utf-8")
    for line in ("Type=notify", "WatchdogSec=30", "Restart=always", "StartLimitIntervalSec=0", "DynamicUser=yes"):
        assert line in text.splitlines()
