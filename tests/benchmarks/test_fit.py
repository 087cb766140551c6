"""The fit, on exports made up here: it finds what they were made from, and is not taken in by what exports hold."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random

import pytest

from benchmarks import NotAtHand
from benchmarks.fit import EXPORTS, Check, estimate, read_checks
from benchmarks.fit.picture import picture
from benchmarks.fit.table import put_in, table
from edge.demo.evening.house import FITTED, FittedHouse, fitted_house

TRUE = fitted_house()
DAYS = 28
GUESTS = ["Location", "Order #", "Opened", "# of Guests", "Server", "Table", "Amount", "Tax", "Tip", "Gratuity"]
DURATION = ["Location", "Order #", "Opened", "Server", "Table", "Amount", "Tax", "Tip", "Gratuity", "Duration"]
EOD = ["Check #", "Table", "Payment Type", "Tip", "Amount", "Date", "Opened Date"]
Row = dict[str, str]


def at(moment: datetime) -> str:
    return f"{moment.month}/{moment.day}/{moment:%y} {moment:%I:%M %p}".replace(" 0", " ")


def order(number: int, opened: datetime, guests: int | str, cents: int, tip: int, seat: str) -> Row:
    return {
        "Location": "X",
        "Order #": str(number),
        "Opened": at(opened),
        "# of Guests": str(guests),
        "Server": "Staff 001",
        "Table": seat,
        "Amount": f"{cents / 100:.2f}",
        "Tip": f"{tip / 100:.2f}",
        "Gratuity": "0.00",
    }


def paid(number: int, seat: str, when: datetime | None, kind: str = "CREDIT") -> Row:
    return {"Check #": str(number), "Table": seat, "Payment Type": kind, "Date": at(when) if when else ""}


def a_day(day: date, random: Random) -> Iterator[tuple[Row, Row]]:
    for number in range(60):
        opened = datetime.combine(day, time(12)) + timedelta(minutes=random.randrange(120))
        size = TRUE.party_size(random)
        cents = TRUE.spend.draw(size, random)
        seat = str(number % 20 + 1)
        leaves = opened + timedelta(minutes=TRUE.meal.draw(size, random))
        yield (
            order(number, opened, size, cents, round(cents * TRUE.tipping.draw(random)), seat),
            paid(number, seat, leaves),
        )


def write(path: Path, days: Sequence[tuple[date, Sequence[Row], Sequence[Row]]], layout: Sequence[str]) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for day, orders, payments in days:
            for name, columns, rows in (("OrderDetails", layout, orders), ("EOD", EOD, payments)):
                text = io.StringIO()
                writer = csv.DictWriter(text, columns, restval="", extrasaction="ignore")
                writer.writeheader()
                writer.writerows(rows)
                archive.writestr(f"{day}/{name}_{day:%Y_%m_%d}.csv", text.getvalue())
    return path


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four weeks made of the numbers that ship."""
    random, first = Random(7), date(2025, 3, 3)
    days = []
    for place in range(DAYS):
        day = first + timedelta(days=place)
        orders, payments = zip(*a_day(day, random), strict=True)
        days.append((day, orders, payments))
    return write(tmp_path_factory.mktemp("pos") / "made-up.zip", days, GUESTS)


def test_it_finds_what_the_exports_were_made_from(exports: Path) -> None:
    house = estimate(*read_checks(exports)).house
    assert (house.days, house.checks) == (DAYS, 60 * DAYS)
    assert house.sizes[:4] == pytest.approx(TRUE.sizes[:4], abs=0.04)
    assert house.meal.median(2) == pytest.approx(TRUE.meal.median(2), rel=0.05)
    assert house.meal.growth == pytest.approx(TRUE.meal.growth, abs=0.06)
    assert house.meal.sigma == pytest.approx(TRUE.meal.sigma, rel=0.12)
    assert house.spend.median_cents == pytest.approx(TRUE.spend.median_cents, rel=0.05)
    assert house.spend.spread(2) == pytest.approx(TRUE.spend.spread(2), rel=0.12)
    assert house.tipping.none == pytest.approx(TRUE.tipping.none, abs=0.03)
    assert house.tipping.median == pytest.approx(TRUE.tipping.median, rel=0.05)
    lunch = sum(house.arrivals.per_quarter[0][46:58])
    assert lunch == pytest.approx(60, rel=0.01)
    assert sum(house.arrivals.per_quarter[0]) == pytest.approx(60, rel=0.01)


