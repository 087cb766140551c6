"""How calm the belief is on a real classifier's flickering: the two timelines in ../shared/seed as evidence.

Each line is one look: its confidence goes to its raw state, the rest evenly to the other two; the class prior is even,
since nothing is known of that classifier's training. Counted are changes from one known state to another: ours as
published with the default settings, theirs in the `smoothed_state` of the same file.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby, pairwise
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from benchmarks import Figures, NotAtHand
from calibration import Calibration, Frame, RotatedBox, View
from edge.events import SEEN, Availability
from edge.vision.belief import BeliefSettings
from edge.vision.looks import Look, LookKind
from edge.vision.tables import Tables

SEED = Path(__file__).parents[2] / "shared" / "seed"
CAMERAS = ("camera-3", "camera-4")
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
EVEN = (1 / 3, 1 / 3, 1 / 3)


class Line(NamedTuple):
    """One line of a timeline: what that system said of a table at `t_s`."""

    t_s: float
    table: str
    raw: str
    smoothed: str
    confidence: float


def read_timeline(path: Path) -> list[Line]:
    """The lines of one camera's timeline, in order of time."""
    with path.open(newline="") as file:
        rows = [
            Line(float(row["t_s"]), row["table"], row["raw_state"], row["smoothed_state"], float(row["confidence"]))
            for row in csv.DictReader(file)
        ]
    return sorted(rows, key=attrgetter("t_s"))


def our_states(camera: str, lines: Sequence[Line], settings: BeliefSettings) -> dict[str, list[str]]:
    """What we would have published of each table, look by look; `unknown` before the first state."""
    tables = Tables(settings, EVEN)
    tables.configure(_calibration(camera, {line.table for line in lines}))
    states: dict[str, list[str]] = defaultdict(list)
    for t_s, together in groupby(lines, key=attrgetter("t_s")):
        looks = [_look(camera, line) for line in together]
        for observation in tables.see(looks, BEGINNING + timedelta(seconds=t_s)):
            states[observation.table].append(observation.value.value if observation.value else "unknown")
    return states


def flips(states: Iterable[str]) -> int:
    """Changes between known states; `unknown` in between is passed over, the first known state counts nothing."""
    known = [state for state in states if state != "unknown"]
    return sum(before != after for before, after in pairwise(known))


def run(quick: bool = False) -> Figures:
    """The benchmark's figures; it is quick anyway. Raises `NotAtHand` where there are no timelines."""
    if not SEED.is_dir():
        raise NotAtHand(f"the real timelines are looked for in {SEED}")
    return measure(BeliefSettings())


def measure(settings: BeliefSettings) -> Figures:
    """Changes on both timelines with these settings, beside the flips of that system."""
    ours = theirs = raw = 0
    for camera in CAMERAS:
        lines = read_timeline(SEED / f"{camera}.timeline.csv")
        ours += sum(map(flips, our_states(camera, lines, settings).values()))
        for of_table in _by_table(lines):
            theirs += flips(line.smoothed for line in of_table)
            raw += flips(line.raw for line in of_table)
    return {
        "changes": ours,
        "seed_raw_flips": raw,
        "seed_smoothed_flips": theirs,
        "changes_ratio_to_seed_smoothed": round(ours / theirs, 4),
    }


def _by_table(lines: Iterable[Line]) -> Iterator[list[Line]]:
    tables: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        tables[line.table].append(line)
    yield from tables.values()


def _look(camera: str, line: Line) -> Look:
    rest = (1.0 - line.confidence) / (len(SEEN) - 1)
    clean, occupied, dirty = (line.confidence if Availability(line.raw) is state else rest for state in SEEN)
    return Look(
        view=line.table,
        table=line.table,
        camera=camera,
        at=line.t_s,
        kind=LookKind.EVIDENCE,
        probabilities=(clean, occupied, dirty),
    )


def _calibration(camera: str, tables: Iterable[str]) -> Calibration:
    """Any geometry: no picture is looked at."""
    box = RotatedBox(center=(640.0, 360.0), size=(100.0, 100.0), angle=0.0)
    views = tuple(View(view=table, table=table, box=box) for table in sorted(tables))
    return Calibration(revision=1, camera=camera, frame=Frame(width=1280, height=720), tables=views)
