"""What a manager arranges: people and shifts, tablets, sections, tables, rules, payments; and what was done."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.async_api import Page, expect

from edge.web import Role
from tests.web.page.conftest import Open
from tests.web.page.friday import ANA, JON, LUIS, friday
from tests.web.page.service_stage import ServiceStage, Somebody


async def part(open_page: Open, stage: ServiceStage, name: str, *, clock: bool = False) -> Page:
    stage.auth = Somebody(Role.MANAGER)
    page = await open_page(stage, at="?page=manager", clock=clock)
    await page.locator(".parts").get_by_role("button", name=name).click()
    return page


def last(stage: ServiceStage) -> tuple[str, str, object]:
    return stage.taps[-1].method, stage.taps[-1].path, stage.taps[-1].body


async def test_clocking_in_with_a_section(open_page: Open) -> None:
    stage = await friday()
    page = await part(open_page, stage, "Staff")
    row = page.locator(f'[data-waiter="{JON}"]')
    await row.get_by_label("Section of Jon").select_option("patio")
    await row.get_by_role("button", name="Clock in").click()
    await expect(page.locator(".bar")).to_contain_text("Jon is on shift.")
    assert last(stage) == ("POST", "shifts", {"waiter": JON, "section": "patio"})
    await expect(row).to_contain_text("since")


async def test_ending_a_shift_hands_over_every_open_table(open_page: Open) -> None:
    stage = await friday()
    page = await part(open_page, stage, "Staff")
    await page.locator(f'[data-waiter="{ANA}"]').get_by_role("button", name="End shift").click()
    sheet = page.get_by_role("dialog", name="End Ana's shift")
    await expect(sheet).to_contain_text("3 tables are still open.")
    await sheet.get_by_label("Who takes T1").select_option(label="Mei · 2 tables")
    await sheet.get_by_role("button", name="Hand over and end the shift").click()
    await expect(sheet).to_have_count(0)
    assert stage.taps[-1].path == "shifts/1001/end"
    handed = {each["visit"]: each["waiter"] for each in stage.taps[-1].body["handoff"]}
    assert handed == {101: 3, 102: LUIS, 104: LUIS}
    await expect(page.locator(f'[data-waiter="{ANA}"]').get_by_role("button", name="Clock in")).to_be_visible()


async def test_a_refused_end_says_why_where_it_was_asked(open_page: Open) -> None:
    stage = await friday()
    stage.refuse("shifts/1001/end", "T1 has nobody to take it.", "Name somebody for T1.")
    page = await part(open_page, stage, "Staff")
    await page.locator(f'[data-waiter="{ANA}"]').get_by_role("button", name="End shift").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_role("button", name="Hand over and end the shift").click()
    await expect(sheet.get_by_role("alert")).to_contain_text("T1 has nobody to take it. Name somebody for T1.")


async def test_somebody_new(open_page: Open) -> None:
    stage = await friday()
    page = await part(open_page, stage, "Staff")
    await page.get_by_label("Name", exact=True).fill("Zoë 🌱")
    await page.get_by_label("Role").select_option("host")
    await page.locator("form").get_by_role("button", name="Add somebody").click()
    await expect(page.locator(".lines").last).to_contain_text("Zoë 🌱")
    assert last(stage) == ("POST", "waiters", {"name": "Zoë 🌱", "role": "host"})
    await expect(page.get_by_label("Name", exact=True)).to_have_value("")


async def test_pairing_shows_a_large_code_that_runs_out(open_page: Open) -> None:
    stage = await friday()
    page = await part(open_page, stage, "Tablets", clock=True)
    await page.get_by_text("Their own tables").click()
    await page.get_by_label("Whose is it?").select_option(label="Ana")
    await page.get_by_role("button", name="Show a code").click()
    code = page.get_by_label("Pairing code")
    await expect(code).to_have_text("482913")
    await expect(page.locator(".pair")).to_contain_text("Good for")
    assert last(stage)[2] == {"role": "waiter", "waiter": ANA}
    await page.clock.fast_forward(121_000)
    await expect(code).to_have_count(0)
    await expect(page.get_by_text("The code has run out.")).to_be_visible()


async def test_revoking_takes_two_taps_and_spares_this_tablet(open_page: Open) -> None:
    stage = await friday()
    page = await part(open_page, stage, "Tablets")
    await expect(page.locator('[data-tablet="tablet-here"] button')).to_be_disabled()
    row = page.locator('[data-tablet="host-1"]')
    await row.get_by_role("button", name="Revoke").click()
    assert stage.taps == []
    await row.get_by_role("button", name="Tap again to revoke").click()
    await expect(row).to_have_count(0)
    assert last(stage)[:2] == ("DELETE", "tablets/host-1")


async def test_a_section_and_a_table_are_added(open_page: Open) -> None:
    stage = await friday()
    page = await part(open_page, stage, "Set-up")
    await page.get_by_label("New section").fill("terrace")
    await page.get_by_role("button", name="Add", exact=True).click()
    await expect(page.locator('[data-section="terrace"]')).to_be_visible()
    await page.get_by_role("button", name="Add a table").click()
    sheet = page.get_by_role("dialog")
    await sheet.get_by_label("Name, short").fill("X1")
    await sheet.get_by_label("Seats at most").fill("6")
    await sheet.get_by_label("Section").select_option("terrace")
    await sheet.get_by_role("button", name="Save").click()
    await expect(page.locator('[data-edit="X1"]')).to_contain_text("Terrace")
    method, path, body = last(stage)
    assert (method, path) == ("PUT", "tables/X1")
    assert body == {
        "section": "terrace", "seats_min": 1, "seats_max": 6, "type": "table", "location": "inside", "place": None,
        "active": True,
    }  # fmt: skip


async def test_the_rules_are_changed_and_the_rest_stays(open_page: Open) -> None:
    stage = await friday()
    before = json.loads(json.dumps(stage.documents["policy"]))
    page = await part(open_page, stage, "Set-up")
    await page.get_by_text("Waiters take turns").click()
    await page.get_by_label("Table dirty").fill("")
    await page.get_by_label("Not greeted").fill("4")
    await page.locator(".fields").get_by_role("button", name="Save").click()
    await expect(page.locator(".bar")).to_contain_text("The rules are in force.")
    wanted = before
    wanted["routing"]["mode"] = "rotation"
    wanted["alerts"] |= {"dirty": None, "not_greeted": 4}
    assert last(stage) == ("PUT", "policy", wanted)


async def test_the_set_up_leaves_and_comes_back_as_a_file(open_page: Open, tmp_path: Path) -> None:
    stage = await friday()
    page = await part(open_page, stage, "Set-up")
    async with page.expect_download() as download:
        await page.get_by_role("button", name="Save as a file").click()
    path = tmp_path / "setup.json"
    await (await download.value).save_as(path)
    assert json.loads(path.read_text())["format"] == 1
    await page.get_by_label("Bring back a file").set_input_files(path)
    await expect(page.locator(".bar")).to_contain_text("The set-up is taken over.")
    path.write_text("not json")
    await page.get_by_label("Bring back a file").set_input_files(path)
    await expect(page.get_by_text("This file is no set-up")).to_be_visible()


async def test_a_payment_without_a_table_finds_one(open_page: Open) -> None:
    stage = await friday()
    page = await part(open_page, stage, "Records")
    row = page.locator('[data-payment="801"]')
    await expect(row).to_contain_text("$59.80")
    await row.get_by_label("Belongs to").select_option(label="T4 · 5 guests")
    await row.get_by_role("button", name="Match").click()
    await expect(row).to_have_count(0)
    assert last(stage) == ("POST", "payments/801/match", {"visit": 103})


async def test_who_did_what_in_words(open_page: Open) -> None:
    page = await part(open_page, await friday(), "Records")
    rows = page.locator(".records tbody tr")
    await expect(rows.nth(0)).to_contain_text("Seated")
    await expect(rows.nth(1)).to_contain_text("Ana")
    await expect(rows.nth(1)).to_contain_text("T1")
