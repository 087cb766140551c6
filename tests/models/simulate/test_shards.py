from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

pytest.importorskip("panda3d")

from models.simulate import shards, write_shards
from models.simulate.cli import simulate
from models.simulate.frozen import FrozenSet, frozen_sets, rooms_digest


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("crops")
    assert write_shards(out, range(4), "test", side=48) > 0
    return out


def test_a_shard_holds_crops_with_their_truth(folder: Path) -> None:
    with np.load(folder / "test-fast-0000000.npz") as shard:
        n = len(shard["state"])
        assert shard["crops"].shape == (n, 48, 48, 3)
        assert shard["crops"].dtype == np.uint8
        assert {len(shard[name]) for name in ("people", "seed", "tags")} == {n}
        assert tuple(shard["tag_names"]) == shards.TAGS
        assert np.all((shard["people"] > 0) == (shard["state"] == 1))
        assert set(shard["seed"]) <= set(range(4))
        assert shard["crops"].std() > 20


def test_nothing_unfinished_is_left_behind_and_finished_shards_are_kept(folder: Path) -> None:
    assert [path.name for path in folder.iterdir()] == ["test-fast-0000000.npz"]
    assert write_shards(folder, range(4), "test", side=48) == 0


def test_the_same_rooms_give_the_same_crops(folder: Path, tmp_path: Path) -> None:
    write_shards(tmp_path, range(4), "test", side=48)
    with np.load(folder / "test-fast-0000000.npz") as one, np.load(tmp_path / "test-fast-0000000.npz") as other:
        assert all(np.array_equal(one[name], other[name]) for name in ("state", "people", "seed", "tags"))
        assert np.abs(one["crops"].astype(int) - other["crops"]).mean() < 0.5


@pytest.mark.parametrize("rooms", ["5", "9:3", "a:b", "-1:4"])
def test_ranges_that_are_none_are_refused_with_an_example(rooms: str, tmp_path: Path) -> None:
    result = CliRunner().invoke(simulate, ["--out", str(tmp_path), "--rooms", rooms])
    assert result.exit_code == 2
    assert "0:500" in result.output or "rooms" in result.output


def test_the_frozen_test_rooms_are_many_and_hard_and_of_both_renderers() -> None:
    sets = frozen_sets()
    total = sum(one.crops for one in sets)
    assert total >= 1200
    assert {one.renderer for one in sets} == {"fast", "good"}
    assert sum(one.light_dirty * one.crops for one in sets) / total >= 0.2
    assert sum(one.laid * one.crops for one in sets) / total >= 0.2
    assert sum(one.occluded * one.crops for one in sets) / total >= 0.3


@pytest.mark.parametrize("one", frozen_sets(), ids=lambda one: one.renderer)
def test_the_frozen_rooms_are_still_the_rooms_of_their_seeds(one: FrozenSet) -> None:
    assert rooms_digest(one.family, range(one.first, one.last), one.renderer) == one.rooms_sha256
