"""From labelled crops to a bundle that runs: training learns, the export answers the same, the card says so."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

torch = pytest.importorskip("torch")
pytest.importorskip("onnxscript")

from models import classifier as networks  # noqa: E402
from models.__main__ import main  # noqa: E402
from models.augment import augment  # noqa: E402
from models.backbone import BackboneConfig  # noqa: E402
from models.bundle import Bundle  # noqa: E402
from models.classifier import Classifier  # noqa: E402
from models.crops import read  # noqa: E402
from models.export import ExportError, checked_export, export, operators, parity  # noqa: E402
from models.train import Plan, Stage, train  # noqa: E402
from tests.models.rendered_crops import write  # noqa: E402

pytestmark = [
    pytest.mark.train,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning"),
]
TINY = BackboneConfig(dim=24, depth=1, heads=2, registers=1, stem=(8, 12, 16))
PLAN = Plan(stages=(Stage(3, 32), Stage(1, 48)), batch=16, learning_rate=4e-3, warm_up_steps=2, averaging=0.5)


@pytest.fixture(scope="module", autouse=True)
def _one_thread() -> None:
    torch.set_num_threads(1)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("crops"))


@pytest.fixture(scope="module")
def tiny() -> Classifier:
    torch.manual_seed(2)
    return Classifier(TINY).eval()


def _train(data: Path) -> tuple[list[float], list[float], Classifier]:
    torch.manual_seed(5)
    network, losses = Classifier(TINY), []
    epochs = list(train(network, read(data, "train"), read(data, "validation"), PLAN, on_step=losses.append))
    return losses, [epoch.examination.ranking.occupied for epoch, _ in epochs], network


def test_training_learns_and_the_same_seed_learns_the_same(data: Path) -> None:
    losses, rankings, network = _train(data)
    assert np.mean(losses[-6:]) < 0.8 * np.mean(losses[:3])
    assert rankings[-1] > 0.9
    again, _, twin = _train(data)
    assert again == losses
    assert all(torch.equal(a, b) for a, b in zip(network.parameters(), twin.parameters(), strict=True))


def test_two_workers_learn_what_one_learns(data: Path) -> None:
    """Without batch statistics, halves of a batch add up to the batch, in the memory layout of the weights."""
    crops, unseen = read(data, "train"), read(data, "validation")
    learnt = []
    for workers in (1, 2):
        torch.manual_seed(6)
        network = Classifier(BackboneConfig(dim=24, depth=1, heads=2, registers=1))
        plan = Plan(stages=(Stage(1, 32),), batch=32, warm_up_steps=1, workers=workers)
        list(train(network, crops, unseen, plan, on_step=lambda _: None))
        learnt.append(torch.cat([parameter.flatten() for parameter in network.parameters()]))
    assert torch.nn.functional.cosine_similarity(learnt[0], learnt[1], dim=0) > 0.9999


def test_the_export_answers_like_the_network(tiny: Classifier) -> None:
    crops = np.random.default_rng(0).integers(0, 256, (5, 48, 48, 3), dtype=np.uint8)
    model, close = checked_export(tiny, 48, crops)
    assert close.cosine >= 0.999
    assert close.same_state
    assert not [name for name in operators(model) if "Sequence" in name]


def test_the_gate_refuses_another_network(tiny: Classifier, monkeypatch: pytest.MonkeyPatch) -> None:
    crops = np.random.default_rng(0).integers(0, 256, (5, 48, 48, 3), dtype=np.uint8)
    torch.manual_seed(9)
    other = export(Classifier(TINY), 48)
    assert parity(tiny, other, crops).cosine < 0.999
    monkeypatch.setattr("models.export.export", lambda *_, **__: other)
    with pytest.raises(ExportError, match="answers differently"):
        checked_export(tiny, 48, crops)


def test_a_checkpoint_comes_back_the_same_and_code_is_not_loaded(tiny: Classifier, tmp_path: Path) -> None:
    networks.save(tiny, tmp_path / "a.pt")
    crops = torch.randint(0, 256, (2, 48, 48, 3), dtype=torch.uint8)
    with torch.inference_mode():
        assert torch.equal(networks.load(tmp_path / "a.pt")(crops).state, tiny(crops).state)
    torch.save({"config": Path, "weights": {}}, tmp_path / "evil.pt")
    with pytest.raises(Exception, match="Weights only"):
        networks.load(tmp_path / "evil.pt")


def test_augmented_crops_are_of_the_wanted_size_and_from_their_seed() -> None:
    crop = np.random.default_rng(0).integers(0, 256, (48, 48, 3), dtype=np.uint8)
    kept = crop.copy()
    many = [augment(crop, 32, np.random.default_rng(seed)) for seed in range(60)]
    assert {(one.shape, one.dtype) for one in many} == {((32, 32, 3), np.dtype(np.uint8))}
    assert np.array_equal(many[7], augment(crop, 32, np.random.default_rng(7)))
    assert len({one.tobytes() for one in many}) == len(many)
    assert np.array_equal(crop, kept)


def test_from_crops_to_a_measured_bundle_on_the_command_line(data: Path, tmp_path: Path) -> None:
    run = CliRunner()
    out, folder = tmp_path / "out", tmp_path / "bundle"
    sizes = ["--size", "24", "1", "2", "--small", "2", "32", "--full", "1", "48", "--threads", "1"]
    trained = run.invoke(main, ["train", "--data", str(data), "--out", str(out), *sizes, "--json"])
    assert trained.exit_code == 0, trained.output
    assert [json.loads(line)["side"] for line in trained.stdout.splitlines()] == [32, 32, 48]
    options = ["--data", str(data), "--out", str(folder), "--side", "48", "--json"]
    exported = run.invoke(main, ["export", str(out / "best.pt"), *options])
    assert exported.exit_code == 0, exported.output
    measured = run.invoke(main, ["evaluate", str(folder), "--data", str(data), "--json"])
    assert json.loads(measured.stdout)["confusion"] == json.loads(exported.stdout)["held_out"]["confusion"]
    card = Bundle.load(folder).card
    assert card.held_out is not None
    assert card.held_out.crops == 48
    assert card.training.crops == 96
    assert "never seen a real picture" in card.note


def test_no_crops_say_what_to_do(tmp_path: Path) -> None:
    answer = CliRunner().invoke(main, ["train", "--data", str(tmp_path), "--out", str(tmp_path / "out")])
    assert answer.exit_code == 1
    assert "python -m models simulate" in answer.output
