"""Reasons in English. Pages say them in their own language, by code."""

from __future__ import annotations

from edge.floor.routing.answer import Reason

_TEXTS = {
    "seats": "{table} seats {seats}",
    "joined": "{table} joined seat {seats}",
    "stand_joined": "{table} stand joined and seat {seats}",
    "waiter_load": "its waiter has {open_tables} {tables} and was last seated {last_seated_min} min ago",
    "waiter_new": "its waiter has {open_tables} {tables} and no party yet",
    "turn": "it is this waiter's turn",
    "underserved": "this waiter has had about {behind_covers} guests fewer than their share",
    "own_just_seated": "helps out: the section's own waiter was just seated",
    "own_ahead": "helps out: the section's own waiter has had more guests than others",
    "own_full": "helps out: the section's own waiter has all the tables they may have",
    "own_on_break": "helps out: the section's own waiter is on break",
    "own_unassigned": "helps out: nobody has this section",
    "all_just_seated": "everybody who may take it was seated minutes ago",
    "nobody_on_shift": "no waiter has clocked in",
    "relaxed_type": "no {wanted} is free",
    "relaxed_location": "nothing is free in {wanted}",
    "relaxed_section": "nothing is free in section {wanted}",
    "below_min": "kept for {seats_min} or more",
    "pace": "{covers} guests sat down in the last quarter of an hour; the limit is {limit}",
    "no_tables": "No tables are set up. Add tables in the manager's settings.",
    "too_large": "No table seats {size}; the largest seats {largest}. "
    "Split the party, or set up tables that can be joined.",
    "none_free": "No table for {size} is free.",
    "no_waiter": "No waiter may take a table: {full} at their limit of {limit}, {on_break} on break. "
    "End a break, close finished visits, or raise the limit in the settings.",
}


def words(reason: Reason) -> str:
    """What a reason says, as part of a sentence; a reason why there is nothing, as sentences with the next step."""
    values = dict(reason.values)
    values["tables"] = "table" if values.get("open_tables") == 1 else "tables"
    if isinstance(wanted := values.get("wanted"), str) and reason.code != "relaxed_section":
        values["wanted"] = wanted.replace("_", " ")
    said = _TEXTS[reason.code].format_map(values)
    if "ready_in_min" not in reason.values:
        return said + (" Put them on the waitlist." if reason.code == "none_free" else "")
    minutes = reason.values["ready_in_min"]
    if reason.code == "none_free":
        return f"{said} {reason.values['table']} should be ready in about {minutes} min: put them on the waitlist."
    return f"{said}; one should be in about {minutes} min"


__all__ = ["words"]
