"""Commands that take effect once, however often they are sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeVar, cast

from pydantic import BaseModel

from edge.errors import Conflict
from edge.journal.rows import to_ms
from edge.journal.transaction import Transaction

T = TypeVar("T")

REMEMBERED = timedelta(days=1)
"""How long an answer is kept for whoever sends its command again."""


@dataclass(frozen=True, slots=True)
class Once:
    """Marks a command that may arrive again.

    `key` names it, unique to who asks; `fingerprint` tells whether the same is asked; `answers` is what the command
    returns, kept as JSON. A refused command is not remembered: asked again, it is decided again.
    """

    key: str
    fingerprint: str
    answers: type[BaseModel]


def decided_once(once: Once, decide: Callable[[Transaction], T]) -> Callable[[Transaction], T]:
    """Decide, and keep the answer in the same transaction; or give the answer kept before, changing nothing.

    The command raises `Conflict` if the key was used for something else.
    """

    def decide_once(transaction: Transaction) -> T:
        known = transaction.read("SELECT fingerprint, answer FROM answers WHERE key = ?", (once.key,))
        if not known:
            return _decided_now(once, decide, transaction)
        if known[0]["fingerprint"] != once.fingerprint:
            raise Conflict(
                "This Idempotency-Key was used for another command.", hint="Send every new command with a new key."
            )
        return cast(T, once.answers.model_validate_json(known[0]["answer"]))

    return decide_once


def _decided_now(once: Once, decide: Callable[[Transaction], T], transaction: Transaction) -> T:
    answer = decide(transaction)
    if not isinstance(answer, once.answers):
        raise TypeError(f"a command sent with Once must return {once.answers.__name__}, not {type(answer).__name__}")
    now = transaction.now
    transaction.write("DELETE FROM answers WHERE at < ?", (to_ms(now - REMEMBERED),))
    transaction.write(
        "INSERT INTO answers (key, fingerprint, answer, at) VALUES (?, ?, ?, ?)",
        (once.key, once.fingerprint, answer.model_dump_json(), to_ms(now)),
    )
    return answer


__all__ = ["REMEMBERED", "Once", "decided_once"]
