"""What the box says of itself: logs without secrets, metrics, and word to systemd."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import socket
import sys
from collections.abc import Awaitable, Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from rich.console import Console
from rich.logging import RichHandler

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
        self.look_age = Histogram(
            "maitred_look_age_seconds",
            "Age of the frame when its look reaches the belief.",
            buckets=(0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10),
            registry=self.registry,
        )
        self.stale_tables = Gauge("maitred_stale_tables", "Tables nobody has seen lately.", registry=self.registry)
        self.table_changes = Counter(
            "maitred_table_changes_total", "Published changes of tables.", ["value"], registry=self.registry
        )
        self.worker_restarts = Counter(
            "maitred_worker_restarts_total", "Restarts of the vision worker.", registry=self.registry
        )
        self.journal_seq = Gauge("maitred_journal_seq", "Last seq on disk.", registry=self.registry)


def notify(state: str) -> bool:
    """Send `state` (`READY=1`, `WATCHDOG=1`, ...) to systemd; False where nobody listens. See sd_notify(3)."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return False
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel:
        channel.connect("\0" + address[1:] if address.startswith("@") else address)
        channel.send(state.encode())
    return True


def watchdog_period_s() -> float | None:
    """Half of the watchdog's limit, as systemd advises; None where no watchdog runs."""
    limit_us = os.environ.get("WATCHDOG_USEC")
    return int(limit_us) / 2e6 if limit_us else None


async def feed_watchdog(probe: Callable[[], Awaitable[None]], period_s: float) -> None:
    """Tell systemd that we live, each time `probe` (a write to the journal) succeeded. Runs until cancelled."""
    broken = False
    while True:
        try:
            await probe()
        except Exception:  # whatever stops the probe must stop the feeding, not the loop
            if not broken:
                log.exception("The watchdog's probe failed; systemd will restart the daemon if this lasts")
            broken = True
        else:
            if broken:
                log.info("The watchdog's probe works again")
            broken = False
            notify("WATCHDOG=1")
        await asyncio.sleep(period_s)


__all__ = [
    "Metrics",
    "SecretFilter",
    "feed_watchdog",
    "masked",
    "notify",
    "set_up_logging",
    "watchdog_period_s",
]
