"""A Friday evening to work in: three waiters, seven tables taken, three parties waiting, one thing in dispute."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from edge.events import CameraReason, CameraStatus, HousePolicy
from tests.web.page.rooms import TWELVE, dinner_tables
from tests.web.page.service_stage import Json, ServiceStage, alert, audited, paired, party, person, table, visit, waiter
from tests.web.page.stage import ago

ANA, LUIS, MEI, JON = 1, 2, 3, 4


def service() -> Json:
    """What `GET /service` says."""
    said = _service()
    held = {name: each["visit"] for each in said["visits"] for name in each["tables"]}
    for each in said["tables"]:
        each["visit"] = held.get(each["table"])
    return said


def _service() -> Json:
    return {
        "seq": 0,
        "at": ago().isoformat(),
        "policy": {"mode": "section", "max_tables_per_waiter": 5},
        "sections": [{"section": "dining-room", "active": True}, {"section": "patio", "active": True}],
        "tables": [
            table(place.table, section="patio" if place.table[0] == "P" else "dining-room", seats_max=place.seats)
            for place in TWELVE
        ],
        "visits": [
            visit(101, "T1", ANA, "mains", size=4, age_min=52, phase_min=22),
            visit(102, "T2", ANA, "ordered", size=3, age_min=18, phase_min=6),
            visit(103, "T4", LUIS, "dessert", size=5, age_min=70, phase_min=9),
            visit(104, "T5", ANA, "seated", size=2, age_min=1, phase_min=1),
            visit(105, "T7+T8", LUIS, "check", size=9, age_min=88, phase_min=3, phase_confidence=0.6),
            visit(106, "P1", MEI, "mains", size=2, age_min=30, phase_min=2),
            visit(107, "P2", MEI, "paid", size=2, age_min=61, phase_min=4, paid=5400),
        ],
        "parties": [
            party(201, "Okafor", 4, age_min=24, low_min=15, high_min=20, position=1),
            party(202, "Lindqvist", 2, age_min=11, low_min=10, high_min=15, position=2),
            party(203, "Haddad", 3, age_min=1, low_min=20, high_min=25, position=3),
        ],
        "waiters": [
            waiter(ANA, "Ana", section="dining-room", open_tables=3, open_covers=9, covers=34.0, tips=4250),
            waiter(LUIS, "Luis", open_tables=2, open_covers=14, covers=31.5, tips=3900, since_min=200),
            waiter(MEI, "Mei", section="patio", open_tables=2, open_covers=4, covers=18.0, tips=2600, since_min=120),
        ],
        "alerts": [
            alert(301, "waiting", "201", minutes=24),
            alert(302, "dirty", "P4", minutes=9),
            alert(303, "camera_blind", "cam-patio", minutes=3, acknowledged=True),
        ],
        "disputes": [
            {"dispute": 401, "table": "T2", "about": "state", "said": "occupied", "seen": "clean", "said_people": None,
             "seen_people": None, "confidence": 0.9, "raised_at": ago(150).isoformat()},
        ],
    }  # fmt: skip


def past_visits() -> list[Json]:
    """Visits of this evening and of the same weekday one week ago, newest first."""
    rows = []
    for i in range(24):
        rows.append(
            visit(
                900 - i,
                f"T{i % 8 + 1}",
                ANA,
                "paid",
                size=i % 4 + 1,
                age_min=8 + 9 * i,
                party=700 + i if i < 7 else None,
            )
        )
        rows.append(visit(400 - i, f"T{i % 8 + 1}", ANA, "paid", size=(i + 1) % 5 + 1, age_min=7 * 24 * 60 + 8 + 9 * i))
    return sorted(rows, key=lambda row: str(row["opened_at"]), reverse=True)


def past_parties() -> list[Json]:
    """Parties that were quoted and seated: the first three were seated later than said."""
    return [
        party(
            700 + i,
            None,
            i % 4 + 1,
            age_min=8 + 9 * i + (26 if i < 3 else 12),
            low_min=10,
            high_min=20,
            status="seated",
        )
        for i in range(7)
    ]


def documents() -> dict[str, Json]:
    """Everything the pages read."""
    return {
        "service": service(),
        "visits": {"visits": past_visits()},
        "parties": {"parties": past_parties()},
        "waiters": {
            "waiters": [person(ANA, "Ana"), person(LUIS, "Luis"), person(MEI, "Mei"), person(JON, "Jon", "bartender")]
        },
        "tablets": {"tablets": [
            paired("tablet-here", "manager"), paired("host-1", "host"), paired("waiter-1", "waiter", ANA),
        ]},
        "policy": HousePolicy().model_dump(mode="json"),
        "setup": {"format": 1, "sections": [], "tables": [], "policy": {}, "staff": None},
        "payments": {"payments": [
            {"payment": 801, "visit": None, "table": None, "subtotal": 4800, "tax": 480, "tip": 700, "total": 5980,
             "taken_at": ago(300).isoformat()},
        ]},
        "audit": {"entries": [
            audited(55, "visit.opened", "T5", tablet="host-1"),
            audited(54, "visit.phase", "101", tablet="waiter-1", name="Ana"),
        ]},
    }  # fmt: skip


async def friday(**more: Any) -> ServiceStage:
    """The evening, with a camera that gives no picture."""
    stage = ServiceStage(places=TWELVE, documents=documents(), **more)
    await stage.camera("cam-east", CameraStatus.ONLINE)
    await stage.camera(
        "cam-patio", CameraStatus.STALLED, CameraReason.NO_DATA, age_s=timedelta(minutes=3).total_seconds()
    )
    await stage.show(*dinner_tables())
    return stage
