"""Every figure we claim, reproducible: `python -m benchmarks NAME [--json] [--quick]`.

A benchmark is a module of its name with `run(quick) -> Figures`.
"""

from __future__ import annotations

from collections.abc import Mapping

Figures = Mapping[str, object]
"""Figures by name: numbers, or for people lists and texts beside them."""


class NotAtHand(Exception):
    """What a benchmark needs is not on this machine; the message says what and where it would be looked for."""


__all__ = ["Figures", "NotAtHand"]
