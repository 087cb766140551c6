"""What a host is told: routing's answer with names and words."""

from __future__ import annotations

from collections.abc import Mapping

from edge.events import Id, Value
from edge.floor.routing import Option, Reason, Suggestions, words


class Because(Value):
    """One reason: a code with values, for pages in any language, and its English words."""

    code: str
    values: dict[str, str | int | float]
    text: str

    @classmethod
    def of(cls, reason: Reason) -> Because:
        """A reason as it is shown."""
        return cls(code=reason.code, values=dict(reason.values), text=words(reason))


class Suggested(Value):
    """Where to seat a party and who serves. Several `tables` stand together, the first leads.

    `waiter` null: nobody has clocked in; `score` compares the options of one answer; `relaxed`: wishes not met.
    """

    tables: tuple[Id, ...]
    waiter: int | None
    waiter_name: str | None
    score: float
    seats: int
    wasted_seats: int
    relaxed: tuple[str, ...]
    reasons: tuple[Because, ...]

    @classmethod
    def of(cls, option: Option, names: Mapping[int, str]) -> Suggested:
        """An option with its waiter's name."""
        return cls(
            tables=option.tables,
            waiter=option.waiter,
            waiter_name=None if option.waiter is None else names.get(option.waiter),
            score=option.score,
            seats=option.seats,
            wasted_seats=option.wasted_seats,
            relaxed=option.relaxed,
            reasons=tuple(map(Because.of, option.reasons)),
        )


class Bracketed(Value):
    """The best option for a party of `size_from` to `size_to`; null: none."""

    size_from: int
    size_to: int
    option: Suggested | None


class Choices(Value):
    """The best options, best first, no table in two of them; `brackets` instead where nobody has said the size.

    `relaxed`: wishes that even the best does not meet; `warnings` forbid nothing; `none_because`: why there is nothing,
    and what next.
    """

    options: tuple[Suggested, ...]
    relaxed: tuple[str, ...]
    brackets: tuple[Bracketed, ...]
    warnings: tuple[Because, ...]
    none_because: Because | None

    @classmethod
    def of(cls, found: Suggestions, names: Mapping[int, str]) -> Choices:
        """Routing's answer with names and words."""
        return cls(
            options=tuple(Suggested.of(option, names) for option in found.options),
            relaxed=found.relaxed,
            brackets=tuple(
                Bracketed(
                    size_from=each.size_from,
                    size_to=each.size_to,
                    option=Suggested.of(each.option, names) if each.option else None,
                )
                for each in found.brackets
            ),
            warnings=tuple(map(Because.of, found.warnings)),
            none_because=Because.of(found.none_because) if found.none_because else None,
        )


class Wait(Value):
    """The wait to tell a party that joins the line now, in minutes."""

    low_min: int
    high_min: int


__all__ = ["Because", "Bracketed", "Choices", "Suggested", "Wait"]
