"""Table-service checks of a zip of daily POS exports (`YYYY-MM-DD/OrderDetails*.csv`, `YYYY-MM-DD/EOD*.csv`).

Two layouts alternate: one says how many guests there were, the other how long they stayed. When a check was paid is
therefore taken from the payments (the day's newest `Date` of the same check number), which every day has.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from benchmarks import NotAtHand

EXPORTS = Path(__file__).parents[3] / "shared" / "pos" / "store-a.zip"
_TIME = "%m/%d/%y %I:%M %p"

CARD = "CREDIT"


@dataclass(frozen=True, slots=True)
class Settled:
    """How a check was paid: when the last payment was taken, and whether all of them were by card."""

    at: datetime
    by_card: bool


Payments = Mapping[tuple[str, str], Settled]
"""By check number and table."""


@dataclass(frozen=True, slots=True)
class Check:
    """One check of a table. Times are local; `guests` and `paid` None: not on record. Money in cents, before tax.

    `tip` with what the house adds for large parties; what is left in cash is on no record: see `by_card`.
    """

    day: date
    opened: datetime
    guests: int | None
    paid: datetime | None
    amount: int
    tip: int
    by_card: bool

    @property
    def minutes(self) -> float | None:
        """From opened to paid."""
        return (self.paid - self.opened).total_seconds() / 60 if self.paid else None


def read_checks(path: Path = EXPORTS) -> tuple[int, list[Check]]:
    """How many days there are, and every check that names a table. Raises `NotAtHand`."""
    if not path.exists():
        raise NotAtHand(f"the POS exports are looked for at {path}")
    with zipfile.ZipFile(path) as archive:
        orders = _by_day(archive, "OrderDetails")
        payments = _by_day(archive, "EOD")
        checks = [
            check
            for day in sorted(orders)
            for check in _checks(day, _rows(archive, orders[day]), _paid(_rows(archive, payments[day])))
        ]
    return len(orders), checks


def _by_day(archive: zipfile.ZipFile, report: str) -> dict[date, str]:
    """Where each day's report is."""
    found = {}
    for name in archive.namelist():
        folder, _, file = name.rpartition("/")
        if file.startswith(report):
            found[date.fromisoformat(folder.rpartition("/")[2])] = name
    return found


def _rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    with archive.open(name) as file:
        return list(csv.DictReader(io.TextIOWrapper(file, "utf-8-sig")))


def _paid(rows: list[dict[str, str]]) -> Payments:
    paid: dict[tuple[str, str], Settled] = {}
    for row in rows:
        if row["Date"]:  # a payment that was begun and given up has none
            check = (row["Check #"], row["Table"].strip())
            one = Settled(_time(row["Date"]), row["Payment Type"] == CARD)
            before = paid.get(check, one)
            paid[check] = Settled(max(one.at, before.at), one.by_card and before.by_card)
    return paid


def _checks(day: date, rows: list[dict[str, str]], paid: Payments) -> Iterator[Check]:
    for row in rows:
        if table := row["Table"].strip():
            settled = paid.get((row["Order #"], table))
            yield Check(
                day=day,
                opened=_time(row["Opened"]),
                guests=int(row["# of Guests"]) if row.get("# of Guests") else None,
                paid=settled.at if settled else None,
                amount=_cents(row["Amount"]),
                tip=_cents(row["Tip"]) + _cents(row["Gratuity"]),
                by_card=settled is not None and settled.by_card,
            )


def _time(text: str) -> datetime:
    return datetime.strptime(text, _TIME)  # noqa: DTZ007 - the exports are in the house's local time


def _cents(text: str) -> int:
    return round(float(text) * 100)


__all__ = ["EXPORTS", "Check", "read_checks"]
