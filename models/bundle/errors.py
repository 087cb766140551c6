"""What can be wrong with a bundle."""

from __future__ import annotations


class BundleError(ValueError):
    """A bundle cannot be used. `message` says what is wrong and where, `hint` what to do next."""

    def __init__(self, message: str, *, hint: str) -> None:
        super().__init__(f"{message} {hint}")
        self.message = message
        self.hint = hint
