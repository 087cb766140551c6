"""When to classify a view: at once and often while it changes, ever more rarely while it goes on changing, and now and
then although nothing changes. Pure: time comes in with every question."""

from __future__ import annotations

import math
from hashlib import blake2b

from pydantic import Field

from edge.events import Value


class PaceSettings(Value):
    """How often to classify."""

    heartbeat_s: float = Field(45.0, gt=0, description="Seconds after which an unchanged view is classified anyway.")
    heartbeat_jitter: float = Field(1 / 3, ge=0, lt=1, description="Share by which that differs from time to time.")
    burst_s: float = Field(3.0, ge=0, description="Seconds after a change in which every frame is classified.")
    calm_s: float = Field(3.0, ge=0, description="Seconds without change after which the next change bursts again.")
    pause_s: float = Field(1.0, gt=0, description="Seconds between classifications after a burst; doubles each time.")
    pause_max_s: float = Field(2.0, gt=0, description="Seconds that pause grows to: how late a change may be seen.")


class Pace:
    """One view's pace. `name` spreads the heartbeats of different views apart, the same way in every run."""

    def __init__(self, settings: PaceSettings, name: str) -> None:
        self._settings = settings
        self._name = name
        self._heartbeats = 0
        self._heartbeat_at = -math.inf
        self._changed_at = -math.inf
        self._burst_until = -math.inf
        self._asked_until = -math.inf
        self._pause_s = settings.pause_s
        self._paused_until = -math.inf

    def ask(self, until: float) -> None:
        """Classify every frame until then: somebody waits for it."""
        self._asked_until = max(self._asked_until, until)

    def wants(self, changed: bool, at: float) -> bool:
        """Whether to classify the frame of time `at`, in which the view has `changed` since it was last classified."""
        if changed:
            self._note_change(at)
        hurried = at < self._burst_until or at < self._asked_until
        if not (hurried or at >= self._heartbeat_at or (changed and at >= self._paused_until)):
            return False
        if changed and not hurried:
            self._pause_s = min(2 * self._pause_s, self._settings.pause_max_s)
        self._paused_until = at + self._pause_s
        self._heartbeat_at = at + self._next_heartbeat_s()
        return True

    def _note_change(self, at: float) -> None:
        if at - self._changed_at > self._settings.calm_s:
            self._burst_until = at + self._settings.burst_s
            self._pause_s = self._settings.pause_s
        self._changed_at = at

    def _next_heartbeat_s(self) -> float:
        self._heartbeats += 1
        drawn = blake2b(f"{self._name} {self._heartbeats}".encode(), digest_size=4).digest()
        spread = int.from_bytes(drawn) / 2**31 - 1  # in [-1, 1)
        return self._settings.heartbeat_s * (1 + self._settings.heartbeat_jitter * spread)


__all__ = ["Pace", "PaceSettings"]
