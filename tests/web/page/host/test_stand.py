"""The host stand: who waits and where they sit, one tap each, and every tap can be taken back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Locator, Page, expect

from edge.web import Role
from tests.web.page.conftest import PHONE, TABLET, Open
from tests.web.page.host.evening import LINDQVIST, MOREAU, OKAFOR, HostStage, evening
from tests.web.page.service_stage import Somebody


async def stand(open_page: Open, stage: HostStage, size: tuple[int, int] = TABLET, **more: Any) -> Page:
    page = await open_page(stage, size, at="", **more)
    await expect(page.locator(".parties li")).to_have_count(4)
    return page


def table(page: Page, name: str) -> Locator:
    return page.locator(f'.floor [data-table="{name}"]')


def party(page: Page, number: int) -> Locator:
    return page.locator(f'[data-party="{number}"]')


def sent(stage: HostStage) -> list[tuple[str, str, Any]]:
    return [(tap.method, tap.path, tap.body) for tap in stage.taps]


async def test_the_floor_says_who_sits_where_and_for_how_long(open_page: Open) -> None:
    page = await stand(open_page, await evening())
    await expect(table(page, "T1").locator(".line")).to_have_text(["0:52 mains"])
    await expect(table(page, "T1").locator(".badge")).to_have_text("A")
    await expect(table(page, "T1")).to_have_attribute(
        "aria-label", "T1, occupied for 52 minutes, 4 people, mains, served by Ana"
    )
    await expect(table(page, "T8").locator(".line")).to_have_text(["0:41 check?"])  # nobody said so
    await expect(table(page, "T2")).to_have_attribute("data-look", "disputed")
    await expect(table(page, "T2").locator(".line")).to_have_text(["occupied", "or clean?"])
    await expect(page.locator('[data-figure="covers"] dd')).to_have_text("25 / 48")


async def test_the_queue_says_how_long_and_beyond_what_was_told(open_page: Open) -> None:
    page = await stand(open_page, await evening())
    await expect(party(page, OKAFOR)).to_contain_text("booth · quoted 15\u201320")
    await expect(party(page, OKAFOR).locator(".wait")).to_have_text("24 minover by 4")
    await expect(party(page, MOREAU).locator(".wait")).to_have_text("in 25 min")
    await expect(page.locator(".quoted dd")).to_have_text(["10\u201315 min", "20\u201325 min", "30\u201335 min"])


async def test_a_party_is_seated_with_one_tap_and_taken_back_with_one(open_page: Open) -> None:
    stage = await evening()
    page = await stand(open_page, stage)
    await party(page, LINDQVIST).locator(".party").click()
    suggestion = page.get_by_role("region", name="Lindqvist, party of 2")
    await expect(suggestion).to_contain_text("Seats 2. Its waiter has 2 tables and was last seated 14 min ago.")
    await expect(table(page, "T3")).to_have_attribute("data-aim", "best")
    await suggestion.get_by_role("button", name="Seat at T3 with Mei").click()
    await expect(table(page, "T3")).to_have_attribute("data-look", "occupied")
    await expect(party(page, LINDQVIST)).to_have_count(0)
    bar = page.locator(".bar")
    await expect(bar).to_contain_text("Lindqvist sits at T3.")
    await bar.get_by_role("button", name="Undo").click()
    await expect(bar).to_contain_text("Taken back.")
    seated, undone = sent(stage)
    assert seated == ("POST", "visits", {"tables": ["T3"], "party": LINDQVIST, "size": 2, "waiter": 3})
    assert undone[:2] == ("POST", "undo")


async def test_a_tap_is_pending_until_the_box_has_it(open_page: Open) -> None:
    stage = await evening()
    stage.gate.clear()
    page = await stand(open_page, stage)
    await party(page, LINDQVIST).locator(".party").click()
    await table(page, "T7").click()
    await expect(table(page, "T7")).to_have_attribute("aria-busy", "true")
    await expect(table(page, "T7")).to_have_attribute("data-look", "occupied")
    await expect(page.locator(".bar")).to_have_count(0)
    stage.gate.set()
    await expect(table(page, "T7")).to_have_attribute("aria-busy", "false")
    await expect(page.locator(".bar")).to_contain_text("Lindqvist sits at T7.")
    assert sent(stage)[0][2]["waiter"] == 1  # as the box suggested for this table


async def test_a_table_that_is_gone_rolls_back_and_offers_the_next_best(open_page: Open) -> None:
    stage = await evening()
    stage.taken = {"T3": [{"tables": ["P3"], "waiter": 3, "reasons": []}]}
    page = await stand(open_page, stage)
    await party(page, LINDQVIST).locator(".party").click()
    await page.get_by_role("button", name="Seat at T3 with Mei").click()
    alert = page.get_by_role("alert")
    await expect(alert).to_contain_text("A party sits at T3 already. Choose another table.")
    await expect(table(page, "T3")).to_have_attribute("data-look", "clean")
    await expect(party(page, LINDQVIST)).to_be_visible()
    await alert.get_by_role("button", name="Seat at P3").click()
    await expect(page.locator(".bar")).to_contain_text("Lindqvist sits at P3.")
    assert sent(stage) == [("POST", "visits", {"tables": ["P3"], "party": LINDQVIST, "size": 2, "waiter": 3})]


async def test_a_party_is_dragged_onto_its_table(open_page: Open) -> None:
    stage = await evening()
    page = await stand(open_page, stage)
    start, end = await party(page, LINDQVIST).locator(".size").bounding_box(), await table(page, "P3").bounding_box()
    assert start
    assert end
    await page.mouse.move(start["x"] + 20, start["y"] + 20)
    await page.mouse.down()
    await page.mouse.move(end["x"] + end["width"] / 2, end["y"] + end["height"] / 2, steps=5)
    await expect(page.locator(".ghost")).to_have_text("2 Lindqvist")
    await expect(table(page, "P3")).to_have_attribute("data-aim", "over")
    await page.mouse.up()
    await expect(page.locator(".bar")).to_contain_text("Lindqvist sits at P3.")
    await expect(page.locator(".ghost")).to_have_count(0)
    assert sent(stage) == [("POST", "visits", {"tables": ["P3"], "party": LINDQVIST, "size": 2, "waiter": 3})]


async def test_a_party_is_added_in_three_taps(open_page: Open) -> None:
    stage = await evening()
    page = await stand(open_page, stage)
    await page.get_by_role("button", name="Add a party").click()
    await page.get_by_role("button", name="3", exact=True).click()
    await expect(page.locator(".told")).to_have_text("Tell them 15\u201320 min")
    await page.get_by_role("button", name="Add to the list").click()
    await expect(page.locator(".parties li")).to_have_count(5)
    await expect(page.get_by_role("region", name="Party of 3")).to_contain_text("Seat at T7 with Ana")
    assert sent(stage) == [("POST", "parties", {"came": "walk_in", "size": 3, "low_min": 15, "high_min": 20})]


async def test_a_party_of_unknown_size_is_seated_by_how_many_it_may_be(open_page: Open) -> None:
    stage = await evening()
    page = await stand(open_page, stage)
    await page.get_by_role("button", name="Add a party").click()
    await page.get_by_role("button", name="nobody knows yet").click()
    await page.get_by_role("button", name="Add to the list").click()
    suggestion = page.locator(".suggestion")
    await expect(suggestion.locator(".others button")).to_have_text(["If 1\u20132T3", "If 3\u20136T7"])
    await suggestion.get_by_role("button", name="4", exact=True).click()
    await expect(suggestion).to_contain_text("Seat at T7 with Ana")
    assert sent(stage)[-1][::2] == ("PATCH", {"size": 4})


async def test_who_left_is_noted_without_a_question_and_taken_back(open_page: Open) -> None:
    stage = await evening()
    page = await stand(open_page, stage)
    await party(page, OKAFOR).locator(".party").click()
    await page.get_by_role("button", name="Call them").click()
    await expect(party(page, OKAFOR)).to_contain_text("called just now")
    await page.get_by_role("button", name="Walked away").click()
    await expect(party(page, OKAFOR)).to_have_count(0)
    await expect(page.locator(".bar")).to_contain_text("Okafor walked away.")
    await page.get_by_role("button", name="Undo").click()
    await expect(page.locator(".bar")).to_contain_text("Taken back.")
    assert [each[1] for each in sent(stage)] == ["parties/201/page", "parties/201/leave", "undo"]


async def test_visits_move_and_tables_join_by_tapping_where(open_page: Open) -> None:
    stage = await evening()
    page = await stand(open_page, stage)
    await table(page, "P1").click()
    await page.get_by_role("button", name="Move them").click()
    await expect(page.locator(".pick")).to_contain_text("P1 moves: tap the table they go to")
    await table(page, "P3").click()
    await expect(page.locator(".bar")).to_contain_text("P1 moved to P3.")
    await table(page, "T7").click()
    await page.get_by_role("button", name="Join with another table").click()
    await table(page, "T3").click()
    await page.get_by_role("button", name="Join T7 + T3").click()
    await expect(table(page, "T7")).to_have_attribute("aria-label", "T7, clean for 31 minutes, together with T3")
    await expect(page.locator(".together")).to_have_count(1)
    assert sent(stage) == [
        ("POST", "visits/106/move", {"tables": ["P3"]}),
        ("POST", "joins", {"tables": ["T7", "T3"]}),
    ]


@pytest.mark.parametrize(
    ("name", "button", "path", "body"),
    [
        ("T7", "dirty", "tables/T7/state", {"value": "dirty"}),
        ("T7", "reserved", "tables/T7/state", {"value": "reserved"}),
        ("T2", "clean", "disputes/401/resolve", {"kept": "seen"}),
        ("T1", "dessert", "visits/101/phase", {"phase": "dessert"}),
        ("T1", "They have left", "visits/101/close", {}),
        ("T1", "Luis 2 tables", "visits/101/transfer", {"waiter": 2}),
        ("T7", "Walk-in, 5 guests", "visits", {"tables": ["T7"], "size": 5, "waiter": 1}),
    ],
)
async def test_a_table_is_told_by_one_tap_in_its_sheet(
    open_page: Open, name: str, button: str, path: str, body: dict[str, Any]
) -> None:
    stage = await evening()
    page = await stand(open_page, stage)
    await table(page, name).click()
    await page.get_by_role("dialog", name=name).get_by_role("button", name=button, exact=True).click()
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await expect(page.locator(".bar")).to_be_visible()
    assert sent(stage) == [("POST", path, body)]


async def test_an_unanswered_tap_is_sent_again_under_the_same_key(open_page: Open) -> None:
    stage = await evening()
    page = await stand(open_page, stage)
    keys: list[str | None] = []

    async def lose(route: Any) -> None:
        keys.append(await route.request.header_value("idempotency-key"))
        await route.abort()

    await page.route("**/api/v1/visits", lose, times=1)
    await page.get_by_role("button", name="Seat at T7 with Ana").click()
    await expect(page.locator(".bar")).to_contain_text("Okafor sits at T7.")
    assert [tap.key for tap in stage.taps] == keys


async def test_by_keyboard_alone(open_page: Open) -> None:
    stage = await evening()
    page = await stand(open_page, stage)
    await party(page, LINDQVIST).locator(".party").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".pick")).to_contain_text("Lindqvist: tap the table they sit at")
    await page.keyboard.press("Escape")
    await expect(page.locator(".pick")).to_have_count(0)
    await page.keyboard.press("Enter")
    await table(page, "P3").focus()
    await page.keyboard.press("Enter")
    await expect(page.locator(".bar")).to_contain_text("Lindqvist sits at P3.")


SMALL = """() => [...document.querySelectorAll("button, input, summary")].filter((each) => {
    const { width, height } = each.getBoundingClientRect();
    return width > 0 && (height < 48 || width < 48);
}).map((each) => each.outerHTML)"""
OVERFLOW = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"


async def test_a_phone_has_floor_and_queue_a_tab_apart_and_large_targets(open_page: Open) -> None:
    stage = await evening()
    page = await open_page(stage, PHONE, at="", locale="es-ES")
    await page.get_by_role("button", name="Cola 3").click()
    await party(page, LINDQVIST).locator(".party").click()
    assert await page.evaluate(SMALL) == []
    assert await page.evaluate(OVERFLOW) == 0
    await page.get_by_role("button", name="Elegir mesa").click()
    await table(page, "P3").click()
    await expect(page.locator(".bar")).to_contain_text("Lindqvist se sienta en P3.")
    await page.locator(".bar button").first.wait_for()
    await table(page, "T1").click()
    assert await page.evaluate(SMALL) == []


async def test_who_may_only_look_sees_the_floor(open_page: Open) -> None:
    stage = await evening(auth=Somebody(Role.VIEW))
    page = await open_page(stage, at="?page=host")
    await expect(table(page, "T1")).to_be_visible()
    await expect(page.get_by_role("heading", name="What needs eyes")).to_be_visible()
    await expect(page.get_by_role("button", name="Add a party")).to_have_count(0)


async def test_it_can_be_installed(open_page: Open) -> None:
    page = await stand(open_page, await evening())
    found = await page.evaluate(
        """async () => {
            const manifest = await (await fetch(document.querySelector("link[rel=manifest]").href)).json();
            const icons = await Promise.all(manifest.icons.map(({ src }) => createImageBitmapOf(src)));
            async function createImageBitmapOf(src) {
                const image = new Image();
                image.src = src;
                await image.decode();
                return [image.naturalWidth > 0, src];
            }
            return [manifest.display, icons.every(([drawn]) => drawn)];
        }"""
    )
    assert found == ["standalone", True]
