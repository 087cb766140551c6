"""From a change in the picture to a tablet: 4 cameras x 8 tables over RTSP, the whole daemon, the embedded bundle.

Rendered rooms play in real time. For every party that sits down: how long until the first classified look at that
table that says `occupied` reaches the brain, and how long until a tablet on the live stream hears of it, with the
default dwell. CPU and memory are those of the daemon and its eyes; the cameras run in another process.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory

import aiohttp
import psutil

from benchmarks import Figures
from benchmarks.rig import Camera, cameras, footage
from calibration import Calibration, dump, load
from edge.daemon import Daemon
from edge.events import SEEN, Availability
from edge.settings import CameraWiring, Settings, StoreWiring, WebWiring
from edge.vision import Looks, Report

CAMERAS, TABLES, LOOP_S = 4, 8, 60.0
SEEDS = (2, 3)
SETTLE_S = 12.0
"""First states need a while; changes from then on count."""
PATIENCE_S = 12.0
"""A change nobody has heard of by then is missed."""
EARLY_S = 2.0
"""Guests stand at the table before they sit: heard so much before the truth is heard at once."""


@dataclass
class Heard:
    """When looks said `occupied` (first per frame) and when the tablet was told, monotonic seconds by table."""

    looks: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    told: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def report(self, report: Report) -> None:
        if isinstance(report, Looks):
            for look in report.looks:
                if look.probabilities and _says(look.probabilities) is Availability.OCCUPIED:
                    self.looks[look.table].append(time.monotonic())


def _says(probabilities: Sequence[float]) -> Availability:
    return max(zip(probabilities, SEEN, strict=True))[1]


@dataclass(frozen=True)
class Change:
    """A table became occupied at monotonic time `at`."""

    table: str
    at: float


def run(quick: bool = False) -> Figures:
    """The benchmark's figures."""
    videos = rooms()
    with TemporaryDirectory() as folder, cameras(videos) as served:
        return asyncio.run(_measure(Path(folder), videos, served, minutes=1 if quick else 3))


def rooms() -> list[Path]:
    """The cameras' footage."""
    return [footage(SEEDS[index % len(SEEDS)], tables=TABLES, duration_s=LOOP_S) for index in range(CAMERAS)]


async def _measure(folder: Path, videos: Sequence[Path], served: Sequence[Camera], minutes: float) -> Figures:
    heard = Heard()
    async with Daemon(wired(folder, videos, served), demo=True, listen=heard.report).running() as url:
        usage = _Usage()
        begin = time.monotonic() + SETTLE_S
        tablet = asyncio.create_task(_tablet(url, heard))
        await asyncio.sleep(SETTLE_S)
        usage.start()
        end = begin + minutes * 60
        while time.monotonic() < end:
            await asyncio.sleep(1.0)
            usage.sample()
        cores = usage.cores()
        await asyncio.sleep(PATIENCE_S)
        tablet.cancel()
    changes = [
        change
        for index, (video, camera) in enumerate(zip(videos, served, strict=True))
        for change in _changes(index, video, camera, begin, end)
    ]
    return _figures(changes, heard) | {"cores": round(cores, 3), "rss_mb": round(usage.peak_mb)}


def wired(folder: Path, videos: Sequence[Path], served: Sequence[Camera]) -> Settings:
    """A box that watches all of them."""
    watched = [
        _watched(folder, index, video, camera) for index, (video, camera) in enumerate(zip(videos, served, strict=True))
    ]
    return Settings(
        store=StoreWiring(state_dir=folder / "state"), web=WebWiring(host="127.0.0.1", port=0), cameras=tuple(watched)
    )


