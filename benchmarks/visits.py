"""The real clip: six people come to a table one after the other. How many visits are found, and how well dated?

The same clip with the embedded bundle, once by replay and once over RTSP through the daemon as it runs in a store.
Default settings but `occupied to clean` 3 s, because the five gaps last 3 to 6 s. Nothing is learned from the clip. The
truth says when a person is in view, by eye, within a second; at the table they are a second or two less at each end.
"""

from __future__ import annotations

import asyncio
import json
import math
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks import Figures, NotAtHand
from calibration import Calibration, Frame, RotatedBox, View, dump
from edge.clock import SystemClock
from edge.daemon import DATABASE, Daemon
from edge.events import Availability, TableChanged
from edge.journal import Journal
from edge.settings import CameraWiring, ModelWiring, Settings, StoreWiring, WebWiring
from edge.vision.belief import BeliefSettings
from edge.vision.replay import replay
from models.bundle import Bundle, embedded
from tests.rtsp.clip import AccessUnit, Clip, load
from tests.rtsp.server import RtspCamera

FOOTAGE = Path(__file__).parents[2] / "shared" / "footage"
CLIP = "one-by-one-person-detection.mp4"
TRUTH = "one-by-one.visits.json"
CLIP_S = 139.4
TABLE = "T1"
CALIBRATION = Calibration(
    revision=1,
    camera="clip",
    frame=Frame(width=768, height=432),
    tables=(View(view=TABLE, table=TABLE, box=RotatedBox(center=(454.0, 190.0), size=(240.0, 340.0), angle=0.0)),),
)
LEAD_IN_S = 20.0
BELIEF = BeliefSettings.model_validate({"dwell_s": {"occupied_to_clean": 3.0}})


class Stay(NamedTuple):
    """Somebody is at the table from `begin_s` to `end_s`."""

    begin_s: float
    end_s: float


class Step(NamedTuple):
    """One published change, dated by its `since` in seconds of the clip."""

    since_s: float
    value: Availability
    previous: Availability | None


class Score(NamedTuple):
    """`edge_errors_s`: published `since` minus truth, of the begins and ends of visits found (but the last end)."""

    found: int
    false_changes: int
    edge_errors_s: tuple[float, ...]


def score(steps: Sequence[Step], visits: Sequence[Stay]) -> Score:
    """Compare what was published of the table with its true visits.

    A visit is found by the stay that overlaps it most, where a stay counts for the one visit that it overlaps most. The
    begin and the end of every other stay are false changes, and so is every change between clean and dirty, since the
    table is never used. The first published state is no change.
    """
    found: dict[int, Stay] = {}
    for stay in stays(steps):
        best = max(range(len(visits)), key=lambda index: overlap_s(stay, visits[index]))
        if overlap_s(stay, visits[best]) > (overlap_s(found[best], visits[best]) if best in found else 0.0):
            found[best] = stay
    explained = {edge for stay in found.values() for edge in stay}
    false_changes = sum(
        Availability.OCCUPIED not in (step.value, step.previous) or step.since_s not in explained for step in steps[1:]
    )
    last = len(visits) - 1
    begins = [stay.begin_s - visits[index].begin_s for index, stay in found.items()]
    ends = [stay.end_s - visits[index].end_s for index, stay in found.items() if index != last]
    return Score(len(found), false_changes, tuple(begins + ends))


def stays(steps: Sequence[Step]) -> list[Stay]:
    """The published stays; one that is still going on ends with the clip."""
    begins = [step.since_s for step in steps if step.value is Availability.OCCUPIED]
    ends = [step.since_s for step in steps if step.previous is Availability.OCCUPIED]
    return [Stay(begin, end) for begin, end in zip_longest(begins, ends, fillvalue=CLIP_S)]


def overlap_s(one: Stay, other: Stay) -> float:
    """How long both last."""
    return max(0.0, min(one.end_s, other.end_s) - max(one.begin_s, other.begin_s))


def read_visits(path: Path) -> list[Stay]:
    """The true visits."""
    return [Stay(float(begin), float(end)) for begin, end in json.loads(path.read_text())["person_present_s"]]


