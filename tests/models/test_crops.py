"""Labelled crops: what is read, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from models.crops import CropsError, read
from tests.models.rendered_crops import shard, write


def test_shards_are_joined_in_the_order_of_their_names(tmp_path: Path) -> None:
    first, second = shard(5, seed=1), shard(7, seed=2)
    np.savez(tmp_path / "test-b.npz", **second)
    np.savez(tmp_path / "test-a.npz", **first)
    np.savez(tmp_path / "train-a.npz", **shard(3))
    crops = read(tmp_path, "test")
    assert len(crops) == 12
    assert np.array_equal(crops.pixels, np.concatenate([first["crops"], second["crops"]]))
    assert crops.state.tolist() == [*first["state"], *second["state"]]
    assert crops.rooms == 4
    assert set(crops.tags) == {"light_dirty", "occluded", "renderer:squares"}
    assert crops.tags["renderer:squares"].all()
    assert sum(crops.prior) == pytest.approx(1)


def test_the_hash_pins_pictures_and_labels(tmp_path: Path) -> None:
    part = shard(6)
    hashes = set()
    for number, changed in enumerate([{}, {"state": part["state"][::-1]}, {"crops": part["crops"] ^ 1}, {}]):
        folder = tmp_path / str(number)
        folder.mkdir()
        np.savez(folder / "test-x.npz", **(part | changed))
        hashes.add(read(folder, "test").sha256)
    assert len(hashes) == 3


BROKEN = {
    "nothing there": (None, "no test-"),
    "no archive": (b"PK no", "cannot be read"),
    "empty file": (b"", "cannot be read"),
    "no labels": ({"state": None}, "has no state"),
    "too few labels": ({"people": np.zeros(2, np.int8)}, "do not belong together"),
    "float pixels": ({"crops": np.zeros((6, 48, 48, 3))}, "do not belong together"),
    "fourth state": ({"state": np.full(6, 3, np.int8)}, "outside 0 clean"),
    "objects": ({"state": np.array([None] * 6)}, "cannot be read"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_shards_are_refused_by_name(tmp_path: Path, case: str) -> None:
    damage, words = BROKEN[case]
    path = tmp_path / "test-x.npz"
    if isinstance(damage, bytes):
        path.write_bytes(damage)
    elif damage is not None:
        np.savez(path, **{name: part for name, part in (shard(6) | damage).items() if part is not None})
    with pytest.raises(CropsError, match=words):
        read(tmp_path, "test")


def test_crops_of_two_sizes_are_refused(tmp_path: Path) -> None:
    write(tmp_path)
    np.savez(tmp_path / "train-z.npz", **shard(4, side=32))
    with pytest.raises(CropsError, match="several sizes"):
        read(tmp_path, "train")
