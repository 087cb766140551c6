"""Reading the floor over HTTP."""

from edge.events import Availability
from tests.web.house import Box


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
    }
    assert [each["camera"] for each in floor["cameras"]] == ["cam-dead", "cam-east"]
