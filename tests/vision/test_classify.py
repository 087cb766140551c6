"""The batcher: one batch of all cameras, one place per view, failures that pass."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest
from numpy.typing import NDArray

from calibration import RotatedBox, View
from edge.vision.classify import Batcher, BatchSettings, classify
from edge.vision.crops import Answer, Crop
from edge.vision.gate import Patch
from edge.vision.looks import AbstainReason
from models.bundle import Bundle, Card, Output
from tests.models.tiny_bundle import build_colour_bundle

RED, GREEN, BLUE, GREY = (230, 10, 10), (10, 230, 10), (10, 10, 230), (120, 120, 120)
PATIENT = 10.0
"""Seconds until a test gives up waiting."""


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return Bundle.load(build_colour_bundle(tmp_path_factory.mktemp("bundle") / "colours"))


def crop(colour: tuple[int, int, int], view: str = "v", camera: str = "cam", at: float = 0.0) -> Crop:
    place = View(view=view, table="T", box=RotatedBox(center=(1, 1), size=(1, 1), angle=0))
    pixels = np.full((64, 64, 3), colour, dtype=np.uint8)
    return Crop(camera, place, at, pixels, Patch(pixels[..., 0], 0.0, 0.0))


class Held:
    """A classifier that works when it is told to, or not at all."""

    def __init__(self, bundle: Bundle, *, fails: Callable[[int], bool] = lambda run: False) -> None:
        self.card: Card = bundle.card
        self.sizes: list[int] = []
        self.entered = threading.Semaphore(0)
        self.go = threading.Semaphore(0)
        self._bundle = bundle
        self._fails = fails

    def run(self, crops: NDArray[np.uint8]) -> Output:
        self.sizes.append(len(crops))
        self.entered.release()
        assert self.go.acquire(timeout=PATIENT)
        if self._fails(len(self.sizes)):
            raise RuntimeError("CUDA error 700: an illegal memory access was encountered")
        return self._bundle.run(crops)


class Mailbox:
    """Where batches of answers arrive."""

    def __init__(self) -> None:
        self.batches: queue.Queue[list[Answer]] = queue.Queue()

    def next(self) -> list[Answer]:
        return self.batches.get(timeout=PATIENT)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def running(mailbox: Mailbox) -> Iterator[Callable[..., Batcher]]:
    started: list[tuple[Batcher, object]] = []

    def start(classifier: Bundle | Held, **settings: float) -> Batcher:
        batcher = Batcher(classifier, mailbox.batches.put, BatchSettings(**settings))
        batcher.start()
        started.append((batcher, classifier))
        return batcher

    yield start
    for batcher, classifier in started:
        if isinstance(classifier, Held):
            classifier.go.release(100)
        batcher.stop()
        assert not batcher.alive


def test_evidence_is_calibrated_and_low_confidence_abstains(bundle: Bundle) -> None:
    answers = classify(bundle, [crop(colour) for colour in (GREEN, RED, BLUE, GREY)])
    told = [answer.evidence for answer in answers]
    assert [np.argmax(one.probabilities) for one in told[:3] if one.probabilities] == [0, 1, 2]
    assert all(sum(one.probabilities or ()) == pytest.approx(1) for one in told[:3])
    assert told[1].people == pytest.approx(4 * 230 / 255, abs=0.01)
    assert (told[3].probabilities, told[3].reason) == (None, AbstainReason.LOW_CONFIDENCE)
    assert all(one.embedding is not None and one.embedding.shape == (3,) for one in told)


def test_probabilities_are_softmax_over_the_temperature(bundle: Bundle) -> None:
    crops = [crop((90, 150, 60))]
    output = bundle.run(np.stack([one.pixels for one in crops]))
    scaled = np.exp(output.state_logits[0] / bundle.card.temperature)
    np.testing.assert_allclose(
        classify(bundle, crops)[0].evidence.probabilities or (), scaled / scaled.sum(), rtol=1e-5
    )


def test_many_crops_are_classified_in_order_and_in_parts(bundle: Bundle) -> None:
    held = Held(bundle)
    held.go.release(10)
    crops = [crop(RED if index % 3 else GREEN, view=f"v{index}") for index in range(10)]
    answers = classify(held, crops, size=4)
    assert held.sizes == [4, 4, 2]
    assert [answer.crop for answer in answers] == crops
    assert [np.argmax(answer.evidence.probabilities or ()) for answer in answers] == [
        1 if index % 3 else 0 for index in range(10)
    ]


def test_no_crops_give_no_answers(bundle: Bundle) -> None:
    assert classify(bundle, []) == []


class Nonsense:
    """A network whose second answer of each batch is not a number, and whose head counts fewer than nobody."""

    def __init__(self, bundle: Bundle) -> None:
        self.card = bundle.card

    def run(self, crops: NDArray[np.uint8]) -> Output:
        logits = np.tile(np.float32([9, 0, 0]), (len(crops), 1))
        logits[1] = np.nan
        return Output(logits, np.full(len(crops), -0.2, np.float32), np.zeros((len(crops), 3), np.float32))


def test_nonsense_from_the_network_abstains(bundle: Bundle) -> None:
    good, bad = (answer.evidence for answer in classify(Nonsense(bundle), [crop(RED), crop(RED)]))
    assert (good.people, good.reason) == (0.0, None)
    assert (bad.probabilities, bad.reason) == (None, AbstainReason.CLASSIFIER_FAILED)


def test_crops_of_all_cameras_share_a_batch(bundle: Bundle, mailbox: Mailbox, running: Callable[..., Batcher]) -> None:
    batcher = running(bundle, size=3, deadline_s=1.0)  # a full batch does not wait for its deadline
    for camera in ("east", "west", "bar"):
        batcher.submit(crop(RED, camera=camera))
    assert [answer.crop.camera for answer in mailbox.next()] == ["east", "west", "bar"]


def test_a_lonely_crop_waits_no_longer_than_its_deadline(
    bundle: Bundle, mailbox: Mailbox, running: Callable[..., Batcher]
) -> None:
    running(bundle, size=64, deadline_s=0.01).submit(crop(BLUE))
    assert len(mailbox.next()) == 1


def test_a_newer_crop_takes_the_place_of_the_one_waiting(
    bundle: Bundle, mailbox: Mailbox, running: Callable[..., Batcher]
) -> None:
    held = Held(bundle)
    batcher = running(held, size=2, deadline_s=0.0)
    batcher.submit(crop(RED, view="busy", at=0))
    assert held.entered.acquire(timeout=PATIENT)  # the classifier is at work, what comes now must wait
    for at in (1.0, 2.0, 3.0):
        batcher.submit(crop(GREEN, view="busy", at=at))
        batcher.submit(crop(GREEN, view=f"other{at:.0f}", at=at))
    held.go.release(10)
    batches = [mailbox.next() for _ in range(3)]
    assert [[(one.crop.view.view, one.crop.at) for one in batch] for batch in batches] == [
        [("busy", 0.0)],
        [("busy", 3.0), ("other1", 1.0)],
        [("other2", 2.0), ("other3", 3.0)],
    ]
    counts = batcher.counters
    assert (counts.submitted, counts.replaced, counts.classified, counts.failed) == (7, 2, 5, 0)


def test_memory_is_bounded_by_the_number_of_views(
    bundle: Bundle, mailbox: Mailbox, running: Callable[..., Batcher]
) -> None:
    held = Held(bundle)
    batcher = running(held, size=8, deadline_s=0.0)
    batcher.submit(crop(RED, view="v0"))
    assert held.entered.acquire(timeout=PATIENT)
    for number in range(1000):
        batcher.submit(crop(RED, view=f"v{number % 4}", at=float(number)))
    held.go.release(10)
    mailbox.next()
    assert [one.crop.at for one in mailbox.next()] == [996, 997, 998, 999]


def test_a_failure_abstains_and_the_next_batch_works(
    bundle: Bundle, mailbox: Mailbox, running: Callable[..., Batcher], caplog: pytest.LogCaptureFixture
) -> None:
    held = Held(bundle, fails=lambda run: run <= 3)
    held.go.release(10)
    batcher = running(held, size=2, deadline_s=0.0)
    with caplog.at_level(logging.WARNING, logger="edge.vision.classify"):
        reasons = []
        for at in range(5):
            batcher.submit(crop(RED, at=float(at)))
            reasons += [answer.evidence.reason for answer in mailbox.next()]
    assert reasons == [AbstainReason.CLASSIFIER_FAILED] * 3 + [None] * 2
    assert [record.levelname for record in caplog.records] == ["ERROR", "WARNING"]  # once each
    assert "CUDA error 700" in caplog.text
    assert (batcher.counters.failed, batcher.counters.classified) == (3, 2)


def test_stopping_drops_what_waits(bundle: Bundle) -> None:
    held, mailbox = Held(bundle), Mailbox()
    batcher = Batcher(held, mailbox.batches.put, BatchSettings(deadline_s=0.0))
    batcher.start()
    batcher.submit(crop(RED))
    assert held.entered.acquire(timeout=PATIENT)
    batcher.submit(crop(RED, view="waiting"))
    stopper = threading.Thread(target=batcher.stop)
    stopper.start()
    held.go.release()
    stopper.join(PATIENT)
    assert not batcher.alive
    assert [len(batch) for batch in mailbox.batches.queue] == [1]
