from itertools import combinations

import numpy as np
import pytest

from models.simulate import sample_room
from models.simulate.crowd import clear_of
from models.simulate.pools import POOLS, Family
from models.simulate.truth import TableTruth, truths

FRAME = (960, 540)


@pytest.mark.parametrize("family", ["train", "validation", "test"])
def test_a_seed_is_a_room(family: Family) -> None:
    assert sample_room(5, family) == sample_room(5, family)
    assert sample_room(5, family) != sample_room(6, family)


@pytest.mark.parametrize("field", ["legs", "poles", "chairs", "outlines"])
def test_test_rooms_have_furniture_no_other_room_has(field: str) -> None:
    others = {name for family in ("train", "validation") for name in getattr(POOLS[family], field)}
    assert not others & set(getattr(POOLS["test"], field))


@pytest.mark.parametrize("field", ["textures", "shapes"])
def test_no_two_families_share_a_texture_or_a_dish(field: str) -> None:
    for one, other in combinations(POOLS.values(), 2):
        (low, high), (start, end) = getattr(one, field), getattr(other, field)
        assert high <= start or end <= low


def test_no_two_families_share_a_camera_angle() -> None:
    for one, other in combinations(POOLS.values(), 2):
        for low, high in one.depressions:
            assert all(high <= start or end <= low for start, end in other.depressions)


@pytest.mark.parametrize("seed", range(12))
def test_people_belong_to_occupied_tables_or_keep_away(seed: int) -> None:
    room = sample_room(seed, "train")
    for number, table in enumerate(room.tables):
        assert any(person.table == number for person in room.people) == (table.state == "occupied")
        assert (table.state == "dirty") == (table.dirty_items > 0)
    assert all(clear_of(room.tables, person.x, person.y) for person in room.people if person.table is None)


def test_test_rooms_are_as_hard_as_promised() -> None:
    usable = [truth for seed in range(90) for truth in truths(sample_room(seed, "test"), FRAME) if truth.usable]

    def share(found: list[TableTruth], what: str) -> float:
        return float(np.mean([bool(getattr(truth, what)) for truth in found]))

    dirty = [truth.dirty_items <= 2 for truth in usable if truth.state == "dirty"]
    assert np.mean(dirty) >= 0.2
    assert share([truth for truth in usable if truth.state == "clean"], "laid") >= 0.2
    assert np.mean([truth.occluded > 0.05 for truth in usable]) >= 0.25
    assert min(np.bincount([["clean", "occupied", "dirty"].index(truth.state) for truth in usable])) > 0.2 * len(usable)
