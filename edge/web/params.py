"""Types of what comes in by path and query, as strict as their description."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

Seq = Annotated[int, Field(ge=1, le=2**53 - 1)]
"""The id of what an event gave birth to: a waiter, shift, party, visit. No greater than JavaScript can count."""


def _true_or_false(value: object) -> object:
    if isinstance(value, str) and value not in ("true", "false"):
        raise ValueError("Input should be true or false")
    return value == "true" if isinstance(value, str) else value


Flag = Annotated[bool, BeforeValidator(_true_or_false)]
"""`true` or `false`, and not all the other words for it."""

__all__ = ["Flag", "Seq"]
