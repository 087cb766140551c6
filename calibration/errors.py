"""What is said when a calibration cannot be used."""

from __future__ import annotations

from collections.abc import Sequence

from pydantic import ValidationError

_HINTS = {
    "missing": "add it",
    "string_pattern_mismatch": "use up to 40 letters, digits, dots, dashes and underscores",
    "extra_forbidden": "remove it or correct its spelling",
    "literal_error": "this version reads format 1",
    "finite_number": "write a plain number",
    "json_invalid": "repair the file or export it again",
}
"""What to do next, by pydantic's error type; checks of our own carry their hint in the message."""


class CalibrationError(ValueError):
    """A calibration was refused whole. `lines`: one readable sentence for each thing that is wrong."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)

    @classmethod
    def of(cls, error: ValidationError) -> CalibrationError:
        """The same complaints as pydantic's, each as `path: what is wrong; what to do`."""
        for item in error.errors():
            own = item.get("ctx", {}).get("error")
            if isinstance(own, cls):  # raised by a validator of ours that saw several places at once
                return own
        return cls([_line(item["loc"], item["msg"], item["type"], item["input"]) for item in error.errors()])


def _line(location: tuple[int | str, ...], message: str, kind: str, given: object) -> str:
    said = message.removeprefix("Value error, ")
    said = said[:1].lower() + said[1:]
    shown = f", but is {given!r}" if isinstance(given, int | float | str) and len(repr(given)) <= 40 else ""
    hint = f"; {_HINTS[kind]}" if kind in _HINTS else ""
    return f"{path(location)}: {said}{shown}{hint}"


def path(location: tuple[int | str, ...]) -> str:
    """`("tables", 3, "box")` as `tables[3].box`; the whole document is `calibration`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in location)
    return text.removeprefix(".") or "calibration"
