"""What routing answers: options with reasons, or the one reason why there is none and what to do next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from edge.events import Id


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason as a code and its values; `words` says it in English, a page in its own language."""

    code: str
    values: Mapping[str, str | int | float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Option:
    """A table, or tables to be joined (`tables`, the first leads), and who serves. `waiter` None: nobody is on shift.

    `score` compares options of one answer, higher is better. `relaxed`: wishes not met, of `type`, `location`,
    `section`, `seats_min`.
    """

    tables: tuple[Id, ...]
    waiter: int | None
    score: float
    seats: int
    wasted_seats: int
    relaxed: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Bracket:
    """The best option for a party of `size_from` to `size_to`, where nobody has said how many they are."""

    size_from: int
    size_to: int
    option: Option | None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The best options, best first, no table in two of them. `relaxed`: the wishes that even the best does not meet.

    `brackets` instead of options where the size is unknown. `warnings` forbid nothing. `none_because` only when there
    is nothing to suggest.
    """

    options: tuple[Option, ...] = ()
    relaxed: tuple[str, ...] = ()
    brackets: tuple[Bracket, ...] = ()
    warnings: tuple[Reason, ...] = ()
    none_because: Reason | None = None


__all__ = ["Bracket", "Option", "Reason", "Suggestions"]
