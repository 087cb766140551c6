"""When the worker asks for a fresh process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from edge.clock import ManualClock
from edge.vision.classify import Batcher
from edge.vision.vitals import BATCH_LIMIT_S, FAILING_LIMIT_S, MOST_LEFT_BEHIND, WatchedClassifier, why_start_again
from models.bundle import Bundle, Card, Output
from tests.models.tiny_bundle import build_colour_bundle

CROPS = np.zeros((1, 64, 64, 3), np.uint8)


class Faulty:
    """A real bundle that breaks when told to."""

    def __init__(self, bundle: Bundle) -> None:
        self._bundle = bundle
        self.during: Callable[[], None] = lambda: None

    @property
    def card(self) -> Card:
        return self._bundle.card

    def run(self, crops: NDArray[np.uint8]) -> Output:
        self.during()
        return self._bundle.run(crops)


def _fail() -> None:
    raise RuntimeError("CUDA error 700: an illegal memory access was encountered")


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def faulty(tmp_path: Path) -> Faulty:
    return Faulty(Bundle.load(build_colour_bundle(tmp_path)))


def test_a_well_classifier_is_left_alone(faulty: Faulty, clock: ManualClock) -> None:
    watched = WatchedClassifier(faulty, clock)
    assert watched.card == faulty.card
    for _ in range(3):
        assert watched.run(CROPS).state_logits.shape == (1, 3)
        clock.advance(3600)
        assert watched.trouble() is None


def test_a_batch_that_hangs_is_noticed_while_it_hangs(faulty: Faulty, clock: ManualClock) -> None:
    watched = WatchedClassifier(faulty, clock)
    seen: list[str | None] = []

    def hang() -> None:
        clock.advance(BATCH_LIMIT_S)
        seen.append(watched.trouble())
        clock.advance(1.0)
        seen.append(watched.trouble())

    faulty.during = hang
    watched.run(CROPS)
    assert seen == [None, "the classifier has been at one batch for 31 s"]
    assert watched.trouble() is None


def test_failures_matter_once_they_last(faulty: Faulty, clock: ManualClock) -> None:
    watched = WatchedClassifier(faulty, clock)
    faulty.during = _fail
    for _ in range(2):
        with pytest.raises(RuntimeError, match="CUDA"):
            watched.run(CROPS)
        assert watched.trouble() is None
        clock.advance(FAILING_LIMIT_S)
    clock.advance(1.0)
    assert "failing" in (watched.trouble() or "")
    faulty.during = lambda: None
    watched.run(CROPS)
    assert watched.trouble() is None


def test_threads_that_hang_and_a_classifier_that_ended(faulty: Faulty, clock: ManualClock) -> None:
    watched = WatchedClassifier(faulty, clock)
    batcher = Batcher(watched, lambda answers: None)
    batcher.start()
    assert why_start_again(batcher, watched, MOST_LEFT_BEHIND - 1) is None
    assert "threads hang" in (why_start_again(batcher, watched, MOST_LEFT_BEHIND) or "")
    batcher.stop()
    assert "ended" in (why_start_again(batcher, watched, 0) or "")
    assert why_start_again(None, None, 0) is None
