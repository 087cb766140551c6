"""Labelled crops: pictures of tables with what is true of each."""

from __future__ import annotations

import hashlib
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt

FIELDS = ("crops", "state", "people", "seed", "tags", "tag_names", "renderer")
Family = Literal["train", "validation", "test"]
Shard = dict[str, npt.NDArray[np.generic]]


class CropsError(ValueError):
    """Labelled crops cannot be used: says which file, what is wrong and what to do."""


@dataclass(frozen=True, eq=False)
class Crops:
    """n labelled crops.

    `pixels` uint8 RGB [n, h, w, 3]; `state` int64 [n], 0 clean, 1 occupied, 2 dirty; `people` float32 [n]; `room` int64
    [n], the seed of the room each comes from; `tags` flags [n] by name; `sha256` pins pictures and labels.
    """

    pixels: npt.NDArray[np.uint8]
    state: npt.NDArray[np.int64]
    people: npt.NDArray[np.float32]
    room: npt.NDArray[np.int64]
    tags: dict[str, npt.NDArray[np.bool_]]
    sha256: str

    def __len__(self) -> int:
        return len(self.state)

    @property
    def rooms(self) -> int:
        """How many rooms they come from."""
        return len(np.unique(self.room))

    @property
    def prior(self) -> tuple[float, float, float]:
        """Share of each state."""
        clean, occupied, dirty = np.bincount(self.state, minlength=3) / max(len(self), 1)
        return float(clean), float(occupied), float(dirty)


def read(folder: Path, family: Family) -> Crops:
    """All shards `{family}-*.npz` in `folder`, in the order of their names.

    Raises `CropsError` where there are none, or one is broken, incomplete or unlike the others.
    """
    paths = sorted(folder.glob(f"{family}-*.npz"))
    if not paths:
        raise CropsError(f"{folder}: no {family}-*.npz in it. Make crops with `python -m models simulate`.")
    shards = [_shard(path) for path in paths]
    kinds = {(shard["crops"].shape[1:], tuple(shard["tag_names"].tolist())) for shard in shards}
    if len(kinds) > 1:
        raise CropsError(f"{folder}: crops of several sizes or tags: {sorted(kinds)}. Keep one kind in a folder.")
    return _joined(shards)


def _shard(path: Path) -> Shard:
    try:
        with np.load(path, allow_pickle=False) as archive:
            shard = {name: archive[name] for name in archive.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        raise CropsError(f"{path}: cannot be read ({error}). Make it again.") from error
    missing = [name for name in FIELDS if name not in shard]
    if missing:
        raise CropsError(f"{path}: has no {', '.join(missing)}. Make it again with this version.")
    rows = {len(shard[name]) for name in ("crops", "state", "people", "seed", "tags")}
    if len(rows) != 1 or shard["crops"].dtype != np.uint8 or shard["crops"].ndim != 4:
        raise CropsError(f"{path}: arrays do not belong together. Make it again.")
    if not np.isin(shard["state"], (0, 1, 2)).all():
        raise CropsError(f"{path}: states outside 0 clean, 1 occupied, 2 dirty. Make it again.")
    return shard


def _joined(shards: list[Shard]) -> Crops:
    pixels, state, people, room = (
        np.concatenate([shard[name] for shard in shards]) for name in ("crops", "state", "people", "seed")
    )
    return Crops(
        pixels=pixels.astype(np.uint8, copy=False),
        state=state.astype(np.int64),
        people=people.astype(np.float32),
        room=room.astype(np.int64),
        tags=_tags(shards),
        sha256=_digest(pixels, state, people),
    )


def _tags(shards: list[Shard]) -> dict[str, npt.NDArray[np.bool_]]:
    """Every flag of the shards, and one for each renderer."""
    flags = np.concatenate([shard["tags"] for shard in shards]).astype(np.bool_)
    named = {str(name): flags[:, column] for column, name in enumerate(shards[0]["tag_names"])}
    renderer = np.concatenate([np.full(len(shard["state"]), shard["renderer"]) for shard in shards])
    return named | {f"renderer:{name}": renderer == name for name in np.unique(renderer)}


def _digest(*arrays: npt.NDArray[np.generic]) -> str:
    """sha256 over pictures and labels in order, whatever files they lie in."""
    digest = hashlib.sha256()
    for array in arrays:
        digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()
