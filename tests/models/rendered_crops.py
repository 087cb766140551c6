"""Shards of labelled crops like those of `models.simulate`, of coloured squares instead of rooms: quick, learnable."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

COLOURS = np.array([[40, 180, 60], [190, 50, 40], [50, 60, 190]])


def shard(count: int, *, side: int = 48, seed: int = 0) -> dict[str, npt.NDArray[np.generic]]:
    """`count` crops whose middle has the colour of their state, over noise; occupied ones have 1 to 3 people."""
    rng = np.random.default_rng(seed)
    state = rng.integers(0, 3, count)
    crops = rng.integers(0, 256, (count, side, side, 3))
    crops[:, 8:-8, 8:-8] = COLOURS[state][:, None, None]
    return {
        "crops": crops.astype(np.uint8),
        "state": state.astype(np.int8),
        "people": np.where(state == 1, rng.integers(1, 4, count), 0).astype(np.int8),
        "seed": np.arange(count, dtype=np.int64) // 4 + seed * 1000,
        "tags": np.column_stack([state == 2, rng.random(count) < 0.3]),
        "tag_names": np.array(["light_dirty", "occluded"]),
        "renderer": np.array("squares"),
    }


def write(folder: Path, *, side: int = 48) -> Path:
    """Shards of all three families in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    for seed, (family, count) in enumerate({"train": 96, "validation": 48, "test": 48}.items()):
        np.savez(folder / f"{family}-squares-{seed}.npz", **shard(count, side=side, seed=seed))
    return folder
