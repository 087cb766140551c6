"""What a training writes beside its checkpoints, so that a bundle's card can say where its weights come from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from models.bundle.card import Prior, Training
from models.classifier import Classifier, save
from models.crops import Crops
from models.train import Epoch, Plan

RECORD_NAME = "training.json"
BEST_NAME = "best.pt"


class Record(BaseModel):
    """Where weights come from, and the share of each state they were trained on."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    training: Training
    class_prior: Prior

    @classmethod
    def of(cls, crops: Crops, validation: Crops, plan: Plan, earlier: Record | None = None) -> Record:
        """The record of training on these crops by this plan, after what an `earlier` training did."""
        renderers = sorted(tag.removeprefix("renderer:") for tag in crops.tags if tag.startswith("renderer:"))
        training = Training(
            data=f"rendered rooms of models.simulate, renderers: {', '.join(renderers)}; no real picture",
            split=f"by room, furniture and texture; {validation.rooms} other rooms to choose and calibrate by",
            rooms=crops.rooms,
            crops=len(crops),
            epochs=plan.epochs + (earlier.training.epochs if earlier else 0),
            course="; then ".join(filter(None, [earlier.training.course if earlier else "", *_stages(plan)])),
            seed=plan.seed,
            data_sha256=crops.sha256,
        )
        return cls(training=training, class_prior=crops.prior)

    @classmethod
    def read(cls, folder: Path) -> Record:
        """The record in a training's folder. Raises `OSError` or `pydantic.ValidationError`."""
        return cls.model_validate_json((folder / RECORD_NAME).read_bytes())

    def write(self, folder: Path) -> None:
        (folder / RECORD_NAME).write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")


def _stages(plan: Plan) -> list[str]:
    return [f"{stage.epochs} epochs at {stage.side} pixels" for stage in plan.stages]


@dataclass
class Keeper:
    """Keeps a checkpoint of every epoch in `folder`, and the best so far as `best.pt`."""

    folder: Path
    best: Epoch | None = None

    def keep(self, epoch: Epoch, classifier: Classifier) -> None:
        save(classifier, self.folder / f"epoch-{epoch.number:02d}.pt")
        if self.best is None or epoch.examination.merit > self.best.examination.merit:
            self.best = epoch
            save(classifier, self.folder / BEST_NAME)
