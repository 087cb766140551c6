"""Settings of the demo restaurant, and running it."""

from __future__ import annotations

import logging
import secrets
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp
from pydantic import SecretStr

from edge.daemon import Daemon, run_until_stopped
from edge.demo.life import Life, seen_evening
from edge.settings import CameraWiring, PosWiring, Settings, StoreWiring, WebWiring

log = logging.getLogger(__name__)

FOOTAGE = Path(__file__).parent / "footage"


def demo_settings(state_dir: Path, port: int, pos_secret: SecretStr | None = None) -> Settings:
    """Every piece of footage that ships is a camera that plays in a loop."""
    cameras = tuple(
        CameraWiring(id=video.stem, url=str(video), loop=True, calibration=video.with_suffix(".json"))
        for video in sorted(FOOTAGE.glob("*.mp4"))
    )
    return Settings(
        store=StoreWiring(name="Trattoria Lupo", state_dir=state_dir),
        web=WebWiring(host="127.0.0.1", port=port),
        pos=PosWiring(webhook_secret=pos_secret),
        cameras=cameras,
    )


def run_demo(port: int, *, guests: bool = True) -> None:
    """Run until Ctrl-C. The state lives in a temporary folder and is gone afterwards.

    `guests`: parties queue, waiters serve and tills are paid as the cameras see it; without, there are only cameras.
    """
    secret = SecretStr(secrets.token_urlsafe(32))

    async def live(url: str) -> None:
        try:
            async with aiohttp.ClientSession() as http:
                await Life(http, url, secret, seen_evening(FOOTAGE)).live()
        except (aiohttp.ClientError, OSError, RuntimeError) as error:
            log.warning("The demo goes on without its guests: %s", error)

    with TemporaryDirectory(prefix="maitred-demo-") as folder:
        daemon = Daemon(demo_settings(Path(folder), port, secret), demo=True)
        run_until_stopped(daemon, beside=live if guests else None)


__all__ = ["demo_settings", "run_demo"]
