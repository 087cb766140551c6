"""Amounts of money as others write them: minor units, or decimals of the currency."""

from __future__ import annotations

import re

from edge.errors import BadInput

_WHOLE = (
    "BIF",
    "CLP",
    "DJF",
    "GNF",
    "ISK",
    "JPY",
    "KMF",
    "KRW",
    "PYG",
    "RWF",
    "UGX",
    "UYI",
    "VND",
    "VUV",
    "XAF",
    "XOF",
    "XPF",
)
_THOUSANDTHS = ("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND")

_DIGITS = dict.fromkeys(_WHOLE, 0) | dict.fromkeys(_THOUSANDTHS, 3)
"""How many decimals a currency has where it is not two (ISO 4217)."""

_DECIMAL = re.compile(r"(-?)([0-9]{1,10})(?:\.([0-9]{1,4}))?")


def minor_units(amount: int | str, currency: str) -> int:
    """`1250` stays, `"12.50"` becomes 1250 in a currency of two decimals. Raises `BadInput`."""
    if isinstance(amount, int):
        return amount
    digits = _DIGITS.get(currency, 2)
    found = _DECIMAL.fullmatch(amount)
    if found is None or len(found[3] or "") > digits:
        raise BadInput(
            f"{amount[:20]!r} is no amount of {currency}.",
            hint=f"Send minor units as a number, or a decimal with at most {digits} places as a string.",
        )
    units = int(found[2] + (found[3] or "").ljust(digits, "0"))
    return -units if found[1] else units
