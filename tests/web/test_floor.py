"""Reading the floor over HTTP."""

from pathlib import Path

import pytest

from edge.events import Availability
from tests.web.house import JPEG, Box, a_box


async def test_floor_has_the_shape_the_contract_says(box: Box) -> None:
    await box.see("T1", Availability.OCCUPIED, 0.93, people=3)
    response, floor = await box.get("/api/v1/floor")
    assert response.status == 200
    assert floor["device"] == "box1"
    assert floor["seq"] == box.journal.seq
    assert floor["tables"][0] == {
        "table": "T1",
        "value": "occupied",
        "confidence": 0.93,
        "people": 3,
        "since": "2026-01-02T12:00:00.000Z",
        "observed_at": "2026-01-02T12:00:00.000Z",
        "source": "camera",
        "stale": False,
        "seen": "occupied",
        "dispute": None,
    }
    assert [each["camera"] for each in floor["cameras"]] == ["cam-dead", "cam-east"]


async def test_an_unchanged_floor_costs_nothing_to_ask_for_again(box: Box) -> None:
    first, _ = await box.get("/api/v1/floor")
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    for held in (tag, tag.removeprefix("W/"), f'"other", {tag}', "*"):
        again, body = await box.get("/api/v1/floor", headers={"If-None-Match": held})
        assert (again.status, body, again.headers["ETag"]) == (304, b"", tag)
    await box.see("T1", Availability.DIRTY)
    changed, floor = await box.get("/api/v1/floor", headers={"If-None-Match": tag})
    assert changed.status == 200
    assert changed.headers["ETag"] != tag
    assert floor["tables"][0]["value"] == "dirty"


@pytest.mark.parametrize("held", ["nonsense", 'W/"', "\t", '"' + "x" * 5000 + '"'])
async def test_a_nonsense_etag_is_no_etag(box: Box, held: str) -> None:
    response, _ = await box.get("/api/v1/floor", headers={"If-None-Match": held})
    assert response.status == 200


async def test_a_table_has_its_past_newest_first(box: Box) -> None:
    for value in (Availability.CLEAN, Availability.OCCUPIED, Availability.DIRTY):
        await box.see("T1", value)
    await box.see("T2", Availability.CLEAN)
    response, table = await box.get("/api/v1/tables/T1")
    assert response.status == 200
    assert (table["table"], table["value"]) == ("T1", "dirty")
    assert [each["value"] for each in table["history"]] == ["dirty", "occupied", "clean"]
    assert table["history"][0]["previous"] == "occupied"
    _, table = await box.get("/api/v1/tables/T1?limit=2")
    assert [each["value"] for each in table["history"]] == ["dirty", "occupied"]


@pytest.mark.parametrize(
    ("path", "status", "where"),
    [
        ("/api/v1/tables/T99", 404, []),
        ("/api/v1/tables/%00", 422, ["path.table"]),
        ("/api/v1/tables/" + "T" * 41, 422, ["path.table"]),
        ("/api/v1/tables/..%2F..%2Fetc", 422, ["path.table"]),
        ("/api/v1/tables/T1;drop", 422, ["path.table"]),
        ("/api/v1/tables/T1?limit=0", 422, ["query.limit"]),
        ("/api/v1/tables/T1?limit=501", 422, ["query.limit"]),
        ("/api/v1/tables/T1?limit=", 422, ["query.limit"]),
        ("/api/v1/tables/T1?limit=1e2", 422, ["query.limit"]),
        ("/api/v1/tables/T1?limit=" + "9" * 5000, 422, ["query.limit"]),
        ("/api/v1/tables/T1?limit=1&limit=2", 422, ["query.limit"]),
        ("/api/v1/tables/T1?limt=1", 422, ["query.limt"]),
        ("/api/v1/floor?x=1", 422, ["query.x"]),
        ("/api/v1/cameras/cam-north/snapshot.jpg", 404, []),
        ("/api/v1/stream?after=" + "x" * 201, 422, ["query.after"]),
    ],
)
async def test_what_makes_no_sense_is_refused_whole_and_says_where(
    box: Box, path: str, status: int, where: list[str]
) -> None:
    response, problem = await box.get(path, "manager")
    assert (response.status, response.content_type) == (status, "application/problem+json")
    assert [each["where"] for each in problem["faults"]] == where
    assert problem["hint"]


async def test_cameras_and_what_they_see(box: Box) -> None:
    _, found = await box.get("/api/v1/cameras")
    assert [(each["camera"], each["status"]) for each in found["cameras"]] == [
        ("cam-dead", "starting"),
        ("cam-east", "online"),
    ]
    response, jpeg = await box.get("/api/v1/cameras/cam-east/snapshot.jpg", "manager")
    assert (response.status, response.content_type, jpeg) == (200, "image/jpeg", JPEG)
    assert response.headers["Cache-Control"] == "no-store"


async def test_a_camera_without_a_picture_says_so_and_when_to_ask_again(box: Box) -> None:
    response, problem = await box.get("/api/v1/cameras/cam-dead/snapshot.jpg", "manager")
    assert response.status == 503
    assert int(response.headers["Retry-After"]) > 0
    assert problem["detail"] == "cam-dead does not answer."
    assert problem["hint"] == "Look at its cable."


async def test_plan_and_store(box: Box) -> None:
    _, found = await box.get("/api/v1/plan")
    assert found["tables"][0] | {"table": "T1", "width": 80.0, "angle_deg": 0.0} == found["tables"][0]
    _, store = await box.get("/api/v1/store")
    assert store == {
        "name": "Chez Test",
        "timezone": "Europe/Paris",
        "version": "1",
        "device": "box1",
        "currency": "USD",
        "demo": False,
    }


async def test_ready_once_nothing_is_missing(tmp_path: Path) -> None:
    missing = ["the journal is opening", "the eyes have not come up"]
    async with a_box(tmp_path, not_ready=lambda: missing) as box:
        assert (await box.get("/livez", None))[0].status == 200
        response, problem = await box.get("/readyz", None)
        assert (response.status, problem["detail"]) == (503, "the journal is opening; the eyes have not come up.")
        missing.clear()
        assert (await box.get("/readyz", None))[0].status == 200
