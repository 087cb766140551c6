"""From the frames of one camera to the looks of its views, with a real (tiny) classifier."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from calibration import Calibration, Frame, RotatedBox, View, apply_masks, place, rasterize_masks, rectify
from edge.vision.classify import classify
from edge.vision.crops import Answer, CropSpec, Evidence
from edge.vision.gate import patch_matrix, take_patch
from edge.vision.looks import AbstainReason, Look, LookKind
from edge.vision.views import CameraLooks, LookSettings, Seen
from models.bundle import Bundle
from tests.models.tiny_bundle import build_colour_bundle
from tests.vision.scenes import BOX, Image, calibration, noisy, relit, room, with_disc, with_person

SPEC = CropSpec(width=48, height=40, fit="stretch", margin=0.1)
PLAIN = room()


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return Bundle.load(build_colour_bundle(tmp_path_factory.mktemp("bundle") / "colours"))


class Camera:
    """A camera whose crops are answered at once, one frame a second."""

    def __init__(
        self, classify: Callable[[Seen], list[Answer]], calibrated: Calibration | None = None, **settings: object
    ) -> None:
        self.looks = CameraLooks(calibrated or calibration(), SPEC, LookSettings.model_validate(settings))
        self.at = -1.0
        self._classify = classify

    def shows(self, image: Image, times: int = 1) -> list[Look]:
        """The looks at the last of so many frames that show this, in the order of the views."""
        for _ in range(times):
            self.at += 1.0
            seen = self.looks.see(image, self.at)
            looks = [*seen.looks, *self.looks.answered(self._classify(seen))]
        return sorted(looks, key=lambda look: look.view)

    def kinds(self, image: Image, times: int = 1) -> list[str]:
        return [look.reason or look.kind for look in self.shows(image, times)]


def says(*probabilities: float, reason: AbstainReason | None = None) -> Callable[[Seen], list[Answer]]:
    """A classifier with one opinion."""
    told = None if reason else (probabilities[0], probabilities[1], probabilities[2])
    return lambda seen: [Answer(crop, Evidence(probabilities=told, people=1.5, reason=reason)) for crop in seen.crops]


CLEAN = says(0.9, 0.05, 0.05)


def test_a_look_says_what_its_kind_says() -> None:
    names = {"view": "v", "table": "T", "camera": "cam", "at": 1.0}
    with pytest.raises(ValidationError, match="only evidence, has probabilities"):
        Look(**names, kind=LookKind.EVIDENCE)
    with pytest.raises(ValidationError, match="has a reason"):
        Look(**names, kind=LookKind.ABSTAIN)
    look = Look(**names, kind=LookKind.EVIDENCE, probabilities=(0.2, 0.3, 0.5), people=2)
    assert Look.model_validate_json(look.model_dump_json()) == look


def test_a_table_is_classified_and_then_seen_unchanged(bundle: Bundle) -> None:
    looks = CameraLooks(calibration(), CropSpec.of(bundle.card))
    red = PLAIN.copy()
    red[..., 1:] //= 8
    seen = looks.see(red, 5.0)
    assert [(crop.camera, crop.view.view, crop.at) for crop in seen.crops] == [
        ("cam", "cam.T1", 5),
        ("cam", "cam.T2", 5),
    ]
    first, second = looks.answered(classify(bundle, seen.crops))
    assert (first.view, first.table, first.camera, first.at, first.kind) == ("cam.T1", "T1", "cam", 5.0, "evidence")
    assert first.probabilities
    assert np.argmax(first.probabilities) == 1
    assert first.people == pytest.approx(4 * 150 / 255, abs=0.8)
    assert (first.unchanged, first.embedding, second.table) == (False, None, "T2")
    later = looks.see(red, 66.0)
    assert not later.looks  # a heartbeat
    assert all(look.unchanged for look in looks.answered(classify(bundle, later.crops)))


def test_embeddings_come_along_where_they_are_wanted(bundle: Bundle) -> None:
    looks = CameraLooks(calibration(), CropSpec.of(bundle.card), LookSettings(embeddings=True))
    look = looks.answered(classify(bundle, looks.see(PLAIN, 0).crops))[0]
    assert look.embedding is not None
    assert len(look.embedding) == bundle.card.embedding


def test_crops_are_what_the_card_asks_for() -> None:
    spec = CropSpec(width=32, height=48, fit="pad", margin=0.2)
    crop = CameraLooks(calibration(up=90), spec).see(PLAIN, 0).crops[0]
    np.testing.assert_array_equal(crop.pixels, rectify(PLAIN, BOX, (32, 48), fit="pad", margin=0.2, up=90))


def test_after_a_burst_the_same_picture_costs_nothing() -> None:
    camera = Camera(CLEAN)
    assert camera.kinds(noisy(PLAIN, 2, 0), times=3) == ["evidence", "evidence"]
    for seed in range(1, 20):
        assert camera.kinds(noisy(relit(PLAIN, 1 - seed / 100), 2, seed)) == ["unchanged", "unchanged"]
    assert camera.looks.counters.cropped == 6


def test_a_change_is_classified_at_once_and_only_where_it_is() -> None:
    camera = Camera(CLEAN)
    camera.shows(PLAIN, times=6)
    looks = camera.shows(with_person(PLAIN))
    assert [(look.table, look.kind, look.unchanged) for look in looks] == [
        ("T1", "evidence", False),
        ("T2", "unchanged", True),
    ]


def test_evidence_of_the_same_picture_is_marked() -> None:
    camera = Camera(CLEAN)
    assert [look.unchanged for look in camera.shows(PLAIN)] == [False, False]
    assert [look.unchanged for look in camera.shows(PLAIN)] == [True, True]  # the burst goes on


def test_every_view_has_a_heartbeat() -> None:
    camera = Camera(CLEAN)
    beats = {"T1": 0, "T2": 0}
    for _ in range(250):
        for look in camera.shows(PLAIN):
            beats[look.table] += look.kind is LookKind.EVIDENCE
    assert all(3 + 4 <= count <= 3 + 8 for count in beats.values())


def test_looks_that_are_asked_for_are_taken() -> None:
    camera = Camera(CLEAN)
    camera.shows(PLAIN, times=6)
    camera.looks.look_now(["cam.T2", "nobody"], until=camera.at + 2.5)
    assert camera.kinds(PLAIN) == ["unchanged", "evidence"]
    assert camera.kinds(PLAIN, times=2) == ["unchanged", "unchanged"]


def test_a_view_that_keeps_changing_waits_for_its_turn() -> None:
    camera = Camera(CLEAN)
    taken = 0
    for step in range(60):
        looks = camera.shows(with_disc(PLAIN, 20, (40, 40, 40), at=(260 + 17 * step % 120, 180)))
        taken += any(look.table == "T1" and look.kind is LookKind.EVIDENCE for look in looks)
    assert 25 <= taken <= 35
    assert camera.looks.counters.postponed == 60 - taken


def test_low_confidence_is_said_again_without_asking_again() -> None:
    camera = Camera(says(reason=AbstainReason.LOW_CONFIDENCE))
    assert camera.kinds(PLAIN, times=8) == ["low_confidence", "low_confidence"]
    assert all(look.unchanged for look in camera.shows(PLAIN))
    assert camera.looks.counters.cropped == 6  # the burst


def test_a_failed_classifier_is_asked_again_and_never_means_unchanged() -> None:
    camera = Camera(says(reason=AbstainReason.CLASSIFIER_FAILED))
    said = [kind for _ in range(30) for kind in camera.kinds(PLAIN)]
    assert set(said) == {"classifier_failed"}
    assert 25 <= len(said) <= 2 * 18  # ever more rarely
    camera._classify = CLEAN
    assert set(camera.kinds(PLAIN, times=6)) == {"evidence"} or set(camera.kinds(PLAIN)) == {"unchanged"}


def blurred(image: Image) -> Image:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), 12), dtype=np.uint8)


def covered(image: Image) -> Image:
    return np.full_like(image, 70)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda image: relit(image, 0.03), "dark"),
        (lambda image: image * 0, "dark"),
        (blurred, "blurred"),
        (covered, "occluded"),
    ],
    ids=["lights off", "black", "out of focus", "covered"],
)
def test_a_bad_picture_never_looks_like_the_table_before(spoil: Callable[[Image], Image], reason: str) -> None:
    camera = Camera(CLEAN)
    camera.shows(PLAIN, times=6)
    for seed in range(80):
        assert camera.kinds(noisy(spoil(PLAIN), 1.5, seed)) == [reason, reason]
    assert camera.looks.counters.cropped == 6
    assert set(camera.kinds(PLAIN)) <= {"unchanged", "evidence"}


@pytest.mark.parametrize("deviation", [0.0, 3.0])
@pytest.mark.parametrize("gain", [0.3, 1.0, 1.2])
def test_a_usable_picture_is_classified(gain: float, deviation: float) -> None:
    assert Camera(CLEAN).kinds(noisy(relit(PLAIN, gain), deviation, 1)) == ["evidence", "evidence"]


def test_one_table_in_the_dark_abstains_alone() -> None:
    lamp_off = PLAIN.copy()
    lamp_off[:, 168:] = relit(lamp_off[:, 168:], 0.05)
    assert Camera(CLEAN).kinds(lamp_off) == ["dark", "evidence"]


def test_a_masked_view_has_nothing_to_show() -> None:
    over_t1 = ((170.0, 40.0), (470.0, 40.0), (470.0, 320.0), (170.0, 320.0))
    masked = PLAIN.copy()
    apply_masks(masked, rasterize_masks(calibration(over_t1)))
    assert Camera(CLEAN, calibration(over_t1)).kinds(masked) == ["no_crop", "evidence"]


def test_a_half_masked_view_is_not_taken_for_a_dark_one() -> None:
    half = ((180.0, 20.0), (318.0, 20.0), (318.0, 340.0), (180.0, 340.0))
    masked = PLAIN.copy()
    apply_masks(masked, rasterize_masks(calibration(half)))
    assert Camera(CLEAN, calibration(half)).kinds(masked) == ["evidence", "evidence"]


def test_a_smaller_stream_shows_the_same_tables() -> None:
    smaller = np.asarray(cv2.resize(PLAIN, (320, 180), interpolation=cv2.INTER_AREA), np.uint8)
    whole, half = (CameraLooks(calibration(), SPEC).see(image, 0).crops for image in (PLAIN, smaller))
    assert [crop.view for crop in half] == [crop.view for crop in whole]
    for large, small in zip(whole, half, strict=True):
        assert np.abs(large.pixels.astype(int) - small.pixels).mean() < 6


def test_a_stream_of_another_shape_shows_none() -> None:
    camera = Camera(CLEAN)
    assert camera.kinds(np.zeros((480, 640, 3), np.uint8)) == ["no_crop", "no_crop"]
    assert camera.kinds(PLAIN) == ["evidence", "evidence"]


def redrawn(**change: object) -> Calibration:
    """The same calibration with its first view changed."""
    before = calibration()
    first = before.tables[0].model_copy(update=change)
    return before.model_copy(update={"revision": 2, "tables": (first, before.tables[1])})


def test_views_that_stay_keep_what_is_known_of_them() -> None:
    camera = Camera(CLEAN)
    camera.shows(PLAIN, times=6)
    camera.looks.calibrate(redrawn(box=RotatedBox(center=(330, 180), size=(200, 160), angle=20)))
    assert camera.kinds(PLAIN) == ["evidence", "unchanged"]


@pytest.mark.parametrize(
    "after",
    [
        redrawn(box=RotatedBox(center=(330, 180), size=(200, 160), angle=20)),
        redrawn(table="T9"),
        redrawn(view="cam.other"),
        calibration().model_copy(update={"tables": ()}),
    ],
    ids=["moved", "another table", "another name", "removed"],
)
def test_answers_about_views_since_redrawn_are_dropped(after: Calibration) -> None:
    looks = CameraLooks(calibration(), SPEC)
    late = CLEAN(looks.see(PLAIN, 0))
    looks.calibrate(after)
    answered = looks.answered(late)
    assert "cam.T1" not in [look.view for look in answered]
    assert looks.counters.outdated == 2 - len(answered) > 0


def test_another_frame_size_makes_every_view_new() -> None:
    camera = Camera(CLEAN)
    camera.shows(PLAIN, times=6)
    camera.looks.calibrate(calibration().model_copy(update={"frame": Frame(width=1280, height=720)}))
    assert "unchanged" not in camera.kinds(PLAIN)


def test_every_visit_is_counted() -> None:
    camera = Camera(CLEAN)
    person, bowl = with_person(PLAIN), with_disc(PLAIN, 30, (10, 10, 10))
    scenes = [PLAIN, person, relit(PLAIN, 0.02), bowl, np.zeros((9, 9, 3), np.uint8)]
    for step in range(40):
        camera.shows(scenes[(step * step // 7) % 5])
    counts = camera.looks.counters
    assert counts.frames == 40
    assert counts.unchanged + counts.abstained + counts.cropped + counts.postponed == 40 * 2
    assert counts.answered == counts.cropped
    assert min(counts.unchanged, counts.abstained, counts.cropped, counts.postponed) > 0


@settings(max_examples=30, deadline=None)
@given(
    middle=st.tuples(st.floats(0, 640), st.floats(0, 360)),
    reach=st.lists(st.floats(5, 200), min_size=3, max_size=6),
    box=st.builds(
        RotatedBox,
        center=st.tuples(st.floats(0, 640), st.floats(0, 360)),
        size=st.tuples(st.floats(20, 400), st.floats(20, 400)),
        angle=st.floats(-180, 180),
    ),
    spec=st.builds(
        CropSpec,
        width=st.integers(8, 64),
        height=st.integers(8, 64),
        fit=st.sampled_from(["stretch", "pad", "short_side_crop"]),
        margin=st.floats(0, 0.3),
    ),
    seed=st.integers(0, 1000),
)
def test_no_masked_pixel_reaches_a_crop_or_a_patch(
    middle: tuple[float, float], reach: list[float], box: RotatedBox, spec: CropSpec, seed: int
) -> None:
    """Whatever is under the mask, what is made of the frame is the same."""
    turns = np.linspace(0, 2 * np.pi, len(reach), endpoint=False)
    mask = tuple(
        (middle[0] + r * float(np.cos(a)), middle[1] + r * float(np.sin(a))) for r, a in zip(reach, turns, strict=True)
    )
    view = View(view="v", table="T", box=box)
    calibrated = calibration(mask).model_copy(update={"tables": (view,)})
    secret = rasterize_masks(calibrated)
    rng = np.random.default_rng(seed)
    made = []
    for _ in range(2):
        image = PLAIN.copy()
        image[secret] = rng.integers(0, 256, (int(secret.sum()), 3))
        apply_masks(image, secret)
        matrix = patch_matrix(place(box, (64, 64), fit="stretch", margin=spec.margin).region)
        seen = CameraLooks(calibrated, spec).see(image, 0.0)
        made.append((take_patch(image, matrix).pixels, [crop.pixels for crop in seen.crops], seen.looks))
    np.testing.assert_array_equal(made[0][0], made[1][0])
    assert len(made[0][1]) == len(made[1][1])
    for one, other in zip(made[0][1], made[1][1], strict=True):
        np.testing.assert_array_equal(one, other)
    assert made[0][2] == made[1][2]
