"""What every section of `maitred.toml` is."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Wiring(BaseModel):
    """Base: frozen, and a key nobody knows is a mistake, never ignored."""

    model_config = ConfigDict(frozen=True, extra="forbid")


__all__ = ["Wiring"]
