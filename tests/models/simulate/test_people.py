from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.simulate.part import Material
from models.simulate.people import Clothes, Hands, Person, Posture, body, capsules, pose

GREY = Material((0.5, 0.5, 0.5))
PERSON = Person(0.0, 0.0, 0.0, Clothes(GREY, GREY, GREY, GREY, GREY))

people = st.builds(
    lambda posture, hands, height, lean, stride, seat: replace(
        PERSON, posture=posture, hands=(hands, hands), height=height, lean_deg=lean, stride=stride, seat=seat
    ),
    st.sampled_from(("standing", "walking", "seated")),
    st.sampled_from(("rest", "table", "eat", "phone", "wave", "hips", "carry", "chin")),
    st.floats(1.5, 1.95),
    st.floats(-5, 25),
    st.floats(0, 1),
    st.floats(0.42, 0.5),
)


@settings(deadline=None, max_examples=40)
@given(people)
def test_limbs_keep_their_lengths_in_every_pose(person: Person) -> None:
    k = pose(person)
    for i in range(2):
        assert np.linalg.norm(k.elbows[i] - k.shoulders[i]) == pytest.approx(0.30 * k.scale, rel=0.02)
        assert np.linalg.norm(k.knees[i] - k.hips[i]) == pytest.approx(0.44 * k.scale, rel=0.02)
        assert np.linalg.norm(k.hands[i] - k.elbows[i]) <= 0.28 * k.scale
        assert k.feet[i][2] > -0.02


@pytest.mark.parametrize(
    ("posture", "low", "high"), [("standing", 1.5, 1.8), ("walking", 1.5, 1.8), ("seated", 1.1, 1.4)]
)
def test_heads_are_where_heads_are(posture: Posture, low: float, high: float) -> None:
    assert low < pose(replace(PERSON, posture=posture)).head[2] < high


@pytest.mark.parametrize("hands", ["table", "phone", "eat"])
def test_hands_before_the_body_are_before_the_body(hands: Hands) -> None:
    assert all(hand[1] > 0.15 for hand in pose(replace(PERSON, hands=(hands, hands))).hands)


@settings(deadline=None, max_examples=40)
@given(people, st.floats(-180, 180))
def test_what_hides_things_lies_within_what_is_drawn(person: Person, heading: float) -> None:
    person = replace(person, x=2.0, y=-1.0, heading_deg=heading)
    drawn = np.concatenate([p.mesh.vertices @ p.matrix[:3, :3].T + p.matrix[:3, 3] for p in body(person)])
    middles = capsules(person)[:, :6].reshape(-1, 3)
    assert np.all(middles >= drawn.min(0) - 0.01)
    assert np.all(middles <= drawn.max(0) + 0.01)
