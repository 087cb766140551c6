import numpy as np
import pytest

from models.simulate import mesh, shapes
from models.simulate.mesh import Mesh

SQUARE = shapes.OUTLINES["square"]


def volume(solid: Mesh) -> float:
    """Signed, by the divergence theorem: positive where faces are counter-clockwise seen from outside."""
    a, b, c = (solid.vertices[solid.faces[:, i]].astype(float) for i in range(3))
    return float(np.sum(np.cross(a, b) * c) / 6)


@pytest.mark.parametrize(
    ("solid", "expected"),
    [
        (mesh.box(), 1.0),
        (mesh.slab(SQUARE), 1.0),
        (mesh.cylinder(1.0, 64), np.pi),
        (mesh.sphere(48, 32), 4 * np.pi / 3),
        (mesh.limb(1.0, 64), np.pi * (1 + 2 * 2 / 3 * 0.08)),
    ],
    ids=["box", "slab", "cylinder", "sphere", "limb"],
)
def test_solids_enclose_their_volume_facing_outwards(solid: Mesh, expected: float) -> None:
    assert volume(solid) == pytest.approx(expected, rel=0.03)


@pytest.mark.parametrize("name", sorted(shapes.OUTLINES))
def test_outlines_are_counter_clockwise_unit_shapes_that_contain_their_middle(name: str) -> None:
    ring = np.array(shapes.OUTLINES[name])
    following = np.roll(ring, -1, 0)
    area = 0.5 * np.sum(ring[:, 0] * following[:, 1] - following[:, 0] * ring[:, 1])
    assert 0.4 < area <= 1.0
    assert np.abs(ring).max() <= 0.5 + 1e-9
    assert shapes.inside(shapes.OUTLINES[name], 0.0, 0.0)
    assert not shapes.inside(shapes.OUTLINES[name], 0.6, 0.0)


@pytest.mark.parametrize("shape", [shapes.plate, shapes.bowl, shapes.tumbler, shapes.goblet, shapes.bottle])
@pytest.mark.parametrize("seed", [0, 7])
def test_dishes_have_unit_normals_and_the_same_shape_for_the_same_seed(shape: object, seed: int) -> None:
    solid = shape(seed)  # type: ignore[operator]
    assert np.linalg.norm(solid.normals, axis=1) == pytest.approx(1.0, abs=1e-4)
    assert solid is shape(seed)  # type: ignore[operator]
    assert not np.array_equal(solid.vertices, shape(seed + 1).vertices)  # type: ignore[operator]