def _watched(folder: Path, index: int, video: Path, camera: Camera) -> CameraWiring:
    """The camera with its own tables: every room numbers them from 1."""
    drawn = load(video.with_suffix(".json"))
    views = tuple(
        view.model_copy(update={"table": _table(index, view.table), "view": _table(index, view.table)})
        for view in drawn.tables
    )
    renamed: Calibration = drawn.model_copy(update={"camera": f"cam{index}", "tables": views})
    file = folder / f"cam{index}.json"
    file.write_text(dump(renamed), encoding="utf-8")
    return CameraWiring(id=f"cam{index}", url=camera.url, calibration=file)


def _table(index: int, table: str) -> str:
    return f"C{index}-{table}"


def _changes(index: int, video: Path, camera: Camera, begin: float, end: float) -> Iterator[Change]:
    """Every moment between `begin` and `end` at which a clean table became occupied."""
    truth = json.loads(video.with_suffix(".truth.json").read_text(encoding="utf-8"))
    before: dict[str, str] = {}
    moments = []
    for moment in truth["changes"]:
        if moment["state"] == "occupied" and before.get(moment["table"]) == "clean":
            moments.append((moment["t_s"], moment["table"]))
        before[moment["table"]] = moment["state"]
    loop = 0
    while camera.started_at + loop * camera.duration_s < end:
        for t_s, table in moments:
            at = camera.started_at + loop * camera.duration_s + t_s
            if begin <= at < end:
                yield Change(_table(index, table), at)
        loop += 1


async def _tablet(url: str, heard: Heard) -> None:
    """A tablet on the live stream."""
    timeout = aiohttp.ClientTimeout(total=None)
    async with aiohttp.ClientSession(timeout=timeout) as client, client.get(f"{url}/api/v1/stream") as stream:
        async for line in stream.content:
            if line.startswith(b"data:") and b'"table.state"' in line:
                data = json.loads(line[5:])["data"]
                if data["value"] == Availability.OCCUPIED:
                    heard.told[data["table"]].append(time.monotonic())


def _figures(changes: Sequence[Change], heard: Heard) -> dict[str, object]:
    looks = [_delay(change, heard.looks[change.table]) for change in changes]
    told = [_delay(change, heard.told[change.table]) for change in changes]
    return {
        "changes": len(changes),
        "changes_not_seen": looks.count(None),
        "changes_not_told": told.count(None),
        **_percentiles("change_to_first_look", looks),
        **_percentiles("total", told),
    }


def _delay(change: Change, times: Sequence[float]) -> float | None:
    """From the change until it was first heard of; None if that took too long."""
    after = [at for at in times if change.at - EARLY_S <= at <= change.at + PATIENCE_S]
    return max(0.0, min(after) - change.at) if after else None


def _percentiles(name: str, delays: Sequence[float | None]) -> dict[str, object]:
    """p50, p95 and p99; a change nobody heard of counts as the whole patience."""
    seconds = [PATIENCE_S if delay is None else delay for delay in delays]
    if len(seconds) < 2:
        return {}
    cuts = quantiles(seconds, n=100, method="inclusive")
    return {f"{name}_p{share}_s": round(cuts[share - 1], 3) for share in (50, 95, 99)}


class _Usage:
    """CPU and memory of this process and its children but the cameras'."""

    def __init__(self) -> None:
        self.peak_mb = 0.0
        self._began = (0.0, 0.0)

    def start(self) -> None:
        self._began = (time.monotonic(), self._cpu_s())

    def sample(self) -> None:
        self.peak_mb = max(self.peak_mb, sum(one.memory_info().rss for one in self._processes()) / 1e6)

    def cores(self) -> float:
        """Cores used on average since `start`."""
        began_at, cpu_s = self._began
        return (self._cpu_s() - cpu_s) / (time.monotonic() - began_at)

    def _cpu_s(self) -> float:
        return sum(sum(one.cpu_times()[:2]) for one in self._processes())

    def _processes(self) -> list[psutil.Process]:
        own = psutil.Process()
        return [own, *(child for child in own.children() if "edge.vision.worker" in child.cmdline())]


__all__ = ["SETTLE_S", "rooms", "run", "wired"]
