"""Token buckets: how often somebody may ask."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from edge.errors import TooManyRequests


@dataclass(frozen=True, slots=True)
class Allowance:
    """`burst` requests at once, and `per_s` a second in the long run."""

    burst: float
    per_s: float


class Buckets:
    """One bucket of an allowance per key. Remembers at most `most` keys: the one unused longest is forgotten."""

    def __init__(self, allowance: Allowance, monotonic: Callable[[], float], *, most: int = 4096) -> None:
        self._allowance = allowance
        self._monotonic = monotonic
        self._most = most
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait_s(self, key: str) -> float:
        """Seconds until `take` would be granted; 0 if now."""
        return max(0.0, (1.0 - self._level(key)) / self._allowance.per_s)

    def take(self, key: str) -> float:
        """Take one, if there is one. Returns 0, or the seconds to wait with nothing taken."""
        wait_s = self.wait_s(key)
        if wait_s == 0.0:
            self._levels[key] = (self._level(key) - 1.0, self._monotonic())
            self._levels.move_to_end(key)
            while len(self._levels) > self._most:
                self._levels.popitem(last=False)
        return wait_s

    def _level(self, key: str) -> float:
        level, at = self._levels.get(key, (self._allowance.burst, self._monotonic()))
        return min(self._allowance.burst, level + (self._monotonic() - at) * self._allowance.per_s)


class Attempts:
    """Wrong guesses at one kind of secret, by address: where too many came from, none is looked at for a while."""

    def __init__(self, buckets: Buckets, secrets: str) -> None:
        self._buckets = buckets
        self._secrets = secrets

    def check(self, address: str) -> None:
        """Raises `TooManyRequests` where too many wrong ones came from."""
        if wait_s := self._buckets.wait_s(address):
            raise TooManyRequests(
                f"Too many wrong {self._secrets} came from here.",
                hint="Wait, then try the right one.",
                retry_after_s=wait_s,
            )

    def failed(self, address: str) -> None:
        """Count a wrong one."""
        self._buckets.take(address)


__all__ = ["Allowance", "Attempts", "Buckets"]
