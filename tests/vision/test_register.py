"""Calibrations in force: imported once, versioned, back after a restart."""

from __future__ import annotations

from pathlib import Path

import pytest

from calibration import Calibration, CalibrationError, Frame, RotatedBox, View, dump
from edge.clock import ManualClock
from edge.journal import Journal
from edge.vision.register import CalibrationRegister, adopt, in_force


def document(x: float, camera: str = "cam") -> bytes:
    view = View(view="T1", table="T1", box=RotatedBox(center=(x, 90), size=(60, 60), angle=0))
    frame = Frame(width=320, height=180)
    return dump(Calibration(revision=1, camera=camera, frame=frame, tables=(view,))).encode()


async def test_a_file_is_imported_when_its_content_changes(tmp_path: Path) -> None:
    path = tmp_path / "maitred.db"
    async with Journal.open(path, clock=ManualClock(), projections=[CalibrationRegister()]) as journal:
        imports = [document(100), document(100), document(120)]
        changed = [await journal.command(lambda t, d=d: adopt(t, "cam", d), actor="system") for d in imports]
        assert changed == [True, False, True]
    async with Journal.open(path, clock=ManualClock(), projections=[CalibrationRegister()]) as journal:
        (found,) = (await journal.read(in_force)).values()
    assert (found.camera, found.revision, found.tables[0].box.center[0]) == ("cam", 2, 120)


async def test_a_bad_file_changes_nothing(tmp_path: Path) -> None:
    async with Journal.open(tmp_path / "m.db", clock=ManualClock(), projections=[CalibrationRegister()]) as journal:
        await journal.command(lambda t: adopt(t, "cam", document(100)), actor="system")
        with pytest.raises(CalibrationError):
            await journal.command(lambda t: adopt(t, "cam", b"{}"), actor="system")
        with pytest.raises(CalibrationError, match="it is for cam-2, not for cam"):
            await journal.command(lambda t: adopt(t, "cam", document(120, "cam-2")), actor="system")
        assert (await journal.read(in_force))["cam"].revision == 1
        assert journal.seq == 1
