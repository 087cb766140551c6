"""The frozen test rooms: which they are and what their crops hash to, written down before anything was trained."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from models.simulate.pools import Family
from models.simulate.render import Renderer
from models.simulate.shards import room_for_crops

_RECORD = Path(__file__).with_name("frozen.json")


class FrozenSet(BaseModel):
    """Rooms `first` to `last` (not included) of a family, drawn by one renderer.

    `rooms_sha256` covers the rooms' descriptions, which follow from the seeds to the last digit; `sha256` the crops,
    states and people that were rendered from them, in the order of the shards' names: rendered again, some pixels may
    differ by a few grey levels. `light_dirty`: share of the
    dirty tables that are so by one or two things; `laid`: share of the clean that are laid; `occluded`: share of all
    that are partly hidden.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    family: Family
    renderer: Renderer
    first: int
    last: int
    side: int
    crops: int
    light_dirty: float
    laid: float
    occluded: float
    rooms_sha256: str
    sha256: str


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    sets: tuple[FrozenSet, ...]


def frozen_sets() -> tuple[FrozenSet, ...]:
    """What the record says."""
    return _Record.model_validate_json(_RECORD.read_text()).sets


def measure(folder: Path, family: Family, renderer: Renderer, rooms: range) -> FrozenSet:
    """The same facts of the shards that lie in `folder`."""
    shards = [np.load(path) for path in sorted(folder.glob(f"{family}-{renderer}-*.npz"))]
    shards = [shard for shard in shards if len(shard["seed"]) and int(shard["seed"][0]) in rooms]
    columns = {name: np.concatenate([shard[name] for shard in shards]) for name in ("crops", "state", "people", "tags")}
    digest = hashlib.sha256()
    for name in ("crops", "state", "people"):
        digest.update(np.ascontiguousarray(columns[name]).data)
    state, tags = columns["state"], columns["tags"]
    return FrozenSet(
        family=family,
        renderer=renderer,
        first=rooms.start,
        last=rooms.stop,
        side=columns["crops"].shape[1],
        crops=len(state),
        light_dirty=round(float(tags[state == 2, 0].mean()), 3),
        laid=round(float(tags[state == 0, 1].mean()), 3),
        occluded=round(float(tags[:, 2].mean()), 3),
        rooms_sha256=rooms_digest(family, rooms, renderer),
        sha256=digest.hexdigest(),
    )


def rooms_digest(family: Family, rooms: range, renderer: Renderer) -> str:
    """sha256 over the descriptions of rooms as crops are made of them."""
    digest = hashlib.sha256()
    for seed in rooms:
        digest.update(repr(_plain(asdict(room_for_crops(seed, family, renderer)))).encode())
    return digest.hexdigest()


def _plain(value: object) -> object:
    """Numbers to six decimals, so that the last bits of another machine's sine do not matter."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return round(value, 6) + 0.0 if isinstance(value, float) else value


def record(folder: Path, rooms: dict[Renderer, range]) -> None:
    """Write the record of these test rooms, from shards in `folder`. Done once: docs/how-to/render-rooms.md."""
    sets = tuple(measure(folder, "test", renderer, seeds) for renderer, seeds in rooms.items())
    _RECORD.write_text(_Record(sets=sets).model_dump_json(indent=1) + "\n")
