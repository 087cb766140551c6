"""From a checkpoint to a bundle: calibrated, exported, proved equal and measured on rooms it has never seen."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict

from models.augment import resized
from models.bundle import Bundle, Card, Figures, Thresholds
from models.bundle.card import MODEL_NAME, Backbone, InputSize
from models.classifier import Classifier
from models.crops import Crops
from models.evaluate import answers, evaluate
from models.export import Parity, checked_export
from models.record import Record
from models.scores import best_temperature, softmax
from models.train import Network

ABSTAINED_SHARE = 0.05
"""The least sure answers on validation rooms: so doubtful that in a store they count as no evidence."""
PARITY_CROPS = 32
NOTE = (
    "Trained from scratch on rendered rooms only: it has never seen a real picture, and every figure here is of "
    "rendered rooms. In a real room the order of its answers carries over better than their cut: check it there first."
)


class Publication(BaseModel):
    """What came of it."""

    model_config = ConfigDict(frozen=True)

    folder: Path
    bytes: int
    parity_cosine: float
    temperature: float
    held_out: Figures


def publish(
    classifier: Classifier,
    record: Record,
    *,
    name: str,
    version: str,
    side: int,
    validation: Crops,
    test: Crops,
    folder: Path,
) -> Publication:
    """Write a bundle into `folder`: calibrated on `validation`, measured on `test`, whole or not at all.

    Raises `ExportError` where the exported graph does not answer like the network.
    """
    fitted = _calibrate(classifier, validation, side)
    model, close = checked_export(classifier, side, resized(validation.pixels[:PARITY_CROPS], side))
    card = _card(classifier, record, fitted, model, name=name, version=version, side=side)
    with tempfile.TemporaryDirectory() as trial:
        _write(card, model, Path(trial))
        held_out = evaluate(Bundle.load(trial, threads=2), test)
    folder.mkdir(parents=True, exist_ok=True)
    _write(card.model_copy(update={"held_out": held_out}), model, folder)
    return _publication(folder, close, fitted.temperature, held_out)


@dataclass(frozen=True)
class _Calibration:
    """What the validation rooms decide: the temperature, and the doubt from which an answer counts as none."""

    temperature: float
    abstain_below: float


def _calibrate(classifier: Classifier, validation: Crops, side: int) -> _Calibration:
    logits = answers(Network(classifier), validation, side).state_logits
    temperature = best_temperature(logits, validation.state)
    least_sure = np.quantile(softmax(logits, temperature).max(axis=1), ABSTAINED_SHARE)
    return _Calibration(round(temperature, 4), round(float(least_sure), 3))


def _publication(folder: Path, close: Parity, temperature: float, held_out: Figures) -> Publication:
    size = (folder / MODEL_NAME).stat().st_size
    return Publication(
        folder=folder, bytes=size, parity_cosine=close.cosine, temperature=temperature, held_out=held_out
    )


def _card(
    classifier: Classifier, record: Record, fitted: _Calibration, model: bytes, *, name: str, version: str, side: int
) -> Card:
    size = classifier.config
    stem = f", convolutional stem {'-'.join(map(str, size.stem))}" if size.stem else ""
    return Card(
        name=name,
        version=version,
        note=NOTE,
        input=InputSize(width=side, height=side),
        fit="stretch",
        margin=0.0,
        embedding=2 * size.dim,
        temperature=fitted.temperature,
        class_prior=record.class_prior,
        thresholds=Thresholds(abstain_below=fitted.abstain_below),
        backbone=Backbone(
            name=f"ViT of DINOv3's architecture, dim {size.dim}, depth {size.depth}, heads {size.heads}{stem}",
            weights="trained from scratch, none of Meta's",
            licence="Apache-2.0",
            parameters=int(np.sum([parameter.numel() for parameter in classifier.parameters()])),
        ),
        licence="Apache-2.0",
        training=record.training,
        sha256=hashlib.sha256(model).hexdigest(),
    )


def _write(card: Card, model: bytes, folder: Path) -> None:
    (folder / MODEL_NAME).write_bytes(model)
    card.write(folder)
