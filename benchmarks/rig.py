"""Cameras to measure against: rendered rooms over RTSP, served by a process of its own so that its cost is its own.

`python -m benchmarks.rig VIDEO...` serves one camera for each video, in real time, in a loop, and prints a JSON line
with their addresses; it ends with its standard input.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Camera:
    """One camera of the rig. Its video began at monotonic time `started_at` and starts again every `duration_s`."""

    url: str
    started_at: float
    duration_s: float


@contextmanager
def cameras(videos: Sequence[Path]) -> Iterator[list[Camera]]:
    """Serve `videos` from another process while the context lasts."""
    command = [sys.executable, "-m", "benchmarks.rig", *map(str, videos)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield [Camera(**one) for one in json.loads(process.stdout.readline())]
        finally:
            assert process.stdin
            process.stdin.close()
            process.wait(10)


def footage(seed: int, *, tables: int, duration_s: float, fps: int = 15) -> Path:
    """A rendered room with `tables` tables as a video with 1 s between key frames, its `.json` calibration and its
    `.truth.json` beside it. Rendered once, then kept in the user's cache."""
    from models.simulate.dining import dining_room
    from models.simulate.footage import write_video
    from models.simulate.timeline import sample_timeline

    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "maitred" / "rig"
    path = cache / f"room{seed}-{tables}-{duration_s:g}s-{fps}.mp4"
    if not path.exists():
        cache.mkdir(parents=True, exist_ok=True)
        timeline = sample_timeline(dining_room(seed, tables), duration_s, seed)
        part = path.with_stem(f"{path.stem}-part")
        write_video(timeline, part, fps=fps, gop_s=1.0)
        for suffix in (".json", ".truth.json", ".mp4"):
            part.with_suffix(suffix).rename(path.with_suffix(suffix))
    return path


async def _serve(videos: Sequence[Path]) -> None:
    from tests.rtsp.clip import load
    from tests.rtsp.server import RtspCamera

    clips = [load(video) for video in videos]
    served = [RtspCamera(clip) for clip in clips]
    for camera in served:
        await camera.start()
    told = [Camera(camera.url, camera.started_at, camera.clip.duration_s) for camera in served]
    sys.stdout.write(json.dumps([vars(one) for one in told]) + "\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    for camera in served:
        await camera.stop()


if __name__ == "__main__":
    asyncio.run(_serve([Path(argument) for argument in sys.argv[1:]]))
