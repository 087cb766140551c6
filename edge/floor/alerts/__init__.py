"""Alerts: what somebody should look after, told once, taken on by a person, and over when it is over."""

from edge.floor.alerts.alerts import Alerts
from edge.floor.alerts.book import SEVERAL, Book, Open, Step
from edge.floor.alerts.facts import Facts, Pace, Staffing
from edge.floor.alerts.projection import AlertsProjection
from edge.floor.alerts.records import read_alerts, read_open_alerts
from edge.floor.alerts.rules import HOUSE, Finding, findings

__all__ = [
    "HOUSE",
    "SEVERAL",
    "Alerts",
    "AlertsProjection",
    "Book",
    "Facts",
    "Finding",
    "Open",
    "Pace",
    "Staffing",
    "Step",
    "findings",
    "read_alerts",
    "read_open_alerts",
]
