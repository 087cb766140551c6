"""Credit: whose covers, sales and tips a visit counts for, after it changed hands. Pure."""

from __future__ import annotations

from collections.abc import Mapping

Holder = tuple[int, int]
"""A waiter and a shift (0: none)."""

Shares = Mapping[Holder, float]
"""Each holder's share of a visit; they add up to 1, or there are none."""


def handed_over(shares: Shares, giver: Holder | None, taker: Holder, credit: float) -> dict[Holder, float]:
    """The shares after a transfer: of the giver's, `credit` in [0, 1] stays and the rest goes to the taker."""
    if giver is None or giver not in shares:
        return {**shares, taker: shares.get(taker, 0.0) + (1.0 - sum(shares.values()))}
    given = shares[giver] * (1.0 - credit)
    after = {**shares, giver: shares[giver] - given}
    after[taker] = after.get(taker, 0.0) + given
    return {holder: share for holder, share in after.items() if share > 0.0}


def credit_back(shares: Shares, taker: Holder, given: float) -> float:
    """The credit by which the taker hands back exactly `given` of what they hold now."""
    held = shares.get(taker, 0.0)
    return 0.0 if held <= 0.0 else max(0.0, min(1.0, 1.0 - given / held))


def apportioned(amount: int, shares: Shares) -> dict[Holder, int]:
    """An amount in minor units by shares, to the last unit: the largest remainders round up. Refunds likewise."""
    if not shares:
        return {}
    sign, whole = (-1, -amount) if amount < 0 else (1, amount)
    total = sum(shares.values())
    exact = {holder: whole * share / total for holder, share in shares.items()}
    parts = {holder: int(value) for holder, value in exact.items()}
    by_remainder = sorted(exact, key=lambda holder: (parts[holder] - exact[holder], holder))
    for holder in by_remainder[: whole - sum(parts.values())]:
        parts[holder] += 1
    return {holder: sign * part for holder, part in parts.items()}
