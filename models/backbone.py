"""A vision transformer of DINOv3's architecture, in plain torch, in any size.

One CLS token and register tokens before the patches; axial rotary positions on the patches alone; pre-norm blocks with
LayerScale; MLP four times as wide. Siméoni et al., "DINOv3", 2025 (arXiv 2508.10104).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional

ROPE_BASE = 100.0


@dataclass(frozen=True)
class BackboneConfig:
    """The size of a backbone. The defaults are DINOv3's ViT-S/16.

    `stem` are the widths of the 3x3 convolutions of stride 2 that come before the one to `dim`, leaving one token per
    `patch` pixels (Xiao et al., "Early convolutions help transformers see better", 2021); empty is DINOv3's own: one
    linear map per patch. `stem_blocks` residual
    pairs of convolutions stand before the last halving.
    """

    dim: int = 384
    depth: int = 12
    heads: int = 6
    registers: int = 4
    patch: int = 16
    mlp_ratio: int = 4
    layer_scale: float = 1.0
    stem: tuple[int, ...] = ()
    stem_blocks: int = 0

    def __post_init__(self) -> None:
        if self.dim % self.heads or (self.dim // self.heads) % 4:
            raise ValueError(f"dim {self.dim} must split into {self.heads} heads of a multiple of 4")
        if self.stem and 2 ** (len(self.stem) + 1) != self.patch:
            raise ValueError(f"a stem of {len(self.stem) + 1} halvings does not give patches of {self.patch} pixels")


def rope_table(rows: int, columns: int, head_dim: int, prefix: int) -> tuple[Tensor, Tensor]:
    """Cosines and sines float32 [prefix + rows*columns, head_dim] of the rotary positions.

    Patch centres are scaled to [-1, 1] on each axis, so that the same weights serve any input size; the first `prefix`
    tokens are not turned (cosine 1, sine 0). Half of each head's planes follow y, half x.
    """
    frequency = ROPE_BASE ** -torch.arange(0, 1, 4 / head_dim)
    y = (torch.arange(rows) + 0.5) / rows * 2 - 1
    x = (torch.arange(columns) + 0.5) / columns * 2 - 1
    place = torch.stack(torch.meshgrid(y, x, indexing="ij"), dim=-1).reshape(-1, 2, 1)
    angle = (2 * math.pi * place * frequency).reshape(rows * columns, head_dim // 2).repeat(1, 2)
    cosine = torch.cat([torch.ones(prefix, head_dim), angle.cos()])
    sine = torch.cat([torch.zeros(prefix, head_dim), angle.sin()])
    return cosine, sine


def rotate(tokens: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Turn tokens [..., tokens, head_dim] by their positions; the first half of a head pairs with the second."""
    first, second = tokens.chunk(2, dim=-1)
    return tokens * cosine + torch.cat([-second, first], dim=-1) * sine


class Attention(nn.Module):
    """Self-attention with rotary positions. Queries and values have a bias, keys none."""

    def __init__(self, config: BackboneConfig) -> None:
        super().__init__()
        self.heads = config.heads
        self.qkv = nn.Linear(config.dim, 3 * config.dim, bias=False)
        self.query_bias = nn.Parameter(torch.zeros(config.dim))
        self.value_bias = nn.Parameter(torch.zeros(config.dim))
        self.out = nn.Linear(config.dim, config.dim)

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        batch, tokens, dim = x.shape
        bias = torch.cat([self.query_bias, torch.zeros_like(self.query_bias), self.value_bias])
        qkv = functional.linear(x, self.qkv.weight, bias).view(batch, tokens, 3, self.heads, dim // self.heads)
        query, key, value = qkv.permute(2, 0, 3, 1, 4).unbind(0)
        cosine, sine = cosine.to(query.dtype), sine.to(query.dtype)
        query, key = rotate(query, cosine, sine) * query.shape[-1] ** -0.5, rotate(key, cosine, sine)
        seen = (query @ key.transpose(-1, -2)).softmax(
            dim=-1
        ) @ value  # written out: torch's fused kernel trains 5x slower
        mixed: Tensor = self.out(seen.transpose(1, 2).reshape(batch, tokens, dim))
        return mixed


class Block(nn.Module):
    """One transformer layer."""

    def __init__(self, config: BackboneConfig) -> None:
        super().__init__()
        self.norm1 = nn.LayerNorm(config.dim, eps=1e-5)
        self.attention = Attention(config)
        self.scale1 = nn.Parameter(torch.full((config.dim,), config.layer_scale))
        self.norm2 = nn.LayerNorm(config.dim, eps=1e-5)
        self.up = nn.Linear(config.dim, config.mlp_ratio * config.dim)
        self.down = nn.Linear(config.mlp_ratio * config.dim, config.dim)
        self.scale2 = nn.Parameter(torch.full((config.dim,), config.layer_scale))

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        x = x + self.scale1 * self.attention(self.norm1(x), cosine, sine)
        widened: Tensor = self.down(functional.gelu(self.up(self.norm2(x))))
        return x + self.scale2 * widened


class Residual(nn.Module):
    """Two 3x3 convolutions beside an open way through; starts as the way through alone."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm1 = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.norm2 = nn.BatchNorm2d(width)
        nn.init.zeros_(self.norm2.weight)

    def forward(self, x: Tensor) -> Tensor:
        inner = functional.relu(self.norm1(self.first(x)))
        return functional.relu(x + self.norm2(self.second(inner)))


def _patch_embedding(config: BackboneConfig) -> nn.Sequential:
    if not config.stem:
        return nn.Sequential(nn.Conv2d(3, config.dim, config.patch, stride=config.patch))
    layers: list[nn.Module] = []
    for before, width in pairwise((3, *config.stem)):
        layers += _halving(before, width)
    layers += [Residual(config.stem[-1]) for _ in range(config.stem_blocks)]
    layers += _halving(config.stem[-1], config.dim)
    return nn.Sequential(*layers, nn.Conv2d(config.dim, config.dim, 1))


def _halving(before: int, width: int) -> list[nn.Module]:
    return [nn.Conv2d(before, width, 3, stride=2, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]


class Backbone(nn.Module):
    """Pixels to tokens. Sides must be multiples of `patch`."""

    def __init__(self, config: BackboneConfig) -> None:
        super().__init__()
        self.config = config
        self.patches = _patch_embedding(config)
        self.cls = nn.Parameter(torch.randn(1, 1, config.dim) * 0.02)
        self.registers = nn.Parameter(torch.randn(1, config.registers, config.dim) * 0.02)
        self.blocks = nn.ModuleList(Block(config) for _ in range(config.depth))
        self.norm = nn.LayerNorm(config.dim, eps=1e-5)

    @property
    def prefix(self) -> int:
        """How many tokens stand before the patches."""
        return 1 + self.config.registers

    def forward(self, pixels: Tensor) -> Tensor:
        """Normalised pixels float [n, 3, h, w] to normed tokens float [n, 1 + registers + patches, dim]."""
        count, _, height, width = pixels.shape
        if height % self.config.patch or width % self.config.patch:
            raise ValueError(f"pixels are {height}x{width}, sides must be multiples of {self.config.patch}")
        patches = self.patches(pixels).flatten(2).transpose(1, 2)
        x = torch.cat([self.cls.expand(count, -1, -1), self.registers.expand(count, -1, -1), patches], dim=1)
        grid = (height // self.config.patch, width // self.config.patch)
        cosine, sine = rope_table(*grid, self.config.dim // self.config.heads, self.prefix)
        for block in self.blocks:
            x = block(x, cosine.to(x.device), sine.to(x.device))
        normed: Tensor = self.norm(x)
        return normed
