"""What the tokens say about a table."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional


class Head(nn.Module):
    """Linear maps on the embedding [CLS, mean patch]: state logits and a number of people."""

    def __init__(self, dim: int) -> None:
        super().__init__()
        self.state = nn.Linear(2 * dim, 3)
        self.people = nn.Linear(2 * dim, 1)

    def forward(self, cls: Tensor, patches: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """CLS [n, dim] and patches [n, p, dim] to state logits [n, 3], people [n] >= 0, embedding [n, 2*dim]."""
        embedding = torch.cat([cls, patches.mean(dim=1)], dim=1)
        return self.state(embedding), functional.softplus(self.people(embedding)).squeeze(1), embedding
