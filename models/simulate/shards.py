"""Crops for training and tests, written as compressed shards a reader can pick up while later ones are still drawn."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track

from calibration import RotatedBox, rectify
from models.simulate.pools import Family
from models.simulate.render import Renderer, views
from models.simulate.room import STATES, Room
from models.simulate.sample import another_camera, sample_room
from models.simulate.sensor import sense
from models.simulate.truth import TableTruth

TAGS = ("light_dirty", "laid", "occluded", "standing")
"""Columns of a shard's `tags`: one or two used things; clean but laid; over 5 % of the top hidden; a standing table."""

ROOMS_PER_SHARD: dict[Renderer, int] = {"fast": 100, "good": 20}
"""A shard takes a minute or so with either renderer."""
_FRAMES: dict[Renderer, tuple[int, int]] = {"fast": (960, 540), "good": (640, 360)}


@dataclass
class Crops:
    """Columns of one shard, row by row."""

    crops: list[NDArray[np.uint8]] = field(default_factory=list)
    state: list[int] = field(default_factory=list)
    people: list[int] = field(default_factory=list)
    seed: list[int] = field(default_factory=list)
    tags: list[tuple[bool, ...]] = field(default_factory=list)

    def save(self, path: Path, renderer: Renderer, side: int) -> None:
        """Under a temporary name first, so that readers never see half a shard."""
        part = path.with_name(f".{path.name}.part")
        with part.open("wb") as sink:
            np.savez(
                sink,
                crops=np.array(self.crops, np.uint8).reshape(-1, side, side, 3),
                state=np.array(self.state, np.int8),
                people=np.array(self.people, np.int8),
                seed=np.array(self.seed, np.int64),
                tags=np.array(self.tags, bool).reshape(-1, len(TAGS)),
                tag_names=np.array(TAGS),
                renderer=np.array(renderer),
            )
        os.replace(part, path)


def write_shards(
    out: Path, rooms: range, family: Family, renderer: Renderer = "fast", side: int = 176, jobs: int = 1
) -> int:
    """Render `rooms` (seeds) and write `{family}-{renderer}-{first seed}.npz` files of crops [n,side,side,3] uint8.

    Boxes are shaken as people draw them (8 % of centre and size, 6 degrees) and the margin varies around 0.10.
    Existing shards are kept, so that an interrupted run goes on where it stopped. Returns how many crops were written.
    """
    out.mkdir(parents=True, exist_ok=True)
    step = ROOMS_PER_SHARD[renderer]
    work = [
        (out, range(first, min(first + step, rooms.stop)), family, renderer, side)
        for first in range(rooms.start, rooms.stop, step)
        if not _path(out, first, family, renderer).exists()
    ]
    return sum(track(_results(work, jobs), f"{family} rooms, {renderer}", total=len(work)))


def _results(work: list[tuple[Path, range, Family, Renderer, int]], jobs: int) -> Iterable[int]:
    if jobs <= 1:
        return map(_write_one, work)
    return _pooled(work, jobs)


def _pooled(work: list[tuple[Path, range, Family, Renderer, int]], jobs: int) -> Iterator[int]:
    with get_context("spawn").Pool(jobs) as pool:
        yield from pool.imap_unordered(_write_one, work)


def _path(out: Path, first: int, family: Family, renderer: Renderer) -> Path:
    return out / f"{family}-{renderer}-{first:07d}.npz"


def _write_one(work: tuple[Path, range, Family, Renderer, int]) -> int:
    out, rooms, family, renderer, side = work
    rows = Crops()
    for seed in rooms:
        add_room(rows, seed, family, renderer, side)
    rows.save(_path(out, rooms.start, family, renderer), renderer, side)
    return len(rows.crops)


def add_room(rows: Crops, seed: int, family: Family, renderer: Renderer, side: int) -> None:
    """All usable tables of one room, from two cameras."""
    room = room_for_crops(seed, family, renderer)
    rooms = [room, replace(room, camera=another_camera(room, 1))]
    rng = np.random.default_rng([seed, 11])
    for image, tables in views(rooms, renderer, _FRAMES[renderer], usable_only=True):
        for truth in tables:
            rows.crops.append(_crop(image, truth.box, side, rng))
            rows.state.append(STATES.index(truth.state))
            rows.people.append(truth.people)
            rows.seed.append(seed)
            rows.tags.append(tags(truth))


def room_for_crops(seed: int, family: Family, renderer: Renderer) -> Room:
    """Wild rooms for the fast renderer, which cannot be realistic anyway; mostly plausible ones for the good one."""
    return sample_room(seed, family, wild_share=0.55 if renderer == "fast" else 0.15)


def _crop(image: NDArray[np.uint8], box: RotatedBox, side: int, rng: np.random.Generator) -> NDArray[np.uint8]:
    """One crop of a shaken box; only the part of the picture that it shows goes through the sensor."""
    box, margin = shaken(box, rng), float(rng.uniform(0.04, 0.16))
    shown = box.model_copy(update={"size": (box.size[0] * (1 + 2 * margin), box.size[1] * (1 + 2 * margin))}).corners()
    left, top = np.maximum(np.floor(shown.min(0)).astype(int) - 4, 0)
    right, bottom = np.ceil(shown.max(0)).astype(int) + 4
    patch = sense(np.ascontiguousarray(image[top:bottom, left:right]), rng)
    moved = box.model_copy(update={"center": (box.center[0] - left, box.center[1] - top)})
    return rectify(patch, moved, (side, side), fit="stretch", margin=margin)


def shaken(box: RotatedBox, rng: np.random.Generator) -> RotatedBox:
    """The box as another hand would draw it; one in four hands is careless."""
    width, height = box.size
    reach = 0.14 if rng.random() < 0.25 else 0.08
    dx, dy, dw, dh = rng.uniform(-reach, reach, 4)
    return RotatedBox(
        center=(box.center[0] + dx * width, box.center[1] + dy * height),
        size=(width * (1 + dw), height * (1 + dh)),
        angle=box.angle + float(rng.uniform(-6, 6)),
    )


def tags(truth: TableTruth) -> tuple[bool, ...]:
    return truth.state == "dirty" and truth.dirty_items <= 2, truth.laid, truth.occluded > 0.05, truth.standing
