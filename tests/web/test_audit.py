"""Who did what, as a manager reads it."""

from __future__ import annotations

from edge.events import Availability, Source, StaffRole, WaiterAdded
from tests.web.house import Box
from tests.web.tablets import key, paired, revoke


async def hired(box: Box, name: str) -> int:
    (event,) = await box.journal.append([WaiterAdded(role=StaffRole.SERVER)], actor="system")
    document = f'{{"name": "{name}"}}'
    await box.journal.command(lambda transaction: transaction.keep(event.seq, "waiter", document), actor="system")
    return event.seq


async def test_it_tells_what_people_did_on_which_tablet_newest_first_and_nothing_of_cameras(box: Box) -> None:
    ann = await hired(box, "Ann")
    manager = await paired(box, "manager")
    mine = await paired(box, "waiter", ann)
    await box.see("T1", Availability.OCCUPIED)
    response, _ = await box.ask("DELETE", "/api/v1/tablets/waiter-1", None, headers=manager | key())
    assert response.status == 200
    assert (await box.get("/api/v1/session", None, headers=mine))[0].status == 401
    await revoke(box, "manager-1")
    response, audit = await box.get("/api/v1/audit", "manager")
    told = [(each["event"]["kind"], each["event"]["actor"], each["event"]["key"]) for each in audit["entries"]]
    assert (response.status, told) == (
        200,
        [
            ("tablet.revoked", "tablet:id-manager", "manager-1"),
            ("tablet.revoked", "tablet:manager-1", "waiter-1"),
            ("tablet.paired", "tablet:id-manager", "waiter-1"),
            ("tablet.paired", "tablet:id-manager", "manager-1"),
        ],
    )
    assert [(each["tablet"], each["role"]) for each in audit["entries"]] == [
        (None, None),
        ("manager-1", "manager"),
        (None, None),
        (None, None),
    ]


async def test_a_waiters_own_tablet_is_told_with_their_name_until_it_is_erased(box: Box) -> None:
    ann = await hired(box, "Ann")
    mine = await paired(box, "waiter", ann)
    assert (await box.ask("DELETE", "/api/v1/session", None, headers=mine))[0].status == 204
    for name in ("Ann", None):
        _, audit = await box.get("/api/v1/audit?limit=1", "manager")
        (entry,) = audit["entries"]
        assert (entry["event"]["actor"], entry["waiter"], entry["name"]) == ("tablet:waiter-1", ann, name)
        await box.journal.command(lambda transaction: transaction.forget(ann), actor="system", source=Source.SYSTEM)


async def test_it_is_read_page_by_page(box: Box) -> None:
    for _ in range(5):
        await paired(box, "view")
    pages, before = [], ""
    while True:
        _, audit = await box.get(f"/api/v1/audit?limit=2{before}", "manager")
        if not audit["entries"]:
            break
        pages.append([each["event"]["key"] for each in audit["entries"]])
        before = f"&before={audit['entries'][-1]['event']['seq']}"
    assert pages == [["view-5", "view-4"], ["view-3", "view-2"], ["view-1"]]
