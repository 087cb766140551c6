"""The runtime door: every promise of a card is checked before a crop is classified."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from models.bundle import Bundle, BundleError, embedded
from tests.models.tiny_bundle import build_colour_bundle, colour_model


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return build_colour_bundle(tmp_path / "colour", width=32, height=48)


def _crops(*colours: tuple[int, int, int]) -> np.ndarray:
    return np.stack([np.full((48, 32, 3), colour, np.uint8) for colour in colours])


def _edit(folder: Path, **changes: object) -> None:
    card = json.loads((folder / "bundle.json").read_text())
    (folder / "bundle.json").write_text(json.dumps(card | changes))


def _put_model(folder: Path, model: bytes) -> None:
    (folder / "model.onnx").write_bytes(model)
    _edit(folder, sha256=hashlib.sha256(model).hexdigest())


def test_colours_become_states_people_and_embeddings(folder: Path) -> None:
    bundle = Bundle.load(folder)
    output = bundle.run(_crops((20, 220, 20), (255, 0, 0), (20, 20, 220)))
    probabilities = bundle.card.probabilities(output.state_logits)
    assert probabilities.argmax(axis=1).tolist() == [0, 1, 2]
    assert probabilities.sum(axis=1) == pytest.approx([1, 1, 1])
    assert output.people[1] == pytest.approx(4.0)
    assert output.embedding == pytest.approx(np.array([[20, 220, 20], [255, 0, 0], [20, 20, 220]]) / 255, abs=1e-5)
    assert {part.dtype for part in (output.state_logits, output.people, output.embedding)} == {np.dtype(np.float32)}
    assert bundle.provider == "CPUExecutionProvider"


def test_a_higher_temperature_doubts_more(folder: Path) -> None:
    crops = _crops((20, 220, 20))
    sure = Bundle.load(folder)
    _edit(folder, temperature=3.0)
    doubting = Bundle.load(folder)
    assert doubting.card.probabilities(doubting.run(crops).state_logits).max() < 0.99
    assert sure.card.probabilities(sure.run(crops).state_logits).max() > 0.99


def test_no_crops_give_no_rows(folder: Path) -> None:
    output = Bundle.load(folder).run(np.zeros((0, 48, 32, 3), np.uint8))
    assert (output.state_logits.shape, output.people.shape, output.embedding.shape) == ((0, 3), (0,), (0, 3))


@pytest.mark.parametrize(
    "crops",
    [
        np.zeros((1, 32, 48, 3), np.uint8),
        np.zeros((1, 48, 32, 3), np.float32),
        np.zeros((48, 32, 3), np.uint8),
        np.zeros((1, 48, 32, 4), np.uint8),
    ],
    ids=["turned", "float", "no batch", "alpha"],
)
def test_crops_of_another_shape_are_refused(folder: Path, crops: np.ndarray) -> None:
    with pytest.raises(ValueError, match=r"expected uint8 \[n, 48, 32, 3\]"):
        Bundle.load(folder).run(crops)


BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "no folder": (lambda folder: folder.rename(folder.with_name("gone")), "No such file"),
    "no model": (lambda folder: (folder / "model.onnx").unlink(), "model.onnx: cannot be read"),
    "not json": (lambda folder: (folder / "bundle.json").write_text("no"), "Invalid JSON"),
    "altered model": (lambda folder: (folder / "model.onnx").write_bytes(b"x"), "copied"),
    "no model inside": (lambda folder: _put_model(folder, b"no graph"), "is no model"),
    "truncated model": (lambda folder: _put_model(folder, colour_model(32, 48)[:200]), "is no model"),
    "other labels": (lambda folder: _edit(folder, labels=["occupied", "clean", "dirty"]), "labels"),
    "two labels": (lambda folder: _edit(folder, labels=["clean", "occupied"]), "labels"),
    "other input": (lambda folder: _edit(folder, input={"width": 48, "height": 48}), "takes"),
    "other embedding": (lambda folder: _edit(folder, embedding=7), "output embedding"),
    "outputs renamed": (
        lambda folder: _put_model(folder, colour_model(32, 48).replace(b"people", b"folks!")),
        "output people is missing",
    ),
    "no temperature": (lambda folder: _edit(folder, temperature=0), "temperature"),
    "prior sums to 2": (lambda folder: _edit(folder, class_prior=[1, 0.5, 0.5]), "sums to 2"),
    "threshold over 1": (lambda folder: _edit(folder, thresholds={"abstain_below": 1.5}), "abstain_below"),
    "newer format": (lambda folder: _edit(folder, format=2), "format"),
    "unknown key": (lambda folder: _edit(folder, surprise=1), "surprise"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_bundle_is_refused_with_what_to_do(folder: Path, case: str) -> None:
    damage, words = BROKEN[case]
    damage(folder)
    with pytest.raises(BundleError, match=words) as caught:
        Bundle.load(folder)
    assert str(folder) in caught.value.message
    assert caught.value.hint.endswith(".")


def test_a_provider_that_is_not_there_is_named(folder: Path) -> None:
    with pytest.raises(BundleError, match=r"NoSuchProvider.*choose from: .*CPUExecutionProvider"):
        Bundle.load(folder, providers=["NoSuchProvider"])


def test_the_door_needs_no_torch() -> None:
    probe = "import sys, models.bundle; print('torch' in sys.modules, 'onnx' in sys.modules)"
    found = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["False", "False"]


def test_the_embedded_bundle_keeps_its_promises() -> None:
    bundle = Bundle.load(embedded())
    assert sum(file.stat().st_size for file in embedded().iterdir()) <= 12e6
    assert "rendered" in bundle.card.note
    assert bundle.card.held_out is not None
    assert bundle.card.held_out.crops == sum(map(sum, bundle.card.held_out.confusion))