NOON = datetime.combine(date(2025, 3, 3), time(12))


@pytest.mark.parametrize(
    ("orders", "payments", "expected"),
    [
        pytest.param([order(1, NOON, 2, 3000, 0, "")], [], [], id="no table: the counter"),
        pytest.param(
            [order(1, NOON, 2, 3000, 500, "4")],
            [paid(1, "4", NOON + timedelta(minutes=30)), paid(1, "4", NOON + timedelta(minutes=41))],
            [(2, 41.0, 500, True)],
            id="split payments: the last one ends the meal",
        ),
        pytest.param(
            [order(1, NOON, 2, 3000, 500, "4")],
            [paid(1, "4", None), paid(1, "9", NOON + timedelta(minutes=5))],
            [(2, None, 500, False)],
            id="a payment given up, and another table's check of the same number",
        ),
        pytest.param(
            [order(1, NOON, 2, 3000, 0, "4")],
            [paid(1, "4", NOON + timedelta(minutes=30), "CASH")],
            [(2, 30.0, 0, False)],
            id="cash",
        ),
    ],
)
def test_reading(tmp_path: Path, orders: list[Row], payments: list[Row], expected: list[tuple[object, ...]]) -> None:
    _, checks = read_checks(write(tmp_path / "one.zip", [(NOON.date(), orders, payments)], GUESTS))
    assert [(one.guests, one.minutes, one.tip, one.by_card) for one in checks] == expected


def test_the_layout_without_guests(tmp_path: Path) -> None:
    orders = [order(1, NOON, "", 3000, 500, "4")]
    _, checks = read_checks(write(tmp_path / "one.zip", [(NOON.date(), orders, [])], DURATION))
    assert [one.guests for one in checks] == [None]


def check(guests: int, cents: int = 0, minutes: float = 40.0) -> Check:
    cents = cents or 1400 * guests
    return Check(NOON.date(), NOON, guests, NOON + timedelta(minutes=minutes), cents, cents // 5, by_card=True)


def plenty() -> list[Check]:
    random = Random(3)
    sizes = (1, 2, 2, 2, 3, 4) * 30
    return [check(size, TRUE.spend.draw(size, random), TRUE.meal.draw(size, random)) for size in sizes]


@pytest.mark.parametrize(
    "odd",
    [
        pytest.param(check(906, cents=3000), id="a count of hundreds"),
        pytest.param(check(22, cents=3000), id="22 guests for 30 dollars"),
    ],
)
def test_counts_that_nobody_can_have_meant_are_refused(odd: Check) -> None:
    fit = estimate(1, [*plenty(), odd])
    assert fit.refused_counts == [odd.guests]
    assert fit.house.sizes == estimate(1, plenty()).house.sizes


def test_a_check_closed_the_next_day_is_no_meal() -> None:
    assert estimate(1, [*plenty(), check(2, minutes=1500.0)]).minutes == estimate(1, plenty()).minutes


def test_too_little_is_said_to_be_too_little() -> None:
    with pytest.raises(ValueError, match="too few"):
        estimate(1, [check(2)])


def test_without_the_exports_it_says_where_it_looked(tmp_path: Path) -> None:
    with pytest.raises(NotAtHand, match=r"nowhere\.zip"):
        read_checks(tmp_path / "nowhere.zip")


def test_the_picture_and_the_table_show_every_size_seen_often(exports: Path) -> None:
    fit = estimate(*read_checks(exports))
    assert picture(fit).count("<g transform") == 8
    page = put_in("before\n<!-- fit: begin -->\nold\n<!-- fit: end -->\nafter", table(fit))
    assert page.startswith("before")
    assert page.endswith("after")
    assert "old" not in page
    with pytest.raises(ValueError, match="fit: begin"):
        put_in("no marks", "text")


@pytest.mark.skipif(not EXPORTS.exists(), reason="the house's exports are not on this machine")
def test_the_numbers_that_ship_are_those_of_the_house() -> None:
    assert estimate(*read_checks()).house == FittedHouse.model_validate_json(FITTED.read_text())
