"""Settings of the demo restaurant, and running it."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from edge.daemon import Daemon, run_until_stopped
from edge.settings import CameraWiring, Settings, StoreWiring, WebWiring

FOOTAGE = Path(__file__).parent / "footage"


def demo_settings(state_dir: Path, port: int) -> Settings:
    """Every piece of footage that ships is a camera that plays in a loop."""
    cameras = tuple(
        CameraWiring(id=video.stem, url=str(video), loop=True, calibration=video.with_suffix(".json"))
        for video in sorted(FOOTAGE.glob("*.mp4"))
    )
    return Settings(
        store=StoreWiring(name="Trattoria Lupo", state_dir=state_dir),
        web=WebWiring(host="127.0.0.1", port=port),
        cameras=cameras,
    )


def run_demo(port: int) -> None:
    """Run until Ctrl-C. The state lives in a temporary folder and is gone afterwards."""
    with TemporaryDirectory(prefix="maitred-demo-") as folder:
        run_until_stopped(Daemon(demo_settings(Path(folder), port), demo=True))