def by_replay(bundle: Path) -> list[Step]:
    """What replay publishes of the table."""
    changes = replay(FOOTAGE / CLIP, CALIBRATION, Bundle.load(bundle), belief=BELIEF)
    return [Step(change.since_s, change.value, change.previous) for change in changes]


def over_rtsp(bundle: Path) -> list[Step]:
    """What a daemon publishes that watches a camera which shows the clip once, live."""
    with TemporaryDirectory() as folder:
        return asyncio.run(_live(bundle, Path(folder)))


async def _live(bundle: Path, state_dir: Path) -> list[Step]:
    clip = load(FOOTAGE / CLIP)
    camera = RtspCamera(with_lead_in(clip, LEAD_IN_S))
    await camera.start()
    begins_s = camera.shown_at(camera.clip.duration_s - clip.duration_s)
    begins_at = datetime.now(UTC) + timedelta(seconds=begins_s - time.monotonic())
    (state_dir / "clip.json").write_text(dump(CALIBRATION))
    async with Daemon(_settings(camera.url, bundle, state_dir)).running():
        await asyncio.sleep(begins_s + clip.duration_s - time.monotonic())
    await camera.stop()
    async with Journal.open(state_dir / DATABASE, clock=SystemClock(), projections=[]) as journal:
        events = [event.data for event in await journal.events(after=0)]
    return [
        Step((event.since - begins_at).total_seconds(), event.value, event.previous)
        for event in events
        if isinstance(event, TableChanged)
    ]


def with_lead_in(clip: Clip, seconds: float) -> Clip:
    """The clip after its first group of pictures was shown again and again, so that the daemon has time to start.

    At least `seconds` long, in whole groups; the whole is that much longer than the clip.
    """
    second_keyframe = [index for index, unit in enumerate(clip.units) if unit.keyframe][1]
    group_s = clip.units[second_keyframe].at_s
    times = math.ceil(seconds / group_s)
    lead_in = [_later(unit, again * group_s) for again in range(times) for unit in clip.units[:second_keyframe]]
    units = [*lead_in, *(_later(unit, times * group_s) for unit in clip.units)]
    return replace(clip, units=units, duration_s=clip.duration_s + times * group_s)


def _later(unit: AccessUnit, seconds: float) -> AccessUnit:
    return replace(unit, at_s=unit.at_s + seconds, due_s=unit.due_s + seconds)


def _settings(url: str, bundle: Path, state_dir: Path) -> Settings:
    return Settings(
        store=StoreWiring(state_dir=state_dir),
        web=WebWiring(host="127.0.0.1", port=0),
        model=ModelWiring(bundle=str(bundle)),
        belief=BELIEF,
        cameras=(CameraWiring(id=CALIBRATION.camera, url=url, calibration=state_dir / "clip.json"),),
    )


def run(quick: bool = False) -> Figures:
    """The benchmark's figures; `quick`: by replay only. Raises `NotAtHand` where there is no footage."""
    if not (FOOTAGE / CLIP).exists():
        raise NotAtHand(f"the real clip is looked for at {FOOTAGE / CLIP}")
    visits = read_visits(FOOTAGE / TRUTH)
    ways = {"replay": by_replay(embedded())}
    if not quick:
        ways["rtsp"] = over_rtsp(embedded())
    return figures(ways, visits)


def figures(ways: dict[str, list[Step]], visits: Sequence[Stay]) -> Figures:
    """The keys of the benchmark from what each way published; false changes and edges are those of all ways."""
    scores = {way: score(steps, visits) for way, steps in ways.items()}
    errors = [abs(error) for one in scores.values() for error in one.edge_errors_s]
    return {
        **{f"{way}_found": one.found for way, one in scores.items()},
        **{f"{way}_false_changes": one.false_changes for way, one in scores.items()},
        "false_changes": sum(one.false_changes for one in scores.values()),
        "median_edge_s": round(median(errors), 2) if errors else None,
        "worst_edge_s": round(max(errors), 2) if errors else None,
        "published": {
            way: [f"{step.since_s:.1f} s {step.previous or 'unknown'} to {step.value}" for step in steps]
            for way, steps in ways.items()
        },
    }
