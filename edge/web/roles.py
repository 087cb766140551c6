"""Who may do what. Every route names the one role it asks for; every token has one role."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a token is for. People's roles grow from left to right; `service` is for machines."""

    VIEW = "view"
    WAITER = "waiter"
    HOST = "host"
    MANAGER = "manager"
    SERVICE = "service"

    def covers(self, needed: Role) -> bool:
        """Whether this role may do what `needed` may.

        A manager covers all; machines may read what anyone on the floor sees, and what is made for machines.
        """
        if self is Role.SERVICE or needed is Role.SERVICE:
            return self in (Role.MANAGER, needed) or (self is Role.SERVICE and needed is Role.VIEW)
        return _PEOPLE.index(self) >= _PEOPLE.index(needed)


_PEOPLE = (Role.VIEW, Role.WAITER, Role.HOST, Role.MANAGER)


@dataclass(frozen=True, slots=True)
class Identity:
    """Who asks: the id of their token (never the token), its role, and whose tablet it is, if it is somebody's."""

    id: str
    role: Role
    waiter: int | None = None


__all__ = ["Identity", "Role"]
