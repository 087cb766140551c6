"""A small restaurant: coloured tables on a real camera, the colour bundle, the whole daemon."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from calibration import Calibration, Frame, RotatedBox, View, dump
from edge.settings import CameraWiring, ModelWiring, Settings, StoreWiring, WebWiring
from edge.vision import BeliefSettings
from edge.vision.belief import Dwell
from tests.models.tiny_bundle import build_colour_bundle
from tests.rtsp.video import Patch, Scene, film

GREEN, RED, BLUE = (0, 200, 0), (200, 0, 0), (0, 0, 200)

QUICK = BeliefSettings(dwell_s=Dwell(**dict.fromkeys(Dwell.model_fields, 0.3)), stale_after_s=3.0)
"""Dwells short enough for a test; the rules are the same."""


def two_tables(camera: str) -> Calibration:
    boxes = {"T1": (80, 80), "T2": (240, 80)}
    views = tuple(
        View(view=table, table=table, box=RotatedBox(center=center, size=(80, 80), angle=0))
        for table, center in boxes.items()
    )
    return Calibration(revision=1, camera=camera, frame=Frame(width=320, height=180), tables=views)


@dataclass(frozen=True)
class Restaurant:
    """Where everything of one test lies."""

    folder: Path
    bundle: Path
    video: Path
    calibration: Path

    def settings(self, *cameras: CameraWiring) -> Settings:
        """Settings with these cameras, or with the video played in a loop."""
        filmed = CameraWiring(id="cam", url=str(self.video), loop=True, calibration=self.calibration)
        return Settings(
            store=StoreWiring(state_dir=self.folder / "state"),
            web=WebWiring(host="127.0.0.1", port=0),
            model=ModelWiring(bundle=str(self.bundle), threads=1),
            belief=QUICK,
            cameras=cameras or (filmed,),
        )


@pytest.fixture(scope="session")
def footage(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """T1 is clean (green) for 3 s, then occupied (red); T2 is dirty (blue) all along."""
    t1 = Patch(box=(40, 40, 80, 80), colours=((0.0, GREEN), (3.0, RED)))
    t2 = Patch(box=(200, 40, 80, 80), colours=((0.0, BLUE),))
    scene = Scene(duration_s=6.0, gop_s=0.5, patches=(t1, t2))
    return film(tmp_path_factory.mktemp("footage") / "room.mp4", scene)


@pytest.fixture
def restaurant(tmp_path: Path, footage: Path) -> Restaurant:
    bundle = build_colour_bundle(tmp_path / "bundle")
    calibration = tmp_path / "cam.json"
    calibration.write_text(dump(two_tables("cam")), encoding="utf-8")
    return Restaurant(tmp_path, bundle, footage, calibration)
