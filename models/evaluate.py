"""Measuring a classifier on labelled crops: the figures of its card."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from models.augment import resized
from models.bundle import Bundle, Card, Figures, Output, TagFigures
from models.crops import Crops
from models.scores import calibration_error, confusion, log_loss, rankings, recall

BATCH = 64


class Runs(Protocol):
    """What classifies crops uint8 [n, h, w, 3]: a bundle, or a network in training."""

    def run(self, crops: npt.NDArray[np.uint8]) -> Output: ...


def answers(classifier: Runs, crops: Crops, side: int) -> Output:
    """The classifier's output on all crops, resized to `side`."""
    parts = [classifier.run(resized(crops.pixels[at : at + BATCH], side)) for at in range(0, len(crops), BATCH)]
    return Output(
        np.concatenate([part.state_logits for part in parts]),
        np.concatenate([part.people for part in parts]),
        np.concatenate([part.embedding for part in parts]),
    )


def evaluate(bundle: Bundle, crops: Crops) -> Figures:
    """Figures of a bundle on labelled crops."""
    output = answers(bundle, crops, bundle.card.input.height)
    return figures(output, bundle.card, crops)


def figures(output: Output, card: Card, crops: Crops) -> Figures:
    """Figures of answers that a classifier with this card gave on these crops."""
    probabilities = card.probabilities(output.state_logits)
    called = probabilities.argmax(axis=1)
    counts = confusion(crops.state, called)
    off = np.abs(np.round(output.people) - crops.people)
    first, second, third = ((int(a), int(b), int(c)) for a, b, c in counts)
    clean, occupied, dirty = recall(counts).tolist()
    return Figures(
        data_sha256=crops.sha256,
        crops=len(crops),
        rooms=crops.rooms,
        accuracy=float((called == crops.state).mean()),
        confusion=(first, second, third),
        recall=(clean, occupied, dirty),
        ece=calibration_error(probabilities, crops.state),
        nll=log_loss(probabilities, crops.state),
        occupied_auc=rankings(probabilities, crops.state).occupied,
        abstained=float((probabilities.max(axis=1) < card.thresholds.abstain_below).mean()),
        people_mae=float(np.abs(output.people - crops.people).mean()),
        people_within_one=float((off <= 1).mean()),
        tags={tag: _of_tag(called == crops.state, off <= 1, flags) for tag, flags in crops.tags.items() if flags.any()},
    )


def _of_tag(right: npt.NDArray[np.bool_], near: npt.NDArray[np.bool_], flags: npt.NDArray[np.bool_]) -> TagFigures:
    return TagFigures(
        crops=int(flags.sum()), accuracy=float(right[flags].mean()), people_within_one=float(near[flags].mean())
    )
