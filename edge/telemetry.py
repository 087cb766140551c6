"""What the box says of itself: logs without secrets, metrics, and word to systemd."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import re
import socket
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterable
from contextlib import asynccontextmanager, suppress
from typing import Never

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from rich.console import Console
from rich.logging import RichHandler

from edge.events import CameraStatus
from edge.vision import CameraReport, Heartbeat, Looks, Report

log = logging.getLogger(__name__)

_URL_SECRET = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*://)[^/\s@]+@", re.IGNORECASE)
MASK = "***"


def masked(text: str, secrets: Iterable[str] = ()) -> str:
    """`text` with credentials in URLs and every one of `secrets` replaced by stars."""
    text = _URL_SECRET.sub(rf"\g<scheme>{MASK}@", text)
    for secret in secrets:
        if secret:
            text = text.replace(secret, MASK)
    return text


class SecretFilter(logging.Filter):
    """Masks secrets in every record before any handler formats it."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self.secrets = tuple(secrets)

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = masked(record.getMessage(), self.secrets), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = masked(record.exc_text, self.secrets)
        return True


def set_up_logging(*, secrets: Iterable[str] = (), verbose: bool = False) -> None:
    """Log to stderr: coloured for a terminal, plain lines for the system's journal."""
    handler: logging.Handler
    if sys.stderr.isatty():
        handler = RichHandler(console=Console(stderr=True), show_path=False, log_time_format="%H:%M:%S")
        handler.setFormatter(logging.Formatter("%(message)s"))
    else:
        handler = logging.StreamHandler()
        handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    handler.addFilter(SecretFilter(secrets))
    logging.basicConfig(level=logging.DEBUG if verbose else logging.INFO, handlers=[handler], force=True)
    for chatty in ("aiohttp.access", "asyncio", "libav"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


class Metrics:
    """Every metric of the daemon, in a registry of its own. Served at `/metrics`."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.camera_online = Gauge(
            "maitred_camera_online", "1 while the camera is online.", ["camera"], registry=self.registry
        )
        self.looks = Counter(
            "maitred_looks_total", "Looks at views, by outcome.", ["camera", "kind"], registry=self.registry
        )
        self.frames = Gauge(
            "maitred_camera_frames", "Frames decoded since the worker started.", ["camera"], registry=self.registry
        )
        self.frames_dropped = Gauge(
            "maitred_camera_frames_dropped", "Of these, replaced before a look.", ["camera"], registry=self.registry
        )
        self.crops_replaced = Gauge(
            "maitred_crops_replaced", "Crops replaced by newer ones while they waited.", registry=self.registry
        )
        self.look_age = Histogram(
            "maitred_look_age_seconds",
            "Age of the frame when its look reaches the belief.",
            buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10),
            registry=self.registry,
        )
        self.stale_tables = Gauge("maitred_stale_tables", "Tables nobody has seen lately.", registry=self.registry)
        self.worker_restarts = Gauge(
            "maitred_worker_restarts", "Restarts of the vision worker since the daemon started.", registry=self.registry
        )
        self.journal_seq = Gauge("maitred_journal_seq", "Last seq on disk.", registry=self.registry)
        self.disk_low = Gauge("maitred_disk_low", "1 from 85 % of the disk used, 2 from 95 %.", registry=self.registry)
        self.database_set_aside = Gauge(
            "maitred_database_set_aside", "1 if a damaged database was set aside at the start.", registry=self.registry
        )

    def take(self, report: Report, monotonic_s: float) -> None:
        """Count what the eyes report."""
        match report:
            case Looks():
                for look in report.looks:
                    self.looks.labels(report.camera, look.kind.value).inc()
                    self.look_age.observe(max(0.0, monotonic_s - look.at))
            case CameraReport():
                self.camera_online.labels(report.camera).set(report.status is CameraStatus.ONLINE)
            case Heartbeat():
                for camera in report.cameras:
                    self.frames.labels(camera.camera).set(camera.frames)
                    self.frames_dropped.labels(camera.camera).set(camera.dropped)
                if report.classifier:
                    self.crops_replaced.set(report.classifier.replaced)


def notify(state: str) -> bool:
    """Send `state` (`READY=1`, `WATCHDOG=1`, ...) to systemd; False where nobody listens. See sd_notify(3)."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return False
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC | socket.SOCK_NONBLOCK) as channel:
            channel.connect("\0" + address[1:] if address.startswith("@") else address)
            channel.send(state.encode())
    except OSError as error:  # the floor does not go down because nobody listens
        log.warning("%s could not be told to systemd: %s", state, error)
        return False
    return True


def watchdog_period_s() -> float | None:
    """Half of the watchdog's limit, as systemd advises; None where no watchdog waits for this process."""
    limit_us = os.environ.get("WATCHDOG_USEC", "")
    meant_for = os.environ.get("WATCHDOG_PID", str(os.getpid()))
    return int(limit_us) / 2e6 if limit_us.isdecimal() and meant_for == str(os.getpid()) else None


async def repeat(what: str, step: Callable[[], Awaitable[None]], period_s: float) -> Never:
    """Do `step` every `period_s` seconds, give or take a tenth, until cancelled: the one supervised loop of the brain.

    A step that fails is logged once, with `what` failed; so is its recovery. The loop goes on.
    """
    broken = False
    while True:
        try:
            await step()
        except Exception:
            if not broken:
                log.exception("%s failed; it is tried again", what)
            broken = True
        else:
            if broken:
                log.warning("%s works again", what)
            broken = False
        await asyncio.sleep(period_s * random.uniform(0.9, 1.1))  # noqa: S311 - jitter, no secret


@asynccontextmanager
async def owned(loop: Coroutine[None, None, object]) -> AsyncIterator[None]:
    """Run a loop for as long as the context lasts."""
    task = asyncio.create_task(loop)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


__all__ = [
    "Metrics",
    "SecretFilter",
    "masked",
    "notify",
    "owned",
    "repeat",
    "set_up_logging",
    "watchdog_period_s",
]
