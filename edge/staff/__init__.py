"""The people who work here: who they are, and who is on shift.

What makes somebody a person (name, phone, e-mail) is kept apart from the events, under their id, and can be erased.
"""

from edge.staff.hiring import Change
from edge.staff.listing import Colleague, enlist, list_staff
from edge.staff.people import Contact, Email, Member, Person, PersonName, Phone
from edge.staff.projection import StaffProjection
from edge.staff.records import read_members, read_on_shift, read_people, read_shifts
from edge.staff.shifts import Break, OnShift, Shift
from edge.staff.staff import ShiftDone, Staff, WaiterDone, end_shift

__all__ = [
    "Break",
    "Change",
    "Colleague",
    "Contact",
    "Email",
    "Member",
    "OnShift",
    "Person",
    "PersonName",
    "Phone",
    "Shift",
    "ShiftDone",
    "Staff",
    "StaffProjection",
    "WaiterDone",
    "end_shift",
    "enlist",
    "list_staff",
    "read_members",
    "read_on_shift",
    "read_people",
    "read_shifts",
]
