"""The whole network: crop in, state, people and embedding out; and its checkpoints."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import NamedTuple

import torch
from torch import Tensor, nn

from models.backbone import Backbone, BackboneConfig
from models.head import Head

MEAN = (0.485, 0.456, 0.406)
DEVIATION = (0.229, 0.224, 0.225)


class Answer(NamedTuple):
    """`state` logits [n, 3] (clean, occupied, dirty), `people` [n] >= 0, `embedding` [n, d]."""

    state: Tensor
    people: Tensor
    embedding: Tensor


class Classifier(nn.Module):
    """Backbone and head behind the bundle's own input: uint8 RGB crops [n, h, w, 3], normalised inside."""

    mean: Tensor
    deviation: Tensor

    def __init__(self, config: BackboneConfig) -> None:
        super().__init__()
        self.config = config
        self.backbone = Backbone(config)
        self.head = Head(config.dim)
        self.apply(_initialise)
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1) * 255, persistent=False)
        self.register_buffer("deviation", torch.tensor(DEVIATION).view(1, 3, 1, 1) * 255, persistent=False)

    def forward(self, crops: Tensor) -> Answer:
        pixels = (crops.permute(0, 3, 1, 2).float() - self.mean) / self.deviation
        tokens = self.backbone(pixels)
        return Answer(*self.head(tokens[:, 0], tokens[:, self.backbone.prefix :]))


def _initialise(part: nn.Module) -> None:
    """Small weights for every linear map, as is usual for vision transformers."""
    if isinstance(part, nn.Linear):
        nn.init.trunc_normal_(part.weight, std=0.02)
        if part.bias is not None:
            nn.init.zeros_(part.bias)


def save(classifier: Classifier, path: Path) -> None:
    """Write a checkpoint: the size and the weights, nothing that is code."""
    part = path.with_suffix(".part")
    torch.save({"config": asdict(classifier.config), "weights": classifier.state_dict()}, part)
    part.replace(path)


def load(path: Path) -> Classifier:
    """Read a checkpoint of `save`. Loads weights only, never code."""
    checkpoint = torch.load(path, map_location="cpu", weights_only=True)
    sizes = checkpoint["config"] | {"stem": tuple(checkpoint["config"]["stem"])}
    classifier = Classifier(BackboneConfig(**sizes))
    classifier.load_state_dict(checkpoint["weights"])
    return classifier.eval()
