"""`bundle.json`: what a classifier expects, what it was trained on and how well it did."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from models.bundle.errors import BundleError
from models.bundle.figures import Figures, Share

CARD_NAME = "bundle.json"
MODEL_NAME = "model.onnx"

Labels = tuple[Literal["clean"], Literal["occupied"], Literal["dirty"]]
Prior = tuple[Annotated[float, Field(gt=0.0)], Annotated[float, Field(gt=0.0)], Annotated[float, Field(gt=0.0)]]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class InputSize(_Part):
    """The size of a crop in pixels."""

    width: int = Field(gt=0)
    height: int = Field(gt=0)


class Thresholds(_Part):
    """Where evidence stops being evidence: a top probability under `abstain_below` says nothing."""

    abstain_below: Share


class Backbone(_Part):
    """What looks at the pixels, whose weights it has and under which licence."""

    name: str
    weights: str
    licence: str
    parameters: int = Field(gt=0)


class Training(_Part):
    """What the weights have seen: data, split and seeds, enough to make them again."""

    data: str
    split: str
    rooms: int = Field(ge=0)
    crops: int = Field(ge=0)
    epochs: int = Field(ge=0)
    course: str = ""
    seed: int
    data_sha256: str


class Card(_Part):
    """A bundle's `bundle.json` (format 1).

    Probabilities are `softmax(state / temperature)` in the order of `labels`; `class_prior` is the share of each label
    in training, over which evidence is weighed. `margin` widens a view's box on each side, as a share of its sides.
    """

    format: Literal[1] = 1
    name: str = Field(pattern=r"^[a-z0-9][a-z0-9-]{0,39}$")
    version: str
    note: str = ""
    labels: Labels = ("clean", "occupied", "dirty")
    input: InputSize
    fit: Literal["stretch", "pad", "short_side_crop"]
    margin: float = Field(ge=0.0, le=1.0)
    embedding: int = Field(gt=0)
    temperature: float = Field(gt=0.0)
    class_prior: Prior
    thresholds: Thresholds
    backbone: Backbone
    licence: str
    training: Training
    held_out: Figures | None = None
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")

    @field_validator("class_prior")
    @classmethod
    def _sums_to_one(cls, prior: Prior) -> Prior:
        if abs(sum(prior) - 1.0) > 1e-3:
            raise ValueError(f"sums to {sum(prior):.4f}, not to 1")
        return prior

    @classmethod
    def read(cls, folder: Path) -> Card:
        """The card in `folder`. Raises `BundleError` if there is none or it makes no sense."""
        path = folder / CARD_NAME
        try:
            return cls.model_validate_json(path.read_bytes())
        except OSError as error:
            raise BundleError(
                f"{path}: cannot be read ({error.strerror}).",
                hint="A bundle is a folder with bundle.json and model.onnx: check the path.",
            ) from error
        except ValidationError as error:
            raise BundleError(
                f"{path}: {_in_words(error)}.", hint="Export the bundle again, or use one of this version's format."
            ) from error

    def write(self, folder: Path) -> None:
        """Write `bundle.json` into `folder`."""
        (folder / CARD_NAME).write_text(self.model_dump_json(indent=2) + "\n", encoding="utf-8")

    def probabilities(self, state: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Calibrated probabilities float32 [n, 3] of state logits [n, 3]."""
        scaled = state.astype(np.float64) / self.temperature
        shares = np.exp(scaled - scaled.max(axis=1, keepdims=True))
        return np.asarray(shares / shares.sum(axis=1, keepdims=True), dtype=np.float32)


def _in_words(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in problem['loc']) or 'document'}: {problem['msg']}"
        for problem in error.errors()
    )
