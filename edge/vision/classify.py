"""Crops to evidence: the crops of all cameras in one batch, in a thread of its own."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from edge.events import Value
from edge.vision.crops import Answer, Crop, Evidence
from edge.vision.looks import AbstainReason
from models.bundle import Card, Output

_log = logging.getLogger(__name__)
_FAILED = Evidence(reason=AbstainReason.CLASSIFIER_FAILED)


class Classifier(Protocol):
    """A network and its card: `models.bundle.Bundle`, or a fake."""

    @property
    def card(self) -> Card:
        """What it expects and how its answers are calibrated."""
        ...

    def run(self, crops: NDArray[np.uint8]) -> Output:
        """What it says of RGB crops uint8 [n, h, w, 3]."""
        ...


class BatchSettings(Value):
    """How crops are put together."""

    size: int = Field(8, ge=1, le=256, description="Crops classified at once, at most.")
    deadline_s: float = Field(0.03, ge=0, le=1, description="Seconds a crop waits for others to share its batch.")


@dataclass
class BatchCounters:
    """What became of crops: each submitted one was `replaced` by a newer, `classified`, `failed`, or still waits."""

    submitted: int = 0
    replaced: int = 0
    batches: int = 0
    classified: int = 0
    failed: int = 0


class _Waiting(NamedTuple):
    crop: Crop
    since: float


def classify(classifier: Classifier, crops: Sequence[Crop], *, size: int = 8) -> list[Answer]:
    """Evidence of each crop, in order, `size` at a time. Raises what the classifier raises."""
    answers: list[Answer] = []
    for start in range(0, len(crops), size):
        batch = crops[start : start + size]
        output = classifier.run(np.stack([crop.pixels for crop in batch]))
        answers += map(Answer, batch, _evidence(output, classifier.card))
    return answers


def _evidence(output: Output, card: Card) -> list[Evidence]:
    """Calibrated evidence; low confidence abstains, and so does a network that answers with nonsense."""
    finite = np.isfinite(output.state_logits).all(axis=1) & np.isfinite(output.people)
    probabilities = card.probabilities(np.where(finite[:, None], output.state_logits, 0.0).astype(np.float32))
    people = np.maximum(output.people, 0.0)
    told = zip(finite, probabilities.tolist(), people.tolist(), output.embedding, strict=True)
    return [_one(card, shares, count, embedding) if usable else _FAILED for usable, shares, count, embedding in told]


def _one(card: Card, shares: list[float], people: float, embedding: NDArray[np.float32]) -> Evidence:
    if max(shares) < card.thresholds.abstain_below:
        return Evidence(reason=AbstainReason.LOW_CONFIDENCE, embedding=embedding)
    clean, occupied, dirty = shares
    return Evidence(probabilities=(clean, occupied, dirty), people=people, embedding=embedding)


class Batcher:
    """A thread that classifies. Each view has one place in the queue: a newer crop takes the place of the one waiting.

    So overload costs every view some freshness, never memory, and none is starved: places are served in turn.
    `deliver` is called in that thread with each batch's answers; should it raise, the thread ends (`alive`).
    """

    def __init__(
        self,
        classifier: Classifier,
        deliver: Callable[[list[Answer]], None],
        settings: BatchSettings | None = None,
    ) -> None:
        self._classifier = classifier
        self._deliver = deliver
        self._settings = settings or BatchSettings()
        self._waiting: dict[tuple[str, str], _Waiting] = {}
        self._changed = threading.Condition()
        self._stopping = False
        self._failing = False
        self._counters = BatchCounters()
        self._thread = threading.Thread(target=self._run, name="classify", daemon=True)

    def start(self) -> None:
        """Begin to classify."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread after the batch it is at; what waits is dropped."""
        with self._changed:
            self._stopping = True
            self._waiting.clear()
            self._changed.notify_all()
        self._thread.join()

    @property
    def alive(self) -> bool:
        """Whether crops are being classified."""
        return self._thread.is_alive()

    @property
    def counters(self) -> BatchCounters:
        """The counts so far."""
        with self._changed:
            return replace(self._counters)

    def submit(self, crop: Crop) -> None:
        """Queue a crop. Never blocks; callable from any thread."""
        key = (crop.camera, crop.view.view)
        with self._changed:
            before = self._waiting.get(key)
            self._counters.submitted += 1
            self._counters.replaced += before is not None
            self._waiting[key] = _Waiting(crop, before.since if before else time.monotonic())
            self._changed.notify_all()

    def _run(self) -> None:
        while batch := self._next_batch():
            self._deliver(self._answers(batch))

    def _next_batch(self) -> list[Crop]:
        """The crops that waited longest; waits until a batch is full or its deadline is over. Empty: stopping."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._stopping)
            if self._waiting:
                oldest = next(iter(self._waiting.values())).since
                self._changed.wait_for(self._is_full, timeout=oldest + self._settings.deadline_s - time.monotonic())
            keys = list(islice(self._waiting, self._settings.size))
            return [self._waiting.pop(key).crop for key in keys]

    def _is_full(self) -> bool:
        return self._stopping or len(self._waiting) >= self._settings.size

    def _answers(self, batch: list[Crop]) -> list[Answer]:
        try:
            answers = classify(self._classifier, batch, size=self._settings.size)
        except Exception as error:  # noqa: BLE001 - whatever a runtime or a driver throws, the next batch may work
            self._note_failure(error)
            answers = [Answer(crop, _FAILED) for crop in batch]
        else:
            self._note_success()
        failed = sum(answer.evidence is _FAILED for answer in answers)
        with self._changed:
            self._counters.batches += 1
            self._counters.failed += failed
            self._counters.classified += len(answers) - failed
        return answers

    def _note_failure(self, error: Exception) -> None:
        if not self._failing:
            _log.error("The classifier failed: %s. Tables keep their state and go stale until it works again.", error)
        self._failing = True

    def _note_success(self) -> None:
        if self._failing:
            _log.warning("The classifier works again.")
        self._failing = False


__all__ = ["BatchCounters", "BatchSettings", "Batcher", "Classifier", "classify"]
